"""HTTP APIs: CORS, integrations, routes and stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.local.apigateway.access_log import compile_format, log_group_name
from aslant.local.apigateway.integration import SUBTYPES, Subtype
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.response_mapping import compile_changes
from aslant.local.apigateway.routes import parse_route
from aslant.local.apigateway.throttling import LIMITS
from aslant.local.checks.functions import API_GATEWAY, check_call
from aslant.local.iam.grants import find_role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import API, INTEGRATION, ROUTE, STAGE
from aslant.provider.resources.logs import LOG_GROUP
from aslant.provider.resources.machines import find_machine

__all__ = ["check_cors", "check_integration", "check_routes", "check_stage", "stage_notes"]

FORMATS = ("1.0", "2.0")

MAX_AGE = 86_400
"""The maximum time in seconds that a browser caches a preflight response."""


def check_cors(api: RegisteredResource) -> None:
    """Check an API's `corsConfiguration` (API reference, "Cors")."""
    cors = api.inputs.get("corsConfiguration") or {}
    origins = cors.get("allowOrigins") or ()
    if cors.get("allowCredentials") and "*" in origins:
        raise LocalError(f"{api.label}: corsConfiguration has allowCredentials for the origin '*'. List the origins.")
    for origin in origins:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s]+", str(origin)):
            raise LocalError(
                f"{api.label}: corsConfiguration has the origin {origin!r}. Write a scheme and a host, such as "
                "'https://shop.example'."
            )
    age = cors.get("maxAge")
    if age is not None and not -1 <= age <= MAX_AGE:
        raise LocalError(f"{api.label}: corsConfiguration: maxAge must be from -1 to {MAX_AGE} seconds, not {age}.")


