"""Task: its events, its timeouts and errors for invalid ones."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import FakeClock, TaskError, run
from tests.run.machines import FUNCTION, INVOKE, machine, task

ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"
TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"  # noqa: S105 - no password
WHOLE = {"truncated": False}
TYPED = {"resource": "invoke", "resourceType": "lambda"}


def boom(event: Any) -> Any:
    raise TaskError("E", "why")


def late(event: Any) -> Any:
    raise TaskError("States.Timeout")


@pytest.mark.parametrize(
    ("resource", "fields", "double", "events"),
    [
        (
            FUNCTION,
            {},
            1,
            [
                ("LambdaFunctionScheduled", {"input": "{}", "inputDetails": WHOLE, "resource": FUNCTION}),
                ("LambdaFunctionStarted", {}),
                ("LambdaFunctionSucceeded", {"output": "1", "outputDetails": WHOLE}),
            ],
        ),
        (
            FUNCTION,
            {"TimeoutSeconds": 5, "HeartbeatSeconds": 2},
            boom,
            [
                (
                    "LambdaFunctionScheduled",
                    {
                        "input": "{}",
                        "inputDetails": WHOLE,
                        "resource": FUNCTION,
                        "timeoutInSeconds": 5,
                        "heartbeatInSeconds": 2,
                    },
                ),
                ("LambdaFunctionStarted", {}),
                ("LambdaFunctionFailed", {"error": "E", "cause": "why"}),
            ],
        ),
        (
            INVOKE,
            {"TimeoutSeconds": 5},
            late,
            [
                ("TaskScheduled", {"parameters": "{}", "region": "us-east-1", **TYPED, "timeoutInSeconds": 5}),
                ("TaskStarted", TYPED),
                ("TaskTimedOut", {**TYPED, "error": "States.Timeout"}),
            ],
        ),
        (
            ACTIVITY,
            {},
            2,
            [
                ("ActivityScheduled", {"input": "{}", "inputDetails": WHOLE, "resource": ACTIVITY}),
                ("ActivityStarted", {}),
                ("ActivitySucceeded", {"output": "2", "outputDetails": WHOLE}),
            ],
        ),
        (
            TOKEN,
            {},
            3,
            [
                (
                    "TaskScheduled",
                    {
                        "parameters": "{}",
                        "region": "us-east-1",
                        "resource": "sendMessage.waitForTaskToken",
                        "resourceType": "sqs",
                    },
                ),
                ("TaskStarted", {"resource": "sendMessage.waitForTaskToken", "resourceType": "sqs"}),
                (
                    "TaskSubmitted",
                    {
                        "resource": "sendMessage.waitForTaskToken",
                        "resourceType": "sqs",
                        "output": "{}",
                        "outputDetails": WHOLE,
                    },
                ),
                (
                    "TaskSucceeded",
                    {
                        "resource": "sendMessage.waitForTaskToken",
                        "resourceType": "sqs",
                        "output": "3",
                        "outputDetails": WHOLE,
                    },
                ),
            ],
        ),
    ],
)
def test_a_tasks_events(resource: str, fields: dict[str, Any], double: Any, events: list[Any]) -> None:
    execution = run(task(Resource=resource, **fields), tasks={"Only": double})
    own = [event for event in execution.history if not event.type.startswith(("Execution", "TaskState"))]
    assert [(event.type, event.details) for event in own] == events
    assert [event.previous_event_id for event in execution.history] == [0, 0, *range(2, len(execution.history))]


@pytest.mark.parametrize("resource", [TOKEN, "arn:aws:states:::ecs:runTask.sync"])
def test_a_task_that_waits_has_a_token(resource: str) -> None:
    definition = task(Resource=resource, Parameters={"token.$": "$$.Task.Token"})
    assert len(run(definition, tasks={resource: lambda arguments: arguments["token"]}).output) == 36


def test_no_other_task_has_a_token() -> None:
    assert run(task(Parameters={"token.$": "$$.Task.Token"}), tasks={"work": 1}).error == "States.Runtime"


@pytest.mark.parametrize(("took", "status"), [(5, "SUCCEEDED"), (5.5, "FAILED")])
@pytest.mark.parametrize("fields", [{"TimeoutSeconds": 5}, {"TimeoutSecondsPath": "$.seconds"}])
def test_a_task_that_takes_longer_than_its_timeout_fails(took: float, status: str, fields: dict[str, Any]) -> None:
    clock = FakeClock()
    execution = run(task(**fields), {"seconds": 5}, tasks={"work": lambda event: clock.advance(took)}, clock=clock)
    assert execution.status == status
    if status == "FAILED":
        assert (execution.error, execution.cause) == ("States.Timeout", None)
        assert execution.history[-2].type == "LambdaFunctionTimedOut"


def test_a_timeout_that_is_caught_has_an_empty_cause() -> None:
    catch = [{"ErrorEquals": ["States.Timeout"], "ResultPath": "$.e", "Next": "B"}]
    definition = machine({"A": {"Type": "Task", "Resource": "work", "TimeoutSeconds": 1, "Catch": catch}, "B": {}})
    clock = FakeClock()
    execution = run(definition, {}, tasks={"work": lambda event: clock.advance(2)}, clock=clock)
    assert execution.output == {"e": {"Error": "States.Timeout", "Cause": ""}}
    assert execution.history[4].details == {"error": "States.Timeout"}


@pytest.mark.parametrize("field", ["TimeoutSecondsPath", "HeartbeatSecondsPath"])
def test_a_timeout_that_is_not_there_is_a_runtime_error(field: str) -> None:
    execution = run(task(**{field: "$.none"}), tasks={"work": 1})
    assert execution.error == "States.Runtime"
    assert str(execution.cause).endswith("Invalid path '$.none' : No results for path: $['none']")


def test_arguments_that_are_too_large_never_reach_the_task() -> None:
    definition = task(Parameters={"a.$": "$", "b.$": "$"})
    execution = run(definition, "x" * 200_000, tasks={"work": 1})
    assert (execution.error, execution.history[-2].type) == ("States.DataLimitExceeded", "TaskStateEntered")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"Resource": None}, "Resource must be an ARN or a name in ${…}, not None"),
        ({"Next": "Nowhere"}, "the next state 'Nowhere' does not exist"),
    ],
)
def test_a_wrong_task_is_refused(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(task(**fields), tasks={"work": 1})
    assert str(refused.value) == f"state 'Only': {rule}"
