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
"""Seconds that a browser may be told to keep the answer to a preflight."""


def check_cors(api: RegisteredResource) -> None:
    """What API Gateway refuses in a `corsConfiguration` (API reference, "Cors")."""
    cors = api.inputs.get("corsConfiguration") or {}
    origins = cors.get("allowOrigins") or ()
    if cors.get("allowCredentials") and "*" in origins:
        raise LocalError(f"{api.label}: corsConfiguration has allowCredentials for the origin '*'; name the origins")
    for origin in origins:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s]+", str(origin)):
            raise LocalError(
                f"{api.label}: corsConfiguration has the origin {origin!r}; write a scheme and a host, such as "
                "'https://shop.example'"
            )
    age = cors.get("maxAge")
    if age is not None and not -1 <= age <= MAX_AGE:
        raise LocalError(f"{api.label}: corsConfiguration has maxAge {age}; it must be from -1 to {MAX_AGE} seconds")


def check_integration(integration: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    """An integration: where it leads and how values get there and back."""
    label, inputs = integration.label, integration.inputs
    subtype = inputs.get("integrationSubtype")
    served = subtype in SUBTYPES if subtype else bool(inputs.get("integrationUri"))
    if inputs.get("integrationType") != "AWS_PROXY" or not served:
        raise LocalError(
            f"{label}: integrationType {inputs.get('integrationType')!r} with integrationSubtype {subtype!r} is "
            f"not served here{did_you_mean(str(subtype), SUBTYPES)}; AWS_PROXY with {', '.join(SUBTYPES)} is, or with "
            "the integrationUri of a function"
        )
    timeout = integration.outputs["timeoutMilliseconds"]
    if not 50 <= timeout <= 30_000:
        raise LocalError(f"{label}: timeoutMilliseconds must be from 50 to 30000, not {timeout}")
    compile_changes(inputs.get("responseParameters") or (), f"{label}: responseParameters")
    version = integration.outputs.get("payloadFormatVersion")
    if not subtype:
        if version not in FORMATS:
            raise LocalError(f"{label}: payloadFormatVersion must be '1.0' or '2.0', not {version!r}")
        uri, role = ((key, inputs.get(key)) for key in ("integrationUri", "credentialsArn"))
        for source in _sources(integration, registry):
            check_call(label, uri, role, source, registry, account)
        return
    if version != "1.0":
        raise LocalError(f"{label}: payloadFormatVersion must be '1.0' for a service integration")
    _check_parameters(integration, subtype, registry)


def _sources(integration: RegisteredResource, registry: Registry) -> Iterator[str]:
    """The ARNs of the routes that lead to an integration, as API Gateway names them when it calls a function."""
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
                f"{integration.label}: requestParameters has {key!r}, which {name} does not know"
                f"{did_you_mean(key, subtype.known)}; it knows {', '.join(sorted(subtype.known))}"
            )
        compile_value(str(value), f"{integration.label}: requestParameters {key}")
    if not parameters.get(subtype.needed):
        wanted = "state machine" if subtype.needed == "StateMachineArn" else "execution, such as $request.body.arn"
        raise LocalError(f"{integration.label}: requestParameters lacks {subtype.needed}; pass the `arn` of a {wanted}")
    _check_target(integration, str(parameters[subtype.needed]), subtype, registry)


def _check_target(integration: RegisteredResource, arn: str, subtype: Subtype, registry: Registry) -> None:
    """The machine that an integration starts, or the execution it stops, and the role it does so with.

    The ARN may come from the request, as a whole or in part.
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
        raise LocalError(f"{label}: the state machine {arn!r} does not exist; pass the `arn` of one")
    if subtype.action == "states:StartSyncExecution" and machine.output("type") != "EXPRESS":
        raise LocalError(
            f"{label}: {machine.label} is STANDARD, and only EXPRESS machines run synchronously; set "
            "type='EXPRESS' or use StepFunctions-StartExecution"
        )
    role.require(subtype.action, arn, label, "the integration needs")


def check_routes(registry: Registry) -> None:
    """Each route has a key of its own and an integration of its API."""
    keys: dict[tuple[Any, str], RegisteredResource] = {}
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


def check_stage(stage: RegisteredResource, registry: Registry) -> None:
    """A stage: its settings name routes, and its access log has a place and a form."""
    keys = [str(item.inputs.get("routeKey")) for item in registry.of(ROUTE)]
    for settings in stage.inputs.get("routeSettings") or ():
        key = str(settings.get("routeKey"))
        if key not in keys:
            raise LocalError(
                f"{stage.label}: routeSettings are for {key!r}, which is no route{did_you_mean(key, keys)}; the routes "
                f"are {', '.join(map(repr, keys))}"
            )
    log = stage.inputs.get("accessLogSettings")
    if not log:
        return
    place = f"{stage.label}: accessLogSettings"
    compile_format(log.get("format"), place)
    arn = str(log.get("destinationArn"))
    name = log_group_name(arn)
    if ":firehose:" not in arn and registry.find(LOG_GROUP, "name", name) is None:
        raise LocalError(f"{place} name the log group {arn!r}, which does not exist; pass the `arn` of a LogGroup")


def stage_notes(stage: RegisteredResource) -> Iterator[str]:
    """What a stage says that does not mean what it seems to."""
    inputs = stage.inputs
    if not inputs.get("autoDeploy") and not inputs.get("deploymentId"):
        yield f"{stage.label}: on AWS it serves nothing without autoDeploy or a deployment"
    settings: list[tuple[str, Any]] = [("defaultRouteSettings", inputs.get("defaultRouteSettings"))]
    settings += [(f"routeSettings of {item.get('routeKey')!r}", item) for item in inputs.get("routeSettings") or ()]
    for place, item in settings:
        missing = [limit for limit in LIMITS if item and not item.get(limit)]
        if missing:
            yield (
                f"{stage.label}: {place} do not give {' and '.join(missing)}, which AWS takes for 0: every request is "
                "refused with 429 (pulumi-aws issue 2363); give both limits"
            )
