"""Sample request bodies for machines."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.local.console.sample_body import sample_body


def machine(**state: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": state}}


def choice(variable: str, **test: Any) -> dict[str, Any]:
    return {"Type": "Choice", "Choices": [{"Variable": variable, **test, "Next": "A"}]}


@pytest.mark.parametrize(
    ("state", "body"),
    [
        ({"Type": "Task", "InputPath": "$.flavour", "ResultPath": "$.check"}, {"flavour": "..."}),
        ({"Type": "Task", "Parameters": {"a.$": "$.order.id", "b.$": "$$.Execution.Id"}}, {"order": {"id": "..."}}),
        ({"Type": "Pass", "Parameters": {"a.$": "States.Format('{}', $.order)"}}, {"order": "..."}),
        ({"Type": "Task", "Arguments": "{% $states.input.name %}"}, {"name": "..."}),
        (choice("$.size", IsPresent=True), {"size": "..."}),
        ({"Type": "Pass"}, {}),
    ],
)
def test_a_sample_body_has_what_the_first_state_reads(state: dict[str, Any], body: dict[str, Any]) -> None:
    assert sample_body(machine(**state)) == body


@pytest.mark.parametrize(
    ("state", "body"),
    [
        (choice("$.kilograms", NumericGreaterThan=31.5), {"kilograms": 31.5}),
        (choice("$.order.paid", BooleanEquals=True), {"order": {"paid": True}}),
        (choice("$.kind", StringEquals="cake"), {"kind": "cake"}),
        ({"Type": "Choice", "Choices": [{"Not": choice("$.n", NumericEquals=0)["Choices"][0]}]}, {"n": 0}),
        ({"Type": "Map", "ItemsPath": "$.order.items"}, {"order": {"items": []}}),
        ({"Type": "Wait", "SecondsPath": "$.rest"}, {"rest": 1}),
        ({"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $states.input.items %}"}, {"items": []}),
        ({"Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% $states.input.rest %}"}, {"rest": 1}),
        ({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.n > 2 %}"}, {"n": 2}),
        ({"Type": "Pass", "Parameters": {"a.$": "$.order", "b.$": "$.order.id"}}, {"order": {"id": "..."}}),
    ],
)
def test_a_member_has_a_value_that_the_definition_suggests(state: dict[str, Any], body: dict[str, Any]) -> None:
    assert sample_body(machine(**state)) == body


def test_a_later_state_may_determine_the_value_of_a_member() -> None:
    first = {"Type": "Task", "Resource": "${f}", "InputPath": "$.size", "ResultPath": "$.check", "Next": "B"}
    states = {"A": first, "B": choice("$.size", NumericLessThan=9)}
    assert sample_body({"StartAt": "A", "States": states}) == {"size": 9}


@pytest.mark.parametrize(
    ("first", "body"),
    [
        ({"Type": "Task", "Resource": "${f}", "ResultPath": "$.check"}, {}),
        ({"Type": "Task", "Resource": "${f}", "ResultPath": "$.other"}, {"check": {"late": True}}),
        ({"Type": "Task", "Resource": "${f}", "ResultPath": None}, {"check": {"late": True}}),
        ({"Type": "Task", "Resource": "${f}"}, {}),
        ({"Type": "Pass", "Result": {"late": False}, "ResultPath": "$.check"}, {}),
    ],
)
def test_members_that_the_machine_writes_are_not_in_the_body(first: dict[str, Any], body: dict[str, Any]) -> None:
    states = {"A": {**first, "Next": "B"}, "B": choice("$.check.late", BooleanEquals=True)}
    assert sample_body({"StartAt": "A", "States": states}) == body


def test_a_sample_body_comes_from_the_first_state_that_reads_anything() -> None:
    states = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.x", "Next": "A"}}
    assert sample_body({"StartAt": "A", "States": states}) == {"x": "..."}
    assert sample_body({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}) == {}
