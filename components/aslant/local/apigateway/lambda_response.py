"""What an HTTP API makes of the answer of a function behind a route.

API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs"; where that is vague, AWS's own test
tool, whose tests compare it with the service (aws/aws-lambda-dotnet, `InvokeResponseExtensionsIntegrationTests`).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aslant.local.http import Response

__all__ = ["MalformedAnswerError", "read_answer", "read_body", "read_headers", "read_status"]

JSON_TYPE = ("content-type", "application/json")
TEXT_TYPE = ("content-type", "text/plain; charset=utf-8")

OWN_HEADERS = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})
"""What the server itself says of an answer."""


class MalformedAnswerError(Exception):
    """An answer that API Gateway cannot read: the client gets 500."""


def read_answer(payload: bytes, version: str) -> Response:
    """The HTTP answer that a function's result, JSON text, is taken for under payload format `version`.

    Format 2.0 infers an answer where there is no `statusCode`: 200, JSON, and the whole result as the body.
    """
    value = json.loads(payload)
    if version == "2.0" and not (isinstance(value, dict) and "statusCode" in value):
        body = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else payload
        return Response(200, body, headers=()).with_headers(JSON_TYPE)
    if not isinstance(value, dict):
        raise MalformedAnswerError("it must be an object with statusCode")
    headers = list(read_headers(value, version))
    if "content-type" not in [name for name, _ in headers]:
        headers.insert(0, TEXT_TYPE)
    return Response(read_status(value.get("statusCode")), read_body(value), headers=()).with_headers(*headers)


def read_status(value: Any) -> int:
    """Return a status that is a number or a string of digits."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or not 100 <= int(text) <= 599:
        raise MalformedAnswerError(f"statusCode must be a whole number from 100 to 599, not {value!r}")
    return int(text)


def read_body(value: Mapping[str, Any]) -> bytes:
    """Return the body of an answer, decoded where `isBase64Encoded` says so."""
    body = value.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswerError(f"body must be a text, not {json.dumps(body)[:40]}; use json.dumps")
    if value.get("isBase64Encoded") is not True:
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedAnswerError("body is not Base64, though isBase64Encoded says so") from None


def read_headers(value: Mapping[str, Any], version: str) -> Iterator[tuple[str, str]]:
    """Yield the headers of an answer; `version` is a payload format, or `REST` for a REST API.

    One name in both `multiValueHeaders` and `headers` has the values of both in a REST API.
    """
    several = _object(value, "multiValueHeaders") if version != "2.0" else {}
    for name, items in several.items():
        if not isinstance(items, list):
            raise MalformedAnswerError(f"multiValueHeaders {name!r} must be a list")
        yield from _kept((name, item) for item in items)
    given = {name.lower() for name in several} if version == "1.0" else set()
    yield from _kept(item for item in _object(value, "headers").items() if item[0].lower() not in given)
    cookies = value.get("cookies") if version == "2.0" else None
    if cookies is not None and not isinstance(cookies, list):
        raise MalformedAnswerError("cookies must be a list of texts")
    yield from _kept(("set-cookie", cookie) for cookie in cookies or ())


def _object(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    if found is not None and not isinstance(found, dict):
        raise MalformedAnswerError(f"{key} must be an object")
    return found or {}


def _kept(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, item in items:
        if isinstance(item, dict | list) or any(ord(letter) < 32 for letter in f"{name}{item}"):
            raise MalformedAnswerError(f"the header {name!r} must be a text of one line")
        if name.lower() not in OWN_HEADERS and item is not None:
            yield name.lower(), item if isinstance(item, str) else json.dumps(item)
