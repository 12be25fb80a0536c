"""The policy documents of the components' roles."""

import json
from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi
from aslant.aws.policies import LONGEST, execution_policy, fit, on_machines, policy, trust, write_logs
from aslant.errors import ArgsError
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
        document = execution_policy("x", text, account, given, [Statement(("a:B",), ("*",))])
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


def test_a_policy_is_as_long_as_iam_takes_white_space_aside() -> None:
    assert fit("x", "a " * LONGEST) == "a " * LONGEST
    with pytest.raises(ArgsError) as caught:
        fit("x", "a " * (LONGEST + 1))
    assert str(caught.value) == (
        "x: the policy of the workflow's role has at least 10,241 characters, and IAM accepts 10,240. Move a part "
        "of the workflow into a separate machine that it starts, or use fewer resources."
    )


def many_tables(name: Any) -> dict[str, Any]:
    """A workflow that reads from a hundred tables."""
    states = {
        f"Get{number}": {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:getItem",
            "Parameters": {"TableName": name(f"{'menu' * 30}{number}"), "Key": {}},
            **({"End": True} if number == 99 else {"Next": f"Get{number + 1}"}),
        }
        for number in range(100)
    }
    return {"StartAt": "Get0", "States": states}


def test_too_many_rights_are_told_before_anything_is_registered() -> None:
    def program() -> None:
        with pytest.raises(
            ArgsError, match=r"^StateMachineApi 'shop': the policy of the workflow's role has .* charac"
        ):
            StateMachineApi("shop", {"workflow": many_tables(str)})

    assert record(program).all == {}


def test_too_many_rights_that_are_known_later_are_told_then() -> None:
    workflow: Any = many_tables
    with pytest.raises(ArgsError, match=r"^StateMachineApi 'shop': the policy of the workflow's role has"):
        record(lambda: StateMachineApi("shop", {"workflow": workflow(pulumi.Output.from_input)}))


def test_a_condition_that_comes_out_of_an_output_is_written_in_one_order() -> None:
    def written(condition: Any) -> str:
        def program() -> None:
            statement = {"actions": ["a:B"], "resources": ["*"], "condition": pulumi.Output.from_input(condition)}
            done = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
            args: Any = {"workflow": done, "policy_statements": [statement]}
            StateMachineApi("shop", args)

        return str(record(program)["RolePolicy shop"].inputs["policy"])

    assert written({"Bool": {"b": "1", "a": "2"}, "Arn": {}}) == written({"Arn": {}, "Bool": {"a": "2", "b": "1"}})
