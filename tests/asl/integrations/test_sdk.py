"""Tests for calls of the AWS SDK."""

from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import StateMachine, Task, this
from aslant.asl.integrations import aws_sdk
from aslant.errors import DefinitionError


def test_arguments_keep_their_names() -> None:
    task = Task("Read", aws_sdk("s3", "getObject", Bucket="b", Key=this.key))
    assert StateMachine(task).to_dict()["States"]["Read"] == {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Parameters": {"Bucket": "b", "Key.$": "$.key"},
        "End": True,
    }


def test_a_call_without_arguments_passes_no_input() -> None:
    task = Task("List", aws_sdk("s3", "listBuckets"))
    assert StateMachine(task).to_dict()["States"]["List"]["Parameters"] == {}


def test_service_and_action_are_valid_argument_names() -> None:
    assert aws_sdk("x", "y", Service=1).arguments == {"Service": 1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: aws_sdk("S3", "getObject"), "in lower case. Write 's3'."),
        (lambda: aws_sdk("", "getObject"), "in lower case. Write 's3'."),
        (lambda: aws_sdk("secrets-manager", "getSecretValue"), "in lower case. Write 'secretsmanager'."),
        (lambda: aws_sdk("stepfunctions", "startExecution"), "in lower case. Write 'sfn'."),
        (lambda: aws_sdk("states", "startExecution"), "in lower case. Write 'sfn'."),
        (lambda: aws_sdk("events", "putEvents"), "in lower case. Write 'eventbridge'."),
        (lambda: aws_sdk("logs", "putLogEvents"), "in lower case. Write 'cloudwatchlogs'."),
        (lambda: aws_sdk("cognito-idp", "adminGetUser"), "in lower case. Write 'cognitoidentityprovider'."),
        (lambda: aws_sdk("elbv2", "describeRules"), "in lower case. Write 'elasticloadbalancingv2'."),
        (lambda: aws_sdk("s3", "GetObject"), "the action must be in camelCase. Write 'getObject'."),
        (lambda: aws_sdk("s3", "get_object"), "the action must be in camelCase. Write 'getObject'."),
        (lambda: aws_sdk("s3", "list-objects-v2"), "the action must be in camelCase. Write 'listObjectsV2'."),
        (lambda: aws_sdk("s3", ""), "the action must be in camelCase. Write 'getObject'."),
        (lambda: aws_sdk("s3", "getObject", bucket="b"), "PascalCase, not 'bucket'. Write Bucket."),
        (lambda: aws_sdk("s3", "getObject", version_id="b"), "PascalCase, not 'version_id'. Write VersionId."),
    ],
)
def test_an_invalid_name_is_refused_with_the_valid_one(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value).startswith("aws_sdk('")
    assert str(refused.value).endswith(message)
