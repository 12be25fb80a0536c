"""The fields that a state needs, and the fields that exclude each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, a, alone, branch, each, finding_lines, machine

MISSPELLED: list[tuple[dict[str, Any], list[str]]] = [
    ({"Startat": "A", "States": {"A": a("Pass")}}, ["/: Field 'Startat' is not supported | Did you mean 'StartAt'?"]),
    (
        machine(A={"Type": "Task", "Resorce": FUNCTION, "End": True}),
        ["/States/A: Field 'Resorce' is not supported | Did you mean 'Resource'?"],
    ),
    (
        machine(A={"Type": "Pass", "Nxt": "B"}, B=a("Pass")),
        [
            "/States/A: Field 'Nxt' is not supported | Did you mean 'Next'?",
            (
                'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
        ],
    ),
    (
        alone("Wait", Second=5),
        ["/States/A: Field 'Second' is not supported | Did you mean 'Seconds'?"],
    ),
    (
        machine(M=a("Map", ItemProcesor=branch())),
        ["/States/M: Field 'ItemProcesor' is not supported | Did you mean 'ItemProcessor'?"],
    ),
    (
        machine(A=a("Task", Resource=FUNCTION, Retry=[{"ErrorEqual": ["E"]}])),
        ["/States/A/Retry[0]: Field 'ErrorEqual' is not supported | Did you mean 'ErrorEquals'?"],
    ),
    (
        machine(
            T=a("Task", Resource=FUNCTION, Catch=[{"ErrorEquals": ["E"], "Next": "A"}]), A={"type": "Pass", "End": True}
        ),
        ["/States/A: The field 'Type' is required | Write 'Type', not 'type'."],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), MISSPELLED)
def test_a_required_field_that_is_misspelled_is_reported_once(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


ONE_OF: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Task", Resource=FUNCTION, TimeoutSeconds=5, TimeoutSecondsPath="$.t"),
        [
            (
                "/States/A: There should only be one of the following fields: [TimeoutSeconds, "
                "TimeoutSecondsPath] | Keep only one of TimeoutSeconds, TimeoutSecondsPath."
            )
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, HeartbeatSeconds=5, HeartbeatSecondsPath="$.t"),
        [
            (
                "/States/A: There should only be one of the following fields: [HeartbeatSeconds, "
                "HeartbeatSecondsPath] | Keep only one of HeartbeatSeconds, HeartbeatSecondsPath."
            )
        ],
    ),
    (
        alone("Wait", Seconds=5, Timestamp="2030-01-01T00:00:00Z"),
        [
            (
                "/States/A: There should only be one of the following fields: [SecondsPath, Seconds, "
                "TimestampPath, Timestamp] | Keep only one of Seconds, Timestamp."
            )
        ],
    ),
    (
        alone("Wait"),
        [
            (
                "/States/A: This object should have only one of the following fields: [SecondsPath, "
                "Seconds, TimestampPath, Timestamp] | Write the duration, such as 'Seconds': 10."
            )
        ],
    ),
    (
        alone("Fail", Error="E", ErrorPath="$.e", Cause="C", CausePath="$.c"),
        [
            (
                "/States/A: There should only be one of the following fields: [Error, ErrorPath] | Keep "
                "only one of Error, ErrorPath."
            ),
            (
                "/States/A: There should only be one of the following fields: [Cause, CausePath] | Keep "
                "only one of Cause, CausePath."
            ),
        ],
    ),
    (
        each(MaxConcurrency=1, MaxConcurrencyPath="$.n", ItemSelector={}, Parameters={}),
        [
            (
                "/States/M: There should only be one of the following fields: [MaxConcurrency, "
                "MaxConcurrencyPath] | Keep only one of MaxConcurrency, MaxConcurrencyPath."
            ),
            (
                "/States/M: There should only be one of the following fields: [ItemSelector, Parameters] | "
                "Keep only one of ItemSelector, Parameters."
            ),
        ],
    ),
    (
        machine(M=a("Map", ItemProcessor=branch(), Iterator=branch(C=a("Pass")))),
        [
            (
                "/States/M: There should only be one of the following fields: [ItemProcessor, Iterator] | "
                "Keep only one of ItemProcessor, Iterator."
            )
        ],
    ),
    (
        machine(M=a("Map")),
        [
            (
                "/States/M: This object should have only one of the following fields: [ItemProcessor, "
                "Iterator] | Write an ItemProcessor with the machine that runs for each item."
            )
        ],
    ),
    (
        machine(A={"Type": "Task"}),
        [
            "/States/A: These fields are required: [Resource]",
            (
                "/States/A: This object should have only one of the following fields: [Next, End] | Write "
                '"Next" with a state\'s name, or "End": true.'
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (
        machine(A={"Type": "Choice"}),
        [
            "/States/A: These fields are required: [Choices]",
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (machine(A={"Type": "Parallel", "End": True}), ["/States/A: These fields are required: [Branches]"]),
]


@pytest.mark.parametrize(("definition", "findings"), ONE_OF)
def test_of_some_fields_there_is_one(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings
