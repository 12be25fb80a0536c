from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.apigateway.lambda_response import MalformedResponseError
from aslant.local.apigateway.rest.proxy_response import read_proxy_response

JSON = ("content-type", "application/json")


@pytest.mark.parametrize(
    ("value", "status", "headers", "body"),
    [
        ({}, 200, [JSON], b""),
        ({"statusCode": None}, 200, [JSON], b""),
        ({"headers": {"test-header": "value"}}, 200, [JSON, ("test-header", "value")], b""),
        ({"statusCode": "201", "body": None}, 201, [JSON], b""),
        ({"statusCode": 200, "body": "é", "headers": {"Content-Type": "text/html"}}, 200, [], "é".encode()),
        (
            {"multiValueHeaders": {"X-A": ["multi"]}, "headers": {"x-a": "solo", "x-b": True}},
            200,
            [JSON, ("x-a", "multi"), ("x-a", "solo"), ("x-b", "true")],
            b"",
        ),
        ({"body": "aGk=", "isBase64Encoded": True}, 200, [JSON], b"aGk="),
    ],
)
def test_a_response_is_converted_as_recorded_from_aws(
    value: dict[str, Any], status: int, headers: list[tuple[str, str]], body: bytes
) -> None:
    response = read_proxy_response(json.dumps(value).encode(), binary=False)
    sent = [(name.decode(), text.decode()) for name, text in response.headers]
    assert (response.status, sent, response.body) == (status, headers or [("content-type", "text/html")], body)


def test_base64_is_decoded_for_a_client_that_accepts_binary_data() -> None:
    payload = json.dumps({"body": "aGk=", "isBase64Encoded": True}).encode()
    assert read_proxy_response(payload, binary=True).body == b"hi"
    assert read_proxy_response(b'{"body": "aGk="}', binary=True).body == b"aGk="


RULE = "it may only have the members statusCode, headers, multiValueHeaders, body, isBase64Encoded"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "it must be an object with statusCode and body"),
        ("text", "it must be an object with statusCode and body"),
        (
            {"statusCode": 200, "message": "hi"},
            f"{RULE}, not 'message'",
        ),
        (
            {"statusCode": 200, "cookies": ["a=b"]},
            f"{RULE}, not 'cookies'",
        ),
        ({"statuscode": 200}, f"{RULE}, not 'statuscode'. Did you mean 'statusCode'?"),
        ({"statusCode": "OK"}, "statusCode must be a whole number from 100 to 599, not 'OK'"),
        ({"body": {"a": 1}}, "body must be a string"),
        ({"headers": []}, "headers must be an object"),
        ({"headers": ["a"]}, "headers must be an object"),
        ({"multiValueHeaders": {"a": "b"}}, "multiValueHeaders 'a' must be a list"),
    ],
)
def test_the_error_for_an_unreadable_response_says_why(value: Any, fault: str) -> None:
    with pytest.raises(MalformedResponseError) as caught:
        read_proxy_response(json.dumps(value).encode(), binary=False)
    assert str(caught.value).startswith(fault)
