from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.services.rights import Needed, Principal, Rights, needed
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry

TRUST = {
    "assumeRolePolicy": {
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
    }
}
ROLE = "arn:aws:iam::123456789012:role/kitchen/baker"
SQS = "arn:aws:sqs:us-east-1:123456789012"
BAKER = Principal(ROLE, "oven")
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret"  # noqa: S105  # an ARN


def rights(*statements: dict[str, Any]) -> Rights:
    registry = Registry()
    registry.add(RegisteredResource("urn:role", "aws:iam/role:Role", "baker", TRUST, {"name": "baker", "arn": ROLE}))
    document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **item} for item in statements]})
    policy = RegisteredResource("urn:p", "aws:iam/rolePolicy:RolePolicy", "p", {"policy": document}, {"role": "baker"})
    registry.add(policy)
    secret = {"name": "recipe", "arn": f"{SECRET}:recipe-abcdef"}
    registry.add(RegisteredResource("urn:s", "aws:secretsmanager/secret:Secret", "s", {}, secret))
    return Rights(registry)


def test_an_allowed_action_is_not_denied() -> None:
    found = rights({"Action": "sqs:SendMessage", "Resource": f"{SQS}:orders"})
    assert found.denial(BAKER, Needed("sqs:SendMessage", f"{SQS}:orders")) is None
    assert found.allows(ROLE, "sqs:SendMessage", f"{SQS}:orders")
    assert not found.allows(ROLE, "sqs:SendMessage", f"{SQS}:other")


@pytest.mark.parametrize(
    ("right", "message"),
    [
        (
            Needed("sqs:SendMessage", f"{SQS}:other"),
            f"perform: sqs:sendmessage on resource: {SQS}:other because no identity-based policy allows the "
            "sqs:sendmessage action",
        ),
        (Needed("sns:Publish", "arn:t"), "SNS:Publish on resource: arn:t because no identity-based policy allows the "),
        (Needed("s3:GetObject", "arn:aws:s3:::b/k"), 's3:GetObject on resource: "arn:aws:s3:::b/k" because no '),
        (Needed("sqs:DeleteQueue", f"{SQS}:orders"), "with an explicit deny in an identity-based policy"),
        (Needed("secretsmanager:GetSecretValue", f"{SECRET}:recipe-??????"), f"{SECRET}:recipe-abcdef because"),
    ],
)
def test_a_denial_has_the_message_of_aws(right: Needed, message: str) -> None:
    found = rights(
        {"Action": "sqs:*", "Resource": f"{SQS}:orders"},
        {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"},
    )
    denial = found.denial(BAKER, right)
    assert denial is not None
    assert denial.message.startswith("User: arn:aws:sts::123456789012:assumed-role/baker/oven is not authorized to ")
    assert message in denial.message


def test_the_session_of_an_execution_has_a_generated_name() -> None:
    context = {"Execution": {"RoleArn": ROLE, "Id": "arn:aws:states:::execution:m:x"}}
    assert len(Principal.of_execution(context).session) == 32


def test_unknown_resources_and_unregistered_roles_are_not_denied() -> None:
    found = rights({"Action": "sqs:*", "Resource": "*"})
    assert found.denial(BAKER, Needed("batch:TerminateJob", "arn:aws:batch:us-east-1:123456789012:job/*")) is None
    assert found.denial(Principal("arn:aws:iam::123456789012:role/other", "x"), Needed("a:B", "c")) is None
    assert found.denial(BAKER, Needed("batch:DescribeJobs", "*")) is not None


@pytest.mark.parametrize(
    ("resource", "arguments", "expected"),
    [
        ("sqs:sendMessage", {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/o"}, [f"{SQS}:o"]),
        ("lambda:invoke", {"FunctionName": "oven"}, ["arn:aws:lambda:us-east-1:123456789012:function:oven"]),
        ("aws-sdk:sfn:startExecution", {"stateMachineArn": "arn:aws:states:::m"}, ["arn:aws:states:::m"]),
        ("aws-sdk:sfn:describeExecution", {"executionArn": "arn:aws:states:::e"}, ["arn:aws:states:::e"]),
        ("aws-sdk:sfn:describeExecution", {"ExecutionArn": "arn:aws:states:::e"}, ["arn:aws:states:::e"]),
        (
            "aws-sdk:dynamodb:batchWriteItem",
            {"RequestItems": {"a": [], "arn:aws:dynamodb:eu-west-1:1:table/b": []}},
            ["arn:aws:dynamodb:eu-west-1:1:table/b", "arn:aws:dynamodb:us-east-1:123456789012:table/a"],
        ),
        ("aws-sdk:dynamodb:batchGetItem", {}, []),
        ("aws-sdk:dynamodb:executeStatement", {"Statement": "SELECT * FROM a"}, []),
        ("aws-sdk:oven:bake", "{% not an object %}", []),
    ],
)
def test_a_call_needs_permissions_on_the_resources_it_names(resource: str, arguments: Any, expected: list[str]) -> None:
    found = needed(f"arn:aws:states:::{resource}", arguments, LocalAccount())
    assert [right.resource for right in found] == expected


def test_a_listing_has_its_prefix_as_a_condition_value() -> None:
    (listing,) = needed("arn:aws:states:::aws-sdk:s3:listObjectsV2", {"Bucket": "b", "Prefix": "in/"}, LocalAccount())
    assert listing.context == {"s3:prefix": "in/"}
