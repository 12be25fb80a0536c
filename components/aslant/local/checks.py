"""What AWS would refuse, at deployment or when the first request comes: references, roles and definitions.

Each function checks one kind of resource and raises a `LocalError` that names the resource, the rule and the
repair; `check` runs them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aslant.errors import AslantError, LocalError, PermissionsError, did_you_mean
from aslant.local.account import Account
from aslant.local.grants import Role, find_role
from aslant.local.mapping import compile_value
from aslant.local.registry import Registry, Resource
from aslant.local.resources.apis import INTEGRATION, ROUTE, STAGE
from aslant.local.resources.functions import FUNCTION
from aslant.local.resources.logs import LOG_GROUP
from aslant.local.resources.machines import STATE_MACHINE
from aslant.local.resources.roles import ROLE
from aslant.local.routes import parse_route

if TYPE_CHECKING:
    from aslant.run import Program

__all__ = ["SUBTYPES", "check", "compile_definition", "notes"]

SUBTYPES: dict[str, tuple[str, frozenset[str]]] = {
    "StepFunctions-StartSyncExecution": (
        "states:StartSyncExecution",
        frozenset({"StateMachineArn", "Name", "Input", "Region", "TraceHeader"}),
    ),
    "StepFunctions-StartExecution": (
        "states:StartExecution",
        frozenset({"StateMachineArn", "Name", "Input", "Region"}),
    ),
}
"""The integration subtypes that are served: the action each needs and the request parameters it knows
(API Gateway developer guide, "Integration subtype reference")."""

# Step Functions developer guide, "Logging in CloudWatch Logs": looked at when the machine is created.
LOG_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


def check(registry: Registry, account: Account) -> None:
    """Check everything that was registered; the first fault raises."""
    for role in registry.of(ROLE):
        Role(role, registry)
    for function in registry.of(FUNCTION):
        _check_function(function, registry, account)
    for machine in registry.of(STATE_MACHINE):
        if not machine.read:
            _check_machine(machine, registry, account)
    for integration in registry.of(INTEGRATION):
        _check_integration(integration, registry, account)
    _check_routes(registry)


def _check_function(function: Resource, registry: Registry, account: Account) -> None:
    if function.read:
        return
    role = find_role(function.inputs.get("role"), registry, function.label, "role")
    arn = function.output("arn")
    role.require_trust("lambda.amazonaws.com", {"aws:SourceAccount": account.id, "aws:SourceArn": arn}, function.label)
    runtime = function.inputs.get("runtime")
    if not str(runtime).startswith("python3."):
        raise LocalError(f"{function.label}: the runtime {runtime!r} does not run here; Python's do (python3.13)")
    if not function.inputs.get("handler"):
        raise LocalError(f"{function.label}: handler is missing; write module.function, such as handler.main")


def compile_definition(machine: Resource) -> tuple[dict[str, Any], Program]:
    """A machine's definition, read and compiled; a `LocalError` says why Step Functions would not take it."""
    from aslant.asl import from_dict
    from aslant.run import Program

    text = machine.inputs.get("definition")
    try:
        definition = json.loads(text) if isinstance(text, str) else None
    except ValueError as error:
        raise LocalError(f"{machine.label}: the definition is not JSON: {error}") from None
    if not isinstance(definition, dict):
        raise LocalError(f"{machine.label}: the definition must be the JSON text of an object with States")
    try:
        from_dict(definition)
        return definition, Program(definition)
    except AslantError as error:
        raise LocalError(f"{machine.label}: the definition is not valid: {error}") from None


def _check_machine(machine: Resource, registry: Registry, account: Account) -> None:
    arn = machine.output("arn")
    definition, _ = compile_definition(machine)
    type = machine.output("type")
    if type not in ("EXPRESS", "STANDARD"):
        raise LocalError(f"{machine.label}: type {type!r} must be 'EXPRESS' or 'STANDARD'")
    role = find_role(machine.inputs.get("roleArn"), registry, machine.label, "roleArn")
    context = {"aws:SourceAccount": account.id, "aws:SourceArn": arn}
    role.require_trust("states.amazonaws.com", context, machine.label)
    _check_logging(machine, role, registry)
    for action, resource, states in _needs(machine, definition, account):
        why = f"state {states[0]!r} needs" if states else "the definition needs"
        role.require(action, resource, machine.label, why)


def _needs(machine: Resource, definition: dict[str, Any], account: Account) -> Iterator[tuple[str, str, Any]]:
    """Each action and resource that the definition needs, as `aslant.iam` sees it."""
    from aslant import iam

    home = account.within(machine.outputs.get("region"))
    where = iam.Account(home.partition, home.region, home.id)
    try:
        statements = iam.permissions(definition, account=where)
    except PermissionsError:
        return  # nobody knows what such a task needs; it fails when it runs
    for statement in statements:
        resources = [str(resource) for resource in statement.resources]
        for resource in resources:
            if resource.removesuffix(":*") in resources and resource.endswith(":*"):
                continue  # versions and aliases of a function that is called without one
            for action in statement.actions:
                yield action, resource, statement.states


def _check_logging(machine: Resource, role: Role, registry: Registry) -> None:
    logging = machine.inputs.get("loggingConfiguration") or {}
    if logging.get("level") in (None, "OFF"):
        return
    destination = str(logging.get("logDestination") or "")
    if not destination.endswith(":*"):
        raise LocalError(f"{machine.label}: logDestination {destination!r} must be a log group's ARN followed by ':*'")
    if registry.find(LOG_GROUP, "arn", destination.removesuffix(":*")) is None:
        raise LocalError(
            f"{machine.label}: logDestination names the log group {destination!r}, which does not exist; "
            "register a LogGroup and pass its `arn` followed by ':*'"
        )
    for action in LOG_ACTIONS:
        role.require(action, "*", machine.label, "its logging needs")


