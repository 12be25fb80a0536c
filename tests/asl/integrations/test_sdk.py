"""Any action of the AWS SDK, and the names it goes by."""

from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import StateMachine, Task, this
from aslant.asl.integrations import aws_sdk
from aslant.errors import DefinitionError


def test_arguments_are_written_as_they_are_named() -> None:
    task = Task("Read", aws_sdk("s3", "getObject", Bucket="b", Key=this.key))
    assert StateMachine(task).to_dict()["States"]["Read"] == {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Parameters": {"Bucket": "b", "Key.$": "$.key"},
        "End": True,
    }


def test_a_call_without_arguments_hands_over_none_of_the_input() -> None:
    task = Task("List", aws_sdk("s3", "listBuckets"))
    assert StateMachine(task).to_dict()["States"]["List"]["Parameters"] == {}


def test_a_service_and_an_action_may_be_arguments_too() -> None:
    assert aws_sdk("x", "y", Service=1).arguments == {"Service": 1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: aws_sdk("S3", "getObject"), "in lower case; write 's3'"),
        (lambda: aws_sdk("", "getObject"), "in lower case; write 's3'"),
        (lambda: aws_sdk("secrets-manager", "getSecretValue"), "in lower case; write 'secretsmanager'"),
        (lambda: aws_sdk("stepfunctions", "startExecution"), "in lower case; write 'sfn'"),
        (lambda: aws_sdk("states", "startExecution"), "in lower case; write 'sfn'"),
        (lambda: aws_sdk("events", "putEvents"), "in lower case; write 'eventbridge'"),
        (lambda: aws_sdk("logs", "putLogEvents"), "in lower case; write 'cloudwatchlogs'"),
        (lambda: aws_sdk("cognito-idp", "adminGetUser"), "in lower case; write 'cognitoidentityprovider'"),
        (lambda: aws_sdk("elbv2", "describeRules"), "in lower case; write 'elasticloadbalancingv2'"),
        (lambda: aws_sdk("s3", "GetObject"), "an action is in camelCase; write 'getObject'"),
        (lambda: aws_sdk("s3", "get_object"), "an action is in camelCase; write 'getObject'"),
        (lambda: aws_sdk("s3", "list-objects-v2"), "an action is in camelCase; write 'listObjectsV2'"),
        (lambda: aws_sdk("s3", ""), "an action is in camelCase; write 'getObject'"),
        (lambda: aws_sdk("s3", "getObject", bucket="b"), "PascalCase, unlike 'bucket'; write Bucket"),
        (lambda: aws_sdk("s3", "getObject", version_id="b"), "PascalCase, unlike 'version_id'; write VersionId"),
    ],
)
def test_a_name_of_another_form_is_refused_with_the_right_one(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value).startswith("aws_sdk('")
    assert str(refused.value).endswith(message)
