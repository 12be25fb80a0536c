"""Tests for the labels of a drawing."""

from typing import Any

import pytest

from aslant.asl import context, this
from aslant.asl.drawing.label import condition_label, error_label, note, shown


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"Variable": "$.total", "NumericGreaterThan": 100}, "total > 100"),
        ({"Variable": "$.total", "NumericLessThanEquals": 1.5}, "total <= 1.5"),
        ({"Variable": "$.kind", "StringEquals": "pizza"}, "kind == 'pizza'"),
        ({"Variable": "$.kind", "StringMatches": "a*"}, "kind matches 'a*'"),
        ({"Variable": "$.a", "StringEqualsPath": "$.b"}, "a == b"),
        ({"Variable": "$.a", "BooleanEqualsPath": "$.b"}, "a == b"),
        ({"Variable": "$.at", "TimestampLessThan": "2024-01-01T00:00:00Z"}, "at < 2024-01-01T00:00:00Z"),
        ({"Variable": "$.ok", "BooleanEquals": True}, "ok is true"),
        ({"Variable": "$.ok", "IsPresent": True}, "ok is present"),
        ({"Variable": "$.ok", "IsNull": False}, "ok is not null"),
        ({"Variable": "$", "IsString": True}, "$ is a string"),
        ({"Variable": "$count", "NumericGreaterThanEquals": 0}, "$count >= 0"),
        ({"Variable": "$$.State.Name", "StringEquals": ""}, "$$.State.Name == ''"),
        ({"Variable": "$.a", "NumericEqualsLater": 1, "Next": "B"}, "…"),
        ({"Next": "B"}, "…"),
        ({}, "…"),
        ({"And": [], "Next": "B"}, ""),
        ({"And": 3}, "…"),
        ({"Not": []}, "…"),
    ],
)
def test_a_comparison_is_written_with_operators_and_words(rule: dict[str, Any], text: str) -> None:
    assert condition_label(rule) == text


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ((this.a == 1) & (this.b == 2), "a == 1 and b == 2"),
        ((this.a == 1) & (this.b == 2) & (this.c == 3), "(a == 1 and b == 2) and c == 3"),
        ((this.a == 1) | (this.b == 2) & ~this.c.is_null(), "a == 1 or (b == 2 and c is not null)"),
        (~((this.a == 1) & this.b.is_true()), "not (a == 1 and b is true)"),
        (this.a != "x", "a != 'x'"),
        (~this.b.is_true(), "b is not true"),
        (~this.b.exists(), "b is not present"),
        (~(this.a > 1), "not (a > 1)"),
        (~(~(this.a == 1)), "not (a != 1)"),
        (context.Execution.Name == "x", "$$.Execution.Name == 'x'"),
    ],
)
def test_conditions_are_joined_by_and_or_and_not(condition: Any, text: str) -> None:
    assert condition_label(condition.to_dict()) == text


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("{% $states.input.total > 100 %}", "total > 100"),
        ("{%$count < 3%}", "$count < 3"),
        ("{% $exists($states.input) %}", "$exists($states.input)"),
        ("{% $states.input.`a b`\n  = 'x' %}", "`a b` = 'x'"),
        (True, "always"),
        (False, "never"),
        (3, "3"),
        (None, "null"),
        ({}, "…"),
    ],
)
def test_jsonata_is_shown_without_delimiters(condition: Any, text: str) -> None:
    assert condition_label({"Condition": condition, "Next": "B"}) == text


def test_a_long_condition_is_cut_off() -> None:
    rule = {"Or": [{"Variable": "$.order.status", "StringEquals": f"status {number}"} for number in range(5)]}
    assert condition_label(rule) == "order.status == 'status 0' or order.status == 'status 1' or…"


def test_a_deep_condition_is_cut_off_as_well() -> None:
    rule: dict[str, Any] = {"Variable": "$.a", "NumericLessThan": 1}
    for _ in range(100_000):
        rule = {"Not": rule}
    text = condition_label(rule)
    assert text == "not (" * 11 + "not …"


@pytest.mark.parametrize(
    ("errors", "text"),
    [
        (["States.ALL"], "States.ALL"),
        (["States.Timeout", "Pizza.Burnt"], "States.Timeout, Pizza.Burnt"),
        ([f"Error{number}" for number in range(9)], "Error0, Error1, Error2, Error3, Error4, Error5, Error6, Err…"),
        ([1, None], "1, null"),
        ([], ""),
        ("States.ALL", "…"),
        (None, "…"),
    ],
)
def test_a_catcher_names_its_errors(errors: Any, text: str) -> None:
    assert error_label({"ErrorEquals": errors, "Next": "B"}) == text


