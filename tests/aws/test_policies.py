"""The policy documents of the components' roles."""

import json
from typing import Any

import pulumi

from aslant.aws.policies import execution_policy, on_machines, policy, trust, write_logs
from aslant.iam import Account, Statement
from tests.aws.recording import record

ALLOW = {"Effect": "Allow"}


def only(document: str) -> dict[str, Any]:
    [statement] = json.loads(document)["Statement"]
    return statement  # type: ignore[no-any-return]


def test_a_policy_is_of_the_current_version() -> None:
    assert json.loads(policy([ALLOW])) == {"Version": "2012-10-17", "Statement": [ALLOW]}


def test_a_service_may_take_a_role_with_or_without_a_condition() -> None:
    free = {"Effect": "Allow", "Principal": {"Service": "x.amazonaws.com"}, "Action": "sts:AssumeRole"}
    assert only(trust("x.amazonaws.com")) == free
    condition = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    assert only(trust("x.amazonaws.com", condition)) == {**free, "Condition": condition}


def test_one_machine_and_one_log_group() -> None:
    assert only(on_machines({"states:StartSyncExecution": ["arn:m"]})) == {
        "Effect": "Allow",
        "Action": ["states:StartSyncExecution"],
        "Resource": ["arn:m"],
    }
    assert write_logs("arn:g").to_dict() == {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": ["arn:g:*"],
    }


def test_an_execution_policy_is_read_off_the_resolved_definition() -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {"TableName": "menu"}}

    def program() -> None:
        text = pulumi.Output.from_input(json.dumps({"States": {"Get": task}}))
        account = pulumi.Output.from_input(Account("aws-cn", "cn-north-1", "111122223333"))
        given = [{"actions": ["b:C"], "resources": [pulumi.Output.from_input("arn:own")]}]
        document = execution_policy(text, account, given, [Statement(("a:B",), ("*",))])
        pulumi.export("policy", document)

    assert json.loads(record(program).exports["policy"].value)["Statement"] == [
        {"Effect": "Allow", "Action": ["b:C"], "Resource": ["arn:own"]},
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem"],
            "Resource": ["arn:aws-cn:dynamodb:cn-north-1:111122223333:table/menu"],
        },
        {"Effect": "Allow", "Action": ["a:B"], "Resource": ["*"]},
    ]
