"""Distributed Maps over S3, jobs that cannot run here, and functions that call services."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Bakery


def test_a_map_reads_its_items_from_s3_and_writes_its_results_there(bakery: Bakery) -> None:
    output = bakery.output("loaves", {"key": "in/items.json"})
    place = output["ResultWriterDetails"]
    manifest = json.loads(bakery.clients.of("s3", "us-east-1").get_object(**place)["Body"].read())
    (file,) = manifest["ResultFiles"]["SUCCEEDED"]
    results = json.loads(
        bakery.clients.of("s3", "us-east-1").get_object(Bucket="bakery-data", Key=file["Key"])["Body"].read()
    )
    assert sorted(result["Output"] for result in results) == ['{"loaf":1}', '{"loaf":2}']


def test_a_map_iterates_over_the_objects_of_a_bucket(bakery: Bakery) -> None:
    (file,) = bakery.output("files", {})
    assert (file["Key"], file["Size"], file["StorageClass"]) == ("in/items.json", 26, "STANDARD")


def test_a_map_whose_file_does_not_exist_fails(bakery: Bakery) -> None:
    run = bakery.run("loaves", {"key": "in/none.json"})
    assert run.error == "States.ItemReaderFailed"
    assert "The specified key does not exist." in (run.cause or "")


@pytest.mark.parametrize("task", ["ecs:runTask.sync", "glue:startJobRun"])
def test_a_job_that_cannot_run_here_fails_with_advice(bakery: Bakery, task: str) -> None:
    run = bakery.run(task, {})
    assert run.error == "States.Runtime"
    assert (run.cause or "").startswith(f"state 'Do': {task} cannot run on this machine. Configure its result in the ")
    assert 'aslant:mocks: {"Do": {"Return": {...}}}' in (run.cause or "")


def test_the_stack_s_configuration_can_mock_a_job(bakery: Bakery) -> None:
    assert bakery.output("batch:submitJob.sync", {}) == {"Status": "SUCCEEDED"}
    run = bakery.run("bake", {})
    assert (run.error, run.cause) == ("Oven.Cold", "no gas")


def test_a_task_can_call_a_version_of_a_function(bakery: Bakery) -> None:
    send = {"service": "sts", "operation": "get_caller_identity", "arguments": {}}
    for name, version in (("calls:1", "1"), ("calls", "$LATEST")):
        result = bakery.output("lambda:invoke", {"FunctionName": name, "Payload": send})
        assert (result["ExecutedVersion"], result["Payload"]["Account"]) == (version, "123456789012")


@pytest.mark.parametrize(("kind", "status"), [("DryRun", 204), ("Event", 202)])
def test_an_event_or_a_dry_run_returns_at_once(bakery: Bakery, kind: str, status: int) -> None:
    arguments = {"FunctionName": "calls", "InvocationType": kind, "Payload": {}}
    result = bakery.output("lambda:invoke", arguments)
    assert (result["StatusCode"], result["Payload"]) == (status, {})


def call(bakery: Bakery, service: str, operation: str, **arguments: Any) -> Any:
    event = {"service": service, "operation": operation, "arguments": arguments}
    return bakery.output("lambda:invoke", {"FunctionName": "calls", "Payload": event})["Payload"]


def test_functions_and_tasks_share_their_data(bakery: Bakery) -> None:
    url = bakery.deployment.registry.exports["orders"]
    assert call(bakery, "sqs", "send_message", QueueUrl=url, MessageBody='{"loaf": 9}')["MessageId"]
    assert bakery.messages("orders") == [{"loaf": 9}]
    found = call(bakery, "s3", "get_object", Bucket="bakery-data", Key="in/items.json")
    assert found["Body"] == '[{"loaf": 1}, {"loaf": 2}]'


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "code", "action"),
    [
        ("s3", "get_object", {"Bucket": "bakery-data", "Key": "handler.py"}, "AccessDenied", "s3:GetObject"),
        ("s3", "put_object", {"Bucket": "bakery-data", "Key": "in/x", "Body": "x"}, "AccessDenied", "s3:PutObject"),
        ("dynamodb", "get_item", {"TableName": "closed", "Key": {}}, "AccessDeniedException", "dynamodb:GetItem"),
        (
            "sns",
            "publish",
            {"TopicArn": "arn:aws:sns:us-east-1:123456789012:x", "Message": "x"},
            "AuthorizationError",
            "SNS:Publish",
        ),
        ("ssm", "get_parameter", {"Name": "/oven/heat"}, "AccessDeniedException", "ssm:GetParameter"),
        ("lambda", "invoke", {"FunctionName": "calls"}, "AccessDeniedException", "lambda:InvokeFunction"),
        (
            "stepfunctions",
            "start_execution",
            {"stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:echo"},
            "AccessDeniedException",
            "states:StartExecution",
        ),
    ],
)
def test_a_function_s_calls_are_checked_against_its_role(
    bakery: Bakery, service: str, operation: str, arguments: dict[str, Any], code: str, action: str
) -> None:
    result = call(bakery, service, operation, **arguments)
    assert result["code"] == code
    assert f"assumed-role/calls/calls is not authorized to perform: {action} on resource: " in result["message"]


def test_a_task_needs_the_permission_to_invoke_its_function(bakery: Bakery) -> None:
    run = bakery.run("lambda:invoke", {"FunctionName": "forbidden:1"})
    assert run.error == "Lambda.AWSLambdaException"
    assert "function:forbidden:1 because no" in (run.cause or "")
    assert "(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: " in (run.cause or "")
