"""Tests for comparing paths, intrinsic functions and JSONata by meaning."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.comparing.difference import diff


def machine(state: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": {"End": True, **state}}, **members}


def compared(field: str, text: Any, *, jsonata: bool = False) -> dict[str, Any]:
    """Return a definition with a value in a field of a Task, a Choice rule or a part of a Map."""
    language = {"QueryLanguage": "JSONata"} if jsonata else {}
    if field in ("Variable", "StringEqualsPath", "Condition"):
        rule = {"Variable": "$.a", "StringEqualsPath": "$.b", "Next": "B"} if not jsonata else {"Next": "B"}
        return machine({"Type": "Choice", "Choices": [rule | {field: text}]}, **language)
    if field == "MaxItemsPath":
        return machine({"Type": "Map", "ItemReader": {"ReaderConfig": {field: text}}})
    value: Any = text
    for name in reversed(field.split("/")[1:]):
        value = {name: value}
    return machine({"Type": "Task", field.partition("/")[0]: value}, **language)


SAME = [
    ("InputPath", "$['order'].id", "$.order.id", False),
    ("InputPath", " $.order ", "$.order", False),
    ("ResultPath", '$["order"]', "$.order", False),
    ("ItemsPath", "$.a[0]['b']", "$['a'][0].b", False),
    ("ItemsPath", "$.a[?(@.id=='x' && @['n']>1)]", "$.a[?(@['id'] == 'x' && @.n > 1)]", False),
    ("Parameters/id.$", "$['order'].id", "$.order.id", False),
    ("Parameters/a/b.$", "States.Format('{}',$['x'])", "States.Format( '{}' , $.x )", False),
    ("Assign/total.$", "$total['a']", "$total.a", False),
    ("Variable", "$['a']", "$.a", False),
    ("StringEqualsPath", "$['a']", "$.a", False),
    ("MaxItemsPath", "$['a']", "$.a", False),
    ("Arguments/id", "{%$states.input.id%}", "{% $states.input.id %}", True),
    ("Output/sum", "{% $a+1 /* one */ %}", "{% $a + 1 %}", True),
    ("Condition", "{% $a='x' and `b`>1 %}", '{% $a = "x" and b > 1 %}', True),
    ("Condition", "{% $a ~> /x/i %}", "{% $a~>/x/i %}", True),
    ("Condition", "{% $a/2/3 = 1 %}", "{% $a / 2 / 3 = 1 %}", True),
    ("Condition", "{% ($a > 1) and ($b) %}", "{% $a>1 and $b %}", True),
    ("Output/x", "{% ($a + 1) * 2 %}", "{% (($a+1))*2 %}", True),
    ("Output/x", "{% $a.items[price > 1].name %}", "{% $a.items[(price > 1)].name %}", True),
]

DIFFERENT = [
    ("InputPath", "$.order.id", "$.order.ID", False),
    ("InputPath", "$.a[1]", "$.a['1']", False),
    ("InputPath", "$['a", "$['a ", False),  # not a path
    ("ItemsPath", "$.a[?(@.id == 1)]", "$.a[?(@.id == true)]", False),
    ("Parameters/id", "$['order']", "$.order", False),  # a plain string
    ("Parameters/InputPath", "$['order']", "$.order", False),  # the name of a member
    ("Result/id.$", "$['order']", "$.order", False),  # Step Functions does not evaluate it
    ("Comment", "{%$a%}", "{% $a %}", True),
    ("Parameters/a.$", "States.Format('{}', 1)", "States.Format('{}', '1')", False),
    ("Output/sum", "{% $a - 1 %}", "{% $a -2 %}", True),
    ("Output/sum", "{% 'a b' %}", "{% 'a  b' %}", True),
    ("Output/sum", "{% 1 %}", "{% '1' %}", True),
    ("Output/sum", "{% ($a + 1) * 2 %}", "{% $a + 1 * 2 %}", True),
    ("Output/sum", "{% ($a.b)[0] %}", "{% $a.b[0] %}", True),
    ("Output/sum", "{% $a.b[] %}", "{% $a.b %}", True),
    ("Output/sum", "{% $match($a, /x/i) %}", "{% $match($a, /x/) %}", True),
    ("Output/sum", "{% $map($a, function($x){$x}) %}", "{% $map($a, function($y){$x}) %}", True),
    ("Output/sum", "{% $a@$x.b %}", "{% $a@$y.b %}", True),
    ("Output/sum", "$a+1", "$a + 1", True),  # a plain string
    ("Output/sum", "{% ' %}", "{%  ' %}", True),  # not an expression
    ("Parameters/id.$", "$['order']", 1, False),
]


@pytest.mark.parametrize(("field", "old", "new", "jsonata"), SAME)
def test_two_spellings_of_one_value_are_no_difference(field: str, old: str, new: str, jsonata: bool) -> None:
    before, after = compared(field, old, jsonata=jsonata), compared(field, new, jsonata=jsonata)
    assert not diff(before, after)
    assert diff(before, after, exact=True).changed


@pytest.mark.parametrize(("field", "old", "new", "jsonata"), DIFFERENT)
def test_other_values_are_a_difference(field: str, old: str, new: Any, jsonata: bool) -> None:
    assert diff(compared(field, old, jsonata=jsonata), compared(field, new, jsonata=jsonata)).changed


def test_the_query_language_of_a_state_decides_how_it_is_read() -> None:
    old = machine({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{%1+1%}"})
    new = machine({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + 1 %}"})
    assert not diff(old, new)


def test_a_state_with_another_query_language_is_compared_as_strings() -> None:
    old = machine({"Type": "Pass", "Output": "{%1%}"})
    assert len(diff(old, machine({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}"})).changed) == 1
