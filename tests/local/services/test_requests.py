from __future__ import annotations

from typing import Any

import pytest

from aslant.local.http import Request
from aslant.local.services.requests import called_task

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
def test_the_target_header_names_the_action_and_the_body_has_the_arguments(service: str, target: str, sdk: str) -> None:
    request = Request("POST", "/", "", {"x-amz-target": target}, b'{"a": 1}')
    assert called_task(request, service) == (SDK + sdk, {"a": 1})


def test_a_form_has_the_action_and_its_arguments() -> None:
    request = Request("POST", "/", "", FORM, b"Action=Publish&Version=2010-03-31&TopicArn=arn%3At")
    resource, arguments = called_task(request, "sns") or ("", {})
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
def test_method_and_path_determine_the_action_of_s3(
    method: str, target: str, headers: dict[str, str], action: str, arguments: dict[str, Any]
) -> None:
    path, _, query = target.partition("?")
    resource, found = called_task(Request(method, path, query, headers, b""), "s3") or ("", {})
    assert resource == f"{SDK}s3:{action}"
    assert {key: found[key] for key in arguments} == arguments


def test_the_path_of_an_invocation_names_the_function() -> None:
    request = Request("POST", "/2015-03-31/functions/oven%3A1/invocations", "", {}, b"{}")
    assert called_task(request, "lambda") == ("arn:aws:states:::lambda:invoke", {"FunctionName": "oven:1"})


@pytest.mark.parametrize(
    ("service", "method", "target"),
    [("s3", "GET", "/b?versioning"), ("s3", "PUT", "/b?tagging"), ("lambda", "GET", "/x"), ("glacier", "GET", "/x")],
)
def test_other_requests_are_not_recognized(service: str, method: str, target: str) -> None:
    path, _, query = target.partition("?")
    assert called_task(Request(method, path, query, {}, b""), service) is None
