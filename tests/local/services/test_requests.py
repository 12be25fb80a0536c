from __future__ import annotations

from typing import Any

import pytest

from aslant.local.http import Request
from aslant.local.services.requests import asked

SDK = "arn:aws:states:::aws-sdk:"
FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.mark.parametrize(
    ("service", "target", "sdk"),
    [
        ("dynamodb", "DynamoDB_20120810.GetItem", "dynamodb:getItem"),
        ("dynamodb", "DynamoDBStreams_20120810.GetRecords", "dynamodbstreams:getRecords"),
        ("sqs", "AmazonSQS.SendMessage", "sqs:sendMessage"),
        ("states", "AWSStepFunctions.StartExecution", "sfn:startExecution"),
        ("events", "AWSEvents.PutEvents", "eventbridge:putEvents"),
        ("logs", "Logs_20140328.PutLogEvents", "cloudwatchlogs:putLogEvents"),
        ("secretsmanager", "secretsmanager.GetSecretValue", "secretsmanager:getSecretValue"),
    ],
)
def test_a_target_names_the_action_and_the_body_its_arguments(service: str, target: str, sdk: str) -> None:
    request = Request("POST", "/", "", {"x-amz-target": target}, b'{"a": 1}')
    assert asked(request, service) == (SDK + sdk, {"a": 1})


def test_a_form_names_the_action_and_its_arguments() -> None:
    request = Request("POST", "/", "", FORM, b"Action=Publish&Version=2010-03-31&TopicArn=arn%3At")
    resource, arguments = asked(request, "sns") or ("", {})
    assert (resource, arguments["TopicArn"]) == (f"{SDK}sns:publish", "arn:t")


@pytest.mark.parametrize(
    ("method", "target", "headers", "action", "arguments"),
    [
        ("GET", "/", {}, "listBuckets", {}),
        ("GET", "/b/a%20b/c", {}, "getObject", {"Bucket": "b", "Key": "a b/c"}),
        ("GET", "/key", {"host": "b.localhost:4566"}, "getObject", {"Bucket": "b", "Key": "key"}),
        ("HEAD", "/b/k", {}, "headObject", {"Bucket": "b", "Key": "k"}),
        ("PUT", "/b/k", {}, "putObject", {"Bucket": "b", "Key": "k"}),
        ("PUT", "/b/k", {"x-amz-copy-source": "a/x%20y"}, "copyObject", {"CopySource": "a/x y"}),
        ("DELETE", "/b/k", {}, "deleteObject", {"Key": "k"}),
        ("GET", "/b?list-type=2&prefix=in%2F", {}, "listObjectsV2", {"Bucket": "b", "Prefix": "in/"}),
        ("GET", "/b", {}, "listObjectsV2", {"Bucket": "b"}),
        ("POST", "/b?delete", {}, "deleteObjects", {"Bucket": "b"}),
        ("PUT", "/b", {}, "createBucket", {"Bucket": "b"}),
    ],
)
def test_method_and_path_tell_what_is_asked_of_s3(
    method: str, target: str, headers: dict[str, str], action: str, arguments: dict[str, Any]
) -> None:
    path, _, query = target.partition("?")
    resource, found = asked(Request(method, path, query, headers, b""), "s3") or ("", {})
    assert resource == f"{SDK}s3:{action}"
    assert {key: found[key] for key in arguments} == arguments


def test_an_invocation_is_known_by_its_path() -> None:
    request = Request("POST", "/2015-03-31/functions/oven%3A1/invocations", "", {}, b"{}")
    assert asked(request, "lambda") == ("arn:aws:states:::lambda:invoke", {"FunctionName": "oven:1"})


@pytest.mark.parametrize(
    ("service", "method", "target"),
    [("s3", "GET", "/b?versioning"), ("s3", "PUT", "/b?tagging"), ("lambda", "GET", "/x"), ("glacier", "GET", "/x")],
)
def test_what_cannot_be_told_is_not_guessed(service: str, method: str, target: str) -> None:
    path, _, query = target.partition("?")
    assert asked(Request(method, path, query, {}, b""), service) is None
