"""What tasks reach that is no service: data of Maps, jobs that cannot run here, functions that call on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Bakery


def test_a_map_reads_its_items_from_a_bucket_and_writes_its_results_there(bakery: Bakery) -> None:
    output = bakery.output("loaves", {"key": "in/items.json"})
    place = output["ResultWriterDetails"]
    manifest = json.loads(bakery.clients.of("s3", "us-east-1").get_object(**place)["Body"].read())
    (file,) = manifest["ResultFiles"]["SUCCEEDED"]
    results = json.loads(
        bakery.clients.of("s3", "us-east-1").get_object(Bucket="bakery-data", Key=file["Key"])["Body"].read()
    )
    assert sorted(result["Output"] for result in results) == ['{"loaf":1}', '{"loaf":2}']


def test_a_map_reads_the_list_of_a_bucket(bakery: Bakery) -> None:
    (file,) = bakery.output("files", {})
    assert (file["Key"], file["Size"], file["StorageClass"]) == ("in/items.json", 26, "STANDARD")


def test_a_map_without_its_file_fails(bakery: Bakery) -> None:
    run = bakery.run("loaves", {"key": "in/none.json"})
    assert run.error == "States.ItemReaderFailed"
    assert "The specified key does not exist." in (run.cause or "")


@pytest.mark.parametrize("task", ["ecs:runTask.sync", "glue:startJobRun"])
def test_a_job_that_cannot_run_here_says_what_to_do(bakery: Bakery, task: str) -> None:
    run = bakery.run(task, {})
    assert run.error == "States.Runtime"
    assert (run.cause or "").startswith(f"state 'Do': {task} cannot run on this machine. Say what it answers in the ")
    assert 'aslant:mocks: {"Do": {"Return": {...}}}' in (run.cause or "")


def test_the_stack_s_configuration_answers_for_it(bakery: Bakery) -> None:
    assert bakery.output("batch:submitJob.sync", {}) == {"Status": "SUCCEEDED"}
    run = bakery.run("bake", {})
    assert (run.error, run.cause) == ("Oven.Cold", "no gas")


def test_a_version_of_a_function_is_called_by_its_number(bakery: Bakery) -> None:
    send = {"service": "sts", "operation": "get_caller_identity", "arguments": {}}
    for name, version in (("calls:1", "1"), ("calls", "$LATEST")):
        told = bakery.output("lambda:invoke", {"FunctionName": name, "Payload": send})
        assert (told["ExecutedVersion"], told["Payload"]["Account"]) == (version, "123456789012")


@pytest.mark.parametrize(("kind", "status"), [("DryRun", 204), ("Event", 202)])
def test_nobody_waits_for_an_event_or_a_dry_run(bakery: Bakery, kind: str, status: int) -> None:
    arguments = {"FunctionName": "calls", "InvocationType": kind, "Payload": {}}
    told = bakery.output("lambda:invoke", arguments)
    assert (told["StatusCode"], told["Payload"]) == (status, {})


def call(bakery: Bakery, service: str, operation: str, **arguments: Any) -> Any:
    event = {"service": service, "operation": operation, "arguments": arguments}
    return bakery.output("lambda:invoke", {"FunctionName": "calls", "Payload": event})["Payload"]


def test_a_function_reaches_the_same_data(bakery: Bakery) -> None:
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
def test_a_function_s_calls_are_held_against_its_role(
    bakery: Bakery, service: str, operation: str, arguments: dict[str, Any], code: str, action: str
) -> None:
    told = call(bakery, service, operation, **arguments)
    assert told["code"] == code
    assert f"assumed-role/calls/calls is not authorized to perform: {action} on resource: " in told["message"]


def test_a_task_that_is_a_function_needs_the_right_to_call_it(bakery: Bakery) -> None:
    run = bakery.run("lambda:invoke", {"FunctionName": "forbidden:1"})
    assert run.error == "Lambda.AWSLambdaException"
    assert "function:forbidden:1 because no" in (run.cause or "")
    assert "(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: " in (run.cause or "")
