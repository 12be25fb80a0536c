"""Mocks in the local AWS: for every kind of task and both types of machines, without a right or a resource."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.local.mocks import Mocks
from aslant.local.tasks import Tasks
from tests.run.machines import distributed, only

from .stepfunctions.served import PREFIX, Api, serve

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:missing"
STATES = "arn:aws:states:::"
RETRY = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 0, "MaxAttempts": 2}]

EXPRESS: list[tuple[str, dict[str, Any], str]] = [
    (LAMBDA, {}, "missing"),
    (f"{STATES}lambda:invoke", {"FunctionName": LAMBDA}, "Only"),
    (f"{STATES}dynamodb:getItem", {"TableName": "missing", "Key": {}}, "dynamodb:getItem"),
    (f"{STATES}aws-sdk:s3:getObject", {"Bucket": "missing", "Key": "k"}, "aws-sdk:s3:getObject"),
    (f"{STATES}bedrock:invokeModel", {"ModelId": "m"}, "bedrock:invokeModel"),
    (f"{STATES}http:invoke", {"ApiEndpoint": "https://example.com"}, "http:invoke"),
    (f"{STATES}states:startExecution", {"StateMachineArn": f"{PREFIX}:stateMachine:missing"}, "states:startExecution"),
    (f"{STATES}aws-sdk:sfn:startSyncExecution", {"StateMachineArn": "missing"}, "Only"),
    (f"{STATES}sns:publish", {"Message": "m"}, f"{STATES}sns:publish"),
]
STANDARD = [
    *EXPRESS,
    (f"{PREFIX}:activity:missing", {}, "missing"),
    (
        f"{STATES}sqs:sendMessage.waitForTaskToken",
        {"MessageBody.$": "$$.Task.Token"},
        "sqs:sendMessage.waitForTaskToken",
    ),
    (f"{STATES}lambda:invoke.waitForTaskToken", {"FunctionName": LAMBDA}, "Only"),
    (f"{STATES}states:startExecution.sync:2", {"StateMachineArn": "missing"}, "states:startExecution.sync:2"),
    (f"{STATES}states:startExecution.waitForTaskToken", {"StateMachineArn": "missing"}, "Only"),
    (f"{STATES}ecs:runTask.sync", {"Cluster": "missing"}, "ecs:runTask.sync"),
    (f"{STATES}glue:startJobRun.sync", {"JobName": "missing"}, "Only"),
    (f"{STATES}codebuild:startBuild", {"ProjectName": "missing"}, "codebuild:startBuild"),
]


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with serve() as api:
        yield api


def tasks(mocks: dict[str, Any]) -> Tasks:
    """Return tasks without functions and services, so that only mocks can handle them."""
    return Tasks({}, None, Mocks(mocks))  # type: ignore[arg-type]


def definition(resource: str, parameters: dict[str, Any]) -> dict[str, Any]:
    return only("Task", Resource=resource, Parameters=parameters, Retry=RETRY)


@pytest.mark.parametrize(("resource", "parameters", "name"), EXPRESS)
def test_a_mock_answers_in_a_synchronous_execution(
    api: Api, resource: str, parameters: dict[str, Any], name: str
) -> None:
    mocks = {name: {"0": {"Throw": {"Error": "Busy", "Cause": "try again"}}, "1": {"Return": {"mocked": True}}}}
    arn = api.put(definition(resource, parameters), tasks(mocks), type="EXPRESS")
    ended = api.client.start_sync_execution(stateMachineArn=arn)
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"mocked": True})


@pytest.mark.parametrize(("resource", "parameters", "name"), STANDARD)
def test_a_mock_answers_in_a_standard_execution(
    api: Api, resource: str, parameters: dict[str, Any], name: str, request: pytest.FixtureRequest
) -> None:
    mocks = {name: {"0": {"Throw": {"Error": "Busy", "Cause": "try again"}}, "1": {"Return": {"mocked": True}}}}
    run = f"run{abs(hash(request.node.name))}"
    arn = api.start(definition(resource, parameters), {}, tasks(mocks), run)
    ended = api.ended(arn)
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"mocked": True})


def test_a_mock_of_a_machine_gets_a_nested_execution(api: Api) -> None:
    nested = {"StateMachineArn": f"{PREFIX}:stateMachine:inner", "Input": {"a": 1}}
    mocks = {"inner": {"Return": {"mocked": True}}}
    arn = api.start(definition(f"{STATES}states:startExecution.sync:2", nested), {}, tasks(mocks), "nested")
    described = json.loads(api.ended(arn)["output"])
    assert (described["Status"], described["Output"], described["Input"]) == ("SUCCEEDED", {"mocked": True}, {"a": 1})


def test_a_mock_fails_a_task_that_waits_for_its_token(api: Api) -> None:
    mocks = {"Only": {"Throw": {"Error": "Refused", "Cause": "no"}}}
    arn = api.start(definition(f"{STATES}sqs:sendMessage.waitForTaskToken", {}), {}, tasks(mocks), "token")
    ended = api.ended(arn)
    assert (ended["status"], ended["error"], ended["cause"]) == ("FAILED", "Refused", "no")


def test_the_items_of_a_distributed_map_can_be_mocked(api: Api) -> None:
    reader = {"Resource": f"{STATES}s3:getObject", "Parameters": {"Bucket": "missing", "Key": "k"}}
    mocks = {"Only": {"Return": [1, 2]}}
    arn = api.start(distributed(ItemReader=reader), {}, tasks(mocks), "items")
    assert json.loads(api.ended(arn)["output"]) == [1, 2]
