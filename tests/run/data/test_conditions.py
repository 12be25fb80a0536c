"""The conditions of Choice rules."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import run
from aslant.run.data.conditions import compile_condition
from tests.run.machines import machine

DATA: dict[str, Any] = {
    "text": "b",
    "star": "a*b",
    "path": "a\\b",
    "number": 5,
    "float": 5.0,
    "true": True,
    "null": None,
    "early": "2020-01-01T00:00:00Z",
    "same": "2020-01-01T01:00:00+01:00",
    "late": "2021-01-01T00:00:00.5Z",
    "list": [1, 2],
}


def holds(rule: dict[str, Any], data: Any = DATA) -> Any:
    choice = {"Type": "Choice", "Choices": [{**rule, "Next": "Yes"}], "Default": "No"}
    execution = run(machine({"C": choice, "Yes": {"Result": True, "End": True}, "No": {"Result": False}}), data)
    return execution.output if execution.status == "SUCCEEDED" else execution.cause


@pytest.mark.parametrize("family", ["String", "Numeric", "Timestamp"])
@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        ("Equals", False, True, False),
        ("LessThan", True, False, False),
        ("GreaterThan", False, False, True),
        ("LessThanEquals", True, True, False),
        ("GreaterThanEquals", False, True, True),
    ],
)
def test_every_comparison_with_a_constant_and_with_a_path(
    family: str, operator: str, below: bool, equal: bool, above: bool
) -> None:
    values = {"String": ("a", "b", "c"), "Numeric": (4, 5.0, 5.5)}
    small, middle, large = values.get(family, (DATA["early"], "2020-06-01T00:00:00Z", DATA["late"]))
    for variable, expected in ((small, below), (middle, equal), (large, above)):
        data = {"left": variable, "right": middle}
        name = family + operator
        assert holds({"Variable": "$.left", name: middle}, data) is expected
        assert holds({"Variable": "$.left", f"{name}Path": "$.right"}, data) is expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"Variable": "$.true", "BooleanEquals": True}, True),
        ({"Variable": "$.true", "BooleanEquals": False}, False),
        ({"Variable": "$.true", "BooleanEqualsPath": "$.true"}, True),
        ({"Variable": "$.number", "BooleanEquals": True}, False),
        ({"Variable": "$.true", "NumericEquals": 1}, False),
        ({"Variable": "$.number", "StringEquals": "5"}, False),
        ({"Variable": "$.text", "NumericLessThan": 5}, False),
        ({"Variable": "$.early", "TimestampEquals": "2020-01-01T01:00:00+01:00"}, True),
        ({"Variable": "$.early", "TimestampEqualsPath": "$.same"}, True),
        ({"Variable": "$.text", "TimestampEquals": "b"}, False),
        ({"Variable": "$.list", "StringEquals": "b"}, False),
        ({"Variable": "$.list[0]", "NumericEquals": 1}, True),
        ({"Variable": "$$.State.Name", "StringEquals": "C"}, True),
    ],
)
def test_a_comparison_holds_between_values_of_its_type_alone(rule: dict[str, Any], expected: bool) -> None:
    assert holds(rule) is expected


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        ("abc", "abc", True),
        ("abc", "ab", False),
        ("abc", "a*", True),
        ("abc", "*c", True),
        ("abc", "*", True),
        ("", "*", True),
        ("", "", True),
        ("abc", "a*b*c", True),
        ("abc", "a*c*b", False),
        ("ab", "ab*b", False),
        ("aXbXb", "a*b*b", True),
        ("a*b", r"a\*b", True),
        ("aXb", r"a\*b", False),
        ("a\\b", r"a\\b", True),
        ("a\nb", "a*b", True),
        ("a.b", "a?b", False),
        (5, "*", False),
        ("a" * 5000, "*a" * 500 + "b", False),
    ],
)
def test_string_matches(value: Any, pattern: str, expected: bool) -> None:
    assert holds({"Variable": "$.v", "StringMatches": pattern}, {"v": value}) is expected


TYPES = {"text": "IsString", "number": "IsNumeric", "float": "IsNumeric", "true": "IsBoolean", "null": "IsNull"}


@pytest.mark.parametrize("test", ["IsString", "IsNumeric", "IsBoolean", "IsNull"])
@pytest.mark.parametrize("name", TYPES)
def test_a_type_test_asks_for_the_type_or_for_any_other(name: str, test: str) -> None:
    assert holds({"Variable": f"$.{name}", test: True}) is (TYPES[name] == test)
    assert holds({"Variable": f"$.{name}", test: False}) is (TYPES[name] != test)


@pytest.mark.parametrize(("name", "expected"), [("early", True), ("late", True), ("text", False), ("number", False)])
def test_is_timestamp(name: str, expected: bool) -> None:
    assert holds({"Variable": f"$.{name}", "IsTimestamp": True}) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("$.text", True), ("$.null", True), ("$.nothing", False), ("$.list[1]", True), ("$.a.b", False)],
)
def test_is_present_needs_no_value(path: str, expected: bool) -> None:
    assert holds({"Variable": path, "IsPresent": True}) is expected
    assert holds({"Variable": path, "IsPresent": False}) is not expected


@pytest.mark.parametrize(
    "rule",
    [
        {"Variable": "$.nothing", "StringEquals": "b"},
        {"Variable": "$.nothing", "IsNull": True},
        {"Variable": "$.text", "StringEqualsPath": "$.nothing"},
    ],
)
def test_any_other_rule_fails_on_a_missing_value(rule: dict[str, Any]) -> None:
    assert holds(rule) == (
        "An error occurred while executing the state 'C' (entered at the event id #2). Invalid path '$.nothing': "
        "The choice state's condition path references an invalid value."
    )


YES = {"Variable": "$.text", "StringEquals": "b"}
NO = {"Variable": "$.text", "StringEquals": "c"}
BROKEN = {"Variable": "$.nothing", "StringEquals": "c"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"And": [YES, YES]}, True),
        ({"And": [YES, NO]}, False),
        ({"Or": [NO, YES]}, True),
        ({"Or": [NO, NO]}, False),
        ({"Not": NO}, True),
        ({"Not": {"And": [YES, {"Or": [NO, {"Not": YES}]}]}}, True),
        ({"And": [NO, BROKEN]}, False),
        ({"Or": [YES, BROKEN]}, True),
    ],
)
def test_conditions_combine_and_stop_as_soon_as_they_know(rule: dict[str, Any], expected: bool) -> None:
    assert holds(rule) is expected


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (5, "must be an object"),
        ({"Variable": "$.a"}, "such as StringEquals or And, not none"),
        (
            {"Variable": "$.a", "StringEquals": "a", "IsNull": True},
            "such as StringEquals or And, not StringEquals, IsNull",
        ),
        ({"StringEquals": "a"}, "must have Variable"),
        ({"Variable": "$.a", "StringEqual": "a"}, "Did you mean 'StringEquals'?"),
        ({"Variable": "$.a", "StringMatchesPath": "$.b"}, "unknown operator 'StringMatchesPath'"),
        ({"Variable": "$.a", "StringEqualsPath": 5}, "must be a path"),
        ({"Variable": "$.a", "StringMatches": 5}, "must be a string"),
        ({"Variable": "a", "IsNull": True}, "Variable: the path 'a' must start with $"),
        ({"And": []}, "must be an array of rules"),
        ({"Not": [YES]}, "must be an object"),
    ],
)
def test_a_wrong_rule_is_refused(rule: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        compile_condition(rule)
    assert message in str(refused.value)


def test_a_rule_may_not_be_nested_without_end() -> None:
    rule: dict[str, Any] = YES
    for _ in range(300):
        rule = {"Not": rule}
    with pytest.raises(DefinitionError, match="nested 200 levels deep"):
        compile_condition(rule)
