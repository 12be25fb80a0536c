"""RedriveExecution with boto3, as AWS was recorded to answer (see tests/run/test_redriving.py for the source)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.errors import TaskError
from aslant.local.stepfunctions import redrive
from aslant.run import TaskCall, pending
from tests.run.machines import FUNCTION, distributed, machine, only, task

from .served import PREFIX, Api, refusal, serve

DAY = 86_400.0
BROKEN = TaskError("Broken", "no oven")


@pytest.fixture
def api() -> Iterator[Api]:
    with serve() as api:
        yield api


class Tasks:
    """Tasks that fail until they are repaired."""

    def __init__(self) -> None:
        self.broken = True
        self.calls = 0

    def __call__(self, call: TaskCall) -> Any:
        self.calls += 1
        if self.broken:
            raise BROKEN
        return {"count": call.context["Execution"]["RedriveCount"]}


STEPS = machine(
    {
        "First": {"Assign": {"x": 1}},
        "Work": {"Type": "Task", "Resource": FUNCTION},
        "Last": {"Parameters": {"x.$": "$x", "work.$": "$"}},
    }
)


def test_a_failed_execution_goes_on_with_the_same_arn(api: Api) -> None:
    tasks = Tasks()
    arn = api.start(STEPS, {"a": 1}, tasks)
    failed = api.ended(arn)
    assert (failed["status"], failed["redriveCount"], failed["redriveStatus"]) == ("FAILED", 0, "REDRIVABLE")
    assert "redriveDate" not in failed
    assert "redriveStatusReason" not in failed
    before = api.events(arn)
    tasks.broken = False
    date = api.client.redrive_execution(executionArn=arn)["redriveDate"]
    ended = api.ended(arn)
    assert (ended["status"], ended["redriveCount"], ended["redriveDate"]) == ("SUCCEEDED", 1, date)
    assert json.loads(ended["output"]) == {"x": 1, "work": {"count": 1}}
    assert (ended["startDate"], ended["input"]) == (failed["startDate"], failed["input"])
    assert not {"error", "cause"} & ended.keys()
    assert ended["redriveStatus"] == "NOT_REDRIVABLE"
    assert ended["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven"
    after = api.events(arn)
    assert after[: len(before)] == before
    assert after[len(before) :][:2] == [
        (len(before) + 1, "ExecutionRedriven", len(before)),
        (len(before) + 2, "LambdaFunctionScheduled", 4),
    ]
    [listed] = api.client.list_executions(stateMachineArn=api.run(arn).machine.arn)["executions"]
    assert (listed["redriveCount"], listed["redriveDate"]) == (1, date)


def test_parallel_and_map_parts_survive_packing(api: Api) -> None:
    calls: list[Any] = []
    broken = [True]

    def tasks(call: TaskCall) -> Any:
        calls.append(call.arguments)
        if broken and call.arguments == 1:
            raise BROKEN
        return call.arguments

    inner = only("Map", MaxConcurrency=1, ItemProcessor=machine({"Item": {"Type": "Task", "Resource": FUNCTION}}))
    definition = only("Parallel", Branches=[inner, machine({"Pass": {"Assign": {"y": 2}}})])
    arn = api.start(definition, [0, 1, 2], tasks)
    assert api.ended(arn)["status"] == "FAILED"
    broken.clear()
    calls.clear()
    api.client.redrive_execution(executionArn=arn)
    assert json.loads(api.ended(arn)["output"]) == [[0, 1, 2], [0, 1, 2]]
    assert calls == [1, 2]


def test_client_tokens(api: Api) -> None:
    tasks = Tasks()
    arn = api.start(task(), {}, tasks)
    api.ended(arn)
    call = api.client.redrive_execution
    first = call(executionArn=arn, clientToken="A")["redriveDate"]
    api.ended(arn)
    assert call(executionArn=arn, clientToken="A")["redriveDate"] == first
    assert api.ended(arn)["redriveCount"] == 1
    tasks.broken = False
    second = call(executionArn=arn, clientToken="B")["redriveDate"]
    assert api.ended(arn)["status"] == "SUCCEEDED"
    assert call(executionArn=arn, clientToken="A")["redriveDate"] == first
    assert call(executionArn=arn, clientToken="B")["redriveDate"] == second
    assert refusal(call, executionArn=arn, clientToken="C")[0] == "ExecutionNotRedrivable"


def test_only_the_latest_client_tokens_are_valid_for_a_quarter_of_an_hour(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    arn = api.start(task(), {}, Tasks())
    api.ended(arn)
    for number in range(redrive.TOKENS + 1):
        api.client.redrive_execution(executionArn=arn, clientToken=f"t{number}")
        api.ended(arn)
    assert api.ended(arn)["redriveCount"] == redrive.TOKENS + 1
    api.client.redrive_execution(executionArn=arn, clientToken="t1")
    assert api.ended(arn)["redriveCount"] == redrive.TOKENS + 1
    api.client.redrive_execution(executionArn=arn, clientToken="t0")
    assert api.ended(arn)["redriveCount"] == redrive.TOKENS + 2
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + redrive.TOKEN_SECONDS + 1)
    api.client.redrive_execution(executionArn=arn, clientToken="t1")
    assert api.ended(arn)["redriveCount"] == redrive.TOKENS + 3


def test_a_stopped_execution_goes_on_and_its_old_token_is_too_late(api: Api) -> None:
    tokens: list[Any] = []

    def tasks(call: TaskCall) -> Any:
        tokens.append(call.token)
        return pending()

    resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    branch = machine({"Done": {}})
    definition = only("Parallel", Branches=[branch, machine({"Ask": {"Type": "Task", "Resource": resource}})])
    arn = api.start(definition, 7, tasks)
    while not tokens:
        time.sleep(0.001)
    running = api.client.describe_execution(executionArn=arn)
    assert running["redriveStatusReason"] == "Execution is RUNNING and cannot be redriven"
    code, message = refusal(api.client.redrive_execution, executionArn=arn)
    assert (code, message) == (
        "ExecutionNotRedrivable",
        f"Execution {arn} invalid for redrive as: Execution is RUNNING and cannot be redriven",
    )
    api.client.stop_execution(executionArn=arn, error="Probe.Abort", cause="stopped")
    assert api.ended(arn)["redriveStatus"] == "REDRIVABLE"
    stopped = api.events(arn)
    assert stopped[-1][1:] == ("ExecutionAborted", 0)
    api.client.redrive_execution(executionArn=arn)
    while len(tokens) < 2:
        time.sleep(0.001)
    with pytest.raises(TaskError, match="TaskTimedOut"):
        tokens[0].succeed(1)
    running = api.client.describe_execution(executionArn=arn)
    assert (running["status"], running["redriveCount"]) == ("RUNNING", 1)
    assert not {"stopDate", "error", "cause"} & running.keys()
    tokens[1].succeed({"ok": True})
    assert json.loads(api.ended(arn)["output"]) == [7, {"ok": True}]
    entered = next(id for id, type, _ in stopped if type == "TaskStateEntered")
    added = api.events(arn)[len(stopped) :]
    assert added[0][1:] == ("ExecutionRedriven", len(stopped))
    assert added[1][1:] == ("TaskScheduled", entered)


def test_an_execution_that_timed_out_gets_its_time_again(api: Api) -> None:
    definition = machine({"Wait": {"Type": "Wait", "SecondsPath": "$.wait"}, "Last": {}}, TimeoutSeconds=1)
    arn = api.start(definition, {"wait": 2}, Tasks())
    assert api.ended(arn)["status"] == "TIMED_OUT"
    began = time.time()
    api.client.redrive_execution(executionArn=arn)
    assert api.ended(arn)["status"] == "TIMED_OUT"
    assert time.time() - began >= 1
    types = [type for _, type, _ in api.events(arn)]
    assert (types.count("WaitStateEntered"), types.count("ExecutionTimedOut")) == (1, 2)


@pytest.mark.parametrize(
    ("arn", "code", "message"),
    [
        (
            f"{PREFIX}:execution:machine:missing",
            "ExecutionDoesNotExist",
            f"Execution Does Not Exist: '{PREFIX}:execution:machine:missing'",
        ),
        (
            f"{PREFIX}:express:machine:a:b",
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: express'",
        ),
        (
            f"{PREFIX}:execution:machine/Label:a",
            "ValidationException",
            "Labeled Execution ARNs are not supported for this API",
        ),
        ("nonsense", "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: nonsense'"),
    ],
)
def test_arns_that_are_refused(api: Api, arn: str, code: str, message: str) -> None:
    assert refusal(api.client.redrive_execution, executionArn=arn) == (code, message)


def test_an_execution_can_be_redriven_for_two_weeks(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    arn = api.start(task(), {}, Tasks())
    api.ended(arn)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 14 * DAY + 60)
    described = api.client.describe_execution(executionArn=arn)
    assert described["redriveStatusReason"] == "Execution redrivable period exceeded"
    assert refusal(api.client.redrive_execution, executionArn=arn)[0] == "ExecutionNotRedrivable"


def test_a_redriven_execution_keeps_its_revision_of_the_machine(api: Api) -> None:
    tasks = Tasks()
    arn = api.start(STEPS, {}, tasks)
    api.ended(arn)
    api.put(only("Fail", Error="New"), tasks)
    tasks.broken = False
    api.client.redrive_execution(executionArn=arn)
    assert api.ended(arn)["status"] == "SUCCEEDED"


def test_a_redriven_execution_counts_once_among_those_that_are_kept() -> None:
    with serve(kept=2) as api:
        tasks = Tasks()
        first = api.start(task(), {}, tasks, "first")
        api.ended(first)
        for _ in range(3):
            api.client.redrive_execution(executionArn=first)
            api.ended(first)
        second = api.start(task(), {}, tasks, "second")
        api.ended(second)
        assert api.ended(first)["redriveCount"] == 3
        third = api.start(task(), {}, tasks, "third")
        api.ended(third)
        assert refusal(api.client.redrive_execution, executionArn=first)[0] == "ExecutionDoesNotExist"


def test_the_failed_children_of_a_map_run_are_redriven(api: Api) -> None:
    broken = [True]

    def tasks(call: TaskCall) -> Any:
        if broken and call.arguments == 1:
            raise BROKEN
        return [call.arguments, call.context["Execution"]["RedriveCount"]]  # the child's

    processor = machine({"Before": {}, "Work": {"Type": "Task", "Resource": FUNCTION}})
    arn = api.start(distributed(processor, Label="L", MaxConcurrency=1), [0, 1, 2], tasks)
    assert api.ended(arn)["error"] == "States.ExceedToleratedFailureThreshold"
    [listed] = api.client.list_map_runs(executionArn=arn)["mapRuns"]
    run = api.client.describe_map_run(mapRunArn=listed["mapRunArn"])
    assert (run["status"], run["redriveCount"]) == ("FAILED", 0)
    counts = {key: value for key, value in run["executionCounts"].items() if value}
    assert counts == {"succeeded": 1, "failed": 1, "pending": 1, "total": 3, "resultsWritten": 3}
    children = api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    failed = next(child["executionArn"] for child in children if child["status"] == "FAILED")
    described = api.client.describe_execution(executionArn=failed)
    assert described["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
    broken.clear()
    api.client.redrive_execution(executionArn=arn)
    assert json.loads(api.ended(arn)["output"]) == [[0, 0], [1, 1], [2, 0]]
    run = api.client.describe_map_run(mapRunArn=listed["mapRunArn"])
    assert (run["status"], run["redriveCount"], run["startDate"]) == ("SUCCEEDED", 1, listed["startDate"])
    assert run["redriveDate"] >= run["startDate"]
    assert run["executionCounts"]["succeeded"] == 3
    assert [one["mapRunArn"] for one in api.client.list_map_runs(executionArn=arn)["mapRuns"]] == [run["mapRunArn"]]
    redriven = api.client.list_executions(mapRunArn=run["mapRunArn"], redriveFilter="REDRIVEN")["executions"]
    assert [(child["executionArn"], child["redriveCount"]) for child in redriven] == [(failed, 1)]
    others = api.client.list_executions(mapRunArn=run["mapRunArn"], redriveFilter="NOT_REDRIVEN")["executions"]
    assert [child["status"] for child in others] == ["SUCCEEDED"] * 2
    described = api.client.describe_execution(executionArn=failed)
    assert (described["status"], described["redriveCount"]) == ("SUCCEEDED", 1)
    types = [type for _, type, _ in api.events(failed)]
    assert (types.count("PassStateEntered"), types.count("ExecutionRedriven")) == (1, 1)
