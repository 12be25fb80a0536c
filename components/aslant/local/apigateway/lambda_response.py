"""The conversion of a function's result to the response of an HTTP API.

API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs". Where the guide is vague, AWS's own
test tool decides, whose tests compare it with the service (aws/aws-lambda-dotnet,
`InvokeResponseExtensionsIntegrationTests`).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aslant.local.http import Response

__all__ = ["MalformedResponseError", "read_body", "read_headers", "read_response", "read_status"]

JSON_TYPE = ("content-type", "application/json")
TEXT_TYPE = ("content-type", "text/plain; charset=utf-8")

OWN_HEADERS = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})
"""Headers that the server sets itself."""


class MalformedResponseError(Exception):
    """A function's result that API Gateway cannot read, for which the client gets 500."""


def read_response(payload: bytes, version: str) -> Response:
    """Return the HTTP response for a function's result, which is JSON, in the payload format `version`.

    Format 2.0 infers a response if there is no `statusCode`: 200, the type JSON, and the whole result as the body.
    """
    value = json.loads(payload)
    if version == "2.0" and not (isinstance(value, dict) and "statusCode" in value):
        body = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else payload
        return Response(200, body, headers=()).with_headers(JSON_TYPE)
    if not isinstance(value, dict):
        raise MalformedResponseError("it must be an object with statusCode")
    headers = list(read_headers(value, version))
    if "content-type" not in [name for name, _ in headers]:
        headers.insert(0, TEXT_TYPE)
    return Response(read_status(value.get("statusCode")), read_body(value), headers=()).with_headers(*headers)


def read_status(value: Any) -> int:
    """Return a status as an integer; a function may return it as a string of digits."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or not 100 <= int(text) <= 599:
        raise MalformedResponseError(f"statusCode must be a whole number from 100 to 599, not {value!r}")
    return int(text)


def read_body(value: Mapping[str, Any]) -> bytes:
    """Return the body of a response, decoded if `isBase64Encoded` is true."""
    body = value.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResponseError(f"body must be a string, not {json.dumps(body)[:40]}. Use json.dumps")
    if value.get("isBase64Encoded") is not True:
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedResponseError("body must be Base64 because isBase64Encoded is true") from None


def read_headers(value: Mapping[str, Any], version: str) -> Iterator[tuple[str, str]]:
    """Yield the headers of a response; `version` is a payload format, or `REST` for a REST API.

    In a REST API, a name in both `multiValueHeaders` and `headers` has the values of both.
    """
    multi = _object(value, "multiValueHeaders") if version != "2.0" else {}
    for name, items in multi.items():
        if not isinstance(items, list):
            raise MalformedResponseError(f"multiValueHeaders {name!r} must be a list")
        yield from _valid((name, item) for item in items)
    given = {name.lower() for name in multi} if version == "1.0" else set()
    yield from _valid(item for item in _object(value, "headers").items() if item[0].lower() not in given)
    cookies = value.get("cookies") if version == "2.0" else None
    if cookies is not None and not isinstance(cookies, list):
        raise MalformedResponseError("cookies must be a list of strings")
    yield from _valid(("set-cookie", cookie) for cookie in cookies or ())


def _object(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    if found is not None and not isinstance(found, dict):
        raise MalformedResponseError(f"{key} must be an object")
    return found or {}


def _valid(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, item in items:
        if isinstance(item, dict | list) or any(ord(letter) < 32 for letter in f"{name}{item}"):
            raise MalformedResponseError(f"the header {name!r} must be a string of one line")
        if name.lower() not in OWN_HEADERS and item is not None:
            yield name.lower(), item if isinstance(item, str) else json.dumps(item)
