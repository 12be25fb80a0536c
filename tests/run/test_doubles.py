"""The lookup of mocks and handlers for tasks."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, Task
from aslant.errors import RunError, TaskError
from aslant.run import TaskCall, run
from aslant.run.doubles import Doubles
from aslant.run.failure import Failure
from aslant.run.resource import TaskResource
from tests.run.machines import FUNCTION, INVOKE, task

PUT = "arn:aws:states:::dynamodb:putItem"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:a"


def work(event: Any, context: Any) -> Any:
    return "handler"


def test_the_order_of_the_lookup() -> None:
    names = ["Only", f"{FUNCTION}:1", FUNCTION, "work"]
    for number, name in enumerate(names):
        tasks = {later: later for later in names[number:]}
        assert run(task(Resource=f"{FUNCTION}:1"), tasks=tasks).output == name


def test_a_machines_own_handler_handles_a_task_without_a_mock() -> None:
    machine = StateMachine(Task("Work", work))
    assert run(machine).output == "handler"
    assert run(machine, tasks={"other": 1}).output == "handler"
    for name in ("Work", "${work}", "work"):
        assert run(machine, tasks={name: "double"}).output == "double"


def test_a_mock_of_a_state_returns_the_raw_result_and_one_of_a_function_is_wrapped() -> None:
    definition = task(Resource=INVOKE, Parameters={"FunctionName": FUNCTION})
    assert run(definition, tasks={"Only": {"StatusCode": 1}}).output == {"StatusCode": 1}
    for name in (INVOKE, "lambda:invoke", FUNCTION, "work"):
        assert run(definition, tasks={name: {"StatusCode": 1}}).output["Payload"] == {"StatusCode": 1}


def test_a_mock_of_a_service_may_have_its_resource_as_name() -> None:
    definition = task(Resource=PUT, Parameters={"TableName": "t"})
    assert run(definition, tasks={PUT: lambda arguments: arguments}).output == {"TableName": "t"}
    assert run(definition, tasks={PUT: [1]}).output == [1]


@pytest.mark.parametrize(
    ("resource", "short"),
    [
        ("arn:aws:states:::bedrock:invokeModel", "bedrock:invokeModel"),
        ("arn:aws-cn:states:::sqs:sendMessage", "sqs:sendMessage"),
        ("arn:aws:states:::ecs:runTask.sync", "ecs:runTask.sync"),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "sqs:sendMessage.waitForTaskToken"),
        ("arn:aws:states:::aws-sdk:s3:listBuckets", "aws-sdk:s3:listBuckets"),
        ("arn:aws:states:::states:startExecution.sync:2", "states:startExecution.sync:2"),
        (ACTIVITY, "a"),
    ],
)
def test_a_mock_of_a_service_may_have_its_short_name(resource: str, short: str) -> None:
    definition = task(Resource=resource, Parameters={"StateMachineArn": "x"})
    assert run(definition, tasks={short: {"n": 1}}).output == {"n": 1}
    assert run(definition, tasks={resource: {"n": 2}, short: {"n": 1}}).output == {"n": 2}


def fail(event: Any) -> Any:
    raise TaskError("Pizza.Burnt", "left in too long")


@pytest.mark.parametrize("resource", [FUNCTION, INVOKE, PUT, ACTIVITY])
@pytest.mark.parametrize("name", ["Only", "resource"])
def test_a_task_error_is_the_tasks_failure(resource: str, name: str) -> None:
    execution = run(
        task(Resource=resource), {"FunctionName": "x"}, tasks={resource if name == "resource" else name: fail}
    )
    assert (execution.error, execution.cause) == ("Pizza.Burnt", "left in too long")


def test_a_task_error_without_a_cause_has_none() -> None:
    def bare(event: Any) -> Any:
        raise TaskError("E")

    execution = run(task(), tasks={"work": bare})
    assert (execution.error, execution.cause) == ("E", None)
    assert execution.history[-1].details == {"error": "E"}


@pytest.mark.parametrize(
    ("resource", "names"),
    [
        ("${check}", "'Only', '${check}', 'check'"),
        (f"{FUNCTION}:1", f"'Only', '{FUNCTION}:1', '{FUNCTION}', 'work'"),
        (INVOKE, f"'Only', '{INVOKE}', 'lambda:invoke', 'wrok'"),
        (PUT, f"'Only', '{PUT}', 'dynamodb:putItem'"),
        (ACTIVITY, f"'Only', '{ACTIVITY}', 'a'"),
    ],
)
def test_an_unhandled_task_lists_the_names_for_a_mock(resource: str, names: str) -> None:
    definition = task(Resource=resource, Parameters={"FunctionName": "wrok"})
    with pytest.raises(RunError) as nobody:
        run(definition, tasks={"other": 1})
    assert str(nobody.value) == (
        f"state 'Only' calls '{resource}', which has no mock or handler. "
        f"Add one of these keys to `tasks`: {names} (looked up in this order)"
    )


def test_a_misspelled_mock_is_named_in_the_error() -> None:
    with (
        pytest.warns(UserWarning, match="'work' is not the name of a task of this workflow. Did you mean 'wrok'"),
        pytest.raises(
            RunError, match=r"\(looked up in this order\)\. Rename the mock 'work' if it is meant for this task\.$"
        ),
    ):
        run(task(Resource="wrok"), tasks={"work": 1})


def test_a_handler_whose_name_is_near_is_suggested() -> None:
    machine = StateMachine(Task("Work", work) >> Task("Again", "wrok"))
    with pytest.raises(RunError, match=r"\(looked up in this order\). Did you mean 'work'\?$"):
        run(machine)


def one(event: Any = None) -> Any:
    return "one"


def test_a_machines_own_handler_gets_the_event_and_the_context_as_lambda_gives_them() -> None:
    doubles = Doubles({"Double": one}, {"own": one})
    assert doubles.handle(TaskResource.of("own"), "Double", 1, 0, None) == "one"
    with pytest.raises(Failure) as failed:
        doubles.handle(TaskResource.of("own"), "Own", 1, 0, None)
    assert failed.value.error == "TypeError"


@pytest.mark.parametrize("answer", [{1, 2}, float("nan")])
def test_a_services_result_that_is_not_json_is_refused(answer: Any) -> None:
    for double in (answer, lambda event: answer):
        with pytest.raises(RunError, match="state 'Only': its mock returned a value that is not valid JSON"):
            run(task(Resource=PUT), tasks={PUT: double})


def test_one_callable_gets_every_task() -> None:
    calls: list[TaskCall] = []

    def play(call: TaskCall) -> Any:
        calls.append(call)
        if len(calls) == 1:
            raise TaskError("E", "first")
        return {"n": len(calls)}

    definition = task(Resource=INVOKE, TimeoutSeconds=9, Parameters={"a.$": "$.x"}, Retry=[{"ErrorEquals": ["E"]}])
    assert run(definition, {"x": 1}, tasks=play).output == {"n": 2}
    call = calls[1]
    assert (call.state, call.resource, call.arguments, call.timeout_seconds) == ("Only", INVOKE, {"a": 1}, 9)
    assert call.context["State"]["RetryCount"] == 1


def test_a_call_knows_what_the_execution_has_left() -> None:
    seen: list[float | None] = []
    definition = {**task(), "TimeoutSeconds": 60}
    run(definition, tasks=lambda call: seen.append(call.timeout_seconds))
    run(task(), tasks=lambda call: seen.append(call.timeout_seconds))
    run(task(), tasks=lambda call: seen.append(call.timeout_seconds), type="EXPRESS")
    assert seen == [60, None, 300]


def test_tasks_is_a_mapping_or_a_callable() -> None:
    with pytest.raises(RunError, match="tasks must be a mapping"):
        run(task(), tasks=["work"])  # type: ignore[arg-type]
