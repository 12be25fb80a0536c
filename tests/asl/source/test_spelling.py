"""Tests for the builder's spelling of paths and intrinsic functions."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.source.spelling import respelled


def machine(state: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": {"Type": "Task", "End": True, **state}}, **members}


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("$['order'].id", "$.order.id"),
        ('$["order"]["line-items"]', "$.order['line-items']"),
        ("$.[0]", "$[0]"),
        ("$.a[ 0 ][1 : 2].[*]", "$.a[0][1:2][*]"),
        ("$total['a']", "$total.a"),
        ("$$.Map['Item'].Value", "$$.Map.Item.Value"),
        ("States.Format('{}',$['a'])", "States.Format('{}', $.a)"),
        ("States.MathAdd( $.a ,1 )", "States.MathAdd($.a, 1)"),
        ("States.Array(States.UUID( ), 'it\\'s', null)", "States.Array(States.UUID(), 'it\\'s', null)"),
        ("$..id", "$..id"),
        ("$.a[?(@['b'])]", "$.a[?(@['b'])]"),
        ("not a path", "not a path"),
    ],
)
def test_a_path_gets_the_builders_spelling(written: str, spelled: str) -> None:
    assert respelled(machine({"Parameters": {"x": {"y.$": written}}})) == machine(
        {"Parameters": {"x": {"y.$": spelled}}}
    )


@pytest.mark.parametrize(
    "state",
    [
        {"Parameters": {"x": "$['a']"}},
        {"Comment": "$['a']"},
        {"QueryLanguage": "JSONata", "Arguments": {"InputPath": "$['a']"}},
    ],
)
def test_other_strings_stay_as_they_are(state: dict[str, Any]) -> None:
    assert respelled(machine(state)) == machine(state)


def test_states_of_nested_machines_are_respelled_and_the_original_is_not_changed() -> None:
    inner = machine({"InputPath": "$['a']"})
    definition = machine({"Type": "Map", "ItemsPath": "$['items']", "ItemProcessor": inner})
    found = respelled(definition)["States"]["A"]
    assert (found["ItemsPath"], found["ItemProcessor"]["States"]["A"]["InputPath"]) == ("$.items", "$.a")
    assert inner == machine({"InputPath": "$['a']"})
