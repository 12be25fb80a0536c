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


def request_arn(exchange: RequestContext, region: str, partition: str) -> str:
    """Return the ARN of a request, which the policy of an authorizer allows or denies."""
    path = unquote(exchange.path).removeprefix("/")
    place = f"{exchange.api_id}/{exchange.stage}/{exchange.request.method}/{path}"
    return f"arn:{partition}:execute-api:{region}:{exchange.account_id}:{place}"


def _raw_path(exchange: RequestContext) -> str:
    stage = "" if exchange.stage == "$default" else f"/{exchange.stage}"
    return stage + unquote(exchange.path)


def _body(request: Request) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    if TEXT.fullmatch(request.headers.get("content-type", "")):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def _headers(exchange: RequestContext) -> dict[str, list[str]]:
    """Return the headers, with those that API Gateway adds."""
    request = exchange.request
    port = request.headers.get("host", "").rpartition(":")[2]
    return {
        **request.header_values(),
        "x-forwarded-for": [request.client],
        "x-forwarded-port": [port if port.isdigit() else "80"],
        "x-forwarded-proto": ["http"],
    }


def _query(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.query, keep_blank_values=True)


def _event_2(exchange: RequestContext) -> Event:
    """Return the common part of the events in format 2.0, which leaves out members without a value."""
    request, headers = exchange.request, _headers(exchange)
    cookies = [cookie.strip() for value in headers.pop("cookie", []) for cookie in value.split(";")]
    agent = request.headers.get("user-agent", "")
    http = {
        "method": request.method,
        "path": _raw_path(exchange),
        "protocol": "HTTP/1.1",
        "sourceIp": request.client,
        "userAgent": agent,
    }
    event: Event = {
        "version": "2.0",
        "routeKey": exchange.route_key,
        "rawPath": _raw_path(exchange),
        "rawQueryString": request.query,
        "cookies": cookies,
        "headers": {name: ",".join(values) for name, values in headers.items()},
        "queryStringParameters": {name: ",".join(values) for name, values in _query(request).items()},
        "requestContext": {
            "accountId": exchange.account_id,
            "apiId": exchange.api_id,
            "domainName": exchange.domain,
            "domainPrefix": exchange.domain.partition(".")[0],
            "http": http,
            "requestId": exchange.id,
            "routeKey": exchange.route_key,
            "stage": exchange.stage,
            "time": exchange.time,
            "timeEpoch": int(exchange.started * 1000),
        },
        "pathParameters": exchange.path_parameters,
        "stageVariables": exchange.stage_variables,
    }
    optional = ("cookies", "queryStringParameters", "pathParameters", "stageVariables")
    return {key: value for key, value in event.items() if value or key not in optional}


def _route_event_2(exchange: RequestContext) -> Event:
    event = _event_2(exchange)
    if exchange.caller.event:
        event["requestContext"]["authorizer"] = exchange.caller.event
    body, encoded = _body(exchange.request)
    if body is not None:
        event["body"] = body
    return {**event, "isBase64Encoded": encoded}


def _event_1(exchange: RequestContext) -> Event:
    """Return the common part of the events in format 1.0."""
    request, headers, query = exchange.request, _headers(exchange), _query(exchange.request)
    resource = (exchange.route_key or "").rpartition(" ")[2]
    path = f"/{exchange.base_path}{exchange.path}" if exchange.base_path else exchange.path
    path = unquote(path if exchange.stage == "$default" else f"/{exchange.stage}{path}")
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
            "accountId": exchange.account_id,
            "apiId": exchange.api_id,
            "domainName": exchange.domain,
            "domainPrefix": exchange.domain.partition(".")[0],
            "extendedRequestId": exchange.id,
            "httpMethod": request.method,
            "identity": {**dict.fromkeys(IDENTITY), **exchange.context()["identity"]},
            "path": path,
            "protocol": "HTTP/1.1",
            "requestId": exchange.id,
            "requestTime": exchange.time,
            "requestTimeEpoch": int(exchange.started * 1000),
            "resourceId": exchange.route_key,
            "resourcePath": resource,
            "stage": exchange.stage,
        },
        "pathParameters": dict(exchange.path_parameters) or None,
        "stageVariables": dict(exchange.stage_variables) or None,
    }


def _route_event_1(exchange: RequestContext) -> Event:
    event = _event_1(exchange)
    event["requestContext"]["authorizer"] = {"claims": None, "scopes": None, **exchange.caller.context}
    body, encoded = _body(exchange.request)
    return {**event, "body": body, "isBase64Encoded": encoded}


def _authorizer_event_2(exchange: RequestContext, sources: Sequence[str], arn: str) -> Event:
    event = {**_event_2(exchange), "type": "REQUEST", "routeArn": arn}
    return {**event, "identitySource": list(sources) or None}


def _authorizer_event_1(exchange: RequestContext, sources: Sequence[str], arn: str) -> Event:
    sent = ",".join(sources) or None
    event = {**_event_1(exchange), "type": "REQUEST", "methodArn": arn}
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
