from __future__ import annotations

import json

import pytest

from aslant.local.credentials import function_key
from aslant.local.http import Request
from aslant.local.services.credential_scope import CredentialScope
from aslant.local.services.guard import Guard
from aslant.local.services.rights import Rights
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry

TRUST = {
    "assumeRolePolicy": {
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
    }
}
ROLE = "arn:aws:iam::123456789012:role/baker"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:oven"
KEY = function_key(ARN)
WHO = "User: arn:aws:sts::123456789012:assumed-role/baker/oven is not authorized to perform: "


@pytest.fixture
def guard() -> Guard:
    registry = Registry()
    registry.add(RegisteredResource("urn:role", "aws:iam/role:Role", "baker", TRUST, {"name": "baker", "arn": ROLE}))
    outputs = {"name": "oven", "arn": ARN}
    registry.add(RegisteredResource("urn:f", "aws:lambda/function:Function", "oven", {"role": ROLE}, outputs))
    return Guard(registry, Rights(registry), LocalAccount())


SEND = Request(
    "POST",
    "/",
    "",
    {"x-amz-target": "AmazonSQS.SendMessage"},
    b'{"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders"}',
)
PUBLISH = Request(
    "POST",
    "/",
    "",
    {"content-type": "application/x-www-form-urlencoded"},
    b"Action=Publish&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Anews",
)


def test_a_denial_for_a_json_protocol_is_json(guard: Guard) -> None:
    answer = guard.refusal(SEND, CredentialScope(KEY, "us-east-1", "sqs"))
    assert answer is not None
    body = json.loads(answer.body)
    assert (answer.status, body["__type"], dict(answer.headers)[b"x-amzn-errortype"]) == (
        403,
        "AccessDenied",
        b"AccessDenied",
    )
    assert body["message"].startswith(f"{WHO}sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:orders")


@pytest.mark.parametrize(
    ("request_", "service", "status", "start"),
    [
        (PUBLISH, "sns", 403, b"<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>User"),
        (Request("GET", "/b/k", "", {}, b""), "s3", 403, b"<Error><Type>Sender</Type><Code>AccessDenied</Code>"),
        (
            Request("POST", "/2015-03-31/functions/x/invocations", "", {}, b""),
            "lambda",
            403,
            b'{"__type": "AccessDeniedException"',
        ),
        (
            Request("POST", "/", "", {"x-amz-target": "AmazonSSM.GetParameter"}, b'{"Name": "x"}'),
            "ssm",
            400,
            b'{"__type": "AccessDeniedException"',
        ),
    ],
)
def test_each_service_has_its_own_form_of_a_denial(
    guard: Guard, request_: Request, service: str, status: int, start: bytes
) -> None:
    answer = guard.refusal(request_, CredentialScope(KEY, "us-east-1", service))
    assert answer is not None
    assert (answer.status, answer.body[: len(start)]) == (status, start)


@pytest.mark.parametrize(
    ("request_", "scope"),
    [
        (SEND, CredentialScope("test", "us-east-1", "sqs")),
        (SEND, CredentialScope("AKIAOTHER", "us-east-1", "sqs")),
        (Request("POST", "/", "", {}, b"Action=GetCallerIdentity"), CredentialScope(KEY, "us-east-1", "sts")),
        (Request("GET", "/b", "versioning", {}, b""), CredentialScope(KEY, "us-east-1", "s3")),
    ],
)
def test_the_developer_and_what_cannot_be_told_pass(guard: Guard, request_: Request, scope: CredentialScope) -> None:
    assert guard.refusal(request_, scope) is None
