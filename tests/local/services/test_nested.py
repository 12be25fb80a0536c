"""Executions that tasks start."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.local.serving import ends

if TYPE_CHECKING:
    from .conftest import Bakery


def test_start_execution_returns_at_once(bakery: Bakery) -> None:
    output = bakery.output("states:startExecution", {"StateMachineArn": bakery.arn("echo"), "Input": {"loaf": 1}})
    assert isinstance(output["StartDate"], int)
    run = bakery.deployment.executions.run(output["ExecutionArn"])
    assert run is not None
    assert ends(run)
    assert run.output == '{"loaf":1}'


@pytest.mark.parametrize(("pattern", "data"), [("sync", '{"loaf":1}'), ("sync:2", {"loaf": 1})])
def test_sync_waits_for_the_end_and_returns_it(bakery: Bakery, pattern: str, data: object) -> None:
    arguments = {"StateMachineArn": bakery.arn("echo"), "Input": {"loaf": 1}, "Name": f"one-{len(pattern)}"}
    output = bakery.output(f"states:startExecution.{pattern}", arguments)
    assert (output["Output"], output["Input"]) == (data, data)
    assert (output["Name"], output["Status"]) == (arguments["Name"], "SUCCEEDED")
    assert list(output) == sorted(output)


def test_a_child_that_fails_fails_the_task(bakery: Bakery) -> None:
    run = bakery.run("states:startExecution.sync:2", {"StateMachineArn": bakery.arn("fails")})
    result = json.loads(run.cause or "")
    assert (run.error, result["Error"], result["Cause"], result["Status"]) == (
        "States.TaskFailed",
        "No",
        "bread",
        "FAILED",
    )
    assert result["RedriveStatus"] == "REDRIVABLE"


def test_a_name_can_be_used_once(bakery: Bakery) -> None:
    arguments = {"StateMachineArn": bakery.arn("echo"), "Name": "once", "Input": {"a": 1}}
    assert bakery.run("states:startExecution.sync", arguments).status == "SUCCEEDED"
    run = bakery.run("states:startExecution.sync", arguments)
    assert run.error == "StepFunctions.ExecutionAlreadyExistsException"
    assert (run.cause or "").startswith("Execution Already Exists: '")
    assert "Error Code: ExecutionAlreadyExists; Request ID: " in (run.cause or "")


def test_the_sdk_integration_starts_executions_and_waits_for_express_ones(bakery: Bakery) -> None:
    arguments = {"StateMachineArn": bakery.arn("quick"), "Input": {"loaf": 2}}
    answer = bakery.output("aws-sdk:sfn:startSyncExecution", arguments)
    assert (answer["Status"], answer["Output"]) == ("SUCCEEDED", '{"loaf":2}')
    assert answer["StartDate"].endswith("Z")
    assert set(bakery.output("aws-sdk:sfn:startExecution", arguments)) == {"ExecutionArn", "StartDate"}


def test_a_child_is_stopped_with_its_parent(bakery: Bakery) -> None:
    parent = bakery.start("states:startExecution.sync", {"StateMachineArn": bakery.arn("waits"), "Name": "stopped"})
    child = None
    while child is None:
        child = bakery.deployment.executions.run(f"{bakery.arn('waits').replace('stateMachine', 'execution')}:stopped")
    bakery.aws("StopExecution", executionArn=parent.arn)
    assert ends(child)
    assert (parent.status, child.status) == ("ABORTED", "ABORTED")


def test_a_parent_that_waits_for_its_child_holds_no_thread(bakery: Bakery) -> None:
    arguments = {"StateMachineArn": bakery.arn("waits")}
    before = threading.active_count()
    parents = [bakery.start("states:startExecution.sync", arguments) for _ in range(100)]
    while any(parent.history is None or len(parent.history.entries) < 5 for parent in parents):
        time.sleep(0.01)
    assert [event.type for event in parents[-1].history.events()[2:]] == [  # type: ignore[union-attr]
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
    ]
    time.sleep(0.1)  # until the threads that have begun them are idle
    assert threading.active_count() < before + 40
    for parent in parents:
        parent.stop(None, None)
