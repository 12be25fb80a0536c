"""What AWS would refuse of a REST API's integrations: the machines and functions they call, and who lets them."""

from __future__ import annotations

import re

from aslant.errors import LocalError
from aslant.local.conditions import like
from aslant.local.grants import find_role
from aslant.local.registry import Registry, Resource
from aslant.local.resources.functions import FUNCTION, PERMISSION
from aslant.local.resources.machines import STATE_MACHINE
from aslant.local.rest.integration import LAMBDA, Integration
from aslant.local.rest.openapi import Definition

__all__ = ["check_targets"]

MACHINE = re.compile(r"arn:[^:\"\s]+:states:[^:\"\s]+:\d{12}:stateMachine:[\w-]+")
EXECUTION = re.compile(r"arn:[^:\"\s]+:states:[^:\"\s]+:\d{12}:execution:[\w-]+")


def check_targets(api: Resource, definition: Definition, registry: Registry) -> None:
    """Check what each method calls, and what authorizers call; a `LocalError` names the API and the method."""
    for method in definition.methods:
        place = f"{api.label}: {method.route.key}"
        integration = method.integration
        if integration.action is not None:
            _check_action(integration, registry, place)
        elif integration.function is not None:
            source = f"any/{method.route.key.replace(' ', '', 1)}"
            _check_function(api, integration.function, integration.credentials, source, registry, place)
    for name, scheme in definition.schemes.items():
        authorizer = scheme.get("x-amazon-apigateway-authorizer") or {}
        function = LAMBDA.fullmatch(str(authorizer.get("authorizerUri")))
        if function is not None:
            place = f"{api.label}: the security scheme {name!r}"
            credentials = authorizer.get("authorizerCredentials")
            _check_function(api, function[1], credentials, "authorizers/any", registry, place)


def _check_action(integration: Integration, registry: Registry, place: str) -> None:
    """The role, and each machine that the request's templates name."""
    action = f"states:{integration.action}"
    role = find_role(integration.credentials, registry, place, "credentials")
    role.require_trust("apigateway.amazonaws.com", {}, place)
    for template in integration.templates.values():
        for arn in MACHINE.findall(template):
            machine = registry.find(STATE_MACHINE, "arn", arn)
            if machine is None:
                raise LocalError(f"{place}: the state machine {arn!r} does not exist; write the `arn` of one")
            if integration.action == "StartSyncExecution" and machine.output("type") != "EXPRESS":
                raise LocalError(
                    f"{place}: {machine.label} is STANDARD, and only EXPRESS machines run synchronously; set "
                    "type='EXPRESS' or call StartExecution"
                )
            if integration.action in ("StartSyncExecution", "StartExecution"):
                role.require(action, arn, place, "the integration needs")
        for arn in EXECUTION.findall(template):
            role.require(action, f"{arn}:any", place, "the integration needs")


def _check_function(
    api: Resource, arn: str, credentials: str | None, source: str, registry: Registry, place: str
) -> None:
    """The function, and the role or the permission by which API Gateway may call it from a part of the API."""
    function = next((item for item in registry.of(FUNCTION) if _names(item, arn)), None)
    if function is None:
        raise LocalError(f"{place}: the function {arn!r} does not exist; pass the `invoke_arn` of one as uri")
    if credentials is not None:
        role = find_role(credentials, registry, place, "credentials")
        role.require_trust("apigateway.amazonaws.com", {}, place)
        role.require("lambda:InvokeFunction", arn, place, "API Gateway needs")
        return
    whole = f"{api.output('executionArn')}/{source}"
    for permission in registry.of(PERMISSION):
        given = permission.inputs
        if (
            given.get("principal") == "apigateway.amazonaws.com"
            and given.get("function") in (function.output("name"), function.output("arn"))
            and like(whole, str(given.get("sourceArn") or "*"))
        ):
            return
    raise LocalError(
        f"{place}: API Gateway may not call {function.label}; register a lambda Permission with principal "
        "apigateway.amazonaws.com and source_arn the API's `execution_arn` followed by '/*'"
    )


def _names(function: Resource, arn: str) -> bool:
    return arn == function.output("arn") or arn.startswith(f"{function.output('arn')}:")
