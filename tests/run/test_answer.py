"""Mocks that take time."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import RunError, TaskError
from aslant.run import SystemClock, TaskCall, pending, run, takes
from tests.run.machines import FUNCTION, INVOKE, only, task

SEND = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"


def failing(event: Any) -> Any:
    raise TaskError("E", "why")


@pytest.mark.parametrize(
    "double",
    [
        takes(90, {"ok": True}),
        takes(90, lambda event: {"ok": True}),
        lambda event: takes(90, {"ok": True}),
        takes(30, takes(60, {"ok": True})),
        takes(30, lambda event: takes(60, lambda: {"ok": True})),
    ],
)
def test_a_task_takes_the_time_of_its_mock(double: Any) -> None:
    for name in ("Only", "work"):
        execution = run(task(), tasks={name: double})
        assert (execution.output, execution.duration) == ({"ok": True}, 90)
    execution = run(task(Resource=INVOKE, Parameters={"FunctionName": FUNCTION}), tasks={"work": double})
    assert (execution.output["Payload"], execution.duration) == ({"ok": True}, 90)
    execution = run(task(), tasks=lambda call: takes(90, {"ok": call.state}))
    assert (execution.output, execution.duration) == ({"ok": "Only"}, 90)


@pytest.mark.parametrize(
    "double", [takes(9, failing), takes(9, TaskError("E", "why")), lambda event: takes(9, failing)]
)
def test_a_failure_takes_time_as_well(double: Any) -> None:
    execution = run(task(), tasks={"work": double})
    assert (execution.error, execution.cause, execution.duration) == ("E", "why", 9)


def test_an_error_is_a_mock_and_a_result_of_one() -> None:
    def everything(call: TaskCall) -> Any:
        return TaskError("E", "why")

    doubles: list[Any] = [{"work": TaskError("E", "why")}, {"Only": lambda event: TaskError("E", "why")}, everything]
    for tasks in doubles:
        for resource in (FUNCTION, "arn:aws:states:::dynamodb:putItem"):
            named = {"Only": tasks["work"]} if isinstance(tasks, dict) and "work" in tasks else tasks
            execution = run(task(Resource=resource), tasks=named)
            assert (execution.error, execution.cause) == ("E", "why")


@pytest.mark.parametrize(("seconds", "status"), [(5, "SUCCEEDED"), (5.5, "FAILED"), (600, "FAILED")])
def test_a_task_that_takes_longer_than_its_timeout_ends_there(seconds: float, status: str) -> None:
    execution = run(task(TimeoutSeconds=5), tasks={"work": takes(seconds)})
    assert (execution.status, execution.duration) == (status, 5)
    if status == "FAILED":
        assert (execution.error, execution.history[-2].type) == ("States.Timeout", "LambdaFunctionTimedOut")


def test_an_execution_ends_at_its_timeout_in_the_midst_of_a_task() -> None:
    execution = run({**task(), "TimeoutSeconds": 30}, tasks={"work": takes(60)})
    assert (execution.status, execution.duration) == ("TIMED_OUT", 30)
    assert run(task(), tasks={"work": takes(600)}, type="EXPRESS").duration == 300


@pytest.mark.parametrize("resource", [ACTIVITY, SEND])
@pytest.mark.parametrize(
    ("heartbeat", "status", "seconds"), [(None, "FAILED", 10), (10, "SUCCEEDED", 60), (11, "FAILED", 10)]
)
def test_a_worker_sends_heartbeats_or_is_given_up(
    resource: str, heartbeat: float | None, status: str, seconds: float
) -> None:
    double = takes(60, "done", heartbeat_seconds=heartbeat)
    execution = run(task(Resource=resource, HeartbeatSeconds=10), tasks={"Only": double})
    assert (execution.status, execution.duration) == (status, seconds)
    assert execution.error == (None if status == "SUCCEEDED" else "States.Timeout")


def test_a_function_sends_no_heartbeats() -> None:
    assert run(task(HeartbeatSeconds=10), tasks={"work": takes(60, 1)}).output == 1


def test_concurrent_tasks_take_the_time_of_the_longest() -> None:
    branches = [task(Resource="a"), task(Resource="b"), task(Resource="c")]
    doubles = {"a": takes(5, "a"), "b": takes(50, "b"), "c": takes(20, "c")}
    execution = run(only("Parallel", Branches=branches), tasks=doubles)
    assert (execution.output, execution.duration) == (["a", "b", "c"], 50)


def test_under_a_real_clock_the_time_is_waited_for() -> None:
    assert run(task(), tasks={"work": takes(0.01, 1)}, clock=SystemClock()).output == 1


def test_a_mock_with_a_delay_cannot_wait_for_a_token() -> None:
    with pytest.raises(RunError, match="can neither return pending"):
        run(task(Resource=SEND), tasks={"Only": takes(5, pending())})
