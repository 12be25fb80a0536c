"""Variables: their names, and the transitions that assign them."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.variables import assigned_by, assigned_by_transition
from tests.asl.checking.machines import alone, finding_lines

ASSIGN: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Assign=[]),
        [("/States/A/Assign: Expected value of type [OBJECT] | Write an object of variables by name, not a list.")],
    ),
    (
        alone("Pass", Assign={"states": 1}),
        [
            (
                "RESERVED_VARIABLE_NAME /States/A/Assign/states: Cannot assign to reserved variable '$states'. | "
                "'states' is reserved by Step Functions. Choose another name."
            )
        ],
    ),
    (
        alone("Pass", Assign={"$total": 1, "": 1}),
        [
            (
                "INVALID_VARIABLE_NAME /States/A/Assign/$total: Invalid variable name '$total': the variable name "
                "contains invalid characters. | '$total' is not a valid variable name. Start it with a letter, and "
                "use only letters, digits and _."
            ),
            (
                "INVALID_VARIABLE_NAME /States/A/Assign/: Invalid variable name '': the variable name contains "
                "invalid characters. | '' is not a valid variable name. Start it with a letter, and use only letters, "
                "digits and _."
            ),
        ],
    ),
    (
        alone("Pass", Assign={"x y.$": "$.a"}),
        [
            (
                "INVALID_VARIABLE_NAME /States/A/Assign/x y.$: Invalid variable name 'x y': the variable name "
                "contains invalid characters. | 'x y' is not a valid variable name. Start it with a letter, and use "
                "only letters, digits and _."
            )
        ],
    ),
    (
        alone("Pass", QueryLanguage="JSONata", Assign={"x.$": 1}),
        [
            (
                "INVALID_VARIABLE_NAME /States/A/Assign/x.$: Invalid variable name 'x.$': the variable name contains "
                "invalid characters. | 'x.$' is not a valid variable name. Start it with a letter, and use only "
                "letters, digits and _."
            )
        ],
    ),
    (
        alone("Pass", Assign={"order-id": 1}),
        [
            (
                "warning INVALID_VARIABLE_NAME /States/A/Assign/order-id: Invalid variable name 'order-id': the "
                "variable name contains invalid characters. | 'order-id' is not a valid variable name. Start it with "
                "a letter, and use only letters, digits and _."
            )
        ],
    ),
    (
        alone("Pass", Assign={"x": 1, "x.$": "$.a"}),
        ["/States/A/Assign/x.$: The field 'x' is given twice, as 'x' and as 'x.$' | Keep one of them."],
    ),
    (
        alone("Pass", Assign={"x.$": "a"}),
        [
            (
                "/States/A/Assign: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | Start the path with $, such as '$.a'. For a plain value, use a "
                "name without .$."
            )
        ],
    ),
    (
        alone("Pass", QueryLanguage="JSONata", Assign="{% $states.input %}"),
        [("/States/A/Assign: Expected value of type [OBJECT] | Write an object of variables by name, not a string.")],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), ASSIGN)
def test_what_cannot_be_assigned_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        alone("Pass", Assign={}),
        alone("Pass", Assign={"x.$": "$.a", "y": None, "z": [1, {"a.$": "$.b"}]}),
        alone("Pass", Assign={"${Name}": 1}),
        alone("Pass", Assign={"Fn::Transform": {}}),
        alone("Pass", QueryLanguage="JSONata", Assign={"x": "{% $states.input %}", "y": [None]}),
    ],
)
def test_variables_are_assigned(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


STATE = {
    "Assign": {"x.$": "$.a", 5: 1},
    "Next": "B",
    "Choices": [None, {"Assign": {"y": 2}, "Next": "C"}, {"Assign": [], "Next": "D"}, {"Assign": {"no": 1}, "Next": 5}],
    "Catch": [{"Assign": {"e.$": "$"}, "Next": "E"}],
    "Default": None,
}


def test_each_assignment_of_a_variable_has_its_place() -> None:
    assert list(assigned_by(STATE, jsonata=False)) == [
        ("x", ("Assign",)),
        ("y", ("Choices", 1, "Assign")),
        ("no", ("Choices", 3, "Assign")),
        ("e", ("Catch", 0, "Assign")),
    ]
    assert ("x.$", ("Assign",)) in assigned_by(STATE, jsonata=True)
    assert list(assigned_by({"Choices": {}, "Catch": None, "Assign": 5}, jsonata=False)) == []


def test_each_transition_has_its_assigned_variables() -> None:
    assert list(assigned_by_transition(STATE, jsonata=False)) == [
        ("B", {"x"}),
        ("C", {"y"}),
        ("D", set()),
        ("E", {"e"}),
    ]
    assert list(assigned_by_transition({"Choices": {}, "Catch": None}, jsonata=False)) == []
