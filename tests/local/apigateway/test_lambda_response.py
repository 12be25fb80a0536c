from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.apigateway.lambda_response import MalformedResponseError, read_response

TEXT = (b"content-type", b"text/plain; charset=utf-8")
JSON = (b"content-type", b"application/json")


@pytest.mark.parametrize(
    ("payload", "body"),
    [
        (b'{"name": "Ada", "age": 36}', b'{"name": "Ada", "age": 36}'),
        (b"[1, 2]", b"[1, 2]"),
        (b'"Hello, \\"World\\""', b'Hello, "World"'),
        (b'""', b""),
        (b"42", b"42"),
        (b"null", b"null"),
        (b'{"body": "no status"}', b'{"body": "no status"}'),
    ],
)
def test_format_2_0_infers_a_response_without_a_status_code(payload: bytes, body: bytes) -> None:
    response = read_response(payload, "2.0")
    assert (response.status, response.body, response.headers) == (200, body, (JSON,))


@pytest.mark.parametrize(
    ("version", "value", "status", "body", "headers"),
    [
        ("2.0", {"statusCode": 201}, 201, b"", (TEXT,)),
        ("2.0", {"statusCode": "404", "body": "é"}, 404, "é".encode(), (TEXT,)),
        ("2.0", {"statusCode": 200, "body": "/w==", "isBase64Encoded": True}, 200, b"\xff", (TEXT,)),
        (
            "2.0",
            {"statusCode": 200, "headers": {"Content-Type": "text/html", "X-N": 1, "X-None": None}},
            200,
            b"",
            ((b"content-type", b"text/html"), (b"x-n", b"1")),
        ),
        (
            "2.0",
            {"statusCode": 200, "cookies": ["a=1", "b=2; Secure"], "multiValueHeaders": {"x": ["1"]}},
            200,
            b"",
            (TEXT, (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2; Secure")),
        ),
        (
            "1.0",
            {"statusCode": 200, "headers": {"X": "lost", "y": "z"}, "multiValueHeaders": {"x": ["1", "2"]}},
            200,
            b"",
            (TEXT, (b"x", b"1"), (b"x", b"2"), (b"y", b"z")),
        ),
        ("1.0", {"statusCode": 200, "cookies": ["a=1"]}, 200, b"", (TEXT,)),
        ("2.0", {"statusCode": 200, "headers": {"Content-Length": "9", "Connection": "close"}}, 200, b"", (TEXT,)),
    ],
)
def test_a_response_with_a_status_code_is_converted(
    version: str, value: dict[str, Any], status: int, body: bytes, headers: tuple[tuple[bytes, bytes], ...]
) -> None:
    response = read_response(json.dumps(value).encode(), version)
    assert (response.status, response.body, response.headers) == (status, body, headers)


@pytest.mark.parametrize(
    ("version", "value", "reason"),
    [
        ("1.0", {"body": "no status"}, "statusCode must be a whole number from 100 to 599, not None"),
        ("1.0", "text", "it must be an object with statusCode"),
        ("2.0", {"statusCode": 200.5}, "statusCode must be a whole number from 100 to 599, not 200.5"),
        ("2.0", {"statusCode": True}, "not True"),
        ("2.0", {"statusCode": 0}, "not 0"),
        ("2.0", {"statusCode": "soon"}, "not 'soon'"),
        ("2.0", {"statusCode": 200, "body": {"a": 1}}, 'body must be a string, not {"a": 1}. Use json.dumps'),
        (
            "2.0",
            {"statusCode": 200, "body": "é", "isBase64Encoded": True},
            "body must be Base64 because isBase64Encoded is t",
        ),
        ("2.0", {"statusCode": 200, "headers": ["x"]}, "headers must be an object"),
        ("2.0", {"statusCode": 200, "headers": {"x": ["1"]}}, "the header 'x' must be a string of one line"),
        ("2.0", {"statusCode": 200, "headers": {"x": "1\r\ny: 2"}}, "the header 'x' must be a string of one line"),
        ("2.0", {"statusCode": 200, "cookies": "a=1"}, "cookies must be a list of strings"),
        ("1.0", {"statusCode": 200, "multiValueHeaders": {"x": "1"}}, "multiValueHeaders 'x' must be a list"),
    ],
)
def test_the_error_for_an_unreadable_response_says_why(version: str, value: Any, reason: str) -> None:
    with pytest.raises(MalformedResponseError, match=reason):
        read_response(json.dumps(value).encode(), version)
