"""Pass."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run import run
from tests.run.machines import machine, only


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({}, {"a": 1}),
        ({"Result": {"b.$": "$.a"}}, {"b.$": "$.a"}),
        ({"Result": None}, None),
        ({"Result": 5, "ResultPath": "$.b"}, {"a": 1, "b": 5}),
        ({"Parameters": {"b.$": "$.a"}}, {"b": 1}),
        ({"Parameters": {"b.$": "$.a"}, "ResultPath": "$.c"}, {"a": 1, "c": {"b": 1}}),
        ({"Parameters": {"b.$": "$.a"}, "Result": 5}, 5),
    ],
)
def test_a_pass_gives_its_result_or_its_effective_input(fields: dict[str, Any], output: Any) -> None:
    assert run(only(**fields), {"a": 1}).output == output


def test_its_events_are_aws_own() -> None:
    execution = run(machine({"A": {}, "B": {"Assign": {"z": [1], "a": None}}}), {"x": 1}, role_arn="role")
    assert [dict(event) for event in execution.history] == [
        {
            "timestamp": 1735689600.0,
            "type": "ExecutionStarted",
            "id": 1,
            "previousEventId": 0,
            "executionStartedEventDetails": {
                "input": '{"x":1}',
                "inputDetails": {"truncated": False},
                "roleArn": "role",
            },
        },
        {
            "timestamp": 1735689600.0,
            "type": "PassStateEntered",
            "id": 2,
            "previousEventId": 0,
            "stateEnteredEventDetails": {"name": "A", "input": '{"x":1}', "inputDetails": {"truncated": False}},
        },
        {
            "timestamp": 1735689600.0,
            "type": "PassStateExited",
            "id": 3,
            "previousEventId": 2,
            "stateExitedEventDetails": {"name": "A", "output": '{"x":1}', "outputDetails": {"truncated": False}},
        },
        {
            "timestamp": 1735689600.0,
            "type": "PassStateEntered",
            "id": 4,
            "previousEventId": 3,
            "stateEnteredEventDetails": {"name": "B", "input": '{"x":1}', "inputDetails": {"truncated": False}},
        },
        {
            "timestamp": 1735689600.0,
            "type": "PassStateExited",
            "id": 5,
            "previousEventId": 4,
            "stateExitedEventDetails": {
                "name": "B",
                "output": '{"x":1}',
                "outputDetails": {"truncated": False},
                "assignedVariables": {"a": "null", "z": "[1]"},
                "assignedVariablesDetails": {"truncated": False},
            },
        },
        {
            "timestamp": 1735689600.0,
            "type": "ExecutionSucceeded",
            "id": 6,
            "previousEventId": 5,
            "executionSucceededEventDetails": {"output": '{"x":1}', "outputDetails": {"truncated": False}},
        },
    ]
