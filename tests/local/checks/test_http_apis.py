from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check, notes
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]
Changes = dict[str, Any]

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:"


def trust(service: str) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]}


def allow(action: str) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}


def mapped(**parameters: str | None) -> dict[str, Any]:
    """Return the change of the request parameters of the integration `order`."""
    return {"Integration order": {"requestParameters": parameters}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"Route order *": {"target": "nowhere/x"}},
            "Route 'order POST /' .*: the integration in target 'nowhere/x' does not exist",
        ),
        (
            {"Route echo ANY /echo": {"routeKey": "POST /"}},
            "Route 'echo ANY /echo' .*: .*Route 'order POST /' .* has the same route key 'POST /'",
        ),
        (
            {"Route selected *": {"routeKey": "FETCH /x"}},
            "Route 'selected POST /selected' .*: the route key 'FETCH /x' must be",
        ),
        (
            {"Integration order": {"integrationSubtype": "StepFunctions-StartSyncExecutions"}},
            "Did you mean 'StepFunctions-StartSyncExecution'",
        ),
        (
            {"Integration order": {"integrationType": "HTTP_PROXY"}},
            "Integration 'order' .*: integrationType 'HTTP_PROXY'",
        ),
        (
            {"Integration order": {"payloadFormatVersion": "2.0"}},
            "Integration 'order' .*: payloadFormatVersion must be '1.0'",
        ),
        (
            {"Integration order": {"timeoutMilliseconds": 30001}},
            "timeoutMilliseconds must be from 50 to 30000, not 30001",
        ),
        (mapped(Input=None, input="$request.body"), "requestParameters has 'input'.*Did you mean 'Input'"),
        (mapped(Name="$request.cookie.x"), "requestParameters Name: .* does not exist"),
        (mapped(StateMachineArn=None), "requestParameters lacks StateMachineArn"),
        (mapped(StateMachineArn="arn:nobody"), "the state machine 'arn:nobody' does not exist"),
        ({"StateMachine pizza": {"type": "STANDARD"}}, "'pizza' .* is STANDARD, and only EXPRESS"),
        ({"Integration order": {"credentialsArn": "arn:x"}}, "credentialsArn is 'arn:x', a role that does"),
        ({"Integration order": {"credentialsArn": None}}, "Integration 'order' .*: credentialsArn is missing"),
        (
            {"Role calls": {"assumeRolePolicy": trust("lambda.amazonaws.com")}},
            "apigateway.amazonaws.com may not assume its role",
        ),
        ({"RolePolicy calls": {"policy": allow("states:StopExecution")}}, "allow states:StartSync"),
        ({"Stage stage": {"apiId": "x", "name": "s"}}, "Stage 'stage' .*: the API 'x' does not exist"),
        ({"Api api": {"protocolType": "WEBSOCKET"}}, "Api 'api' .*: protocolType 'WEBSOCKET' is not supported"),
    ],
)
def test_an_invalid_resource_is_refused(load_program: Load, pizza_program: str, changes: Changes, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program, changes), LocalAccount())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        # CORS
        (
            {"Api api": {"corsConfiguration": {"maxAge": 86401}}},
            "corsConfiguration: maxAge must be from -1 to 86400 seconds, not 86401",
        ),
        (
            {"Api api": {"corsConfiguration": {"allowOrigins": ["shop.example"]}}},
            "corsConfiguration has the origin 'shop.example'. Write a scheme",
        ),
        (
            {"Api api": {"corsConfiguration": {"allowOrigins": ["*"], "allowCredentials": True}}},
            "has allowCredentials for the origin '\\*'. List the origins",
        ),
        # integrations
        ({"Integration event": {"payloadFormatVersion": "3.0"}}, "payloadFormatVersion must be '1.0' or '2.0'"),
        (
            {"Integration event": {"integrationUri": None}},
            "not served here. Use AWS_PROXY with the integrationUri of a function, or with ",
        ),
        (
            {
                "Integration sync": {
                    "responseParameters": [{"statusCode": "200", "mappings": {"append:header.via": "$context.stage"}}]
                }
            },
            "the header via is reserved by API Gateway",
        ),
        ({"Integration stop": {"requestParameters": {"ExecutionArn": None}}}, "requestParameters lacks ExecutionArn"),
        (
            {"Integration stop": {"requestParameters": {"StateMachineArn": "$request.body.executionArn"}}},
            "has 'StateMachineArn', which StepFunctions-StopExecution does",
        ),
        # stages
        (
            {
                "Stage stage": {
                    "routeSettings": [{"routeKey": "GET /twcie", "throttlingRateLimit": 1, "throttlingBurstLimit": 2}]
                }
            },
            "is not a route. The routes are .*. Did you mean 'GET /twice'",
        ),
        (
            {"Stage stage": {"accessLogSettings": {"format": "x"}}},
            r"accessLogSettings: the format of an access log must contain \$context",
        ),
        (
            {"Stage stage": {"accessLogSettings": {"destinationArn": "arn:x"}}},
            "name the log group 'arn:x', which does not",
        ),
    ],
)
def test_an_invalid_option_is_refused(load_shop: Load, changes: Changes, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(changes), LocalAccount())


