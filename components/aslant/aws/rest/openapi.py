"""A REST API as an OpenAPI 3.0.1 document with API Gateway's extensions.

API Gateway Developer Guide, "OpenAPI extensions for API Gateway" and "Amazon API Gateway important notes", which
lists the parts of OpenAPI that it ignores. Every integration calls an action of Step Functions. Equal values give equal
documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

from aslant.aws.rest.cors import RestCors, declared, fixed, options_method
from aslant.aws.rest.models import free_name, models
from aslant.aws.rest.templates import (
    FAILED,
    FAULT,
    REFUSALS,
    TIMED_OUT,
    describe_response,
    execution_request,
    fault_response,
    refused_response,
    start_request,
    start_response,
    start_sync_response,
    stop_response,
)

__all__ = ["Action", "RestAuthorizer", "RestCors", "RestDocument", "RestOperation", "document"]

Action: TypeAlias = Literal["StartSyncExecution", "StartExecution", "DescribeExecution", "StopExecution"]

_JSON = "application/json"
_REFUSED, _FAULT = r"4\d{2}", r"5\d{2}"
"""Statuses of Step Functions' responses."""
_LOOKUPS = ("DescribeExecution", "StopExecution")
_VARIABLE = re.compile(r"\{([^}+]+)\+?\}")
_VALIDATOR = "body"


@dataclass(frozen=True, kw_only=True)
class RestOperation:
    """One method of one path, which calls an action of Step Functions."""

    method: str
    path: str
    action: Action
    machine_arn: str
    """The machine that is started, or whose execution the path's `{name}` is."""
    credentials: str
    """The ARN of the role that API Gateway assumes for the call."""
    timeout_milliseconds: float
    input: Any = "$request.body"
    """The execution's input: a mapping value, JSON with `${}` in it, or a mapping of names to mapping values."""
    execution_name: str | None = None
    """A mapping value."""
    trace_header: str | None = None
    """A mapping value."""
    schema: Mapping[str, Any] | None = None
    """The JSON Schema (draft 4) of the request's body."""
    status_by_error: Mapping[str, int] = field(default_factory=dict)
    """The status of a failed execution by the name of its error, for `StartSyncExecution`."""
    public: bool = False
    """Whether everyone may call it although the API has an authorizer."""


@dataclass(frozen=True, kw_only=True)
class RestAuthorizer:
    """The authorizer of an API."""

    type: Literal["IAM", "LAMBDA"]
    name: str = ""
    """LAMBDA: its name within the API."""
    uri: str = ""
    """LAMBDA: the URI by which API Gateway calls its function."""
    identity_sources: Sequence[str] = ()
    """LAMBDA: mapping values, such as `$request.header.Authorization`."""
    ttl_seconds: int = 0
    """LAMBDA: seconds that its decision is cached."""

    @property
    def scheme(self) -> str:
        """The name of its security scheme."""
        return self.name or self.type.lower()


@dataclass(frozen=True, kw_only=True)
class RestDocument:
    """The values of a REST API's document."""

    title: str
    partition: str
    region: str
    routes: Sequence[RestOperation]
    authorizer: RestAuthorizer | None = None
    cors: RestCors | None = None


def document(api: RestDocument) -> dict[str, Any]:
    """Return the API as an OpenAPI document.

    Raises:
        ArgsError: no mapping template can produce the input of a route; see `check_input`.
    """
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {}
    for route in api.routes:
        method = "x-amazon-apigateway-any-method" if route.method == "ANY" else route.method.lower()
        operation = _operation(api, route)
        if route.schema is not None:
            name = "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", f"{route.method} {route.path}"))
            own = models(free_name(name, schemas), route.schema, schemas)  # /a-b and /a/b would have one name
            schemas.update(own)
            body = {
                "required": True,
                "content": {_JSON: {"schema": {"$ref": f"#/components/schemas/{next(iter(own))}"}}},
            }
            operation |= {"requestBody": body, "x-amazon-apigateway-request-validator": _VALIDATOR}
        paths.setdefault(route.path, {})[method] = operation
    if api.cors is not None:
        for path, methods in paths.items():
            methods.setdefault("options", options_method(api.cors, _parameters(path)))
    components = {
        **({"schemas": schemas} if schemas else {}),
        **(
            {"securitySchemes": {api.authorizer.scheme: _security(api.authorizer)}}
            if api.authorizer is not None
            else {}
        ),
    }
    validators = {_VALIDATOR: {"validateRequestBody": True, "validateRequestParameters": False}}
    return {
        "openapi": "3.0.1",
        "info": {"title": api.title, "version": "1.0"},
        "paths": paths,
        **({"components": components} if components else {}),
        **({"x-amazon-apigateway-request-validators": validators} if schemas else {}),
        **({"x-amazon-apigateway-gateway-responses": _gateway_responses(api.cors)} if api.cors is not None else {}),
    }


