from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from aslant.local.apigateway.request_context import Caller
from aslant.local.apigateway.rest.event import proxy_event, request_event, token_event
from aslant.local.apigateway.rest.request_context import RestRequestContext, resource_id
from aslant.local.http import Request

SENT = (
    ("Host", "a1.localhost:8000"),
    ("tEsT-HEADeR", "aValUE"),
    ("authorization", "random-value"),
    ("user-Agent", "curl"),
    ("X-Many", "1"),
    ("x-many", "2"),
    ("Connection", "Upgrade, HTTP2-Settings"),
    ("Upgrade", "h2c"),
    ("HTTP2-Settings", "AA"),
    ("Content-Length", "5"),
    ("Content-Type", "text/plain"),
)


def request_context(
    body: bytes = b"hello", sent: tuple[tuple[str, str], ...] = SENT, **changes: Any
) -> RestRequestContext:
    headers = {name.lower(): value for name, value in sent}
    query = "price=10&price=20&email=test%2Balias@gmail.com&plus=a+b&empty="
    request = Request("POST", "/live/proxy/a%2Bb/", query, headers, body, "192.0.2.7", sent)
    whole = RestRequestContext(
        request=request,
        account_id="123456789012",
        api_id="a1",
        stage="live",
        stage_variables={},
        path="/proxy/a%2Bb",
        started=1_583_348_638.390,
        route_key="POST /proxy/{rest+}",
        path_parameters={"rest": "a%2Bb"},
        id="r1",
        urn="urn",
        deployment_id="d1",
        target="/proxy/a%2Bb/",
        full_path="/live/proxy/a%2Bb/",
    )
    return dataclasses.replace(whole, **changes)


IDENTITY = {
    **dict.fromkeys(
        (
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userArn",
        )
    ),
    "sourceIp": "192.0.2.7",
    "userAgent": "curl",
}
CONTEXT = {
    "accountId": "123456789012",
    "apiId": "a1",
    "deploymentId": "d1",
    "domainName": "a1.localhost",
    "domainPrefix": "a1",
    "extendedRequestId": "r1",
    "httpMethod": "POST",
    "identity": IDENTITY,
    "path": "/live/proxy/a%2Bb/",
    "protocol": "HTTP/1.1",
    "requestId": "r1",
    "requestTime": "04/Mar/2020:19:03:58 +0000",
    "requestTimeEpoch": 1_583_348_638_390,
    "resourceId": resource_id("urn", "/proxy/{rest+}"),
    "resourcePath": "/proxy/{rest+}",
    "stage": "live",
}


def test_a_function_gets_the_event_recorded_from_aws() -> None:
    made = request_context()
    headers = {
        "Host": ["a1.localhost:8000"],
        "tEsT-HEADeR": ["aValUE"],
        "authorization": ["random-value"],
        "user-Agent": ["curl"],
        "X-Many": ["1", "2"],
        "Content-Type": ["text/plain"],
        "X-Amzn-Trace-Id": [made.trace_id],
        "X-Forwarded-For": ["192.0.2.7"],
        "X-Forwarded-Port": ["8000"],
        "X-Forwarded-Proto": ["http"],
    }
    query = {"price": ["10", "20"], "email": ["test+alias@gmail.com"], "plus": ["a b"], "empty": [""]}
    assert made.trace_id.startswith("Root=1-5e5ffb9e-")
    assert proxy_event(made) == {
        "resource": "/proxy/{rest+}",
        "path": "/proxy/a%2Bb/",
        "httpMethod": "POST",
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": {"rest": "a%2Bb"},
        "stageVariables": None,
        "requestContext": CONTEXT,
        "body": "hello",
        "isBase64Encoded": False,
    }


def test_cloudfront_changes_the_case_of_two_header_names() -> None:
    names = proxy_event(request_context(edge=True))["headers"].keys()
    assert {"Authorization", "User-Agent", "tEsT-HEADeR", "Host"} <= names
    assert not {"authorization", "user-Agent"} & names


def test_forwarding_headers_are_kept_and_a_trace_is_continued() -> None:
    sent = (*SENT, ("x-forwarded-for", "198.51.100.1"), ("x-amzn-trace-id", "Root=1-a-b;Sampled=1"))
    headers = proxy_event(request_context(sent=sent))["headers"]
    assert headers["X-Forwarded-For"] == "198.51.100.1, 192.0.2.7"
    assert headers["X-Amzn-Trace-Id"] == "Root=1-a-b;Sampled=1"
    assert not {"x-forwarded-for", "x-amzn-trace-id"} & headers.keys()


@pytest.mark.parametrize(
    ("body", "content_type", "binary_types", "expected"),
    [
        (b"", "image/png", ("*/*",), (None, False)),
        (b"a=1", "application/x-www-form-urlencoded", (), ("a=1", False)),
        (b"\xff", "image/png", (), ("\ufffd", False)),
        (b"\xff", "image/png", ("image/png",), ("/w==", True)),
        (b"\xff", "image/png; q=1", ("image/*",), ("/w==", True)),
        (b"{}", "application/json", ("*/*",), ("e30=", True)),
    ],
)
def test_a_body_of_a_binary_type_is_base64(
    body: bytes, content_type: str, binary_types: tuple[str, ...], expected: tuple[str | None, bool]
) -> None:
    event = proxy_event(request_context(body, (("content-type", content_type),), binary_types=binary_types))
    assert (event["body"], event["isBase64Encoded"]) == expected


def test_a_function_gets_the_context_of_an_authorizer() -> None:
    assert "authorizer" not in proxy_event(request_context())["requestContext"]
    caller = Caller({"principalId": "ada"})
    assert proxy_event(request_context(caller=caller))["requestContext"]["authorizer"] == {"principalId": "ada"}


def test_an_authorizer_gets_the_request_without_its_body() -> None:
    made = request_context(path_parameters={})
    event = request_event(made, ["a"], "arn")
    proxied = proxy_event(made)
    assert (event.pop("type"), event.pop("methodArn")) == ("REQUEST", "arn")
    assert (event.pop("pathParameters"), event.pop("stageVariables")) == ({}, {})
    assert event == {key: proxied[key] for key in event}
    assert "body" not in event


def test_an_authorizer_may_get_only_a_token() -> None:
    assert json.dumps(token_event(request_context(), ["t"], "arn")) == (
        '{"type": "TOKEN", "methodArn": "arn", "authorizationToken": "t"}'
    )
