"""`POST /moto-api/reset` restores what was served at the start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .conftest import write
from .serving import Serving, serving

PROGRAM = """\
import json

import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
role = aws.iam.Role("r", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
states = {"Wait": {"Type": "Wait", "Seconds": 300, "End": True}}
definition = json.dumps({"StartAt": "Wait", "States": states})
aws.sfn.StateMachine("waits", name="waits", role_arn=role.arn, definition=definition, tags={"a": "b"})
aws.sfn.Activity("work", name="work")
aws.dynamodb.Table(
    "orders",
    name="orders",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
)
"""
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(write(tmp_path_factory.mktemp("reset"), PROGRAM)) as serving_:
        yield serving_


def ask(served: Serving, target: str, service: str = "states", **parameters: Any) -> Any:
    headers = {
        "x-amz-target": target,
        "authorization": SIGNED.format(service),
        "content-type": "application/x-amz-json-1.0",
    }
    return httpx.post(served.aws_url, json=parameters, headers=headers).json()


def test_what_clients_have_made_or_changed_is_gone_after_a_reset(served: Serving) -> None:
    def states(action: str, **parameters: Any) -> Any:
        return ask(served, f"AWSStepFunctions.{action}", **parameters)

    def described() -> Any:
        machine = states("DescribeStateMachine", stateMachineArn=f"{ARN}waits")
        return machine, states("ListTagsForResource", resourceArn=f"{ARN}waits"), states("ListStateMachines")

    before = described()
    states("CreateStateMachine", name="new", definition=PASS, roleArn="arn:aws:iam::123456789012:role/r")
    states("UpdateStateMachine", stateMachineArn=f"{ARN}waits", definition=PASS)
    states("UntagResource", resourceArn=f"{ARN}waits", tagKeys=["a"])
    states("CreateActivity", name="more")
    execution = states("StartExecution", stateMachineArn=f"{ARN}waits", name="first")["executionArn"]
    ask(served, "DynamoDB_20120810.PutItem", "dynamodb", TableName="orders", Item={"id": {"S": "1"}})
    assert described() != before
    response = httpx.post(f"{served.aws_url}/moto-api/reset")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert described() == before
    assert [item["name"] for item in states("ListActivities")["activities"]] == ["work"]
    assert states("DescribeExecution", executionArn=execution)["__type"].endswith("#ExecutionDoesNotExist")
    assert states("StartExecution", stateMachineArn=f"{ARN}waits", name="first")["executionArn"] == execution
    scanned = ask(served, "DynamoDB_20120810.Scan", "dynamodb", TableName="orders")
    assert scanned["Items"] == []
