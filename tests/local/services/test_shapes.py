from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.session import Session

from aslant.local.services.shapes import ShapeError, from_response, to_parameters

SESSION = Session()


def operation(service: str, name: str) -> Any:
    return SESSION.get_service_model(service).operation_model(name)


@pytest.mark.parametrize(
    ("service", "name", "given", "sent"),
    [
        ("sqs", "SendMessage", {"QueueUrl": "u", "MessageBody": {"a": [1, None]}}, {"MessageBody": '{"a":[1,null]}'}),
        ("sqs", "SendMessage", {"QueueUrl": "u", "MessageBody": "x", "DelaySeconds": "5"}, {"DelaySeconds": 5}),
        ("sqs", "SendMessage", {"queueUrl": "u", "MessageBody": 3, "DelaySeconds": None}, {"MessageBody": "3"}),
        ("stepfunctions", "StartExecution", {"StateMachineArn": "m", "Input": {}}, {"stateMachineArn": "m"}),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {"n": {"N": 5}}}, {"Key": {"n": {"N": "5"}}}),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {"b": {"B": "aGk="}}}, {"Key": {"b": {"B": b"hi"}}}),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {}, "ConsistentRead": "true"}, {"ConsistentRead": True}),
        ("s3", "PutObject", {"Bucket": "b", "Key": "k", "Body": {"a": 1}}, {"Body": b'{"a":1}'}),
        ("s3", "PutObject", {"Bucket": "b", "Key": "k", "Body": "aGk="}, {"Body": b"aGk="}),
        ("kms", "Encrypt", {"KeyId": "k", "Plaintext": "not base64"}, {"Plaintext": b"not base64"}),
        ("ssm", "GetParameters", {"Names": ["a", "b"]}, {"Names": ["a", "b"]}),
        ("rds", "StopDBInstance", {"DbInstanceIdentifier": "d"}, {"DBInstanceIdentifier": "d"}),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {"b": {"Nul": True}}}, {"Key": {"b": {"NULL": True}}}),
        ("sts", "GetCallerIdentity", {}, {}),
    ],
)
def test_arguments_are_converted_to_parameters(service: str, name: str, given: Any, sent: dict[str, Any]) -> None:
    found = to_parameters(operation(service, name).input_shape, given)
    assert {key: found[key] for key in sent} == sent
    assert "DelaySeconds" in sent or "DelaySeconds" not in found


@pytest.mark.parametrize(
    ("service", "name", "given", "message"),
    [
        ("sqs", "SendMessage", {"QueueUrl": "u"}, 'The field "MessageBody" is required but was missing'),
        ("stepfunctions", "StartExecution", {}, 'The field "StateMachineArn" is required but was missing'),
        ("sqs", "SendMessage", {"Loaf": 1}, 'The field "Loaf" is not supported by Step Functions'),
        ("sqs", "SendMessage", [1], "SendMessageRequest must be an object, not [1]"),
        ("ssm", "GetParameters", {"Names": "a"}, 'ParameterNameList must be a list, not "a"'),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": 1}, "Key must be an object, not 1"),
        ("sqs", "SendMessage", {"QueueUrl": "u", "MessageBody": "", "DelaySeconds": "x"}, "must be a number"),
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {}, "ConsistentRead": 1}, "must be true or false, not 1"),
    ],
)
def test_an_argument_that_does_not_fit_is_refused(service: str, name: str, given: Any, message: str) -> None:
    with pytest.raises(ShapeError, match=r".*") as refused:
        to_parameters(operation(service, name).input_shape, given)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("service", "name", "response", "result"),
    [
        ("stepfunctions", "StartExecution", {"executionArn": "a", "ResponseMetadata": {}}, {"ExecutionArn": "a"}),
        (
            "stepfunctions",
            "StartExecution",
            {"startDate": datetime(2026, 11, 24, 12, 0, 0, 5000, UTC)},
            {"StartDate": "2026-11-24T12:00:00.005Z"},
        ),
        ("s3", "GetObject", {"Body": io.BytesIO("Brötchen".encode())}, {"Body": "Brötchen"}),
        ("s3", "GetObject", {"Body": io.BytesIO(b"\xff")}, {"Body": "/w=="}),
        ("kms", "Encrypt", {"CiphertextBlob": b"hi"}, {"CiphertextBlob": "aGk="}),
        ("dynamodb", "GetItem", {"Item": {"b": {"BS": [b"hi"]}}}, {"Item": {"b": {"BS": ["aGk="]}}}),
        ("sqs", "DeleteMessage", {}, {}),
    ],
)
def test_a_response_is_converted_to_a_state_s_result(service: str, name: str, response: Any, result: Any) -> None:
    assert from_response(operation(service, name).output_shape, response, sdk=False) == result


def test_a_result_has_the_names_of_its_kind_of_integration() -> None:
    sent = operation("sqs", "SendMessage").output_shape
    assert from_response(sent, {"MD5OfMessageBody": "m"}, sdk=False) == {"MD5OfMessageBody": "m"}
    assert from_response(sent, {"MD5OfMessageBody": "m"}, sdk=True) == {"Md5OfMessageBody": "m"}
    found = operation("rds", "DescribeDBInstances").output_shape
    response = {"DBInstances": [{"DBInstanceArn": "a"}]}
    assert from_response(found, response, sdk=True) == {"DbInstances": [{"DbInstanceArn": "a"}]}
    item = {"Item": {"a": {"BOOL": True}}}
    assert from_response(operation("dynamodb", "GetItem").output_shape, item, sdk=True) == item
