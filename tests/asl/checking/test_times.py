"""Times that cannot fit."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking import MachineType, check
from tests.asl.checking.machines import FUNCTION, a, alone, branch, finding_line, machine


def finding_lines(definition: Any, type: MachineType, within: float | None) -> list[str]:
    return [finding_line(finding) for finding in check(definition, type=type, within_seconds=within)]


def waits(*seconds: Any, **top: Any) -> dict[str, Any]:
    """Return a machine that waits several times."""
    names = [f"W{number}" for number in range(len(seconds))]
    follow = [*names[1:], "E"]
    states = {
        name: a("Wait", Seconds=time, Next=after) for name, time, after in zip(names, seconds, follow, strict=True)
    }
    return machine(top, **states, E=a("Succeed"))


def beside(*machines: Any) -> dict[str, Any]:
    return machine(P=a("Parallel", Branches=list(machines)))


CANNOT: list[tuple[dict[str, Any], MachineType, float | None, list[str]]] = [
    (
        waits(301),
        "EXPRESS",
        None,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 301 seconds, "
                "but an execution may last 300 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        waits(200, 101),
        "EXPRESS",
        None,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 301 seconds, "
                "but an execution may last 300 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        waits(31),
        "EXPRESS",
        30,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 31 seconds, "
                "but its caller waits 30 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        waits(29.0, 2),
        "STANDARD",
        30,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 31 seconds, "
                "but its caller waits 30 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        waits(61, TimeoutSeconds=60),
        "STANDARD",
        None,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 61 seconds, "
                "but an execution may last 60 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        waits(1, TimeoutSeconds=301),
        "EXPRESS",
        None,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /TimeoutSeconds: The timeout is 301 seconds, but AWS ends an "
                "Express execution after 300 | Write at most 300, or make the state machine STANDARD."
            )
        ],
    ),
    (
        beside(branch(), branch(W=a("Wait", Seconds=40))),
        "STANDARD",
        30,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 40 seconds, "
                "but its caller waits 30 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
    (
        beside(machine(Q=a("Parallel", Branches=[branch(W=a("Wait", Seconds=40))]))),
        "STANDARD",
        0.5,
        [
            (
                "warning TIMEOUT_CANNOT_FIT /: The shortest path through the workflow waits 40 seconds, "
                "but its caller waits 0.5 | Shorten the waits, or start the execution asynchronously."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "type", "within", "findings"), CANNOT)
def test_waits_that_cannot_end_in_time_give_warnings(
    definition: dict[str, Any], type: MachineType, within: float | None, findings: list[str]
) -> None:
    assert finding_lines(definition, type, within) == findings


def works(**fields: Any) -> dict[str, Any]:
    return alone("Task", Resource=FUNCTION, **fields)


NO_EFFECT: list[tuple[dict[str, Any], MachineType, list[str]]] = [
    (
        works(TimeoutSeconds=60, HeartbeatSeconds=60),
        "STANDARD",
        [
            (
                "warning USELESS_HEARTBEAT /States/A/HeartbeatSeconds: The heartbeat of 60 seconds has no "
                "effect, since the task times out after 60 | Write less than 60."
            )
        ],
    ),
    (works(TimeoutSeconds=60, HeartbeatSeconds=59), "STANDARD", []),
    (works(HeartbeatSeconds=59), "STANDARD", []),
    (works(TimeoutSeconds="${Seconds}", HeartbeatSeconds=59), "STANDARD", []),
    (
        works(TimeoutSeconds=301),
        "EXPRESS",
        [
            (
                "warning TIMEOUT_CANNOT_FIT /States/A/TimeoutSeconds: The task's timeout is 301 seconds, "
                "but AWS ends an Express execution after 300 | Write at most 300, or make the state "
                "machine STANDARD."
            )
        ],
    ),
    (works(TimeoutSeconds=300), "EXPRESS", []),
    (works(TimeoutSeconds=301), "STANDARD", []),
]


@pytest.mark.parametrize(("definition", "type", "findings"), NO_EFFECT)
def test_times_of_a_task_that_have_no_effect_give_warnings(
    definition: dict[str, Any], type: MachineType, findings: list[str]
) -> None:
    assert finding_lines(definition, type, None) == findings


@pytest.mark.parametrize(
    ("definition", "type", "within"),
    [
        (waits(300), "EXPRESS", None),
        (waits(10**6), "STANDARD", None),
        (waits(30), "STANDARD", 30),
        (waits(60, TimeoutSeconds=60), "STANDARD", None),
        (waits(60, TimeoutSeconds="${Seconds}"), "STANDARD", None),
        (waits("${Seconds}"), "EXPRESS", 1),
        (waits(1, TimeoutSeconds=300), "EXPRESS", 30),
        (machine(M=a("Map", ItemProcessor=branch(W=a("Wait", Seconds=400)))), "EXPRESS", 30),
        (
            machine(
                C=a("Choice", Choices=[{"Variable": "$.a", "IsNull": True, "Next": "E"}], Default="W"),
                W=a("Wait", Seconds=400, Next="E"),
                E=a("Succeed"),
            ),
            "EXPRESS",
            30,
        ),
    ],
)
def test_a_machine_that_can_end_in_time_is_not_doubted(
    definition: dict[str, Any], type: MachineType, within: float | None
) -> None:
    assert finding_lines(definition, type, within) == []


@pytest.mark.parametrize(
    "definition", [None, [], {"States": []}, {"States": {"A": None, "B": {"Type": "Parallel", "Branches": [None]}}}]
)
def test_an_invalid_machine_has_no_wait(definition: Any) -> None:
    assert "TIMEOUT_CANNOT_FIT" not in "".join(finding_lines(definition, "EXPRESS", 1))