def test_a_program_with_every_option_is_valid(load_shop: Load) -> None:
    registry = load_shop()
    check(registry, LocalAccount())
    assert notes(registry) == []


@pytest.mark.parametrize(
    ("arn", "refused"),
    [
        ("$request.body.executionArn", False),  # the execution is known only at run time
        ("arn:aws:states:us-east-1:123456789012:execution:record:${request.body.name}", True),
    ],
)
def test_a_role_must_allow_stopping_a_named_execution(load_shop: Load, arn: str, refused: bool) -> None:
    changes = {"Integration stop": {"requestParameters": {"ExecutionArn": arn}}}
    check(load_shop(changes), LocalAccount())
    program = load_shop({**changes, "RolePolicy calls": {"policy": allow("states:Start*")}})
    if refused:
        with pytest.raises(
            LocalError, match=r"does not allow states:StopExecution on arn:.*:execution:record:x, which"
        ):
            check(program, LocalAccount())
    else:
        check(program, LocalAccount())


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"Stage stage": {"defaultRouteSettings": {"throttlingBurstLimit": None}}},
            "defaultRouteSettings do not set throttlingBurstLimit, which is 0 on AWS",
        ),
        (
            {"Stage stage": {"routeSettings": [{"routeKey": "GET /twice", "throttlingBurstLimit": 2}]}},
            "routeSettings of 'GET /twice' do not set throttlingRateLimit, which is 0 on AWS: every request is "
            "refused with 429 (pulumi-aws issue 2363). Set both limits.",
        ),
        ({"Stage stage": {"autoDeploy": None}}, "on AWS it serves nothing without autoDeploy or a deployment"),
        (
            {"Integration event": {"requestParameters": {"overwrite:path": "/x"}}},
            "requestParameters of a function's integration are not applied here",
        ),
    ],
)
def test_a_setting_with_an_unexpected_effect_is_noted(load_shop: Load, changes: Changes, note: str) -> None:
    registry = load_shop(changes)
    check(registry, LocalAccount())
    assert note in notes(registry)[0]


@pytest.mark.parametrize(("suffix", "known"), [("", True), (":1", True), (":live", True), (":dead", False)])
def test_an_integration_can_start_a_version_or_an_alias(
    load_program: Load, pizza_program: str, suffix: str, known: bool
) -> None:
    alias = """
routing = [{"state_machine_version_arn": pulumi.Output.concat(pizza.arn, ":1"), "weight": 100}]
live = aws.sfn.Alias("live", name="live", routing_configurations=routing)
"""
    changes = mapped(StateMachineArn=f"{MACHINE}pizza{suffix}")
    registry = load_program(pizza_program + alias, changes)
    if known:
        check(registry, LocalAccount())
    else:
        with pytest.raises(LocalError, match=r"the state machine '.*:pizza:dead' does not exist"):
            check(registry, LocalAccount())
