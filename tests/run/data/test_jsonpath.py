"""The data flow through a state in JSONPath."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import run
from tests.run.machines import FUNCTION, machine, only, task

DATA = {"order": {"total": 5}, "list": [1, 2]}
PLACE = "An error occurred while executing the state 'Only' (entered at the event id #2). "


def answer(event: Any) -> Any:
    return {"got": event}


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({}, {"got": DATA}),
        ({"InputPath": "$.order"}, {"got": {"total": 5}}),
        ({"InputPath": None}, {"got": {}}),
        ({"InputPath": "$.list[*]"}, {"got": [1, 2]}),
        ({"InputPath": "$$.State.Name"}, {"got": "Only"}),
        ({"Parameters": {"t.$": "$.order.total"}}, {"got": {"t": 5}}),
        ({"InputPath": "$.order", "Parameters": {"t.$": "$.total"}}, {"got": {"t": 5}}),
        ({"ResultSelector": {"all.$": "$.got.list"}}, {"all": [1, 2]}),
        ({"ResultPath": "$.result"}, {**DATA, "result": {"got": DATA}}),
        (
            {"ResultPath": "$.order.result", "InputPath": "$.list"},
            {**DATA, "order": {"total": 5, "result": {"got": [1, 2]}}},
        ),
        ({"ResultPath": None}, DATA),
        ({"OutputPath": "$.got.order"}, {"total": 5}),
        ({"OutputPath": None}, {}),
        ({"ResultSelector": {"n.$": "$.got.list[0]"}, "ResultPath": "$.r", "OutputPath": "$.r.n"}, 1),
    ],
)
def test_each_field_has_its_effect(fields: dict[str, Any], output: Any) -> None:
    assert run(task(**fields), DATA, tasks={"work": answer}).output == output


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"InputPath": "$.a"}, "Invalid path '$.a' : No results for path: $['a']"),
        ({"OutputPath": "$.a.b"}, "Invalid path '$.a.b' : Missing property in path $['a']"),
        (
            {"Parameters": {"x.$": "$.a"}},
            "The JSONPath '$.a' specified for the field 'x.$' could not be found in the input '{\"b\":1}'",
        ),
        ({"InputPath": "$v"}, "Invalid path '$v' : The variable '$v' is not assigned"),
    ],
)
def test_a_path_that_finds_nothing_fails_in_aws_words(fields: dict[str, Any], cause: str) -> None:
    execution = run(only(**fields), {"b": 1})
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause == PLACE + cause


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"InputPath": 5}, "InputPath must be a path"),
        ({"InputPath": "a"}, "InputPath: the path 'a' must start with $"),
        ({"ResultPath": "$.a[*]"}, "ResultPath: the path '$.a[*]' must select one place"),
        ({"ResultPath": 5}, "ResultPath must be a path"),
        ({"Assign": []}, "Assign: it must be an object"),
        ({"OutputPath": "$.["}, "OutputPath: the path '$.['"),
    ],
)
def test_a_field_that_is_not_a_path_is_refused(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(only(**fields))
    assert str(refused.value).startswith(f"state 'Only': {rule}")


def test_variables_are_assigned_when_a_state_is_left_and_seen_inside() -> None:
    inner = machine({"Inner": {"Parameters": {"x.$": "$x", "own.$": "$$.Map.Item.Value"}, "Assign": {"y": 1}}})
    definition = machine(
        {
            "Set": {"Result": {"a": 1}, "Assign": {"x.$": "$.a", "text": "$.a"}},
            "Again": {"Assign": {"x.$": "States.MathAdd($x, 1)", "before.$": "$x"}},
            "Each": {"Type": "Map", "ItemProcessor": inner, "ItemsPath": "$$.Execution.Input"},
            "Get": {"Parameters": {"x.$": "$x", "before.$": "$before", "text.$": "$text", "map.$": "$"}},
            "Lost": {"Parameters": {"y.$": "$y"}},
        }
    )
    execution = run(definition, ["i"])
    assert execution.history[-2].details["input"] == ('{"x":2,"before":1,"text":"$.a","map":[{"x":2,"own":"i"}]}')
    assert execution.error == "States.Runtime", "what an iteration assigns is its own"


def test_assign_sees_the_result_after_the_result_selector_and_a_catch_its_error() -> None:
    definition = machine(
        {
            "Good": {
                "Type": "Task",
                "Resource": FUNCTION,
                "ResultSelector": {"n.$": "$.got"},
                "Assign": {"good.$": "$.n"},
            },
            "Bad": {
                "Type": "Task",
                "Resource": "bad",
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "End", "Assign": {"bad.$": "$.Error"}}],
            },
            "End": {"Parameters": {"good.$": "$good", "bad.$": "$bad"}},
        }
    )

    def bad(event: Any) -> Any:
        raise KeyError(event)

    assert run(definition, 7, tasks={"work": answer, "bad": bad}).output == {"good": 7, "bad": "KeyError"}
