"""What a workflow reads of its input."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest

from aslant.run.reads import Read, reads
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
        ({"A": TASK}, [Read(("total",), int), Read(("note",), str)]),
        ({"A": {**TASK, "InputPath": "$.order"}}, [Read(("order", "total"), int), Read(("order", "note"), str)]),
        ({"A": {**TASK, "Parameters": {"total.$": "$['a b'].t", "note": "x"}}}, [Read(("a b", "t"), int)]),
        ({"A": {**TASK, "Parameters": {"other.$": "$.o"}}}, [Read(("o",), None)]),
        ({"A": {**TASK, "Resource": "${label}", "InputPath": "$.name"}}, [Read(("name",), str)]),
        (
            {"A": {**TASK, "Resource": INVOKE, "Parameters": {"FunctionName": "${charge}", "Payload.$": "$.o"}}},
            [Read(("o", "total"), int), Read(("o", "note"), str)],
        ),
        (
            {
                "A": {
                    **TASK,
                    "Resource": INVOKE,
                    "Parameters": {"FunctionName": "${charge}", "Payload": {"total.$": "$.t"}},
                }
            },
            [Read(("t",), int)],
        ),
        ({"A": {"Type": "Map", "ItemsPath": "$.items"}}, [Read(("items",), list[Any])]),
        ({"A": {"Type": "Wait", "SecondsPath": "$.wait"}}, [Read(("wait",), int)]),
        ({"A": {"InputPath": None, "Parameters": {"x.$": "$.x"}}}, []),
        # What a state has added is not the input's, what it has replaced is no input any more.
        (
            {"A": {**TASK, "ResultPath": "$.paid"}, "B": {"Parameters": {"x.$": "$.paid.id", "y.$": "$.y"}}},
            [Read(("total",), int), Read(("note",), str), Read(("y",), None)],
        ),
        ({"A": TASK, "B": {"Parameters": {"y.$": "$.y"}}}, [Read(("total",), int), Read(("note",), str)]),
        ({"A": {"ResultPath": None}, "B": {"Parameters": {"y.$": "$.y"}}}, [Read(("y",), None)]),
        ({"A": {"OutputPath": "$.b"}, "B": {"Parameters": {"y.$": "$.y"}}}, []),
        # JSONata
        ({"A": {**TASK, "QueryLanguage": "JSONata"}}, [Read(("total",), int), Read(("note",), str)]),
        (
            {"A": {**TASK, "QueryLanguage": "JSONata", "Arguments": {"total": "{% $states.input.t %}"}}},
            [Read(("t",), int), Read(("t",), None)],
        ),
        (
            {"A": {"QueryLanguage": "JSONata", "Output": '{% $states.input.tier = "gold" and $states.input.n > 3 %}'}},
            [Read(("tier",), None, ("gold",)), Read(("n",), None, (3,))],
        ),
    ],
)
def test_reads_are_found_in_the_fields(states: dict[str, Any], expected: list[Read]) -> None:
    assert reads(machine(states), HANDLERS) == expected


def test_the_values_that_a_choice_compares_with_are_told() -> None:
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
