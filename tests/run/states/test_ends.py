"""Succeed and Fail."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run import run
from tests.run.machines import machine, only

DATA = {"a": {"b": "B"}, "n": 5}


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({}, DATA),
        ({"InputPath": "$.a"}, {"b": "B"}),
        ({"InputPath": "$.a", "OutputPath": "$.b"}, "B"),
        ({"OutputPath": None}, {}),
    ],
)
def test_a_succeed_ends_with_what_its_paths_select(fields: dict[str, Any], output: Any) -> None:
    execution = run(machine({"S": {"Type": "Succeed", **fields}, "Never": {}}), DATA)
    assert (execution.status, execution.output, execution.visited) == ("SUCCEEDED", output, ["S"])


@pytest.mark.parametrize(
    ("fields", "error", "cause", "details"),
    [
        ({}, None, None, {}),
        ({"Error": "E"}, "E", None, {"error": "E"}),
        ({"Error": "E", "Cause": "C"}, "E", "C", {"error": "E", "cause": "C"}),
        ({"ErrorPath": "$.a.b", "CausePath": "$$.State.Name"}, "B", "Only", {"error": "B", "cause": "Only"}),
        ({"Error": "E", "CausePath": "States.Format('n={}', $.n)"}, "E", "n=5", {"error": "E", "cause": "n=5"}),
    ],
)
def test_a_fail_ends_with_its_error_and_cause(
    fields: dict[str, Any], error: str | None, cause: str | None, details: dict[str, Any]
) -> None:
    execution = run(only("Fail", **fields), DATA)
    assert (execution.status, execution.error, execution.cause, execution.output) == ("FAILED", error, cause, None)
    assert execution.history[-1].type == "ExecutionFailed"
    assert execution.history[-1].details == details


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        (
            {"ErrorPath": "$.x"},
            "The JSONPath '$.x' specified for the field 'ErrorPath' could not be found in the input "
            '\'{"a":{"b":"B"},"n":5}\'',
        ),
        ({"CausePath": "$.n"}, "The Cause of a Fail state must be a string, but it was: number"),
    ],
)
def test_a_text_that_is_none_is_a_runtime_error(fields: dict[str, Any], cause: str) -> None:
    execution = run(only("Fail", **fields), DATA)
    assert execution.error == "States.Runtime"
    assert (
        execution.cause == f"An error occurred while executing the state 'Only' (entered at the event id #2). {cause}"
    )
