from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from aslant.local.apigateway.lambda_event import AUTHORIZER_EVENTS, EVENTS, request_arn
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Request

HEADERS = (
    ("host", "a1.localhost:8000"),
    ("cookie", "a=1; b=2"),
    ("x-many", "1"),
    ("x-many", "2"),
    ("user-agent", "curl"),
)
ADDED = {"x-forwarded-for": "127.0.0.1", "x-forwarded-port": "8000", "x-forwarded-proto": "http"}


def request_context(**changes: Any) -> RequestContext:
    body, content_type = changes.pop("body", b"hello"), changes.pop("content_type", "text/plain")
    sent = (*HEADERS, *([("content-type", content_type)] if content_type else []))
    headers: dict[str, str] = {}
    for name, value in sent:
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    request = Request("POST", "/orders/caf%C3%A9", "q=1&q=2&r=a%20b", headers, body, sent=sent)
    whole = RequestContext(
        request=request,
        account_id="123456789012",
        api_id="a1",
        stage="$default",
        stage_variables={"oven": "hot"},
        path="/orders/caf%C3%A9",
        started=1_583_348_638.390,
        route_key="POST /orders/{id}",
        path_parameters={"id": "café"},
        id="r1",
    )
    return dataclasses.replace(whole, **changes)


COMMON_2: dict[str, Any] = {
    "version": "2.0",
    "routeKey": "POST /orders/{id}",
    "rawPath": "/orders/café",
    "rawQueryString": "q=1&q=2&r=a%20b",
    "cookies": ["a=1", "b=2"],
    "headers": {
        "host": "a1.localhost:8000",
        "x-many": "1,2",
        "user-agent": "curl",
        "content-type": "text/plain",
        **ADDED,
    },
    "queryStringParameters": {"q": "1,2", "r": "a b"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "a1",
        "domainName": "a1.localhost",
        "domainPrefix": "a1",
        "http": {
            "method": "POST",
            "path": "/orders/café",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "curl",
        },
        "requestId": "r1",
        "routeKey": "POST /orders/{id}",
        "stage": "$default",
        "time": "04/Mar/2020:19:03:58 +0000",
        "timeEpoch": 1583348638390,
    },
    "pathParameters": {"id": "café"},
    "stageVariables": {"oven": "hot"},
}
COMMON_1: dict[str, Any] = {
    "version": "1.0",
    "resource": "/orders/{id}",
    "path": "/orders/café",
    "httpMethod": "POST",
    "headers": {
        "host": "a1.localhost:8000",
        "cookie": "a=1; b=2",
        "x-many": "2",
        "user-agent": "curl",
        "content-type": "text/plain",
        **ADDED,
    },
    "multiValueHeaders": {
        "host": ["a1.localhost:8000"],
        "cookie": ["a=1; b=2"],
        "x-many": ["1", "2"],
        "user-agent": ["curl"],
        "content-type": ["text/plain"],
        **{name: [value] for name, value in ADDED.items()},
    },
    "queryStringParameters": {"q": "2", "r": "a b"},
    "multiValueQueryStringParameters": {"q": ["1", "2"], "r": ["a b"]},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "a1",
        "domainName": "a1.localhost",
        "domainPrefix": "a1",
        "extendedRequestId": "r1",
        "httpMethod": "POST",
        "identity": {
            "accessKey": None,
            "accountId": None,
            "caller": None,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "sourceIp": "127.0.0.1",
            "user": None,
            "userAgent": "curl",
            "userArn": None,
        },
        "path": "/orders/café",
        "protocol": "HTTP/1.1",
        "requestId": "r1",
        "requestTime": "04/Mar/2020:19:03:58 +0000",
        "requestTimeEpoch": 1583348638390,
        "resourceId": "POST /orders/{id}",
        "resourcePath": "/orders/{id}",
        "stage": "$default",
    },
    "pathParameters": {"id": "café"},
    "stageVariables": {"oven": "hot"},
}


def test_an_event_of_format_2_0_is_the_one_that_aws_sends() -> None:
    assert EVENTS["2.0"](request_context()) == {**COMMON_2, "body": "hello", "isBase64Encoded": False}


