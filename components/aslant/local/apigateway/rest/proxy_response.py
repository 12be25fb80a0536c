"""The conversion of a function's result to the response of a REST API with a proxy integration.

API Gateway developer guide, "Output format of a Lambda function for proxy integration". The rest is as recorded from
AWS: no member is required, an unknown one is refused, and `headers` are added to `multiValueHeaders` of the same name.
"""

from __future__ import annotations

import json

from aslant.errors import did_you_mean
from aslant.local.apigateway.lambda_response import MalformedResponseError, read_body, read_headers, read_status
from aslant.local.apigateway.rest.media_types import JSON
from aslant.local.http import Response

__all__ = ["read_proxy_response"]

MEMBERS = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")


def read_proxy_response(payload: bytes, *, binary: bool) -> Response:
    """Return the HTTP response for a function's result, which is JSON.

    `binary` is whether the client accepts binary data. If it does not, a Base64 body is not decoded.
    """
    value = json.loads(payload)
    if not isinstance(value, dict):
        raise MalformedResponseError("it must be an object with statusCode and body")
    for name in value.keys() - set(MEMBERS):
        raise MalformedResponseError(
            f"it may only have the members {', '.join(MEMBERS)}, not {name!r}{did_you_mean(name, MEMBERS)}"
        )
    status = value.get("statusCode")
    headers = list(read_headers(value, "REST"))
    if "content-type" not in [name for name, _ in headers]:
        headers.insert(0, ("content-type", JSON))
    body = read_body({**value, "isBase64Encoded": binary and value.get("isBase64Encoded")})
    return Response(200 if status is None else read_status(status), body, headers=()).with_headers(*headers)
