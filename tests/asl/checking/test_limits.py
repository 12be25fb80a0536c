"""Sizes, and the shortest path through a machine."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.limits import LONGEST_DEFINITION, shortest
from tests.asl.checking.machines import a, alone, finding_lines, machine


def test_a_definition_has_at_most_one_mebibyte() -> None:
    room = LONGEST_DEFINITION - len('{"StartAt":"A","States":{"A":{"Type":"Pass","Comment":"","End":true}}}')
    assert finding_lines(alone("Pass", Comment="é" * room)) == []
    assert finding_lines(alone("Pass", Comment="é" * (room + 1))) == [
        (
            "INVALID_DEFINITION_SIZE /: The definition has 1048577 characters, but AWS accepts at most "
            "1048576 | Move some of its states into another state machine, and start that from a Task."
        )
    ]


def test_a_definition_of_many_short_values_is_measured_as_any_other() -> None:
    # In Python's own format these take one byte each, and in JSON up to six characters.
    for value, size in ((None, 5), (False, 6), ("\x01" * 1_000, 6_003)):
        count = LONGEST_DEFINITION // size
        assert "INVALID_DEFINITION_SIZE" in "".join(finding_lines(alone("Pass", Result=[value] * (count + 1))))
        assert finding_lines(alone("Pass", Result=[value] * (count - 1_000 // len(str(size * 100))))) == []


def wait(seconds: Any, next: str) -> dict[str, Any]:
    return a("Wait", Seconds=seconds, Next=next)


END = a("Succeed")
FORK = a("Choice", Choices=[{"Next": "B"}, {"Next": "C"}])


@pytest.mark.parametrize(
    ("states", "seconds"),
    [
        ({"A": wait(5, "B"), "B": END}, 5),
        ({"A": a("Wait", Seconds=5)}, 5),
        ({"A": FORK, "B": wait(9, "D"), "C": wait(2, "D"), "D": wait(1, "E"), "E": END}, 3),
        ({"A": wait(5, "A")}, float("inf")),
        ({"A": wait(5, "Nowhere")}, 5),
        ({"A": wait(5, "B"), "B": None}, float("inf")),
        ({"A": wait("{% 5 %}", "B"), "B": END}, 0),
        ({"A": wait(float("nan"), "B"), "B": END}, 0),
        ({"A": wait(-5, "B"), "B": END}, 0),
        ({"A": wait(10**400, "B"), "B": END}, 0),
        ({"A": wait(True, "B"), "B": END}, 0),
        ({}, 0),
    ],
)
def test_the_shortest_path_is_found(states: dict[str, Any], seconds: float) -> None:
    assert shortest({"StartAt": "A", "States": states}, {}) == seconds


def test_what_is_inside_a_state_counts() -> None:
    definition = machine(P=a("Parallel", Branches=[], Next="W"), W=a("Wait", Seconds=1))
    assert shortest(definition, {"P": 7}) == 8
    assert shortest({"States": {"A": END}}, {}) == 0