def _operation(api: RestDocument, route: RestOperation) -> dict[str, Any]:
    cors = api.cors
    origins = () if cors is None else cors.echoed
    headers = {} if cors is None else {"responseParameters": fixed(cors.headers)}
    names = {} if cors is None else {"headers": declared(cors.headers)}
    success, template, more = _success(route, origins)
    responses = {
        "default": (success, template),
        _REFUSED: (400, refused_response(origins)),
        _FAULT: (FAULT, fault_response(origins)),
    }
    statuses = sorted({success, *more, 400, *REFUSALS, FAULT})
    parameters = _parameters(route.path)
    security: list[Any] = [] if api.authorizer is None or route.public else [{api.authorizer.scheme: []}]
    return {
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            str(status): {"description": HTTPStatus(status).phrase if _known(status) else "Chosen error", **names}
            for status in statuses
        },
        **({"security": security} if security else {}),
        "x-amazon-apigateway-integration": {
            "type": "aws",
            "httpMethod": "POST",
            "uri": f"arn:{api.partition}:apigateway:{api.region}:states:action/{route.action}",
            "credentials": route.credentials,
            "passthroughBehavior": "never",
            "timeoutInMillis": int(route.timeout_milliseconds),
            "requestTemplates": {_JSON: _request(route)},
            "responses": {
                pattern: {"statusCode": str(status), **headers, "responseTemplates": {_JSON: text}}
                for pattern, (status, text) in responses.items()
            },
        },
    }


def _request(route: RestOperation) -> str:
    if route.action in _LOOKUPS:
        return execution_request(route.machine_arn)
    return start_request(route.machine_arn, route.input, route.execution_name, route.trace_header)


def _success(route: RestOperation, origins: Sequence[str]) -> tuple[int, str, set[int]]:
    """Return the status and template of a successful call, and the other possible statuses."""
    if route.action == "StartSyncExecution":
        own = {name: int(status) for name, status in route.status_by_error.items()}
        return 200, start_sync_response(own, origins), {FAILED, TIMED_OUT, *own.values()}
    if route.action == "StartExecution":
        return 202, start_response(origins), set()
    template = describe_response if route.action == "DescribeExecution" else stop_response
    return 200, template(origins), set()


def _known(status: int) -> bool:
    return status in HTTPStatus._value2member_map_


def _parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _VARIABLE.findall(path)
    ]


def _security(authorizer: RestAuthorizer) -> dict[str, Any]:
    if authorizer.type == "IAM":
        return {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        }
    sources = [
        source.removeprefix("$").replace("request.", "method.request.", 1)
        if source.startswith("$request.")
        else source.removeprefix("$")
        for source in authorizer.identity_sources
    ]
    return {
        "type": "apiKey",
        "name": "Unused",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "request",
            "authorizerUri": authorizer.uri,
            "authorizerResultTtlInSeconds": authorizer.ttl_seconds,
            **({"identitySource": ",".join(sources)} if sources else {}),
        },
    }


def _gateway_responses(cors: RestCors) -> dict[str, Any]:
    """Return API Gateway's own responses, such as 403 and 429, with the headers that let a page read them."""
    return {
        kind: {
            "responseParameters": fixed(cors.headers, "gatewayresponse.header"),
            "responseTemplates": {_JSON: '{"message":$context.error.messageString}'},
        }
        for kind in ("DEFAULT_4XX", "DEFAULT_5XX")
    }
