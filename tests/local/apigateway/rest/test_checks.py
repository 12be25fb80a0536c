from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.checks import check_targets
from aslant.local.apigateway.rest.openapi import read_definition
from aslant.local.checks.functions import API_GATEWAY
from aslant.provider.account import LocalAccount
from aslant.provider.resources.apis import REST_API
from aslant.provider.resources.functions import FUNCTION, PERMISSION
from aslant.provider.resources.machines import STATE_MACHINE
from aslant.provider.resources.roles import ROLE, ROLE_POLICY

if TYPE_CHECKING:
    from .conftest import Register

ACCOUNT = "us-east-1:123456789012"
MACHINE = f"arn:aws:states:{ACCOUNT}:stateMachine:pizza"
EXECUTION = f"arn:aws:states:{ACCOUNT}:execution:pizza"
ROLE_ARN = "arn:aws:iam::123456789012:role/calls"
FUNCTION_ARN = f"arn:aws:lambda:{ACCOUNT}:function:f"
INVOKE = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION_ARN}/invocations"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def role(service: str = "apigateway.amazonaws.com") -> Any:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return ROLE, "calls", {"name": "calls", "assumeRolePolicy": document(trust)}


def allow(action: str, resource: str) -> Any:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return ROLE_POLICY, "rights", {"role": "calls", "policy": document(statement)}


def machine(type: str = "EXPRESS") -> Any:
    return STATE_MACHINE, "pizza", {"name": "pizza", "type": type}


def permission(**given: str) -> Any:
    return (
        PERMISSION,
        "permission",
        {"function": "f", "action": "lambda:InvokeFunction", "principal": API_GATEWAY, **given},
    )


def states(action: str, template: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "aws",
        "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:us-east-1:states:action/{action}",
        "credentials": ROLE_ARN,
        "requestTemplates": {"application/json": template},
        **more,
    }


START = states("StartSyncExecution", f'{{"stateMachineArn": "{MACHINE}"}}')
STOP = states("StopExecution", f'{{"executionArn": "{EXECUTION}:$name"}}')
CALL = {"type": "aws_proxy", "httpMethod": "POST", "uri": INVOKE}
F = (FUNCTION, "f", {"name": "f"})


def check(register: Register, integration: dict[str, Any], *resources: Any, **components: Any) -> None:
    body = {"openapi": "3.0.1", "paths": {"/": {"post": {"x-amazon-apigateway-integration": integration}}}}
    body["components"] = components
    registry = register((REST_API, "api", {}), *resources)
    check_targets(registry.of(REST_API)[0], read_definition(json.dumps(body), "api"), registry, LocalAccount())


FINE: list[tuple[dict[str, Any], list[Any]]] = [
    (START, [role(), allow("states:StartSyncExecution", MACHINE), machine()]),
    (STOP, [role(), allow("states:StopExecution", f"{EXECUTION}:*")]),
    (states("StartExecution", "$stageVariables.arn"), [role()]),
    (CALL, [F, permission()]),
    (CALL, [F, permission(function=FUNCTION_ARN)]),
    ({**CALL, "credentials": ROLE_ARN}, [F, role(), allow("lambda:InvokeFunction", FUNCTION_ARN)]),
    ({"type": "mock"}, []),
]


@pytest.mark.parametrize(("integration", "resources"), FINE)
def test_an_integration_with_permission_to_call_its_target_is_valid(
    register: Register, integration: dict[str, Any], resources: list[Any]
) -> None:
    check(register, integration, *resources)


NAME = f"{REST_API} 'api': POST /: "
CLOSED = f"{FUNCTION} 'f' does not allow API Gateway to call it"
FAULTS: list[tuple[dict[str, Any], list[Any], str]] = [
    ({**START, "credentials": None}, [], "credentials is missing. Pass the `arn` of a role"),
    (START, [], f"credentials is {ROLE_ARN!r}, a role that does not exist. Pass the `arn` of a registered role"),
    (START, [role("lambda.amazonaws.com")], f"apigateway.amazonaws.com may not assume its role, {ROLE} 'calls'. "),
    (START, [role()], f"the state machine {MACHINE!r} does not exist. Use the `arn` of one"),
    (
        START,
        [role(), machine("STANDARD")],
        f"{STATE_MACHINE} 'pizza' must be EXPRESS to run synchronously, not STANDARD. Set type='EXPRESS' or ",
    ),
    (
        START,
        [role(), allow("states:StartExecution", MACHINE), machine()],
        f"its role, {ROLE} 'calls', does not allow states:StartSyncExecution on {MACHINE}, which the integration needs",
    ),
    (
        STOP,
        [role(), allow("states:StopExecution", MACHINE)],
        f"its role, {ROLE} 'calls', does not allow states:StopExecution on {EXECUTION}:any, which the integration ",
    ),
    (CALL, [], f"uri names the function {FUNCTION_ARN!r}, which does not exist. Register it"),
    (
        CALL,
        [F],
        f"{CLOSED}. Add a Permission with the action lambda:InvokeFunction, the principal {API_GATEWAY} and a ",
    ),
    (CALL, [F, permission(principal="s3.amazonaws.com")], f"{CLOSED}, nor does {PERMISSION} 'permission'. Add a "),
    (CALL, [F, permission(action="lambda:GetFunction")], f"{CLOSED}, nor does {PERMISSION} 'permission'. Add a "),
    (CALL, [F, permission(sourceAccount="210987654321")], f"{CLOSED}, nor does {PERMISSION} 'permission'. Add a "),
    (CALL, [F, permission(qualifier="live")], f"{CLOSED}. Add a "),
    (CALL, [F, permission(function="g")], f"{CLOSED}. Add a "),
    (
        CALL,
        [F, permission(sourceArn=f"arn:aws:execute-api:{ACCOUNT}:other/*")],
        f"{CLOSED}, nor does {PERMISSION} 'permission'. Add a ",
    ),
    (
        {**CALL, "credentials": ROLE_ARN},
        [F, role()],
        f"its role, {ROLE} 'calls', does not allow lambda:InvokeFunction on {FUNCTION_ARN}, which it needs. Add a ",
    ),
]


@pytest.mark.parametrize(("integration", "resources", "fault"), FAULTS)
def test_the_error_for_a_target_that_cannot_be_called_says_why(
    register: Register, integration: dict[str, Any], resources: list[Any], fault: str
) -> None:
    with pytest.raises(LocalError) as caught:
        check(register, integration, *resources)
    assert str(caught.value).startswith(NAME + fault)


def test_api_gateway_needs_permission_to_call_the_function_of_an_authorizer(register: Register) -> None:
    schemes = {"asked": {"x-amazon-apigateway-authorizer": {"type": "request", "authorizerUri": INVOKE}}}
    check(register, {"type": "mock"}, F, permission(), securitySchemes=schemes)
    with pytest.raises(LocalError) as caught:
        check(register, {"type": "mock"}, F, securitySchemes=schemes)
    assert str(caught.value).startswith(
        f"{REST_API} 'api': the security scheme 'asked': {CLOSED}. Add a Permission with the action "
    )
