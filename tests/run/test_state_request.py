"""Requests that TestState refuses before it runs a state."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run import Mock, test_state
from aslant.run.mock import MockError
from tests.run.machines import machine, only, task


@pytest.mark.parametrize(
    "fields", [{"Type": "Parallel", "Branches": [only()]}, {"Type": "Map", "ItemProcessor": only()}]
)
@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_parallel_and_a_map_need_a_mock(fields: dict[str, Any], language: str) -> None:
    definition = machine({"Only": {**fields, "QueryLanguage": language}})
    with pytest.raises(
        MockError, match=r"^TestState API does not support Map or Parallel states. Supported state types"
    ):
        test_state(definition, "Only", [1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"retrier_retry_count": 1}, "TestState does not support RetrierRetryCount when a mock is not specified."),
        ({"error_caused_by_state": "A"}, "TestState does not support ErrorCausedByState when a mock is not specified."),
        (
            {"map_iteration_failure_count": 1},
            "TestState does not support MapIterationFailureCount when a mock is not specified.",
        ),
        ({"map_item_reader_data": [1]}, "TestState does not support MapItemReaderData when a mock is not specified."),
        (
            {"reveal_secrets": True, "mock": Mock(1)},
            "TestState does not support RevealSecrets when a mock is specified.",
        ),
    ],
)
def test_arguments_that_aws_does_not_accept_together_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(MockError) as refused:
        test_state(task(), "Only", tasks={"work": 1}, **options)
    assert str(refused.value) == message


SYNC = only("Task", Resource="arn:aws:states:::states:startExecution.sync")


@pytest.mark.parametrize(
    ("definition", "context", "problem"),
    [
        (task(), {"Execution": {"Id": 1}}, "Execution.Id must be a string"),
        (task(), {"Execution": {"RedriveCount": "1"}}, "Execution.RedriveCount must be a number"),
        (task(), {"State": {"RetryCount": True}}, "State.RetryCount must be a number"),
        (task(), {"StateMachine": []}, "StateMachine must be an object"),
        (SYNC, {"Task": {"Token": None}}, "Task.Token must be a string"),
        (task(), {"Map": {}}, "'Map' field is not supported when mocking a Context object"),
        (
            task(),
            {"Task": {}},
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
            "service integration pattern",
        ),
    ],
)
def test_an_invalid_context_object_is_refused(
    definition: dict[str, Any], context: dict[str, Any], problem: str
) -> None:
    with pytest.raises(MockError) as refused:
        test_state(definition, "Only", mock=Mock({}), context=context)
    assert str(refused.value) == f"Invalid Context object provided: {problem}"
