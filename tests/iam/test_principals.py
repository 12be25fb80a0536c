"""The principals of services that roles are passed to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.iam import Account, permissions
from aslant.iam.principals import PRINCIPALS, passed_to
from aslant.iam.sdk import _FILE

ROLE = "arn:aws:iam::111122223333:role/r"
OF_STEP_FUNCTIONS = {"eks-fargate-pods.amazonaws.com"}
"""Principals of the Step Functions Developer Guide (IAM policies for integrated services)."""


def managed() -> Iterator[str]:
    """Yield the principals in the conditions of AWS's managed policies."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    for policy in json.loads(aws_managed_policies_data).values():
        statements = policy["Document"]["Statement"]
        for statement in statements if isinstance(statements, list) else [statements]:
            for keys in statement.get("Condition", {}).values():
                for key, values in keys.items():
                    if key.lower() == "iam:passedtoservice":
                        yield from [values] if isinstance(values, str) else values


def test_each_principal_is_in_a_managed_policy() -> None:
    pytest.importorskip("moto", reason="the managed policies are moto's, and it is not installed")
    known = {principal.removesuffix("*") for principal in managed()} | OF_STEP_FUNCTIONS
    ours = {principal.removesuffix("*") for principals in PRINCIPALS.values() for principal in principals}
    assert ours - known == set()


def test_each_entry_is_for_a_service_and_a_member_with_a_role() -> None:
    prefixes, members = set(), set()
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        prefixes |= {row["prefix"]} if row["passes"] else set()
        members |= {f"{row['prefix']}:{member}" for member in row["passes"]}
    assert {key for key in PRINCIPALS if key not in (members if ":" in key else prefixes)} == set()


def test_members_are_grouped_by_their_principals() -> None:
    assert passed_to("ecs", ["TaskRoleArn", "ExecutionRoleArn", "InfrastructureRoleArn"]) == {
        ("ecs-tasks.amazonaws.com",): ["TaskRoleArn", "ExecutionRoleArn"],
        ("ecs.amazonaws.com",): ["InfrastructureRoleArn"],
    }
    assert passed_to("pizza", ["RoleArn"]) == {(): ["RoleArn"]}


@pytest.mark.parametrize(
    ("action", "arguments", "condition"),
    [
        ("sfn:createStateMachine", {"Name": "m", "RoleArn": ROLE}, {"StringEquals": "states.amazonaws.com"}),
        ("lambda:createFunction", {"FunctionName": "f", "Role": ROLE}, {"StringEquals": "lambda.amazonaws.com"}),
        ("glue:createJob", {"Name": "j", "Role": ROLE}, {"StringEquals": "glue.amazonaws.com"}),
        (
            "ecs:registerTaskDefinition",
            {"Family": "f", "TaskRoleArn": ROLE},
            {"StringEquals": "ecs-tasks.amazonaws.com"},
        ),
        (
            "synthetics:createCanary",
            {"Name": "c", "ExecutionRoleArn": ROLE},
            {"StringEquals": ["lambda.amazonaws.com", "synthetics.amazonaws.com"]},
        ),
        (
            "emr:runJobFlow",
            {"Name": "c", "JobFlowRole": ROLE},
            {"StringLike": "ec2.amazonaws.com*"},
        ),
        ("comprehend:startTopicsDetectionJob", {"DataAccessRoleArn": ROLE}, None),
        (
            "rds:startExportTask",
            {"SourceArn": "arn:aws:rds:eu-west-1:111122223333:snapshot:s", "IamRoleArn": ROLE, "KmsKeyId": "k"},
            {"StringEquals": ["export.rds.amazonaws.com", "rds.amazonaws.com"]},
        ),
        (
            "iam:addRoleToInstanceProfile",
            {"InstanceProfileName": "p", "RoleName": "r"},
            {"StringEquals": "ec2.amazonaws.com"},
        ),
    ],
)
def test_a_role_is_only_passed_to_its_service(action: str, arguments: dict[str, Any], condition: Any) -> None:
    task = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": arguments, "End": True}
    found = permissions({"StartAt": "Go", "States": {"Go": task}}, account=Account("aws", "eu-west-1", "111122223333"))
    [passing] = [statement for statement in found if statement.actions == ("iam:PassRole",)]
    assert passing.resources == (ROLE,)
    expected = condition and {test: {"iam:PassedToService": value} for test, value in condition.items()}
    assert passing.condition == expected


@pytest.mark.parametrize(
    ("action", "arguments", "services"),
    [
        (
            "createCluster",
            {"ServiceRole": "s", "JobFlowRole": "j", "AutoScalingRole": "a"},
            {"s": "elasticmapreduce", "j": "ec2", "a": "application-autoscaling"},
        ),
        ("addStep", {"ClusterId": "c", "ExecutionRoleArn": ROLE}, {"r": "elasticmapreduce"}),
    ],
)
def test_each_role_of_emr_is_passed_to_its_service(
    action: str, arguments: dict[str, Any], services: dict[str, str]
) -> None:
    task = {"Type": "Task", "Resource": f"arn:aws:states:::elasticmapreduce:{action}", "Parameters": arguments}
    found = permissions({"StartAt": "Go", "States": {"Go": task}}, account=Account("aws", "eu-west-1", "111122223333"))
    passed = {statement.resources: statement.condition for statement in found if statement.actions == ("iam:PassRole",)}
    assert passed == {
        (f"arn:aws:iam::111122223333:role/{role}",): {
            "StringLike": {"iam:PassedToService": f"{service}.amazonaws.com*"}
        }
        for role, service in services.items()
    }
