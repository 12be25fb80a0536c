"""Names of states: long names and duplicates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import a, branch, each, finding_lines, machine

LONG = "A" * 81

NAMES: list[tuple[dict[str, Any], list[str]]] = [
    (
        machine(**{LONG: a("Pass")}),
        [
            (
                "INVALID_STATE_NAME "
                "/States/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: "
                "Invalid State name: "
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA exceeds "
                "the 80-character limit allowed by the service | Use 1 to 80 characters, not 81. Move "
                "details to Comment."
            )
        ],
    ),
    (
        machine(**{"": a("Pass")}),
        [
            (
                "INVALID_STATE_NAME /States/: Invalid State name: it is empty | Use 1 to 80 characters, "
                "not 0. Move details to Comment."
            )
        ],
    ),
    (
        {"StartAt": "A", "States": {"A": a("Pass"), 5: a("Pass")}},
        [
            "INVALID_STATE_NAME /States[5]: The name of a state must be a string, not 5",
            (
                'MISSING_TRANSITION_TARGET /States[5]: State "5" is not reachable. | Add a transition to '
                "it from a reachable state, or remove it."
            ),
        ],
    ),
    (
        machine(A=a("Parallel", Branches=[branch(X=a("Pass")), branch(X=a("Pass"))])),
        [
            (
                "DUPLICATE_STATE_NAME /States/A/Branches[1]/States/X: Duplicate State name: X | Rename "
                "one. Names must be unique in the whole definition, including branches and processors."
            )
        ],
    ),
    (
        machine(M=a("Map", ItemProcessor=branch(M=a("Pass")))),
        [
            (
                "DUPLICATE_STATE_NAME /States/M/ItemProcessor/States/M: Duplicate State name: M | Rename "
                "one. Names must be unique in the whole definition, including branches and processors."
            )
        ],
    ),
    (
        machine(M=a("Map", Iterator=branch(B=a("Pass")), Next="B"), B=a("Pass")),
        [
            (
                "DUPLICATE_STATE_NAME /States/M/Iterator/States/B: Duplicate State name: B | Rename one. "
                "Names must be unique in the whole definition, including branches and processors."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), NAMES)
def test_a_name_is_short_and_unique_in_the_definition(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize("name", ["A" * 80, " ", "a/b~c", "Ünïcode 🍍", "With Pineapple?", "StartAt"])
def test_a_name_may_hold_anything(name: str) -> None:
    assert finding_lines(machine(**{name: a("Pass")})) == []


def test_a_label_may_be_called_as_a_state_is() -> None:
    assert finding_lines(each(Label="M")) == []