LAMBDA = "arn:aws:lambda:us-east-1:111111111111:function:bake"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"Type": "Task", "Resource": LAMBDA}, "bake"),
        ({"Type": "Task", "Resource": f"{LAMBDA}:live"}, "bake:live"),
        ({"Type": "Task", "Resource": "${bake}"}, "bake"),
        ({"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage"}, "sqs:sendMessage"),
        ({"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync"}, "ecs:runTask.sync"),
        ({"Type": "Task", "Resource": "arn:aws:states:us-east-1:111111111111:activity:stir"}, "activity:stir"),
        ({"Type": "Task", "Resource": "{% $which %}"}, "{% $which %}"),
        ({"Type": "Task"}, ""),
        ({"Type": "Task", "Resource": {"Ref": "Bake"}}, "…"),
        ({"Type": "Wait", "Seconds": 30}, "30 s"),
        ({"Type": "Wait", "Seconds": "{% $states.input.pause %}"}, "pause"),
        ({"Type": "Wait", "SecondsPath": "$.pause"}, "pause"),
        ({"Type": "Wait", "Timestamp": "2024-01-01T00:00:00Z"}, "2024-01-01T00:00:00Z"),
        ({"Type": "Wait", "TimestampPath": "$.at"}, "at"),
        ({"Type": "Wait"}, ""),
        ({"Type": "Fail", "Error": "Burnt", "Cause": "too long"}, "Burnt"),
        ({"Type": "Fail", "ErrorPath": "$.Error"}, "Error"),
        ({"Type": "Map", "ItemProcessor": {}}, "each item"),
        ({"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}, "each item, distributed"),
        ({"Type": "Map", "Iterator": {}}, "each item"),
        ({"Type": "Pass", "Comment": "nothing"}, ""),
        ({"Type": ["Task"]}, ""),
        ({}, ""),
    ],
)
def test_a_state_has_a_note_on_its_work(state: dict[str, Any], text: str) -> None:
    assert note(state) == text


@pytest.mark.parametrize(
    ("retry", "text"),
    [
        ([{"ErrorEquals": ["A"], "MaxAttempts": 2}, {"ErrorEquals": ["B"], "MaxAttempts": 5}], "↻ 5"),
        ([{"ErrorEquals": ["A"]}], "↻ 3"),
        ([{"ErrorEquals": ["A"], "MaxAttempts": 0}], ""),
        ([{"ErrorEquals": ["A"], "MaxAttempts": "many"}], ""),
        ([3], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_a_note_shows_the_number_of_retries(retry: Any, text: str) -> None:
    assert note({"Type": "Parallel", "Retry": retry}).replace("\N{NO-BREAK SPACE}", " ") == text


def test_the_resource_comes_before_the_retries() -> None:
    state = {"Type": "Task", "Resource": LAMBDA, "Retry": [{"ErrorEquals": ["States.ALL"]}]}
    assert note(state) == "bake ↻\N{NO-BREAK SPACE}3"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a  long\nname", "a long …"),
        ("short", "short"),
        ("12345678", "12345678"),
        ("123456789", "1234567…"),
        (" \t\r\n\u2028\x00\u202e ", ""),
        ("x" * 1_000_000, "xxxxxxx…"),
        ("a" + " " * 1000, "a…"),
        ("👩\u200d🍳", "👩\u200d🍳"),
        (12, "12"),
        (True, "true"),
        (None, "null"),
        ([], "…"),
    ],
)
def test_text_is_shown_on_one_short_line(text: Any, line: str) -> None:
    assert shown(text, 8) == line


def test_a_value_known_at_deployment_is_never_touched(leaf: Any) -> None:
    assert shown(leaf) == "…"
    assert condition_label({"Variable": "$.a", "StringEquals": leaf}) == "a == …"
    assert condition_label({"Variable": leaf, "IsNull": leaf}) == "… is null"
    assert (
        condition_label({"Condition": leaf}) == condition_label({"And": leaf}) == condition_label({"Not": leaf}) == "…"
    )
    assert condition_label({"Or": [leaf, {"Variable": "$.a", "BooleanEquals": leaf}]}) == "a is …"
    assert error_label({"ErrorEquals": leaf}) == error_label({"ErrorEquals": [leaf]}) == "…"
    assert note({"Type": "Task", "Resource": leaf, "Retry": leaf}) == "…"
    assert note({"Type": "Wait", "Seconds": leaf}) == "… s"
    assert note({"Type": leaf, "Retry": [leaf, {"MaxAttempts": leaf}]}) == ""
