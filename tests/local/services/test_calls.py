"""Tasks that call services: their results, and the names and messages of their failures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Bakery

ITEM = {"id": {"S": "rye"}, "day": {"N": 2}, "photo": {"B": "aGk="}, "oven": {"S": "left"}}
KEY = {"id": {"S": "rye"}, "day": {"N": "2"}}
DENIED = "User: arn:aws:sts::123456789012:assumed-role/works/"


def test_a_message_body_that_is_an_object_is_sent_as_a_json_string(bakery: Bakery) -> None:
    url = bakery.deployment.registry.exports["heard"]
    for action, digest in (("sqs:sendMessage", "MD5OfMessageBody"), ("aws-sdk:sqs:sendMessage", "Md5OfMessageBody")):
        output = bakery.output(action, {"QueueUrl": url, "MessageBody": {"via": action}})
        assert set(output) == {digest, "MessageId"}
        assert bakery.messages("heard") == [{"via": action}]


def test_a_published_message_reaches_the_subscribed_queues(bakery: Bakery) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:news"
    assert set(bakery.output("sns:publish", {"TopicArn": topic, "Message": {"fresh": True}})) == {"MessageId"}
    assert bakery.messages("heard") == [{"fresh": True}]


def test_an_item_is_read_as_it_was_written(bakery: Bakery) -> None:
    assert bakery.output("aws-sdk:dynamodb:putItem", {"TableName": "stock", "Item": ITEM}) == {}
    kept = {**ITEM, "day": {"N": "2"}}
    assert bakery.output("dynamodb:getItem", {"TableName": "stock", "Key": KEY}) == {"Item": kept}
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/stock"
    assert bakery.output("aws-sdk:dynamodb:getItem", {"TableName": arn, "Key": KEY}) == {"Item": kept}
    found = bakery.output("aws-sdk:dynamodb:batchGetItem", {"RequestItems": {"stock": {"Keys": [KEY]}}})
    assert found["Responses"] == {"stock": [kept]}
    query = {
        "TableName": "stock",
        "IndexName": "by-oven",
        "KeyConditionExpression": "oven = :o",
        "ExpressionAttributeValues": {":o": {"S": "left"}},
    }
    assert bakery.output("aws-sdk:dynamodb:query", query)["Items"] == [kept]


def test_an_optimized_call_returns_metadata_of_the_response(bakery: Bakery) -> None:
    result = json.loads(bakery.run("dynamodb:getItem", {"TableName": "stock", "Key": KEY}).output or "")
    assert result["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert result["SdkHttpMetadata"]["AllHttpHeaders"]["content-type"] == ["application/x-amz-json-1.0"]
    assert result["SdkResponseMetadata"]["RequestId"] == result["SdkHttpMetadata"]["HttpHeaders"]["x-amzn-requestid"]


def test_the_body_and_the_date_of_an_object_are_strings(bakery: Bakery) -> None:
    put = {"Bucket": "bakery-data", "Key": "rye", "Body": {"loaf": 3}, "ContentType": "application/json"}
    assert bakery.output("aws-sdk:s3:putObject", put)["VersionId"]
    got = bakery.output("aws-sdk:s3:getObject", {"Bucket": "bakery-data", "Key": "rye"})
    assert (json.loads(got["Body"]), got["ContentLength"], got["ContentType"]) == (
        {"loaf": 3},
        10,
        "application/json",
    )
    assert got["LastModified"].endswith("Z")
    listed = bakery.output("aws-sdk:s3:listObjectsV2", {"Bucket": "bakery-data", "Prefix": "in/"})
    assert [entry["Key"] for entry in listed["Contents"]] == ["in/items.json"]


def test_tasks_read_the_secrets_parameters_and_keys_of_the_program(bakery: Bakery) -> None:
    arn = bakery.deployment.registry.exports["recipe"]
    for id in (arn, "recipe"):
        secret = bakery.output("aws-sdk:secretsmanager:getSecretValue", {"SecretId": id})
        assert (secret["Arn"], secret["SecretString"]) == (arn, "butter")
    assert bakery.output("aws-sdk:ssm:getParameter", {"Name": "/oven/heat"})["Parameter"]["Value"] == "220"
    key = bakery.deployment.registry.exports["key"]
    locked = bakery.output("aws-sdk:kms:encrypt", {"KeyId": key, "Plaintext": "aGVsbG8="})
    opened = bakery.output("aws-sdk:kms:decrypt", {"KeyId": key, "CiphertextBlob": locked["CiphertextBlob"]})
    assert (opened["KeyId"], opened["Plaintext"]) == (key, "aGVsbG8=")


def test_an_event_names_its_execution_and_reaches_the_queue_of_its_rule(bakery: Bakery) -> None:
    entry = {"EventBusName": "bakery", "Source": "bakery", "DetailType": "Baked", "Detail": {"loaf": 4}}
    run = bakery.run("events:putEvents", {"Entries": [entry]})
    assert json.loads(run.output or "")["FailedEntryCount"] == 0
    (event,) = bakery.messages("heard")
    assert (event["detail"], event["resources"]) == ({"loaf": 4}, [run.arn, bakery.arn("events-putEvents")])


@pytest.mark.parametrize(
    ("task", "arguments", "error", "cause"),
    [
        (
            "dynamodb:putItem",
            {"TableName": "stock"},
            "States.Runtime",
            'could not be used to start the Task: [The field "Item" is required but was missing]',
        ),
        (
            "dynamodb:putItem",
            {"TableName": "stock", "Item": {}, "Loaf": 1},
            "States.Runtime",
            '[The field "Loaf" is not supported by Step Functions]',
        ),
        (
            "dynamodb:updateItem",
            {"TableName": "stock", "Key": KEY, "ConditionExpression": "oven = :o", "UpdateExpression": "SET a = :o"}
            | {"ExpressionAttributeValues": {":o": {"S": "cold"}}},
            "DynamoDB.ConditionalCheckFailedException",
            "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: ",
        ),
        (
            "dynamodb:getItem",
            {"TableName": "stock", "Key": {"id": {"S": "rye"}}},
            "DynamoDB.AmazonDynamoDBException",
            "Error Code: ValidationException; Request ID: ",
        ),
        (
            "aws-sdk:dynamodb:getItem",
            {"TableName": "stock", "Key": {"id": {"S": "rye"}}},
            "DynamoDb.DynamoDbException",
            "(Service: DynamoDb, Status Code: 400, Request ID: ",
        ),
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "bakery-data", "Key": "none"},
            "S3.NoSuchKeyException",
            "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: ",
        ),
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "elsewhere", "Key": "none"},
            "S3.NoSuchBucketException",
            "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: ",
        ),
        (
            "events:putEvents",
            {"Entries": [{"EventBusName": "bakery", "DetailType": "Baked", "Detail": {}}]},
            "EventBridge.FailedEntry",
            '"FailedEntryCount":1}',
        ),
        (
            "aws-sdk:sfn:startExecution",
            {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:nobody"},
            "Sfn.StateMachineDoesNotExistException",
            "(Service: Sfn, Status Code: 400, Request ID: ",
        ),
    ],
)
def test_a_failure_has_the_error_and_cause_of_aws(
    bakery: Bakery, task: str, arguments: Any, error: str, cause: str
) -> None:
    run = bakery.run(task, arguments)
    assert (run.status, run.error) == ("FAILED", error)
    assert cause in (run.cause or "")


@pytest.mark.parametrize(
    ("task", "arguments", "error", "action", "resource"),
    [
        (
            "sqs:sendMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/other", "MessageBody": "x"},
            "SQS.AmazonSQSException",
            "sqs:sendmessage",
            "arn:aws:sqs:us-east-1:123456789012:other",
        ),
        (
            "aws-sdk:sqs:sendMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/other", "MessageBody": "x"},
            "Sqs.SqsException",
            "sqs:sendmessage",
            "arn:aws:sqs:us-east-1:123456789012:other",
        ),
        (
            "sns:publish",
            {"TopicArn": "arn:aws:sns:us-east-1:123456789012:other", "Message": "x"},
            "SNS.AuthorizationErrorException",
            "SNS:Publish",
            "arn:aws:sns:us-east-1:123456789012:other",
        ),
        (
            "dynamodb:getItem",
            {"TableName": "closed", "Key": {"id": {"S": "x"}}},
            "DynamoDB.AmazonDynamoDBException",
            "dynamodb:GetItem",
            "arn:aws:dynamodb:us-east-1:123456789012:table/closed",
        ),
        (
            "aws-sdk:dynamodb:batchGetItem",
            {"RequestItems": {"stock": {"Keys": []}, "closed": {"Keys": []}}},
            "DynamoDb.DynamoDbException",
            "dynamodb:BatchGetItem",
            "arn:aws:dynamodb:us-east-1:123456789012:table/closed",
        ),
        (
            "events:putEvents",
            {"Entries": [{"Source": "bakery", "DetailType": "x", "Detail": {}}]},
            "EventBridge.AmazonEventBridgeException",
            "events:PutEvents",
            "arn:aws:events:us-east-1:123456789012:event-bus/default",
        ),
        (
            "aws-sdk:s3:listObjectsV2",
            {"Bucket": "elsewhere"},
            "S3.S3Exception",
            "s3:ListBucket",
            '"arn:aws:s3:::elsewhere"',
        ),
        (
            "aws-sdk:ssm:getParameter",
            {"Name": "/oven/other"},
            "Ssm.SsmException",
            "ssm:GetParameter",
            "arn:aws:ssm:us-east-1:123456789012:parameter/oven/other",
        ),
        (
            "lambda:invoke",
            {"FunctionName": "forbidden"},
            "Lambda.AWSLambdaException",
            "lambda:InvokeFunction",
            "arn:aws:lambda:us-east-1:123456789012:function:forbidden",
        ),
    ],
)
def test_a_call_that_the_role_does_not_allow_is_denied_as_on_aws(
    bakery: Bakery, task: str, arguments: Any, error: str, action: str, resource: str
) -> None:
    run = bakery.run(task, arguments)
    assert run.error == error
    cause = run.cause or ""
    assert cause.startswith(DENIED)
    assert (
        f" is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the "
        f"{action} action (Service: " in cause
    )
