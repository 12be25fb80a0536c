"""Any JSON document as definition or input gives an Execution or a clear error, never an exception from inside."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.errors import AslantError, DefinitionError
from aslant.run import run
from tests.run.machines import FUNCTION, INVOKE, machine, only, task

JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, 1e300, 10**30, "", "x", "$", "$.a", "$$", "$x", "$.a[*]", "\ud800"),
    *("States.UUID()", "States.Format('{}')", "{% 1 %}", "2020-01-01T00:00:00Z", [], {}, [1], {"a": 1}, {"a.$": "$.a"}),
]

KITCHEN = machine(
    {
        "Pass": {"Parameters": {"a.$": "$", "b.$": "States.Array($$.Execution.Name)"}, "Assign": {"x.$": "$.a"}},
        "Task": {
            "Type": "Task",
            "Resource": FUNCTION,
            "InputPath": "$.a",
            "ResultSelector": {"a.$": "$"},
            "ResultPath": "$.a",
            "TimeoutSeconds": 5,
            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2, "MaxDelaySeconds": 9}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Choice"}],
        },
        "Choice": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.a", "IsPresent": True},
                        {"Not": {"Variable": "$.a", "StringMatches": "a*"}},
                    ],
                    "Next": "Wait",
                }
            ],
            "Default": "Fail",
        },
        "Wait": {"Type": "Wait", "SecondsPath": "$.n"},
        "Parallel": {"Type": "Parallel", "Branches": [only(), task(Resource=INVOKE, Parameters={"FunctionName": "f"})]},
        "Map": {
            "Type": "Map",
            "ItemsPath": "$[*]",
            "MaxConcurrency": 2,
            "ItemSelector": {"v.$": "$$.Map.Item.Value"},
            "ItemProcessor": only(),
        },
        "Succeed": {"Type": "Succeed", "OutputPath": "$[0]"},
        "Fail": {"Type": "Fail", "ErrorPath": "$.e", "Cause": "why"},
    },
    TimeoutSeconds=600,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from places(entry, (*path, key))


def changed(path: tuple[Any, ...], value: Any) -> Any:
    definition = copy.deepcopy(KITCHEN)
    container: Any = definition
    for key in path[:-1]:
        container = container[key]
    container[path[-1]] = value
    return definition


@pytest.mark.parametrize("path", list(places(KITCHEN)), ids=lambda path: "/".join(map(str, path)))
def test_a_definition_with_anything_anywhere(path: tuple[Any, ...]) -> None:
    for value in JUNK:
        answers = random.Random(repr((path, value)))  # noqa: S311
        for input in ({"a": [1], "n": 1}, answers.choice(JUNK)):
            try:
                execution = run(
                    changed(path, value), input, tasks={"work": answers.choice(JUNK), "f": lambda event: event}
                )
            except AslantError:
                continue
            assert execution.status in ("SUCCEEDED", "FAILED", "TIMED_OUT")
            assert [dict(event) for event in execution.history][-1]["type"].startswith("Execution")


def test_data_of_any_depth() -> None:
    deep: Any = {"leaf": 1}
    for _ in range(5_000):
        deep = {"a": [deep]} if _ % 2 else {"b": deep}
    definition = machine(
        {"A": {"ResultPath": "$.copy"}, "B": {"Parameters": {"found.$": "$..leaf", "text.$": "States.JsonToString($)"}}}
    )
    execution = run(definition, deep)
    assert execution.output["found"] == [1, 1]
    assert [dict(event) for event in execution.history]


@pytest.mark.parametrize("text", ["$.a[?" + "(" * 9_999, "$.a[?" + "!" * 9_999, "States.Array(" * 9_999])
def test_a_field_of_any_depth(text: str) -> None:
    with pytest.raises(DefinitionError):
        run(only(Parameters={"x.$": text}))
