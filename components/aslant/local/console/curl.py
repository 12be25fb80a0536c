"""Sample curl commands for the APIs, one for each route, which can be pasted into a shell.

A part of a path that must be filled in is in capital letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aslant.local.apigateway.http_api import Api
from aslant.local.apigateway.routes import HttpRoute
from aslant.local.console.event_types import typed_handlers
from aslant.local.console.sample_body import sample_body
from aslant.local.credentials import ACCESS_KEY, SECRET_KEY
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import AUTHORIZER, INTEGRATION, ROUTE
from aslant.provider.resources.machines import unqualified

if TYPE_CHECKING:
    from aslant.local.apigateway.auth.cognito import CognitoGuard
    from aslant.local.apigateway.rest import ServedRestApi
    from aslant.local.deployment import Deployment
    from aslant.local.machines import LocalMachine

__all__ = ["EXECUTION", "http_commands", "identity_options", "rest_commands", "sample_path", "shell"]

EXECUTION = "NAME"
"""The placeholder for the name of an execution, and of nothing else."""

Pools = tuple[tuple[str, ...], tuple[str, ...]]
"""The issuers and the scopes of a token from a user pool."""

TOKEN = "TOKEN"  # noqa: S105  # the name of a variable
"""The shell variable for the token of a JWT authorizer."""

UNKNOWN = "..."
"""The placeholder for a value that only the function of an authorizer knows."""

VERBS = {"ANY": "", "GET": "", "HEAD": "-I ", "POST": ""}
"""The options for methods that curl chooses without `-X`, or that need another option."""

JSON_TYPE = "-H 'Content-Type: application/json' "
METHOD_ORDER = ("POST", "PUT", "PATCH", "ANY", "GET", "HEAD", "OPTIONS", "DELETE")
WITHOUT_BODY = ("GET", "HEAD", "DELETE", "OPTIONS")


def http_commands(deployment: Deployment, api: Api, examples: list[Any]) -> Iterator[str]:
    """Yield the commands for an HTTP API: first the tokens, then one for each route, or for each sample body."""
    yield from _tokens(deployment, api)
    stage = "" if "$default" in api.stages else "/" + next(iter(api.stages), "")
    for route in sorted(api.routes, key=_sort_key):
        options, query = _authorization(deployment, api, route)
        yield from _commands(
            route.method,
            f"{api.url}{stage}{sample_path(route)}{query}",
            _bodies(deployment, route, examples),
            options + _content_type_option(deployment, route),
        )
    for name, key in deployment.domains.of(api.id) if api.routes else ():
        yield from _domain_commands(deployment, api, name, f"/{key}" if key else "")


def rest_commands(deployment: Deployment, api: ServedRestApi, examples: list[Any]) -> Iterator[str]:
    """Yield the commands for a REST API: first the tokens, then one for each method, or for each sample body."""
    yield from _pool_tokens(deployment, api)
    for method in api.methods.values():
        verb = method.route.method
        if verb == "OPTIONS":
            continue  # for browsers
        templates = " ".join(map(str, method.integration.templates.values()))
        named = (item for item in deployment.machines if re.search(rf'{re.escape(item.arn)}[":\\]', templates))
        machine = next(named, None)
        bodies = [] if verb in WITHOUT_BODY else _machine_bodies(deployment, machine, examples)
        options, query = _rest_authorization(deployment, api, method.route)
        url = f"{api.url}/{next(iter(api.stages), '')}{sample_path(method.route)}{query}"
        yield from _commands(verb, url, bodies, options + (JSON_TYPE if bodies else ""))
    for name, key in deployment.domains.of(api.id):
        prefix = f"/{key}" if key else ""
        yield f"{deployment.api_url}{prefix}/ with -H 'Host: {name}' is the same API by its custom domain name"


def _commands(method: str, url: str, bodies: list[Any], options: str) -> Iterator[str]:
    verb = VERBS.get(method, f"-X {method} ")
    if not bodies:
        yield f"curl -sS {verb}{options}{shell(url)}"
    for body in bodies:
        yield f"curl -sS {verb}{options}{shell(url)} -d {_quoted(json.dumps(body, ensure_ascii=False))}"


def _domain_commands(deployment: Deployment, api: Api, name: str, prefix: str) -> Iterator[str]:
    """Yield the command for the first route by a custom domain name, sent as a header because DNS cannot resolve it."""
    route = min(api.routes, key=_sort_key)
    options, query = _authorization(deployment, api, route)
    options = f"-H {_quoted(f'Host: {name}')} {options}{_content_type_option(deployment, route)}"
    url = f"{deployment.api_url}{prefix}{sample_path(route)}{query}"
    yield from _commands(route.method, url, _bodies(deployment, route, []), options)


def _authorization(deployment: Deployment, api: Api, route: HttpRoute) -> tuple[str, str]:
    """Return the options and the query string with which a command is authorized."""
    if route.key not in api.guards:
        return "", ""
    resource = _route(deployment.registry, api, route)
    kind = resource.outputs["authorizationType"]
    if kind == "AWS_IAM":
        return _signature_option(deployment), ""
    authorizer = deployment.registry.find(AUTHORIZER, "id", resource.inputs.get("authorizerId"))
    if authorizer is None:
        return "", ""
    value = f"${_token_name(deployment, authorizer)}" if kind == "JWT" else UNKNOWN
    return identity_options(authorizer.inputs.get("identitySources") or (), value)


def _rest_authorization(deployment: Deployment, api: ServedRestApi, route: HttpRoute) -> tuple[str, str]:
    guard = api.guards.get(route.key)
    if guard is None:
        return "", ""
    from aslant.local.apigateway.auth.cognito import CognitoGuard
    from aslant.local.apigateway.auth.function import FunctionGuard

    if isinstance(guard, CognitoGuard):
        return identity_options([guard.name], f"${_pool_token_names(deployment)[_pools(guard)]}")
    if isinstance(guard, FunctionGuard):
        return identity_options(guard.names, UNKNOWN)
    return _signature_option(deployment), ""


def identity_options(sources: Iterable[str], value: str) -> tuple[str, str]:
    """Return the options and the query string that send a value in the identity sources of an authorizer."""
    options, query = [], []
    for source in sources:
        _, part, name = (*str(source).split(".", 2), "")[:3]
        if part == "header":
            scheme = "Bearer " if value != UNKNOWN and name.lower() == "authorization" else ""
            options.append(f"-H {shell(f'{name}: {scheme}{value}', always=True)} ")
        elif part == "querystring":
            query.append(f"{name}={value}")
    return "".join(options), f"?{'&'.join(query)}" if query else ""


def _tokens(deployment: Deployment, api: Api) -> Iterator[str]:
    """Yield a shell variable for each JWT authorizer of an API, with a token for all its routes."""
    guarded: dict[str, list[RegisteredResource]] = {}
    for route in api.routes:
        resource = _route(deployment.registry, api, route)
        if resource.outputs["authorizationType"] == "JWT" and route.key in api.guards:
            guarded.setdefault(str(resource.inputs.get("authorizerId")), []).append(resource)
    for id, resources in guarded.items():
        authorizer = deployment.registry.find(AUTHORIZER, "id", id)
        if authorizer is not None:
            jwt = authorizer.inputs["jwtConfiguration"]
            scopes = [str(scope) for item in resources for scope in item.inputs.get("authorizationScopes") or ()]
            token = deployment.tokens.issue(str(jwt["issuer"]), str(jwt["audiences"][0]), list(dict.fromkeys(scopes)))
            yield f"{_token_name(deployment, authorizer)}={token}"


def _token_name(deployment: Deployment, authorizer: RegisteredResource) -> str:
    """Return the variable of a JWT authorizer: `TOKEN` for the first of the program, then `TOKEN_2`."""
    return _numbered(_jwt_authorizers(deployment).index(authorizer.id))


def _jwt_authorizers(deployment: Deployment) -> list[str]:
    return [item.id for item in deployment.registry.of(AUTHORIZER) if item.inputs.get("jwtConfiguration")]


def _numbered(index: int) -> str:
    return f"{TOKEN}_{index + 1}" if index else TOKEN


def _pool_tokens(deployment: Deployment, api: ServedRestApi) -> Iterator[str]:
    """Yield a shell variable for each kind of user pool token that methods of a REST API accept."""
    from aslant.local.apigateway.auth.cognito import CognitoGuard

    guards = {_pools(guard): guard for guard in api.guards.values() if isinstance(guard, CognitoGuard)}
    for key, guard in guards.items():
        yield f"{_pool_token_names(deployment)[key]}={guard.sample_token()}"


def _pool_token_names(deployment: Deployment) -> dict[Pools, str]:
    """Return the variables of all REST APIs, numbered after those for JWT authorizers."""
    from aslant.local.apigateway.auth.cognito import CognitoGuard

    guards = [guard for api in (deployment.rest.apis if deployment.rest else ()) for guard in api.guards.values()]
    kinds = dict.fromkeys(_pools(guard) for guard in guards if isinstance(guard, CognitoGuard))
    offset = len(_jwt_authorizers(deployment))
    return {kind: _numbered(offset + index) for index, kind in enumerate(kinds)}


def _pools(guard: CognitoGuard) -> Pools:
    return tuple(guard.keys), tuple(guard.scopes)


def _signature_option(deployment: Deployment) -> str:
    from aslant.local.apigateway.auth.iam import SERVICE

    return f"--aws-sigv4 aws:amz:{deployment.region}:{SERVICE} --user {ACCESS_KEY}:{SECRET_KEY} "


def _route(registry: Registry, api: Api, route: HttpRoute) -> RegisteredResource:
    return next(
        item
        for item in registry.of(ROUTE)
        if item.inputs.get("apiId") == api.id and item.inputs.get("routeKey") == route.key
    )


def _content_type_option(deployment: Deployment, route: HttpRoute) -> str:
    """Return the option for the content type, without which a function would get the body as Base64."""
    integration = deployment.registry.find(INTEGRATION, "id", route.integration)
    service = integration is not None and integration.inputs.get("integrationSubtype")
    return "" if service or route.method in WITHOUT_BODY else JSON_TYPE


def _bodies(deployment: Deployment, route: HttpRoute, examples: list[Any]) -> list[Any]:
    if route.method in WITHOUT_BODY:
        return []
    integration = deployment.registry.find(INTEGRATION, "id", route.integration)
    parameters = (integration.inputs.get("requestParameters") or {}) if integration else {}
    machine = deployment.machines.get(unqualified(str(parameters.get("StateMachineArn"))))
    if machine is not None:
        return _machine_bodies(deployment, machine, examples)
    members = re.findall(r"\$\{?request\.body\.(\w+)", " ".join(map(str, parameters.values())))
    return [dict.fromkeys(members, "...")]


def _machine_bodies(deployment: Deployment, machine: LocalMachine | None, examples: list[Any]) -> list[Any]:
    if examples or machine is None:
        return examples or [{}]
    text = json.dumps(machine.document)
    functions = [workers.function for name, workers in deployment.functions.items() if name in text]
    with typed_handlers(functions) as handlers:
        return [sample_body(machine.document, handlers)]


def _sort_key(route: HttpRoute) -> tuple[tuple[str, ...], int]:
    """Return a sort key: by path, then the methods that start something, that read it and that stop it."""
    return route.segments or (), METHOD_ORDER.index(route.method)


def sample_path(route: HttpRoute) -> str:
    """Return a path for a route, with variables in capital letters; `NAME` is only that of an execution."""
    path, previous = "", "a"
    for segment in route.segments or ("",):
        variable = segment.strip("{+}").upper()
        if variable == EXECUTION and previous != "executions":
            variable = f"{re.sub('[^A-Z0-9]+', '_', previous.upper())}_{variable}"
        path += f"/{variable if segment.startswith('{') else segment}"
        previous = segment
    return path


def shell(text: str, *, always: bool = False) -> str:
    """Quote a word for the shell if necessary, without quoting the variable of a token in it."""
    if re.search(rf"\${TOKEN}", text):
        return '"' + re.sub(rf'[\\"`]|\$(?!{TOKEN})', r"\\\g<0>", text) + '"'
    return _quoted(text) if always or re.search(r"[?&]", text) else text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
