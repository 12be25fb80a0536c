from __future__ import annotations

from collections.abc import Callable

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"python3.13"', '"nodejs22.x"', "Function 'check' .*: the runtime 'nodejs22.x' does not run here"),
        ('"handler.handle"', '""', "Function 'check' .*: handler is missing"),
        ('role("check", "lambda.amazonaws.com")', 'role("check", "s")', "lambda.amazonaws.com may not assume its role"),
    ],
)
def test_what_aws_would_refuse_is_refused(
    load_program: Load, pizza_program: str, old: str, new: str, message: str
) -> None:
    assert old in pizza_program
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program.replace(old, new)), LocalAccount())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'permit("answer", answer, "/*/*")',
            "",
            r"Integration 'event' .*: aws:lambda/function:Function 'answer' .* does not let API Gateway call it; add a "
            r"Permission with the action lambda:InvokeFunction, the principal apigateway.amazonaws.com and a sourceArn "
            r"that matches arn:aws:execute-api:us-east-1:123456789012:\w{10}/\$default/GET/\w+$",
        ),
        (
            'answer, "/*/*"',
            'answer, "/*/POST/*"',
            "call it; aws:lambda/permission:Permission 'answer' .* does not; add",
        ),
        ("GET/executions/{name}", "GET/executions", r"matches .*/\$default/GET/executions/\{name\}$"),
        ('principal="apigateway.amazonaws.com"', 'principal="s3.amazonaws.com"', "does not let API Gateway call it"),
        ('"lambda:InvokeFunction",\n        function', '"lambda:GetFunction",\n        function', "does not let API"),
        ("function=called.name", 'function="other"', "does not let API Gateway call it"),
        ("integration_uri=called.invoke_arn", 'integration_uri="arn:x"', "integrationUri 'arn:x' is no function; pass"),
        (
            "integration_uri=called.invoke_arn",
            "integration_uri=called.arn.apply(lambda arn: arn + 'x')",
            "integrationUri names the function '.*:answerx', which does not exist; register it",
        ),
        ('permit("simple", decide', 'permit("simple", answer', "Authorizer 'simple' .*: .*'authorize' .* does not let"),
        ('"/authorizers/", simple.id', '"/authorizers/", policy.id', r"matches .*/authorizers/\w{6}$"),
    ],
)
def test_api_gateway_must_be_let_in(load_shop: Load, old: str, new: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(old, new), LocalAccount())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source_arn=pulumi", "source_account='123456789012', source_arn=pulumi"),
        ("function=called.name", "function=called.arn"),
        ('action="lambda:InvokeFunction"', 'action="lambda:*"'),
        ("integration_uri=called.invoke_arn", "integration_uri=called.arn"),
    ],
)
def test_a_permission_may_be_written_in_other_ways(load_shop: Load, old: str, new: str) -> None:
    check(load_shop(old, new), LocalAccount())


@pytest.mark.parametrize(("action", "allowed"), [("lambda:InvokeFunction", True), ("states:StartExecution", False)])
def test_a_role_stands_for_a_permission(load_shop: Load, action: str, allowed: bool) -> None:
    program = load_shop("integration_uri=", "credentials_arn=calls.arn, integration_uri=")
    policy = next(item for item in program if item.name == "calls" and "policy" in item.inputs)
    assert isinstance(policy.inputs, dict)
    policy.inputs["policy"] = policy.inputs["policy"].replace('"states:*"', f'["{action}", "states:*"]')
    if allowed:
        check(program, LocalAccount())
    else:
        with pytest.raises(LocalError, match=r"does not allow lambda:InvokeFunction on .*:function:"):
            check(program, LocalAccount())
