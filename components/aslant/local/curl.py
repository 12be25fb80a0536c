"""Lines to try the APIs with: for each route one that can be pasted into a shell as it is.

A part of a path that has to be filled in stands there in capital letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.local.credentials import ACCESS_KEY, SECRET_KEY
from aslant.local.http_api import Api
from aslant.local.registry import Registry, Resource
from aslant.local.resources.apis import AUTHORIZER, INTEGRATION, ROUTE
from aslant.local.resources.machines import unqualified
from aslant.local.routes import Route

if TYPE_CHECKING:
    from aslant.local.deployment import Deployment
    from aslant.local.rest import RestApi

__all__ = ["EXECUTION", "http_lines", "rest_lines", "sample_body", "sample_path"]

EXECUTION = "NAME"
"""What stands in lines for the name of an execution, and for nothing else."""

VERBS = {"ANY": "", "GET": "", "HEAD": "-I ", "POST": ""}
"""The options for methods that curl chooses by itself, or that are more than a word to it."""
JSON_TYPE = "-H 'Content-Type: application/json' "
IN_ORDER = ("POST", "PUT", "PATCH", "ANY", "GET", "HEAD", "OPTIONS", "DELETE")
WITHOUT_BODY = ("GET", "HEAD", "DELETE", "OPTIONS")


def http_lines(deployment: Deployment, api: Api, examples: list[Any]) -> Iterator[str]:
    """The lines of an HTTP API: one for each route, or for each body to try."""
    stage = "" if "$default" in api.stages else "/" + next(iter(api.stages), "")
    for route in sorted(api.routes, key=_order):
        options, query = _authorization(deployment, api, route)
        yield from _lines(
            route.method,
            f"{api.url}{stage}{sample_path(route)}{query}",
            _bodies(deployment, route, examples),
            options + _type(deployment, route),
        )
    for name, key in deployment.domains.of(api.id) if api.routes else ():
        yield from _named(deployment, api, name, f"/{key}" if key else "")


def rest_lines(deployment: Deployment, api: RestApi, examples: list[Any]) -> Iterator[str]:
    """The lines of a REST API."""
    for method in api.methods.values():
        verb = method.route.method
        if verb == "OPTIONS":
            continue  # for browsers
        templates = " ".join(map(str, method.integration.templates.values()))
        named = (item for arn, item in deployment.machines.items() if re.search(rf'{re.escape(arn)}[":\\]', templates))
        machine = next(named, None)
        bodies = [] if verb in WITHOUT_BODY else examples or [sample_body(machine.document if machine else {})]
        options = _rest_authorization(deployment, api, method.security)
        url = f"{api.url}/{next(iter(api.stages), '')}{sample_path(method.route)}"
        yield from _lines(verb, url, bodies, options + (JSON_TYPE if bodies else ""))
    for name, key in deployment.domains.of(api.id):
        prefix = f"/{key}" if key else ""
        yield f"{deployment.api_url}{prefix}/ with -H 'Host: {name}' is the same API by its own name"


def _lines(method: str, url: str, bodies: list[Any], options: str) -> Iterator[str]:
    verb = VERBS.get(method, f"-X {method} ")
    if not bodies:
        yield f"curl -sS {verb}{options}{_shell(url)}"
    for body in bodies:
        yield f"curl -sS {verb}{options}{_shell(url)} -d {_quoted(json.dumps(body, ensure_ascii=False))}"


def _named(deployment: Deployment, api: Api, name: str, prefix: str) -> Iterator[str]:
    """A line for a custom domain name, which no DNS leads here: for the first route alone."""
    route = min(api.routes, key=_order)
    options, query = _authorization(deployment, api, route)
    options = f"-H {_quoted(f'Host: {name}')} {options}{_type(deployment, route)}"
    url = f"{deployment.api_url}{prefix}{sample_path(route)}{query}"
    yield from _lines(route.method, url, _bodies(deployment, route, []), options)


def _authorization(deployment: Deployment, api: Api, route: Route) -> tuple[str, str]:
    """The options by which a line is let through, and what its query string needs for it."""
    if route.key not in api.guards:
        return "", ""
    resource = _route(deployment.registry, api, route)
    kind = resource.outputs["authorizationType"]
    if kind == "AWS_IAM":
        return _signed(deployment), ""
    authorizer = deployment.registry.find(AUTHORIZER, "id", resource.inputs.get("authorizerId"))
    if authorizer is None:
        return "", ""
    value = "..."
    if kind == "JWT":
        jwt = authorizer.inputs["jwtConfiguration"]
        scopes = [str(scope) for scope in resource.inputs.get("authorizationScopes") or ()]
        value = deployment.tokens.issue(str(jwt["issuer"]), str(jwt["audiences"][0]), scopes)
    options, query = [], []
    for source in authorizer.inputs.get("identitySources") or ():
        _, part, name = (*str(source).split(".", 2), "")[:3]
        if part == "header":
            text = f"Bearer {value}" if kind == "JWT" and name.lower() == "authorization" else value
            options.append(f"-H {_quoted(f'{name}: {text}')} ")
        elif part == "querystring":
            query.append(f"{name}={value}")
    return "".join(options), f"?{'&'.join(query)}" if query else ""


def _rest_authorization(deployment: Deployment, api: RestApi, security: str | None) -> str:
    if security is None:
        return ""
    from aslant.local.auth.iam import IamGuard

    return _signed(deployment) if isinstance(api.guards[security], IamGuard) else "-H 'Authorization: ...' "


def _signed(deployment: Deployment) -> str:
    from aslant.local.auth.iam import SERVICE

    return f"--aws-sigv4 aws:amz:{deployment.region}:{SERVICE} --user {ACCESS_KEY}:{SECRET_KEY} "


def _route(registry: Registry, api: Api, route: Route) -> Resource:
    return next(
        item
        for item in registry.of(ROUTE)
        if item.inputs.get("apiId") == api.id and item.inputs.get("routeKey") == route.key
    )


def _type(deployment: Deployment, route: Route) -> str:
    """A function is handed a body as text only where its type says that it is one."""
    integration = deployment.registry.find(INTEGRATION, "id", route.integration)
    service = integration is not None and integration.inputs.get("integrationSubtype")
    return "" if service or route.method in WITHOUT_BODY else JSON_TYPE


def _bodies(deployment: Deployment, route: Route, examples: list[Any]) -> list[Any]:
    if route.method in WITHOUT_BODY:
        return []
    integration = deployment.registry.find(INTEGRATION, "id", route.integration)
    parameters = (integration.inputs.get("requestParameters") or {}) if integration else {}
    machine = deployment.machines.get(unqualified(str(parameters.get("StateMachineArn"))))
    if machine is not None:
        return examples or [sample_body(machine.document)]
    members = re.findall(r"\$\{?request\.body\.(\w+)", " ".join(map(str, parameters.values())))
    return [dict.fromkeys(members, "...")]


def _order(route: Route) -> tuple[tuple[str, ...], int]:
    """By path; what starts something before what asks for it, and what stops it last."""
    return route.segments or (), IN_ORDER.index(route.method)


def sample_path(route: Route) -> str:
    """A path that a route takes, its variables in capital letters; `NAME` is that of an execution and no other."""
    path, before = "", "a"
    for segment in route.segments or ("",):
        variable = segment.strip("{+}").upper()
        if variable == EXECUTION and before != "executions":
            variable = f"{re.sub('[^A-Z0-9]+', '_', before.upper())}_{variable}"
        path += f"/{variable if segment.startswith('{') else segment}"
        before = segment
    return path


def _shell(url: str) -> str:
    return _quoted(url) if re.search(r"[?&]", url) else url


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def sample_body(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A body with the members that the first state which reads any takes from the input, each as `"..."`."""
    states = definition.get("States", {})
    name, seen = definition.get("StartAt"), set()
    while name in states and name not in seen:
        seen.add(name)
        state = {key: value for key, value in states[name].items() if key not in ("ResultPath", "OutputPath")}
        text = json.dumps(state, default=str)
        found = re.findall(r"\$(?:states\.input)?\.([A-Za-z_]\w*)", text.replace("$$.", ""))
        members = dict.fromkeys(member for member in found if member != "states")
        if members:
            return dict.fromkeys(members, "...")
        name = state.get("Next")
    return {}
