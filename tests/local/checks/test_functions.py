from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]
Changes = dict[str, Any]

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
SOURCE = "arn:aws:execute-api:us-east-1:123456789012:*"
UNTRUSTED = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s"}}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"Function check": {"runtime": "nodejs22.x"}},
            "Function 'check' .*: the runtime 'nodejs22.x' does not run here",
        ),
        ({"Function check": {"handler": ""}}, "Function 'check' .*: handler is missing"),
        ({"Role check": {"assumeRolePolicy": UNTRUSTED}}, "lambda.amazonaws.com may not assume its role"),
    ],
)
def test_a_function_that_cannot_run_is_refused(
    load_program: Load, pizza_program: str, changes: Changes, message: str
) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program, changes), LocalAccount())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"Permission answer": {"function": "other"}},
            r"Integration 'event' .*: aws:lambda/function:Function 'answer' .* does not allow API Gateway to call it. "
            r"Add a Permission with the action lambda:InvokeFunction, the principal apigateway.amazonaws.com and a "
            r"sourceArn that matches arn:aws:execute-api:us-east-1:123456789012:\w{10}/\$default/GET/\w+\.$",
        ),
        (
            {"Permission answer": {"sourceArn": f"{SOURCE}/*/POST/*"}},
            r"call it, nor does aws:lambda/permission:Permission 'answer' .*\. Add",
        ),
        (
            {"Permission executions": {"sourceArn": f"{SOURCE}/*/GET/executions"}},
            r"matches .*/\$default/GET/executions/\{name\}\.$",
        ),
        ({"Permission *": {"principal": "s3.amazonaws.com"}}, "does not allow API Gateway to call it"),
        ({"Permission *": {"action": "lambda:GetFunction"}}, "does not allow API Gateway to call it"),
        ({"Permission *": {"function": "other"}}, "does not allow API Gateway to call it"),
        (
            {"Integration event": {"integrationUri": "arn:x"}},
            "integrationUri must be a function's ARN, not 'arn:x'. Pass",
        ),
        (
            {"Integration event": {"integrationUri": f"{FUNCTION}answerx"}},
            "integrationUri names the function '.*:answerx', which does not exist. Register it",
        ),
        ({"Permission simple": {"function": "answer"}}, "Authorizer 'simple' .*: .*'authorize' .* does not allow"),
        ({"Permission simple": {"sourceArn": f"{SOURCE}/authorizers/other"}}, r"matches .*/authorizers/\w{6}\.$"),
    ],
)
def test_api_gateway_needs_a_permission_to_call_a_function(load_shop: Load, changes: Changes, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(changes), LocalAccount())


@pytest.mark.parametrize(
    "changes",
    [
        {"Permission *": {"sourceAccount": "123456789012"}},
        {f"Permission {name}": {"function": FUNCTION + name} for name in ("answer", "executions")},
        {"Permission *": {"action": "lambda:*"}},
        {f"Integration {name}": {"integrationUri": f"{FUNCTION}answer"} for name in ("event", "old")},
    ],
)
def test_a_permission_can_be_written_in_several_ways(load_shop: Load, changes: Changes) -> None:
    check(load_shop(changes), LocalAccount())


@pytest.mark.parametrize(("action", "allowed"), [("lambda:InvokeFunction", True), ("states:StartExecution", False)])
def test_a_role_replaces_a_permission(load_shop: Load, action: str, allowed: bool) -> None:
    allow = {"Effect": "Allow", "Action": [action, "states:*"], "Resource": "*"}
    role = {"credentialsArn": "arn:aws:iam::123456789012:role/calls"}
    changes: Changes = {"RolePolicy calls": {"policy": {"Statement": [allow]}}}
    changes |= {f"Integration {name}": role for name in ("event", "old", "executions")}
    program = load_shop({**changes, "Permission answer": {"function": "other"}})
    if allowed:
        check(program, LocalAccount())
    else:
        with pytest.raises(LocalError, match=r"does not allow lambda:InvokeFunction on .*:function:"):
            check(program, LocalAccount())