def _check_integration(integration: Resource, registry: Registry, account: Account) -> None:
    label, inputs = integration.label, integration.inputs
    subtype = inputs.get("integrationSubtype")
    if inputs.get("integrationType") != "AWS_PROXY" or subtype not in SUBTYPES:
        raise LocalError(
            f"{label}: integrationType {inputs.get('integrationType')!r} with integrationSubtype {subtype!r} is "
            f"not served here{did_you_mean(str(subtype), SUBTYPES)}; AWS_PROXY with {', '.join(SUBTYPES)} is"
        )
    if integration.outputs.get("payloadFormatVersion") != "1.0":
        raise LocalError(f"{label}: payloadFormatVersion must be '1.0' for a service integration")
    timeout = integration.outputs["timeoutMilliseconds"]
    if not 50 <= timeout <= 30_000:
        raise LocalError(f"{label}: timeoutMilliseconds must be from 50 to 30000, not {timeout}")
    action, known = SUBTYPES[subtype]
    parameters = inputs.get("requestParameters") or {}
    for key, value in parameters.items():
        if key not in known:
            raise LocalError(
                f"{label}: requestParameters has {key!r}, which {subtype} does not know"
                f"{did_you_mean(key, known)}; it knows {', '.join(sorted(known))}"
            )
        compile_value(str(value), f"{label}: requestParameters {key}")
    _check_target(integration, parameters.get("StateMachineArn"), action, registry)


def _check_target(integration: Resource, arn: Any, action: str, registry: Registry) -> None:
    """The machine that an integration starts, and the role it does so with; `arn` may come from the request."""
    label = integration.label
    if not arn:
        raise LocalError(f"{label}: requestParameters lacks StateMachineArn; pass the `arn` of a state machine")
    role = find_role(integration.inputs.get("credentialsArn"), registry, label, "credentialsArn")
    # API Gateway sends no aws:SourceAccount and no aws:SourceArn when it assumes an integration's role.
    role.require_trust("apigateway.amazonaws.com", {}, label)
    if str(arn).startswith("$"):
        return
    machine = registry.find(STATE_MACHINE, "arn", arn)
    if machine is None:
        raise LocalError(f"{label}: the state machine {arn!r} does not exist; pass the `arn` of one")
    if action == "states:StartSyncExecution" and machine.output("type") != "EXPRESS":
        raise LocalError(
            f"{label}: {machine.label} is STANDARD, and only EXPRESS machines run synchronously; set "
            "type='EXPRESS' or use StepFunctions-StartExecution"
        )
    role.require(action, machine.output("arn"), label, "the integration needs")


def _check_routes(registry: Registry) -> None:
    keys: dict[tuple[Any, str], Resource] = {}
    for route in registry.of(ROUTE):
        key = str(route.inputs.get("routeKey"))
        parse_route(key, "", route.label)
        other = keys.setdefault((route.inputs.get("apiId"), key), route)
        if other is not route:
            raise LocalError(f"{route.label}: {other.label} has the route key {key!r} already")
        target = str(route.inputs.get("target") or "")
        integration = registry.find(INTEGRATION, "id", target.removeprefix("integrations/"))
        if not target.startswith("integrations/") or integration is None:
            raise LocalError(
                f"{route.label}: target {target!r} is no integration; write "
                "'integrations/' followed by the `id` of an Integration"
            )
        if integration.inputs.get("apiId") != route.inputs.get("apiId"):
            raise LocalError(f"{route.label}: {integration.label} belongs to another API")


def notes(registry: Registry) -> list[str]:
    """What is recorded but means nothing here, or works here and may not on AWS."""
    found = []
    unserved = (("corsConfiguration", "CORS"), ("routeSettings", "route settings"), ("authorizerId", "the authorizer"))
    for resource in registry:
        found += [f"{resource.label}: {what} is not applied here" for key, what in unserved if resource.inputs.get(key)]
        if resource.inputs.get("responseParameters"):
            found.append(f"{resource.label}: responseParameters are not applied here")
        if resource.type == STAGE and not resource.inputs.get("autoDeploy") and not resource.inputs.get("deploymentId"):
            found.append(f"{resource.label}: on AWS it serves nothing without autoDeploy or a deployment")
    for machine in registry.of(STATE_MACHINE):
        found += _undeclared(machine, registry)
    return found


def _undeclared(machine: Resource, registry: Registry) -> Iterator[str]:
    """Policies that AWS looks at when it creates a machine with logging, and that it may not find yet."""
    if (machine.inputs.get("loggingConfiguration") or {}).get("level") in (None, "OFF") or machine.read:
        return
    role = find_role(machine.inputs.get("roleArn"), registry, machine.label, "roleArn")
    for policy in role.policies:
        if policy.urn not in _all_dependencies(machine, registry):
            yield (
                f"{machine.label}: AWS checks its role's rights when it is created, but it does not depend on "
                f"{policy.label}; add depends_on"
            )


def _all_dependencies(resource: Resource, registry: Registry) -> set[str]:
    found: set[str] = set()
    waiting = [resource]
    while waiting:
        item = waiting.pop()
        fresh = set(item.dependencies) - found
        found |= fresh
        waiting += [other for urn in fresh if (other := registry.get(urn)) is not None]
    return found
