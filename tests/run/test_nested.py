"""Executions that a task starts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.asl import Pass, StateMachine, Task
from aslant.errors import DefinitionError, RunError, TaskError
from aslant.run import Execution, FakeClock, Program, SystemClock, pending, run, takes
from tests.run.machines import machine, task

CHILD = "arn:aws:states:us-east-1:123456789012:stateMachine:child"
START = "arn:aws:states:::states:startExecution"
SDK = "arn:aws:states:::aws-sdk:sfn:"
SLOW = machine({"W": {"Type": "Wait", "Seconds": 9}, "P": {"Parameters": {"got.$": "$"}}})
BAD = machine({"F": {"Type": "Fail", "Error": "E", "Cause": "why"}})
SAID = {"got": {"x": 1}}


def starting(
    resource: str, tasks: dict[str, Any], parameters: dict[str, Any] | None = None, **fields: Any
) -> Execution:
    arguments = {"StateMachineArn": CHILD, "Input": {"x": 1}, "Name": "one", **(parameters or {})}
    return run(task(Resource=resource, Parameters=arguments, **fields), tasks=tasks)


@pytest.mark.parametrize("name", ["Only", START + ".sync:2", CHILD, "child"])
@pytest.mark.parametrize("double", [SLOW, Program(SLOW)])
def test_a_workflow_is_the_mock_of_a_task_that_starts_it(name: str, double: Any) -> None:
    execution = starting(START + ".sync:2", {name: double})
    arn = "arn:aws:states:us-east-1:123456789012:execution:child:one"
    assert execution.output == {
        "ExecutionArn": arn,
        "Input": {"x": 1},
        "InputDetails": {"Included": True},
        "Name": "one",
        "Output": SAID,
        "OutputDetails": {"Included": True},
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "StartDate": 1735689600000,
        "StateMachineArn": CHILD,
        "Status": "SUCCEEDED",
        "StopDate": 1735689609000,
    }
    assert list(execution.output) == sorted(execution.output)
    assert execution.duration == 9
    [child] = execution.children
    assert (child.arn, child.output, child.visited) == (arn, SAID, ["W", "P"])
    assert [event.type for event in execution.history[2:6]] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    submitted = json.loads(execution.history[4].details["output"])
    assert list(submitted) == ["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]


def test_the_first_version_of_sync_has_data_as_strings() -> None:
    output = starting(START + ".sync", {"child": SLOW}).output
    assert (output["Input"], output["Output"]) == ('{"x":1}', '{"got":{"x":1}}')


@pytest.mark.parametrize("version", [".sync", ".sync:2"])
def test_a_child_that_fails_fails_the_task(version: str) -> None:
    execution = starting(START + version, {"child": BAD})
    assert execution.error == "States.TaskFailed"
    told = json.loads(str(execution.cause))
    assert (told["Status"], told["Error"], told["Cause"]) == ("FAILED", "E", "why")
    assert "Output" not in told


def test_a_child_without_sync_runs_next_to_its_parent() -> None:
    clock = FakeClock()
    definition = task(Resource=START, Parameters={"StateMachineArn": CHILD})
    execution = run(definition, tasks={"child": SLOW}, clock=clock)
    assert list(execution.output) == ["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]
    assert (execution.duration, clock.elapsed) == (0, 9)
    assert [child.output for child in execution.children] == [{"got": {}}]


def test_a_child_without_sync_that_would_wait_forever_is_stopped() -> None:
    waits = task(Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken")
    execution = run(
        machine({"Start": {"Type": "Task", "Resource": START, "Parameters": {"StateMachineArn": "child"}}}),
        tasks={"child": waits, "Only": pending()},
    )
    assert (execution.status, [child.status for child in execution.children]) == ("SUCCEEDED", ["ABORTED"])


def test_a_child_may_end_its_parents_token() -> None:
    send = {"TaskToken.$": "$.token", "Output.$": "States.JsonToString($.order)"}
    answer = {"Type": "Task", "Resource": SDK + "sendTaskSuccess", "Parameters": send}
    child = machine({"Wait": {"Type": "Wait", "Seconds": 9}, "Answer": answer, "Late": {"Type": "Wait", "Seconds": 9}})
    execution = starting(
        START + ".waitForTaskToken", {"child": child}, {"Input": {"token.$": "$$.Task.Token", "order": {"id": 1}}}
    )
    assert (execution.output, execution.duration) == ({"id": 1}, 9)
    assert (execution.children[0].status, execution.children[0].duration) == ("SUCCEEDED", 18)


def test_the_sdk_starts_executions_too() -> None:
    assert starting(SDK + "startExecution", {"child": SLOW}).output == {
        "ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:child:one",
        "StartDate": "2025-01-01T00:00:00.000Z",
    }
    execution = starting(SDK + "startSyncExecution", {"child": SLOW}, {"Input": '{"x":1}'})
    output = execution.output
    assert output.pop("ExecutionArn").startswith("arn:aws:states:us-east-1:123456789012:express:child:one:")
    assert output == {
        "BillingDetails": {"BilledDurationInMilliseconds": 9000, "BilledMemoryUsedInMB": 64},
        "Input": '{"x":1}',
        "InputDetails": {"Included": True},
        "Name": "one",
        "Output": '{"got":{"x":1}}',
        "OutputDetails": {"Included": True},
        "StartDate": "2025-01-01T00:00:00.000Z",
        "StateMachineArn": CHILD,
        "Status": "SUCCEEDED",
        "StopDate": "2025-01-01T00:00:09.000Z",
    }


def test_a_synchronous_execution_that_fails_is_a_result() -> None:
    output = starting(SDK + "startSyncExecution", {"child": BAD}).output
    assert (output["Status"], output["Error"], output["Cause"]) == ("FAILED", "E", "why")


def test_a_machines_own_handlers_handle_its_tasks() -> None:
    def work(event: Any, context: Any) -> Any:
        return "handler"

    child = StateMachine(Task("Work", work))
    parent = task(Resource=START + ".sync:2", Parameters={"StateMachineArn": "${child}"})
    assert run(parent, tasks={"child": child}).output["Output"] == "handler"
    assert run(parent, tasks={"child": child, "work": "double"}).output["Output"] == "double"


@pytest.mark.parametrize("double", [{"total": 3}, lambda event: {"total": event["x"] + 2}, takes(5, {"total": 3})])
def test_a_mock_under_a_machines_name_returns_the_output(double: Any) -> None:
    execution = starting(START + ".sync:2", {CHILD: double})
    assert (execution.output["Output"], execution.output["Status"]) == ({"total": 3}, "SUCCEEDED")
    assert starting(START + ".sync:2", {START + ".sync:2": {"total": 3}}).output == {"total": 3}


def test_a_mocked_machine_may_fail() -> None:
    execution = starting(START + ".sync:2", {"child": TaskError("E", "why")})
    assert json.loads(str(execution.cause))["Error"] == "E"


@pytest.mark.parametrize(
    ("input", "got"), [(None, {}), ({"a": 1}, {"a": 1}), ('{"a":1}', {"a": 1}), ("plain", "plain"), ([1], [1])]
)
def test_the_input_of_a_child(input: Any, got: Any) -> None:
    child = StateMachine(Pass("Echo"))
    assert starting(START + ".sync:2", {"child": child}, {"Input": input}).output["Output"] == got


def test_the_sdk_refuses_an_input_that_is_not_json() -> None:
    execution = starting(SDK + "startSyncExecution", {"child": SLOW}, {"Input": "plain"})
    assert execution.error == "Sfn.InvalidExecutionInputException"


def test_a_name_is_taken_once() -> None:
    step = {
        "Type": "Task",
        "Resource": START,
        "Parameters": {"StateMachineArn": CHILD, "Name": "one"},
        "ResultPath": None,
    }
    execution = run(machine({"A": step, "B": step}), tasks={"child": SLOW})
    assert execution.error == "StepFunctions.ExecutionAlreadyExistsException"


def test_a_task_that_times_out_stops_what_it_started() -> None:
    execution = starting(START + ".sync:2", {"child": SLOW}, TimeoutSeconds=5)
    assert (execution.error, execution.duration) == ("States.Timeout", 5)
    [child] = execution.children
    last = child.history[-1]
    assert (child.status, last.type, last.previous_event_id) == ("ABORTED", "ExecutionAborted", 0)


def test_a_child_has_its_own_timeout() -> None:
    execution = starting(START + ".sync:2", {"child": {**SLOW, "TimeoutSeconds": 3}})
    assert (execution.error, execution.duration) == ("States.TaskFailed", 3)
    described = json.loads(str(execution.cause))
    assert described["Status"] == "TIMED_OUT"
    assert {"Error", "Cause"}.isdisjoint(described), "as DescribeExecution was recorded"
    assert execution.children[0].history[-1].type == "ExecutionTimedOut"


def test_the_parents_timeout_stops_all() -> None:
    definition = task(Resource=START + ".sync", Parameters={"StateMachineArn": CHILD})
    execution = run({**definition, "TimeoutSeconds": 4}, tasks={"child": SLOW})
    assert (execution.status, execution.duration, execution.children[0].status) == ("TIMED_OUT", 4, "ABORTED")


def test_children_of_children() -> None:
    inner = task(Resource=START + ".sync:2", Parameters={"StateMachineArn": "grandchild"})
    execution = run(
        task(Resource=START + ".sync:2", Parameters={"StateMachineArn": "child"}),
        tasks={"child": inner, "grandchild": SLOW},
    )
    assert execution.children[0].children[0].output == {"got": {}}


@pytest.mark.parametrize("resource", [START, START + ".sync"])
def test_a_machine_that_starts_itself_for_ever_is_refused(resource: str) -> None:
    endless = task(Resource=resource, Parameters={"StateMachineArn": "endless"})
    with pytest.raises(RunError, match="'arn:aws:states:us-east-1:123456789012:stateMachine:endless' starts itself"):
        run(endless, tasks={"endless": endless})


def test_a_child_that_cannot_be_run_says_where_it_was_started() -> None:
    with pytest.raises(DefinitionError) as refused:
        starting(START, {"child": {"StartAt": "A", "States": {}}})
    assert str(refused.value).startswith("state 'Only' starts 'child': the workflow must have States")


def test_a_child_runs_under_a_real_clock() -> None:
    child = StateMachine(Pass("Echo"))
    definition = task(Resource=START + ".sync:2", Parameters={"StateMachineArn": CHILD, "Input": 5})
    assert run(definition, tasks={"child": child}, clock=SystemClock()).output["Output"] == 5
