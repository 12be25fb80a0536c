from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.iam.policy import effect, is_allowed, read_policy, trusts

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:pizza"
START = "states:StartSyncExecution"


def allow(**elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", **elements}


def deny(**elements: Any) -> dict[str, Any]:
    return {"Effect": "Deny", **elements}


EVERYTHING = allow(Action="*", Resource="*")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], False),
        ([allow(Action=START, Resource=ARN)], True),
        ([allow(Action=["states:DescribeExecution", START], Resource=[ARN, "arn:other"])], True),
        ([allow(Action="STATES:startsyncexecution", Resource=ARN)], True),
        ([allow(Action="states:Start*", Resource="*")], True),
        ([allow(Action="states:Start????Execution", Resource="*")], True),
        ([allow(Action="states:Start???Execution", Resource="*")], False),
        ([allow(Action="states.*", Resource="*")], False),
        ([allow(Action=START, Resource=ARN.upper())], False),
        ([allow(Action=START, Resource="arn:aws:states:*:*:stateMachine:piz?a")], True),
        ([allow(Action=START, Resource=f"{ARN}:*")], False),
        ([allow(NotAction="states:*", Resource="*")], False),
        ([allow(NotAction="lambda:*", Resource="*")], True),
        ([allow(Action=START, NotResource=ARN)], False),
        ([allow(Action=START, NotResource="arn:other")], True),
        ([EVERYTHING, deny(Action=START, Resource=ARN)], False),
        ([deny(Action=START, Resource=ARN), EVERYTHING], False),
        ([EVERYTHING, deny(Action=START, NotResource=ARN)], True),
        ([EVERYTHING, deny(Action=START, NotResource="arn:other")], False),
        ([EVERYTHING, deny(NotAction="states:*", Resource="*")], True),
        ([EVERYTHING, deny(Action="*", Resource="*", Condition={"Bool": {"aws:Secure": "false"}})], True),
        ([allow(Action=START, Resource="*", Condition={"StringEquals": {"aws:Team": "pizza"}})], True),
        ([allow(Action=START, Resource="*", Condition={"StringEquals": {"aws:Team": "pasta"}})], False),
        ([allow(Action=START, Resource="arn:aws:states:*:*:stateMachine:${aws:Team}")], True),
    ],
)
def test_a_deny_overrides_an_allow_and_nothing_else_is_allowed(
    statements: list[dict[str, Any]], expected: bool
) -> None:
    assert is_allowed(statements, START, ARN, {"aws:Team": "pizza"}) is expected


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"Service": "states.amazonaws.com"}, True),
        ({"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}, True),
        ({"Service": "lambda.amazonaws.com"}, False),
        ({"AWS": "*"}, False),
        ("*", True),
    ],
)
def test_a_trust_policy_names_the_service_that_may_assume_the_role(principal: Any, expected: bool) -> None:
    statement = allow(Action="sts:AssumeRole", Principal=principal)
    assert trusts([statement], "states.amazonaws.com") is expected


def test_a_trust_policy_whose_condition_fails_trusts_nobody() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "1"}, "ArnLike": {"aws:SourceArn": "arn:a:b:c:d:*"}}
    statement = allow(Action="sts:AssumeRole", Principal={"Service": "s"}, Condition=condition)
    good = {"aws:SourceAccount": "1", "aws:SourceArn": "arn:a:b:c:d:machine"}
    assert trusts([statement], "s", good)
    assert not trusts([statement], "s", {**good, "aws:SourceAccount": "2"})
    assert not trusts([statement], "s", {})
    assert not trusts([statement, deny(Action="sts:*", NotPrincipal={"Service": "other"})], "s", good)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("nope", "p is not valid JSON: Expecting value"),
        ("{}", "p is not a policy document. Write an object with `Version` and a list `Statement`"),
        ({"Statement": []}, "p: Statement must not be empty"),
        ({"Statement": ["x"]}, "p, statement 1 must be an object, not 'x'"),
        (
            {"Statement": {"Effect": "allow", "Action": "*"}},
            "p, statement 1: Effect must be 'Allow' or 'Deny', not 'al",
        ),
        ({"Statement": allow(Resource="*")}, "p, statement 1 must have either Action or NotAction"),
        (
            {"Statement": [EVERYTHING, allow(Action="*", Resouce="*")]},
            "p, statement 2: IAM does not support the element R",
        ),
    ],
)
def test_a_policy_that_iam_refuses_is_an_error(document: Any, message: str) -> None:
    with pytest.raises(LocalError, match=f"^{message}"):
        read_policy(document, "p")


def test_a_policy_may_be_a_string_with_a_single_statement() -> None:
    assert read_policy(json.dumps({"Statement": EVERYTHING}), "p") == (EVERYTHING,)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([EVERYTHING], "Allow"),
        ([EVERYTHING, deny(Action="s:*", Resource="*")], "Deny"),
        ([allow(Action="other:*", Resource="*")], None),
    ],
)
def test_policies_allow_deny_or_have_no_effect(statements: list[Any], expected: str | None) -> None:
    assert effect(statements, "s:Do", "arn:x") == expected