def check_integration(integration: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    """Check an integration: its target, its parameters and its permissions."""
    label, inputs = integration.label, integration.inputs
    subtype = inputs.get("integrationSubtype")
    served = subtype in SUBTYPES if subtype else bool(inputs.get("integrationUri"))
    if inputs.get("integrationType") != "AWS_PROXY" or not served:
        raise LocalError(
            f"{label}: integrationType {inputs.get('integrationType')!r} with integrationSubtype {subtype!r} is "
            f"not served here. Use AWS_PROXY with the integrationUri of a function, or with {', '.join(SUBTYPES)}"
            f"{did_you_mean(str(subtype), SUBTYPES) or '.'}"
        )
    timeout = integration.outputs["timeoutMilliseconds"]
    if not 50 <= timeout <= 30_000:
        raise LocalError(f"{label}: timeoutMilliseconds must be from 50 to 30000, not {timeout}.")
    compile_changes(inputs.get("responseParameters") or (), f"{label}: responseParameters")
    version = integration.outputs.get("payloadFormatVersion")
    if not subtype:
        if version not in FORMATS:
            raise LocalError(f"{label}: payloadFormatVersion must be '1.0' or '2.0', not {version!r}.")
        uri, role = ((key, inputs.get(key)) for key in ("integrationUri", "credentialsArn"))
        for source in _sources(integration, registry):
            check_call(label, uri, role, source, registry, account)
        return
    if version != "1.0":
        raise LocalError(f"{label}: payloadFormatVersion must be '1.0' for a service integration, not {version!r}.")
    _check_parameters(integration, subtype, registry)


def _sources(integration: RegisteredResource, registry: Registry) -> Iterator[str]:
    """Yield the ARNs of an integration's routes, which API Gateway sends as aws:SourceArn when it calls a function."""
    api = registry.find(API, "id", integration.inputs.get("apiId"))
    stages = [item for item in registry.of(STAGE) if item.inputs.get("apiId") == integration.inputs.get("apiId")]
    for route in registry.of(ROUTE):
        if api is not None and route.inputs.get("target") == f"integrations/{integration.id}":
            method, _, path = str(route.inputs.get("routeKey")).partition(" ")
            for stage in [item.output("name") for item in stages] or ["$default"]:
                verb = "GET" if method == "ANY" else method
                yield f"{api.output('executionArn')}/{stage}/{verb}{path}"


def _check_parameters(integration: RegisteredResource, name: str, registry: Registry) -> None:
    subtype = SUBTYPES[name]
    parameters = integration.inputs.get("requestParameters") or {}
    for key, value in parameters.items():
        if key not in subtype.known:
            raise LocalError(
                f"{integration.label}: requestParameters has {key!r}, which {name} does not support. "
                f"It supports {', '.join(sorted(subtype.known))}{did_you_mean(key, subtype.known) or '.'}"
            )
        compile_value(str(value), f"{integration.label}: requestParameters {key}")
    if not parameters.get(subtype.needed):
        wanted = "a state machine" if subtype.needed == "StateMachineArn" else "an execution, as $request.body.arn"
        raise LocalError(f"{integration.label}: requestParameters lacks {subtype.needed}. Pass that of {wanted}.")
    _check_target(integration, str(parameters[subtype.needed]), subtype, registry)


def _check_target(integration: RegisteredResource, arn: str, subtype: Subtype, registry: Registry) -> None:
    """Check the machine that an integration starts, or the execution that it stops, and its role.

    The ARN can come from the request, completely or in part.
    """
    label = integration.label
    role = find_role(integration.inputs.get("credentialsArn"), registry, label, "credentialsArn")
    # API Gateway sends no aws:SourceAccount and no aws:SourceArn when it assumes an integration's role.
    role.require_trust(API_GATEWAY, {}, label)
    if arn.startswith("$"):
        return
    if subtype.needed == "ExecutionArn":
        sample = re.sub(r"\$\{[^}]*\}", "x", arn)
        role.require(subtype.action, sample, label, "the integration needs")
        return
    machine = find_machine(arn, registry)
    if machine is None:
        raise LocalError(f"{label}: the state machine {arn!r} does not exist. Pass the `arn` of a StateMachine.")
    if subtype.action == "states:StartSyncExecution" and machine.output("type") != "EXPRESS":
        raise LocalError(
            f"{label}: {machine.label} is STANDARD, and only EXPRESS machines run synchronously. Set "
            "type='EXPRESS', or use StepFunctions-StartExecution."
        )
    role.require(subtype.action, arn, label, "the integration needs")


def check_routes(registry: Registry) -> None:
    """Check that each route has a unique key and an integration of its API."""
    keys: dict[tuple[Any, str], RegisteredResource] = {}
    for route in registry.of(ROUTE):
        key = str(route.inputs.get("routeKey"))
        parse_route(key, "", route.label)
        other = keys.setdefault((route.inputs.get("apiId"), key), route)
        if other is not route:
            raise LocalError(f"{route.label}: {other.label} has the same route key {key!r}. Change one of them.")
        target = str(route.inputs.get("target") or "")
        integration = registry.find(INTEGRATION, "id", target.removeprefix("integrations/"))
        if not target.startswith("integrations/") or integration is None:
            raise LocalError(
                f"{route.label}: the integration in target {target!r} does not exist. Write "
                "'integrations/' followed by the `id` of an Integration."
            )
        if integration.inputs.get("apiId") != route.inputs.get("apiId"):
            raise LocalError(f"{route.label}: {integration.label} belongs to another API. Use one of the same API.")


def check_stage(stage: RegisteredResource, registry: Registry) -> None:
    """Check a stage: the routes of its settings, and its access log."""
    keys = [str(item.inputs.get("routeKey")) for item in registry.of(ROUTE)]
    for settings in stage.inputs.get("routeSettings") or ():
        key = str(settings.get("routeKey"))
        if key not in keys:
            raise LocalError(
                f"{stage.label}: routeSettings are for {key!r}, which is not a route. The routes are "
                f"{', '.join(map(repr, keys))}{did_you_mean(key, keys) or '.'}"
            )
    log = stage.inputs.get("accessLogSettings")
    if not log:
        return
    place = f"{stage.label}: accessLogSettings"
    compile_format(log.get("format"), place)
    arn = str(log.get("destinationArn"))
    name = log_group_name(arn)
    if ":firehose:" not in arn and registry.find(LOG_GROUP, "name", name) is None:
        raise LocalError(f"{place} name the log group {arn!r}, which does not exist. Pass the `arn` of a LogGroup.")


def stage_notes(stage: RegisteredResource) -> Iterator[str]:
    """Yield a note for each setting of a stage that has an unexpected effect."""
    inputs = stage.inputs
    if not inputs.get("autoDeploy") and not inputs.get("deploymentId"):
        yield f"{stage.label}: on AWS it serves nothing without autoDeploy or a deployment."
    settings: list[tuple[str, Any]] = [("defaultRouteSettings", inputs.get("defaultRouteSettings"))]
    settings += [(f"routeSettings of {item.get('routeKey')!r}", item) for item in inputs.get("routeSettings") or ()]
    for place, item in settings:
        missing = [limit for limit in LIMITS if item and not item.get(limit)]
        if missing:
            yield (
                f"{stage.label}: {place} do not set {' and '.join(missing)}, which is 0 on AWS: every request is "
                "refused with 429 (pulumi-aws issue 2363). Set both limits."
            )