def test_an_event_of_format_1_0_is_the_one_that_aws_sends() -> None:
    context = {**COMMON_1["requestContext"], "authorizer": {"claims": None, "scopes": None}}
    assert EVENTS["1.0"](request_context()) == {
        **COMMON_1,
        "requestContext": context,
        "body": "hello",
        "isBase64Encoded": False,
    }


def test_absent_parts_are_left_out_in_format_2_0_and_null_in_1_0() -> None:
    bare = request_context(
        request=Request("GET", "/", "", {}, b""), path="/", route_key="$default", path_parameters={}, stage_variables={}
    )
    event = EVENTS["2.0"](bare)
    assert sorted(event) == [
        "headers",
        "isBase64Encoded",
        "rawPath",
        "rawQueryString",
        "requestContext",
        "routeKey",
        "version",
    ]
    assert event["headers"] == {**ADDED, "x-forwarded-port": "80"}
    event = EVENTS["1.0"](bare)
    absent = (
        "body",
        "multiValueQueryStringParameters",
        "pathParameters",
        "queryStringParameters",
        "stageVariables",
    )
    assert [event[key] for key in absent] == [None] * 5


@pytest.mark.parametrize(
    ("stage", "base_path", "raw_path", "path"),
    [
        ("$default", None, "/orders/café", "/orders/café"),
        ("v1", None, "/v1/orders/café", "/v1/orders/café"),
        ("$default", "shop", "/orders/café", "/shop/orders/café"),
    ],
)
def test_the_path_has_the_stage_and_in_format_1_0_the_mapping_of_a_domain(
    stage: str, base_path: str | None, raw_path: str, path: str
) -> None:
    asked = request_context(stage=stage, base_path=base_path)
    event = EVENTS["2.0"](asked)
    assert (event["rawPath"], event["requestContext"]["http"]["path"]) == (raw_path, raw_path)
    event = EVENTS["1.0"](asked)
    assert (event["path"], event["requestContext"]["path"]) == (path, path)


@pytest.mark.parametrize(
    ("content_type", "body", "text", "encoded"),
    [
        ("application/json; charset=utf-8", b"{}", "{}", False),
        ("application/vnd.shop+json", b"{}", "{}", False),
        ("text/csv", "é".encode(), "é", False),
        ("", b"plain", "plain", False),
        ("", b"\xff", "/w==", True),
        ("text/plain", b"\xff", "/w==", True),
        ("application/x-www-form-urlencoded", b"a=1", "YT0x", True),
        ("image/png", b"a", "YQ==", True),
    ],
)
def test_a_body_with_a_textual_type_is_a_string(content_type: str, body: bytes, text: str, encoded: bool) -> None:
    for version in ("1.0", "2.0"):
        event = EVENTS[version](request_context(content_type=content_type, body=body))
        assert (event["body"], event["isBase64Encoded"]) == (text, encoded)


def test_the_caller_is_part_of_the_context() -> None:
    claims = {"claims": {"sub": "ada"}, "scopes": ["a"]}
    asked = request_context(caller=Caller(claims, {"jwt": claims}, {"accessKey": "k"}))
    assert EVENTS["2.0"](asked)["requestContext"]["authorizer"] == {"jwt": claims}
    context = EVENTS["1.0"](asked)["requestContext"]
    assert (context["authorizer"], context["identity"]["accessKey"]) == (claims, "k")


def test_an_authorizer_gets_the_identity_sources_and_the_arn_instead_of_the_body() -> None:
    event = AUTHORIZER_EVENTS["2.0"](request_context(), ["a", "b"], "arn")
    assert event == {**COMMON_2, "type": "REQUEST", "routeArn": "arn", "identitySource": ["a", "b"]}
    event = AUTHORIZER_EVENTS["1.0"](request_context(), ["a", "b"], "arn")
    more = {"type": "REQUEST", "methodArn": "arn", "identitySource": "a,b", "authorizationToken": "a,b"}
    assert event == {**COMMON_1, **more}
    assert AUTHORIZER_EVENTS["2.0"](request_context(), [], "arn")["identitySource"] is None


def test_the_arn_of_a_request_has_its_method_and_path() -> None:
    arn = "arn:aws:execute-api:us-east-1:123456789012:a1/$default/POST/orders/café"
    assert request_arn(request_context(), "us-east-1", "aws") == arn
