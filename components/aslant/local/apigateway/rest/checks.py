"""Checks of the targets of a REST API: the machines and functions that it calls, and the permissions to do so."""

from __future__ import annotations

import re

from aslant.errors import LocalError
from aslant.local.apigateway.rest.integration import MethodIntegration
from aslant.local.apigateway.rest.openapi import RestApiDefinition
from aslant.local.checks.functions import check_call
from aslant.local.iam.grants import find_role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.machines import STATE_MACHINE

__all__ = ["check_targets"]

MACHINE = re.compile(r"arn:[^:\"\s]+:states:[^:\"\s]+:\d{12}:stateMachine:[\w-]+")
EXECUTION = re.compile(r"arn:[^:\"\s]+:states:[^:\"\s]+:\d{12}:execution:[\w-]+")


def check_targets(
    api: RegisteredResource, definition: RestApiDefinition, registry: Registry, account: LocalAccount
) -> None:
    """Check the targets of methods and authorizers. A `LocalError` begins with the API and the method."""
    arn = api.output("executionArn")
    for method in definition.methods:
        place = f"{api.label}: {method.route.key}"
        integration = method.integration
        if integration.action is not None:
            _check_action(integration, registry, place)
        elif integration.function is not None:
            source = f"{arn}/any/{method.route.key.replace(' ', '', 1)}"
            role = ("credentials", integration.credentials)
            check_call(place, ("uri", integration.function), role, source, registry, account)
    for name, scheme in definition.schemes.items():
        authorizer = scheme.get("x-amazon-apigateway-authorizer") or {}
        if authorizer.get("authorizerUri"):
            uri, role = ((key, authorizer.get(key)) for key in ("authorizerUri", "authorizerCredentials"))
            place = f"{api.label}: the security scheme {name!r}"
            check_call(place, uri, role, f"{arn}/authorizers/any", registry, account)


def _check_action(integration: MethodIntegration, registry: Registry, place: str) -> None:
    """Check the role, and each machine whose ARN is in a request template."""
    action = f"states:{integration.action}"
    role = find_role(integration.credentials, registry, place, "credentials")
    role.require_trust("apigateway.amazonaws.com", {}, place)
    for template in integration.templates.values():
        for arn in MACHINE.findall(template):
            machine = registry.find(STATE_MACHINE, "arn", arn)
            if machine is None:
                raise LocalError(f"{place}: the state machine {arn!r} does not exist. Use the `arn` of one.")
            if integration.action == "StartSyncExecution" and machine.output("type") != "EXPRESS":
                raise LocalError(
                    f"{place}: {machine.label} must be EXPRESS to run synchronously, not STANDARD. Set "
                    "type='EXPRESS' or call StartExecution."
                )
            if integration.action in ("StartSyncExecution", "StartExecution"):
                role.require(action, arn, place, "the integration needs")
        for arn in EXECUTION.findall(template):
            role.require(action, f"{arn}:any", place, "the integration needs")
