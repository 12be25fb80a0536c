"""The events that an HTTP API sends to the functions of integrations and authorizers.

API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs" and "Control access to HTTP APIs with
AWS Lambda authorizers". A body is passed as a string if its content type is textual (`text/*`, JSON, XML, JavaScript,
or absent) and it is UTF-8. All other bodies, including forms, are Base64.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, unquote

from aslant.local.apigateway.request_context import RequestContext
from aslant.local.http import Request

__all__ = ["AUTHORIZER_EVENTS", "EVENTS", "IDENTITY", "AuthorizerEvent", "request_arn"]

Event = dict[str, Any]

TEXT = re.compile(r"(?:text/[^;]*|application/(?:json|javascript|xml|[^;]*\+(?:json|xml)))?\s*(?:;.*)?", re.IGNORECASE)


def request_arn(request_context: RequestContext, region: str, partition: str) -> str:
    """Return the ARN of a request, which the policy of an authorizer allows or denies."""
    path = unquote(request_context.path).removeprefix("/")
    place = f"{request_context.api_id}/{request_context.stage}/{request_context.request.method}/{path}"
    return f"arn:{partition}:execute-api:{region}:{request_context.account_id}:{place}"


def _raw_path(request_context: RequestContext) -> str:
    stage = "" if request_context.stage == "$default" else f"/{request_context.stage}"
    return stage + unquote(request_context.path)


def _body(request: Request) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    if TEXT.fullmatch(request.headers.get("content-type", "")):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def _headers(request_context: RequestContext) -> dict[str, list[str]]:
    """Return the headers, with those that API Gateway adds."""
    request = request_context.request
    port = request.headers.get("host", "").rpartition(":")[2]
    return {
        **request.header_values(),
        "x-forwarded-for": [request.client],
        "x-forwarded-port": [port if port.isdigit() else "80"],
        "x-forwarded-proto": ["http"],
    }


def _query(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.query, keep_blank_values=True)


def _event_2(request_context: RequestContext) -> Event:
    """Return the common part of the events in format 2.0, which leaves out members without a value."""
    request, headers = request_context.request, _headers(request_context)
    cookies = [cookie.strip() for value in headers.pop("cookie", []) for cookie in value.split(";")]
    agent = request.headers.get("user-agent", "")
    http = {
        "method": request.method,
        "path": _raw_path(request_context),
        "protocol": "HTTP/1.1",
        "sourceIp": request.client,
        "userAgent": agent,
    }
    event: Event = {
        "version": "2.0",
        "routeKey": request_context.route_key,
        "rawPath": _raw_path(request_context),
        "rawQueryString": request.query,
        "cookies": cookies,
        "headers": {name: ",".join(values) for name, values in headers.items()},
        "queryStringParameters": {name: ",".join(values) for name, values in _query(request).items()},
        "requestContext": {
            "accountId": request_context.account_id,
            "apiId": request_context.api_id,
            "domainName": request_context.domain,
            "domainPrefix": request_context.domain.partition(".")[0],
            "http": http,
            "requestId": request_context.id,
            "routeKey": request_context.route_key,
            "stage": request_context.stage,
            "time": request_context.time,
            "timeEpoch": int(request_context.started * 1000),
        },
        "pathParameters": request_context.path_parameters,
        "stageVariables": request_context.stage_variables,
    }
    optional = ("cookies", "queryStringParameters", "pathParameters", "stageVariables")
    return {key: value for key, value in event.items() if value or key not in optional}


def _route_event_2(request_context: RequestContext) -> Event:
    event = _event_2(request_context)
    if request_context.caller.event:
        event["requestContext"]["authorizer"] = request_context.caller.event
    body, encoded = _body(request_context.request)
    if body is not None:
        event["body"] = body
    return {**event, "isBase64Encoded": encoded}


def _event_1(request_context: RequestContext) -> Event:
    """Return the common part of the events in format 1.0."""
    request, headers, query = request_context.request, _headers(request_context), _query(request_context.request)
    resource = (request_context.route_key or "").rpartition(" ")[2]
    path = f"/{request_context.base_path}{request_context.path}" if request_context.base_path else request_context.path
    path = unquote(path if request_context.stage == "$default" else f"/{request_context.stage}{path}")
    return {
        "version": "1.0",
        "resource": resource,
        "path": path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "requestContext": {
            "accountId": request_context.account_id,
            "apiId": request_context.api_id,
            "domainName": request_context.domain,
            "domainPrefix": request_context.domain.partition(".")[0],
            "extendedRequestId": request_context.id,
            "httpMethod": request.method,
            "identity": {**dict.fromkeys(IDENTITY), **request_context.context()["identity"]},
            "path": path,
            "protocol": "HTTP/1.1",
            "requestId": request_context.id,
            "requestTime": request_context.time,
            "requestTimeEpoch": int(request_context.started * 1000),
            "resourceId": request_context.route_key,
            "resourcePath": resource,
            "stage": request_context.stage,
        },
        "pathParameters": dict(request_context.path_parameters) or None,
        "stageVariables": dict(request_context.stage_variables) or None,
    }


def _route_event_1(request_context: RequestContext) -> Event:
    event = _event_1(request_context)
    event["requestContext"]["authorizer"] = {"claims": None, "scopes": None, **request_context.caller.context}
    body, encoded = _body(request_context.request)
    return {**event, "body": body, "isBase64Encoded": encoded}


def _authorizer_event_2(request_context: RequestContext, sources: Sequence[str], arn: str) -> Event:
    event = {**_event_2(request_context), "type": "REQUEST", "routeArn": arn}
    return {**event, "identitySource": list(sources) or None}


def _authorizer_event_1(request_context: RequestContext, sources: Sequence[str], arn: str) -> Event:
    sent = ",".join(sources) or None
    event = {**_event_1(request_context), "type": "REQUEST", "methodArn": arn}
    return {**event, "identitySource": sent, "authorizationToken": sent}


IDENTITY = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "sourceIp",
    "user",
    "userAgent",
    "userArn",
)

EVENTS: Mapping[str, Callable[[RequestContext], Event]] = {"1.0": _route_event_1, "2.0": _route_event_2}
"""Builders of the event for an integration, by payload format."""

AuthorizerEvent = Callable[[RequestContext, Sequence[str], str], Event]
"""A function that builds an authorizer's event from a request, its identity sources and its ARN."""

AUTHORIZER_EVENTS: Mapping[str, AuthorizerEvent] = {"1.0": _authorizer_event_1, "2.0": _authorizer_event_2}
"""Builders of the event for an authorizer, by payload format."""
