"""The events that a REST API sends to the functions of integrations and authorizers.

API Gateway developer guide, "Lambda proxy integrations in API Gateway" and "Input to an API Gateway Lambda authorizer";
header names and paths are as recorded from AWS. Unlike an HTTP API, a REST API does not change the case of header names
or the escapes in paths.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from aslant.local.apigateway.lambda_event import IDENTITY
from aslant.local.apigateway.request_context import RequestContext
from aslant.local.apigateway.rest.media_types import content_type, is_binary
from aslant.local.apigateway.rest.request_context import RestRequestContext

__all__ = ["passed_headers", "proxy_event", "request_event", "token_event"]

Event = dict[str, Any]

NOT_PASSED_ON = frozenset(
    {"connection", "content-length", "http2-settings", "keep-alive", "transfer-encoding", "upgrade"}
)
"""Headers about the connection between client and API, which are not passed on."""

WRITTEN_BY_CLOUDFRONT = {"authorization": "Authorization", "user-agent": "User-Agent"}
"""Header names whose case CloudFront changes on the way to an edge-optimized API."""


def proxy_event(request_context: RestRequestContext) -> Event:
    """Return the event for the function of a proxy integration."""
    body, encoded = _body(request_context)
    event = _event(request_context, None)
    if request_context.caller.context:
        event["requestContext"]["authorizer"] = request_context.caller.context
    return {**event, "body": body, "isBase64Encoded": encoded}


def request_event(request_context: RequestContext, _: Sequence[str], arn: str) -> Event:
    """Return the event for an authorizer of the type REQUEST."""
    assert isinstance(request_context, RestRequestContext)  # noqa: S101  # the guards of a REST API only get its requests
    return {"type": "REQUEST", "methodArn": arn, **_event(request_context, {})}


def token_event(_: RequestContext, sources: Sequence[str], arn: str) -> Event:
    """Return the event for an authorizer of the type TOKEN."""
    return {"type": "TOKEN", "methodArn": arn, "authorizationToken": sources[0]}


def _event(request_context: RestRequestContext, empty: Mapping[str, Any] | None) -> Event:
    """Return the common part of the events; `empty` replaces empty parameters."""
    request = request_context.request
    headers, query = passed_headers(request_context), parse_qs(request.query, keep_blank_values=True)
    context = request_context.context()
    identity = {**dict.fromkeys(IDENTITY), **context["identity"]}
    return {
        "resource": request_context.resource_path,
        "path": request_context.target,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or empty,
        "multiValueQueryStringParameters": query or empty,
        "pathParameters": dict(request_context.path_parameters) or empty,
        "stageVariables": dict(request_context.stage_variables) or empty,
        "requestContext": {**{key: context[key] for key in CONTEXT}, "identity": identity},
    }


CONTEXT = (
    "accountId",
    "apiId",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "extendedRequestId",
    "httpMethod",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "stage",
)


def passed_headers(request_context: RestRequestContext) -> dict[str, list[str]]:
    """Return the headers that are passed on, with those that API Gateway adds."""
    request = request_context.request
    port = request.headers.get("host", "").rpartition(":")[2]
    forwarded = request.headers.get("x-forwarded-for")
    added = {
        "X-Amzn-Trace-Id": request_context.trace_id,
        "X-Forwarded-For": f"{forwarded}, {request.client}" if forwarded else request.client,
        "X-Forwarded-Port": port if port.isdigit() else "80",
        "X-Forwarded-Proto": "http",
    }
    dropped = NOT_PASSED_ON | {name.lower() for name in added}
    rewritten = WRITTEN_BY_CLOUDFRONT if request_context.edge else {}
    sent = {
        rewritten.get(name.lower(), name): values
        for name, values in request.named_values().items()
        if name.lower() not in dropped
    }
    return {**sent, **{name: [value] for name, value in added.items()}}


def _body(request_context: RestRequestContext) -> tuple[str | None, bool]:
    request = request_context.request
    if not request.body:
        return None, False
    if is_binary(content_type(request), request_context.binary_types):
        return base64.b64encode(request.body).decode(), True
    return request.body.decode("utf-8", "replace"), False
