"""Map Runs with boto3: lists, counts, updates while they run, and their child executions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.errors import TaskError
from aslant.run import TaskCall, pending
from tests.run.machines import FUNCTION, distributed, machine

from .served import PREFIX, Api, refusal, serve

RESOURCE = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ASK = machine({"Ask": {"Type": "Task", "Resource": RESOURCE}})
WORK = machine({"Work": {"Type": "Task", "Resource": FUNCTION}})


@pytest.fixture
def api() -> Iterator[Api]:
    with serve() as api:
        yield api


class Asked:
    """Tasks that wait for their tokens."""

    def __init__(self) -> None:
        self.tokens: dict[Any, Any] = {}

    def __call__(self, call: TaskCall) -> Any:
        self.tokens[call.arguments] = call.token
        return pending()

    def wait(self, count: int) -> None:
        end = time.monotonic() + 5
        while len(self.tokens) < count and time.monotonic() < end:
            time.sleep(0.001)
        assert len(self.tokens) == count


def work(call: TaskCall) -> Any:
    if call.arguments == "bad":
        raise TaskError("Bad", "item")
    return call.arguments


def map_run(api: Api, arn: str) -> dict[str, Any]:
    [listed] = api.client.list_map_runs(executionArn=arn)["mapRuns"]
    described: dict[str, Any] = api.client.describe_map_run(mapRunArn=listed["mapRunArn"])
    return described


def counts(run: dict[str, Any], of: str = "executionCounts") -> dict[str, int]:
    assert set(run[of]) == {
        "pending", "running", "succeeded", "failed", "timedOut", "aborted", "total", "resultsWritten",
        "failuresNotRedrivable", "pendingRedrive",
    }  # fmt: skip
    return {name: number for name, number in run[of].items() if number}


def test_a_map_run_and_its_children_after_the_end(api: Api) -> None:
    batcher = {"MaxItemsPerBatch": 2}
    processor = machine({"Echo": {"OutputPath": "$.Items"}})
    definition = distributed(processor, Label="Lines", ItemBatcher=batcher, MaxConcurrency=1)
    arn = api.start(definition, [1, 2, 3], work)
    ended = api.ended(arn)
    [listed] = api.client.list_map_runs(executionArn=arn)["mapRuns"]
    assert listed["executionArn"] == arn
    assert listed["stateMachineArn"] == f"{PREFIX}:stateMachine:machine/Lines"
    assert listed["mapRunArn"].startswith(f"{PREFIX}:mapRun:machine/Lines:")
    assert ended["startDate"] <= listed["startDate"] <= listed["stopDate"] <= ended["stopDate"]
    run = map_run(api, arn)
    assert (run["status"], run["maxConcurrency"], run["redriveCount"]) == ("SUCCEEDED", 1, 0)
    assert (run["toleratedFailureCount"], run["toleratedFailurePercentage"]) == (0, 0.0)
    assert "redriveDate" not in run
    assert counts(run) == {"succeeded": 2, "total": 2, "resultsWritten": 2}
    assert counts(run, "itemCounts") == {"succeeded": 3, "total": 3, "resultsWritten": 3}
    children = api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    assert [child["itemCount"] for child in children] == [1, 2]
    for child in children:
        assert child["stateMachineArn"] == listed["stateMachineArn"]
        assert child["mapRunArn"] == run["mapRunArn"]
        described = api.client.describe_execution(executionArn=child["executionArn"])
        assert described["mapRunArn"] == run["mapRunArn"]
        assert json.loads(described["output"]) == json.loads(described["input"])["Items"]
        assert [type for _, type, _ in api.events(child["executionArn"])] == [
            "ExecutionStarted",
            "PassStateEntered",
            "PassStateExited",
            "ExecutionSucceeded",
        ]
    assert [
        one["executionArn"]
        for one in api.client.list_executions(stateMachineArn=f"{PREFIX}:stateMachine:machine")["executions"]
    ] == [arn]


def test_a_map_run_while_it_runs(api: Api) -> None:
    asked = Asked()
    arn = api.start(distributed(ASK, Label="L", MaxConcurrency=1), [0, 1, 2], asked)
    asked.wait(1)
    run = map_run(api, arn)
    assert run["status"] == "RUNNING"
    assert "stopDate" not in run
    assert counts(run) == {"pending": 2, "running": 1, "total": 3}
    [child] = api.client.list_executions(mapRunArn=run["mapRunArn"], statusFilter="RUNNING")["executions"]
    assert "stopDate" not in child
    until = time.monotonic() + 5
    while api.events(child["executionArn"])[-1][1] != "TaskSubmitted":  # soon after the task has its token
        assert time.monotonic() < until
    described = api.client.describe_execution(executionArn=child["executionArn"])
    assert described["redriveStatus"] == "NOT_REDRIVABLE"
    for number in range(3):
        asked.wait(number + 1)
        asked.tokens[number].succeed(number)
    assert json.loads(api.ended(arn)["output"]) == [0, 1, 2]


def test_more_children_run_at_once_after_an_update(api: Api) -> None:
    asked = Asked()
    arn = api.start(distributed(ASK, Label="L", MaxConcurrency=1), list(range(5)), asked)
    asked.wait(1)
    run = map_run(api, arn)
    assert (
        api.client.update_map_run(mapRunArn=run["mapRunArn"], maxConcurrency=3)["ResponseMetadata"]["HTTPStatusCode"]
        == 200
    )
    asked.wait(3)
    assert map_run(api, arn)["maxConcurrency"] == 3
    api.client.update_map_run(mapRunArn=run["mapRunArn"], maxConcurrency=1)
    asked.tokens[0].succeed(0)
    asked.tokens[1].succeed(1)
    time.sleep(0.05)
    assert len(asked.tokens) == 3
    asked.tokens[2].succeed(2)
    asked.wait(4)
    api.client.update_map_run(mapRunArn=run["mapRunArn"], maxConcurrency=0)
    asked.wait(5)
    asked.tokens[3].succeed(3)
    asked.tokens[4].succeed(4)
    assert json.loads(api.ended(arn)["output"]) == list(range(5))


@pytest.mark.parametrize("update", [{"toleratedFailureCount": 1}, {"toleratedFailurePercentage": 50}])
def test_more_failures_are_tolerated_after_an_update(api: Api, update: dict[str, Any]) -> None:
    asked = Asked()
    definition = distributed(ASK, Label="L", ToleratedFailurePercentage=0)
    arn = api.start(definition, [0, 1], asked)
    asked.wait(2)
    run = map_run(api, arn)
    api.client.update_map_run(mapRunArn=run["mapRunArn"], **{"toleratedFailurePercentage": 60, **update})
    asked.tokens[0].fail("Bad")
    asked.tokens[1].succeed(1)
    assert api.ended(arn)["status"] == "SUCCEEDED"
    run = map_run(api, arn)
    assert counts(run) == {"succeeded": 1, "failed": 1, "total": 2, "resultsWritten": 2}


def test_an_ended_map_run_cannot_be_updated(api: Api) -> None:
    arn = api.start(distributed(WORK, Label="L"), [1], work)
    api.ended(arn)
    run = map_run(api, arn)
    call = api.client.update_map_run
    assert refusal(call, mapRunArn=run["mapRunArn"], maxConcurrency=1)[0] == "ValidationException"
    assert refusal(call, mapRunArn=run["mapRunArn"])[0] == "ValidationException"


@pytest.mark.parametrize(
    ("operation", "parameters", "code"),
    [
        ("describe_map_run", {"mapRunArn": f"{PREFIX}:mapRun:machine/L:x"}, "ResourceNotFound"),
        ("describe_map_run", {"mapRunArn": "nonsense"}, "InvalidArn"),
        ("describe_map_run", {"mapRunArn": f"{PREFIX}:stateMachine:machine"}, "InvalidArn"),
        ("update_map_run", {"mapRunArn": f"{PREFIX}:mapRun:machine/L:x", "maxConcurrency": 1}, "ResourceNotFound"),
        ("list_map_runs", {"executionArn": f"{PREFIX}:execution:machine:x"}, "ExecutionDoesNotExist"),
        ("list_executions", {"mapRunArn": f"{PREFIX}:mapRun:machine/L:x"}, "ResourceNotFound"),
        ("list_executions", {}, "ValidationException"),
        ("list_executions", {"mapRunArn": "a", "stateMachineArn": "b"}, "ValidationException"),
        ("list_executions", {"stateMachineArn": "b", "redriveFilter": "REDRIVEN"}, "ValidationException"),
        ("list_executions", {"stateMachineArn": "b", "statusFilter": "PENDING_REDRIVE"}, "ValidationException"),
        ("list_executions", {"mapRunArn": "b", "redriveFilter": "MAYBE"}, "ValidationException"),
    ],
)
def test_requests_that_are_refused(api: Api, operation: str, parameters: dict[str, Any], code: str) -> None:
    assert refusal(getattr(api.client, operation), **parameters)[0] == code


def test_an_execution_without_a_distributed_map_has_no_map_runs(api: Api) -> None:
    arn = api.start(machine({"P": {}}), {}, work)
    api.ended(arn)
    assert api.client.list_map_runs(executionArn=arn)["mapRuns"] == []


def test_a_child_can_be_stopped(api: Api) -> None:
    asked = Asked()
    arn = api.start(distributed(ASK, Label="L", ToleratedFailureCount=1), [0, 1], asked)
    asked.wait(2)
    run = map_run(api, arn)
    children = api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    first = next(
        child["executionArn"]
        for child in children
        if api.client.describe_execution(executionArn=child["executionArn"])["input"] == "0"
    )
    stopped = api.client.stop_execution(executionArn=first, error="Mine", cause="because")
    described = api.client.describe_execution(executionArn=first)
    assert (described["status"], described["error"], described["cause"]) == ("ABORTED", "Mine", "because")
    assert described["stopDate"] == stopped["stopDate"]
    assert api.events(first)[-1][1:] == ("ExecutionAborted", 0)
    asked.tokens[1].succeed("done")
    assert api.ended(arn)["status"] == "SUCCEEDED"
    assert counts(map_run(api, arn)) == {"succeeded": 1, "aborted": 1, "total": 2, "resultsWritten": 2}


def test_children_are_stopped_with_their_parent(api: Api) -> None:
    asked = Asked()
    arn = api.start(distributed(ASK, Label="L", MaxConcurrency=2), [0, 1, 2], asked)
    asked.wait(2)
    run = map_run(api, arn)
    api.client.stop_execution(executionArn=arn)
    assert api.ended(arn)["status"] == "ABORTED"
    run = map_run(api, arn)
    assert run["status"] == "ABORTED"
    assert counts(run) == {"aborted": 2, "pending": 1, "total": 3, "resultsWritten": 3}
    children = api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    assert [child["status"] for child in children] == ["ABORTED"] * 2
    api.client.redrive_execution(executionArn=arn)
    for number in range(3):
        end = time.monotonic() + 5
        while asked.tokens.get(number) is None or asked.tokens[number].closed:
            assert time.monotonic() < end
            time.sleep(0.001)
        asked.tokens[number].succeed(number)
    assert json.loads(api.ended(arn)["output"]) == [0, 1, 2]


def test_express_children(api: Api) -> None:
    definition = distributed(WORK, "EXPRESS", Label="L", ToleratedFailureCount=1)
    arn = api.start(definition, ["good", "bad"], work)
    api.ended(arn)
    children = api.client.list_executions(mapRunArn=map_run(api, arn)["mapRunArn"])["executions"]
    described = [api.client.describe_execution(executionArn=child["executionArn"]) for child in children]
    by_status = {one["status"]: one for one in described}
    assert by_status["SUCCEEDED"]["output"] == '"good"'
    assert by_status["SUCCEEDED"]["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven"
    assert (by_status["FAILED"]["error"], by_status["FAILED"]["redriveStatus"]) == ("Bad", "REDRIVABLE_BY_MAP_RUN")
    express = by_status["FAILED"]["executionArn"]
    assert express.startswith(f"{PREFIX}:express:machine/L:")
    assert by_status["FAILED"]["name"] == ":".join(express.split(":")[-2:])
    refused = ("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")
    assert refusal(api.client.get_execution_history, executionArn=express) == refused
    assert refusal(api.client.redrive_execution, executionArn=express) == refused


def test_children_are_listed_in_pages(api: Api) -> None:
    arn = api.start(distributed(WORK, Label="L"), list(range(5)), work)
    api.ended(arn)
    pages = api.client.get_paginator("list_executions").paginate(
        mapRunArn=map_run(api, arn)["mapRunArn"], PaginationConfig={"PageSize": 2}
    )
    found = [child["executionArn"] for page in pages for child in page["executions"]]
    assert len(set(found)) == 5


def test_children_and_map_runs_are_kept_within_limits() -> None:
    with serve(kept=3) as api:
        first = api.start(distributed(WORK, Label="L"), list(range(10)), work, "first")
        api.ended(first)
        run = map_run(api, first)
        assert run["executionCounts"]["succeeded"] == 10
        assert len(api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]) == 3
        for number in range(3):
            api.ended(api.start(machine({"P": {}}), {}, work, f"other{number}"))
        assert refusal(api.client.describe_map_run, mapRunArn=run["mapRunArn"])[0] == "ResourceNotFound"
        assert api.executions.map_runs.children.select(lambda _: True) == []


def test_the_memory_of_ended_map_runs_holds_no_items(api: Api) -> None:
    arn = api.start(distributed(WORK, Label="L"), list(range(10)), work)
    api.ended(arn)
    [record] = api.executions.map_runs.of(arn)
    assert record.live is None


def test_the_definition_of_a_child_is_that_of_its_processor(api: Api) -> None:
    arn = api.start(distributed(machine({"Check": {"Type": "Pass"}}), Label="L"), [0], work)
    api.ended(arn)
    run = map_run(api, arn)
    [child] = api.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    described = api.client.describe_state_machine_for_execution(executionArn=child["executionArn"])
    assert (described["name"], described["label"], described["mapRunArn"]) == ("machine", "L", run["mapRunArn"])
    assert described["stateMachineArn"] == f"{PREFIX}:stateMachine:machine/L"
    assert set(json.loads(described["definition"])) == {"StartAt", "States"}
    assert "revisionId" not in described
