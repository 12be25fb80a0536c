"""Calls of services: written with the typed functions if these make the same task."""

from typing import Any

import pytest

from aslant.asl import to_python
from aslant.asl.comparing.difference import diff
from aslant.asl.source.services import services

SQS = {"QueueUrl": "https://q", "MessageBody.$": "$.order"}


def task(resource: str, **members: Any) -> dict[str, Any]:
    """Return a machine of one task, whose resource follows `arn:aws:states:::`."""
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", **members, "End": True}
    return {"StartAt": "Go", "States": {"Go": state}}


def line(document: dict[str, Any]) -> str:
    """Return the statement that makes the task, after executing the source to the same definition."""
    source = to_python(document)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    assert not diff(document, names["machine"].to_dict())
    return next(line for line in source.splitlines() if line.startswith("go = "))


@pytest.mark.parametrize(
    ("document", "source"),
    [
        (
            task("sqs:sendMessage", Parameters=SQS),
            'sqs.send_message(queue_url="https://q", message_body=this.order)',
        ),
        (
            task("sqs:sendMessage.waitForTaskToken", Parameters={"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}),
            'sqs.send_message(queue_url="q", message_body=context.Task.Token).wait_for_task_token()',
        ),
        (
            task("ecs:runTask.sync", Parameters={"TaskDefinition": "oven", "Cluster": "kitchen"}),
            'ecs.run_task(task_definition="oven", cluster="kitchen").sync()',
        ),
        (
            task("states:startExecution.sync:2", Parameters={"StateMachineArn": "${Child}", "Input.$": "$"}),
            'stepfunctions.start_execution(state_machine_arn="${Child}", input=this).sync()',
        ),
        (
            task("states:startExecution.sync", Parameters={"StateMachineArn": "${Child}"}),
            'stepfunctions.start_execution(state_machine_arn="${Child}").sync(version=1)',
        ),
        (
            task("lambda:invoke", Parameters={"FunctionName": "f", "Payload.$": "$..id"}),
            'lambda_.invoke(function_name="f", payload=Path("$..id"))',
        ),
        (
            task("aws-sdk:s3:getObject", Parameters={"Bucket": "b", "Key.$": "States.Format('{}', $.k)"}),
            'aws_sdk("s3", "getObject", Bucket="b", Key=intrinsics.format("{}", this.k))',
        ),
        (
            task("events:putEvents", QueryLanguage="JSONata", Arguments={"Entries": ["{% $states.input %}"]}),
            'events.put_events(entries=["{% $states.input %}"]), query_language="JSONata"',
        ),
        (
            {**task("sns:publish", Arguments={"Message": "plain", "TopicArn": "t"}), "QueryLanguage": "JSONata"},
            'sns.publish(message="plain", topic_arn="t")',
        ),
    ],
)
def test_a_call_is_written_by_its_function(document: dict[str, Any], source: str) -> None:
    assert line(document) == f'go = Task("Go", {source})'


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(task("sqs:sendMessage"), id="it hands over nothing"),
        pytest.param(task("sqs:sendMessage", Parameters={"QueueUrl": "q"}), id="an argument is missing"),
        pytest.param(task("sqs:sendMessage", Parameters={**SQS, "Odd": 1}), id="an argument is unknown"),
        pytest.param(task("sqs:sendMessage", Parameters={**SQS, "MessageBody": 1}), id="an argument stands twice"),
        pytest.param(task("sqs:sendMessage", Parameters={**SQS, "QueueUrl.$": "text"}), id="a path is none"),
        pytest.param(task("sqs:sendMessage", Parameters={"QueueUrl": "q", "MessageBody.$": 5}), id="a path is no text"),
        pytest.param(task("sqs:sendMessage.sync", Parameters=SQS), id="the service has no such pattern"),
        pytest.param(task("sqs:receiveMessage", Parameters=SQS), id="the service has no such action"),
        pytest.param(task("aws-sdk:S3:getObject", Parameters={"Bucket": "b"}), id="the SDK has no such service"),
        pytest.param(task("aws-sdk:s3:getObject", Parameters={"two words": 1}), id="the argument has no Python name"),
        pytest.param(task("aws-sdk:s3:getObject", Parameters={"None": 1}), id="the argument is a word of Python's"),
        pytest.param(
            {**task("sns:publish", Arguments="{% $states.input %}"), "QueryLanguage": "JSONata"},
            id="the arguments are one expression",
        ),
        pytest.param(task("sqs:sendMessage", Parameters=SQS, Arguments={}), id="there are both kinds of arguments"),
    ],
)
def test_a_call_without_a_function_keeps_its_arn(document: dict[str, Any]) -> None:
    source = to_python(document)
    assert f'"{document["States"]["Go"]["Resource"]}"' in source
    assert "integrations" not in source
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    assert not diff(document, names["machine"].to_dict())


def test_another_partition_keeps_its_arn() -> None:
    document = task("sqs:sendMessage", Parameters=SQS)
    document["States"]["Go"]["Resource"] = "arn:aws-cn:states:::sqs:sendMessage"
    assert '"arn:aws-cn:states:::sqs:sendMessage"' in line(document)


def test_plain_arguments_inside_a_map_are_called_as_the_workflow_calls_them() -> None:
    each = {"Type": "Map", "ItemProcessor": task("sns:publish", Arguments={"Message": "m"}), "End": True}
    document = {"StartAt": "Each", "States": {"Each": each}, "QueryLanguage": "JSONata"}
    assert line(document) == 'go = Task("Go", sns.publish(message="m"))'


def test_a_workflow_of_two_languages_whose_calls_would_be_taken_for_the_other_keeps_its_arns() -> None:
    inner = task("sns:publish", Parameters={"Message": "m"})
    each = {"Type": "Map", "ItemProcessor": inner, "End": True}
    document = {"StartAt": "Each", "States": {"Each": each}, "QueryLanguage": "JSONata"}
    source = to_python(document)
    assert "sns.publish" not in source
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    assert not diff(document, names["machine"].to_dict())


def test_what_is_imported_is_never_the_name_of_a_variable() -> None:
    document = task("sqs:sendMessage", Parameters=SQS)
    document["States"] = {"sqs": document["States"]["Go"]}
    document["StartAt"] = "sqs"
    source = to_python(document)
    assert "from aslant.asl.integrations import sqs\n\nsqs_2 = Task(" in source


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (task("sqs:sendMessage"), {"sqs"}),
        (task("lambda:invoke.waitForTaskToken"), {"lambda_"}),
        (task("aws-sdk:s3:getObject"), {"aws_sdk"}),
        (task("no:action"), set()),
        ({"States": [{"Resource": 5}, {"Resource": "arn:aws:states:::sns:publish"}]}, {"sns"}),
    ],
)
def test_the_services_of_a_definition_are_what_its_source_may_import(document: Any, found: set[str]) -> None:
    assert services(document) == found
