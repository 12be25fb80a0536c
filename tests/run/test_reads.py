"""The parts of its input that a workflow reads."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest

from aslant.run.reads import InputRead, reads
from tests.run.machines import INVOKE, machine


class Order(TypedDict):
    total: int
    note: str


def charge(order: Order, context: object) -> None: ...


def label(text: str, context: object) -> None: ...


HANDLERS: dict[str, Any] = {"charge": charge, "label": label}
TASK = {"Type": "Task", "Resource": "${charge}"}


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"A": TASK}, [InputRead(("total",), int), InputRead(("note",), str)]),
        (
            {"A": {**TASK, "InputPath": "$.order"}},
            [InputRead(("order", "total"), int), InputRead(("order", "note"), str)],
        ),
        ({"A": {**TASK, "Parameters": {"total.$": "$['a b'].t", "note": "x"}}}, [InputRead(("a b", "t"), int)]),
        ({"A": {**TASK, "Parameters": {"other.$": "$.o"}}}, [InputRead(("o",), None)]),
        ({"A": {**TASK, "Resource": "${label}", "InputPath": "$.name"}}, [InputRead(("name",), str)]),
        (
            {"A": {**TASK, "Resource": INVOKE, "Parameters": {"FunctionName": "${charge}", "Payload.$": "$.o"}}},
            [InputRead(("o", "total"), int), InputRead(("o", "note"), str)],
        ),
        (
            {
                "A": {
                    **TASK,
                    "Resource": INVOKE,
                    "Parameters": {"FunctionName": "${charge}", "Payload": {"total.$": "$.t"}},
                }
            },
            [InputRead(("t",), int)],
        ),
        ({"A": {"Type": "Map", "ItemsPath": "$.items"}}, [InputRead(("items",), list[Any])]),
        ({"A": {"Type": "Wait", "SecondsPath": "$.wait"}}, [InputRead(("wait",), int)]),
        ({"A": {"InputPath": None, "Parameters": {"x.$": "$.x"}}}, []),
        # What a state has added is not the input's, what it has replaced is no input any more.
        (
            {"A": {**TASK, "ResultPath": "$.paid"}, "B": {"Parameters": {"x.$": "$.paid.id", "y.$": "$.y"}}},
            [InputRead(("total",), int), InputRead(("note",), str), InputRead(("y",), None)],
        ),
        ({"A": TASK, "B": {"Parameters": {"y.$": "$.y"}}}, [InputRead(("total",), int), InputRead(("note",), str)]),
        ({"A": {"ResultPath": None}, "B": {"Parameters": {"y.$": "$.y"}}}, [InputRead(("y",), None)]),
        ({"A": {"OutputPath": "$.b"}, "B": {"Parameters": {"y.$": "$.y"}}}, []),
        # JSONata
        ({"A": {**TASK, "QueryLanguage": "JSONata"}}, [InputRead(("total",), int), InputRead(("note",), str)]),
        (
            {"A": {**TASK, "QueryLanguage": "JSONata", "Arguments": {"total": "{% $states.input.t %}"}}},
            [InputRead(("t",), int), InputRead(("t",), None)],
        ),
        (
            {"A": {"QueryLanguage": "JSONata", "Output": '{% $states.input.tier = "gold" and $states.input.n > 3 %}'}},
            [InputRead(("tier",), None, ("gold",)), InputRead(("n",), None, (3,))],
        ),
    ],
)
def test_reads_are_found_in_the_fields(states: dict[str, Any], expected: list[InputRead]) -> None:
    assert reads(machine(states), HANDLERS) == expected


def test_the_values_of_a_choice_are_reported() -> None:
    choice = {
        "Type": "Choice",
        "InputPath": "$.order",
        "Choices": [
            {
                "And": [
                    {"Variable": "$.total", "NumericGreaterThan": 100},
                    {"Not": {"Variable": "$.new", "IsPresent": True}},
                ]
            },
            {"Variable": "$.tier", "StringMatches": "gold*", "Next": "B"},
            {"Variable": "$.gone", "IsNull": True, "Next": "B"},
            {"Variable": "$.a", "NumericEqualsPath": "$.b", "Next": "B"},
        ],
        "Default": "B",
    }
    found = reads(machine({"A": choice, "B": {}}), {})
    assert {read.keys[1:]: (read.values, read.absent) for read in found} == {
        ("total",): ((100,), False),
        ("new",): ((), True),
        ("tier",): (("goldx",), False),
        ("gone",): ((None,), False),
        (): ((), False),
    }


def test_loops_end() -> None:
    assert reads(machine({"A": {"Next": "B"}, "B": {"Next": "A"}}), {}) == []
