"""Authorizers of HTTP APIs, and the routes that they guard."""

from __future__ import annotations

from aslant.errors import LocalError
from aslant.local.apigateway.mapping import compile_value
from aslant.local.checks.functions import check_call
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import API, AUTHORIZER, ROUTE

__all__ = ["check_authorization", "check_authorizer"]

SOURCES = ("$request.header.", "$request.querystring.", "$context.", "$stageVariables.")
TYPES = {"JWT": "JWT", "CUSTOM": "REQUEST"}
"""The authorizerType by a route's authorizationType."""

MAX_TTL = 3600
"""The maximum TTL of a function's response in seconds."""


def check_authorizer(authorizer: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    """Check an authorizer: its type, its identity sources, and its issuer or function."""
    label, inputs = authorizer.label, authorizer.inputs
    sources = [str(source) for source in inputs.get("identitySources") or ()]
    for source in sources:
        if not source.startswith(SOURCES):
            raise LocalError(f"{label}: identitySources has {source!r}. Use {', '.join(f'{s}x' for s in SOURCES)}.")
        compile_value(source, f"{label}: identitySources")
    kind = inputs.get("authorizerType")
    if kind == "JWT":
        _check_jwt(authorizer, sources)
    elif kind == "REQUEST":
        _check_request(authorizer, sources, registry, account)
    else:
        raise LocalError(f"{label}: authorizerType must be 'JWT' or 'REQUEST', not {kind!r}.")


def _check_jwt(authorizer: RegisteredResource, sources: list[str]) -> None:
    given = authorizer.inputs.get("jwtConfiguration") or {}
    issuer = str(given.get("issuer") or "")
    if not issuer.startswith("https://"):
        raise LocalError(
            f"{authorizer.label}: jwtConfiguration: issuer must be the https URL of a token issuer, not {issuer!r}."
        )
    if not given.get("audiences"):
        raise LocalError(
            f"{authorizer.label}: jwtConfiguration: audiences is missing. "
            "List the audiences, one of which a token must contain."
        )
    if len(sources) != 1 or not sources[0].startswith(SOURCES[:2]):
        raise LocalError(
            f"{authorizer.label}: identitySources must be one expression that selects the token, such as "
            "$request.header.Authorization."
        )


def _check_request(
    authorizer: RegisteredResource, sources: list[str], registry: Registry, account: LocalAccount
) -> None:
    label, inputs = authorizer.label, authorizer.inputs
    version = inputs.get("authorizerPayloadFormatVersion")
    if version not in ("1.0", "2.0"):
        raise LocalError(f"{label}: authorizerPayloadFormatVersion must be '1.0' or '2.0', not {version!r}.")
    if inputs.get("enableSimpleResponses") and version != "2.0":
        raise LocalError(f"{label}: enableSimpleResponses requires authorizerPayloadFormatVersion '2.0'.")
    ttl = authorizer.outputs["authorizerResultTtlInSeconds"]
    if not 0 <= ttl <= MAX_TTL:
        raise LocalError(f"{label}: authorizerResultTtlInSeconds must be from 0 to {MAX_TTL}, not {ttl}.")
    if ttl and not sources:
        raise LocalError(
            f"{label}: responses are cached by identitySources, which is empty. Set it, or set a TTL of 0."
        )
    api = registry.find(API, "id", inputs.get("apiId"))
    source = f"{api.output('executionArn') if api else ''}/authorizers/{authorizer.id}"
    uri, role = ((key, inputs.get(key)) for key in ("authorizerUri", "authorizerCredentialsArn"))
    check_call(label, uri, role, source, registry, account)


def check_authorization(registry: Registry) -> None:
    """Check that each protected route has an authorizer of its API and of the right type."""
    for route in registry.of(ROUTE):
        kind = route.outputs["authorizationType"]
        if route.inputs.get("authorizationScopes") and kind != "JWT":
            raise LocalError(f"{route.label}: authorizationScopes require the authorizationType JWT, not {kind}.")
        if kind in ("NONE", "AWS_IAM"):
            continue
        if kind not in TYPES:
            raise LocalError(f"{route.label}: authorizationType must be NONE, JWT, AWS_IAM or CUSTOM, not {kind!r}.")
        id = route.inputs.get("authorizerId")
        authorizer = registry.find(AUTHORIZER, "id", id)
        if authorizer is None or authorizer.inputs.get("apiId") != route.inputs.get("apiId"):
            raise LocalError(
                f"{route.label}: its API does not have the authorizer {id!r}. Pass the `id` of an Authorizer."
            )
        if authorizer.inputs.get("authorizerType") != TYPES[kind]:
            raise LocalError(
                f"{route.label}: authorizationType {kind} requires an authorizer of type {TYPES[kind]}, but "
                f"{authorizer.label} is of type {authorizer.inputs.get('authorizerType')}."
            )
