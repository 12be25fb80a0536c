"""Task tokens: what ends them and when, and tokens that nothing ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import RunError, TaskError
from aslant.run import Execution, FakeClock, SystemClock, TaskCall, TaskToken, pending, run
from tests.run.machines import machine, only, task

SEND = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"
SDK = "arn:aws:states:::aws-sdk:sfn:"
WAITS = machine({"Ask": {"Type": "Task", "Resource": SEND}})


def asking(answer: Callable[[TaskToken], object], **fields: Any) -> Execution:
    """Run a task that waits for its token, which the mock ends in some way."""

    def ask(event: Any, context: Any) -> Any:
        answer(context.task_token)
        return pending()

    return run(task(Resource=fields.pop("Resource", SEND), **fields), tasks={"Only": ask})


def test_a_mock_may_end_its_token_at_once_or_later() -> None:
    for seconds in (0, 3600):
        execution = asking(lambda token, seconds=seconds: token.succeed({"ok": True}, after=seconds))  # type: ignore[misc]
        assert (execution.output, execution.duration) == ({"ok": True}, seconds)
    assert asking(lambda token: token.succeed()).output is None


def test_a_token_may_fail_its_task() -> None:
    execution = asking(lambda token: token.fail("Refused", "not today", after=5))
    assert (execution.error, execution.cause, execution.duration) == ("Refused", "not today", 5)
    assert (asking(lambda token: token.fail()).error, execution.history[-2].type) == (None, "TaskFailed")


def test_the_events_are_those_of_a_task_that_was_submitted() -> None:
    def ask(event: Any, context: Any) -> Any:
        context.task_token.succeed(1, after=9)
        return pending({"MessageId": "m"})

    history = run(task(Resource=SEND), tasks={"Only": ask}).history
    assert [event.type for event in history[2:6]] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    assert (history[4].details["output"], history[5].details["output"]) == ('{"MessageId":"m"}', "1")
    assert history[5].timestamp - history[4].timestamp == 9


def test_the_token_is_the_text_in_the_context_object() -> None:
    seen: list[Any] = []

    def ask(event: Any, context: Any) -> Any:
        seen.append(event["token"] == context.task_token)
        context.task_token.succeed()
        return pending()

    run(task(Resource=SEND, Parameters={"token.$": "$$.Task.Token"}), tasks={SEND: ask})
    assert seen == [True]


def test_one_callable_for_everything_finds_the_token_in_the_call() -> None:
    def play(call: TaskCall) -> Any:
        assert call.token is not None
        call.token.succeed(call.state, after=1)
        return pending()

    assert run(task(Resource=SEND), tasks=play).output == "Only"
    assert run(task(), tasks=lambda call: call.token).output is None


def test_another_task_may_end_the_token() -> None:
    kept: list[TaskToken] = []

    def ask(event: Any, context: Any) -> Any:
        kept.append(context.task_token)
        return pending()

    other = machine({"W": {"Type": "Wait", "Seconds": 60}, "T": {"Type": "Task", "Resource": "tell"}})
    parallel = only("Parallel", Branches=[WAITS, other])
    tasks = {"Ask": ask, "tell": lambda event: kept[0].succeed("told")}
    execution = run(parallel, tasks=tasks)
    assert (execution.output, execution.duration) == (["told", None], 60)


@pytest.mark.parametrize(
    ("action", "arguments", "came"),
    [
        ("sendTaskSuccess", {"Output": {"a": 1}}, {"a": 1}),
        ("sendTaskSuccess", {"Output": '{"a":1}'}, {"a": 1}),
        ("sendTaskFailure", {"Error": "E", "Cause": "why"}, ("E", "why")),
        ("sendTaskFailure", {}, (None, None)),
    ],
)
def test_a_state_may_end_the_token_with_the_sdk(action: str, arguments: dict[str, Any], came: Any) -> None:
    kept: list[str] = []

    def ask(event: Any, context: Any) -> Any:
        kept.append(str(context.task_token))
        return pending()

    send = {"Type": "Task", "Resource": SDK + action, "Parameters": {"TaskToken.$": "$.token", **arguments}}
    other = machine({"Find": {"Type": "Task", "Resource": "find", "ResultPath": "$.token"}, "Send": send})
    parallel = only("Parallel", Branches=[WAITS, other])
    execution = run(parallel, tasks={"Ask": ask, "find": lambda event: kept[0]})
    if action == "sendTaskSuccess":
        assert execution.output == [came, {}]
    else:
        assert (execution.error, execution.cause) == came


@pytest.mark.parametrize("action", ["sendTaskSuccess", "sendTaskFailure", "sendTaskHeartbeat"])
def test_the_sdk_refuses_a_token_that_it_does_not_know(action: str) -> None:
    execution = run(task(Resource=SDK + action, Parameters={"TaskToken": "none"}))
    assert execution.error == "Sfn.InvalidTokenException"
    assert str(execution.cause).startswith("Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID")


def test_the_sdk_refuses_a_token_whose_task_has_ended_and_invalid_output() -> None:
    kept: list[TaskToken] = []

    def ask(event: Any, context: Any) -> Any:
        kept.append(context.task_token)
        return 1 if event == "end" else pending()

    for event, parameters, error in (
        ("end", {"Output": "{}"}, "Sfn.TaskTimedOutException"),
        ("go on", {"Output": "{"}, "Sfn.InvalidOutputException"),
        ("go on", {"Output": f"[{'1e1,' * 60_000}1]"}, "Sfn.InvalidOutputException"),  # longer once it is read
    ):
        kept.clear()
        send = {
            "Type": "Task",
            "Resource": SDK + "sendTaskSuccess",
            "Parameters": {"TaskToken.$": "$.token", **parameters},
        }
        other = machine({"Find": {"Type": "Task", "Resource": "find", "ResultPath": "$.token"}, "Send": send})
        parallel = only("Parallel", Branches=[WAITS, other], Parameters={"event": event})
        waits = {"Ask": lambda data, context: ask(data["event"], context), "find": lambda event: kept[0]}
        assert run(parallel, tasks=waits).error == error


def test_a_mock_of_the_sdks_action_has_precedence() -> None:
    resource = SDK + "sendTaskSuccess"
    assert run(task(Resource=resource), tasks={resource: {"mine": True}}).output == {"mine": True}


def test_a_message_that_is_too_late_is_refused_and_changes_nothing() -> None:
    kept: list[TaskToken] = []
    execution = asking(lambda token: kept.append(token) or token.succeed(1) or token.succeed(2, after=9))  # type: ignore[func-returns-value]
    assert execution.output == 1
    with pytest.raises(TaskError, match="TaskTimedOut"):
        kept[0].heartbeat()


@pytest.mark.parametrize(
    ("fields", "seconds"), [({"TimeoutSeconds": 60}, 60), ({"HeartbeatSeconds": 7}, 7), ({"HeartbeatSeconds": 99}, 60)]
)
@pytest.mark.parametrize("resource", [SEND, ACTIVITY])
def test_a_token_that_nothing_ends_times_out(fields: dict[str, int], seconds: int, resource: str) -> None:
    execution = asking(lambda token: None, **{"TimeoutSeconds": 60, **fields}, Resource=resource)
    assert (execution.error, execution.cause, execution.duration) == ("States.Timeout", None, seconds)
    assert execution.history[-2].type.endswith("TimedOut")


def test_heartbeats_keep_a_task_alive() -> None:
    def beat(token: TaskToken) -> None:
        for second in (8, 16, 24):
            token.heartbeat(after=second)

    assert asking(beat, HeartbeatSeconds=10).duration == 34
    assert asking(lambda token: beat(token) or token.succeed(after=33), HeartbeatSeconds=10).status == "SUCCEEDED"  # type: ignore[func-returns-value]


def test_a_missing_heartbeat_is_caught_by_either_name() -> None:
    for name, other in (("States.HeartbeatTimeout", "Other"), ("States.Timeout", "Other")):
        definition = machine(
            {
                "Ask": {
                    "Type": "Task",
                    "Resource": SEND,
                    "HeartbeatSeconds": 5,
                    "Catch": [{"ErrorEquals": [other], "Next": "No"}, {"ErrorEquals": [name], "Next": "Yes"}],
                },
                "No": {"Type": "Fail"},
                "Yes": {"Type": "Succeed"},
            }
        )
        execution = run(definition, tasks={"Ask": pending()})
        assert execution.visited == ["Ask", "Yes"]
        assert execution.output["Error"] == "States.Timeout"


def test_the_executions_timeout_bounds_the_wait() -> None:
    execution = run({**task(Resource=SEND), "TimeoutSeconds": 30}, tasks={"Only": pending()})
    assert (execution.status, execution.duration) == ("TIMED_OUT", 30)


def test_a_wait_without_a_time_limit_is_refused() -> None:
    with pytest.raises(RunError) as endless:
        run(only("Parallel", Branches=[WAITS, only("Wait", Seconds=5)]), tasks={"Ask": pending()})
    assert str(endless.value).startswith(
        "state 'Ask' waits for its task token without a time limit, and nothing ends the token"
    )


def test_a_task_without_a_token_cannot_wait_for_one() -> None:
    for tasks in ({"work": pending()}, {"work": lambda event: pending()}):
        with pytest.raises(RunError, match="state 'Only': its mock returns pending"):
            run(task(), tasks=tasks)


def test_each_attempt_has_its_own_token() -> None:
    tokens: list[TaskToken] = []

    def ask(event: Any, context: Any) -> Any:
        assert event["token"] == context.task_token
        tokens.append(context.task_token)
        if len(tokens) == 3:
            tokens[2].succeed("at last")
        return pending()

    definition = task(
        Resource=SEND,
        TimeoutSeconds=5,
        Parameters={"token.$": "$$.Task.Token"},
        Retry=[{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1}],
    )
    execution = run(definition, tasks={"Only": ask})
    assert (execution.output, execution.duration, len(set(tokens))) == ("at last", 12, 3)


def test_a_late_message_to_an_earlier_attempt_changes_nothing() -> None:
    answers = iter(["early", "late"])

    def ask(event: Any, context: Any) -> Any:
        context.task_token.succeed(next(answers), after=7)
        return pending()

    retry = [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    execution = run(task(Resource=SEND, TimeoutSeconds=5, Retry=retry), tasks={"Only": ask})
    assert (execution.error, execution.duration) == ("States.Timeout", 11)


def test_output_for_a_token_must_be_json_that_is_not_too_large() -> None:
    with pytest.raises(RunError, match="is not valid JSON"):
        asking(lambda token: token.succeed({1, 2}))
    execution = asking(lambda token: token.succeed("x" * 300_000))
    assert execution.error == "InvalidOutput"


def test_under_a_real_clock_another_thread_may_end_the_token() -> None:
    def ask(event: Any, context: Any) -> Any:
        threading.Thread(target=context.task_token.succeed, args=("from afar",)).start()
        return pending()

    for tasks in ({"Ask": ask}, {"Ask": lambda event, context: context.task_token.succeed(1, after=0.01) or pending()}):
        execution = run(WAITS, tasks=tasks, clock=SystemClock())
        assert execution.output in ("from afar", 1)


def test_under_a_real_clock_a_token_that_nothing_ends_times_out() -> None:
    definition = task(Resource=SEND, TimeoutSecondsPath="$.seconds")
    execution = run(definition, {"seconds": 0}, tasks={"Only": pending()}, clock=SystemClock())
    assert execution.error == "States.Timeout"


def test_a_failed_branch_ends_the_wait_of_another() -> None:
    bad = machine({"W": {"Type": "Wait", "Seconds": 5}, "F": {"Type": "Fail", "Error": "E"}})
    clock = FakeClock()
    execution = run(only("Parallel", Branches=[WAITS, bad]), tasks={"Ask": pending()}, clock=clock)
    assert (execution.error, clock.elapsed) == ("E", 5)
