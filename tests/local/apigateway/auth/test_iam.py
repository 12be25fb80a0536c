from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from botocore import auth as botocore_auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from aslant.local.apigateway.auth.iam import IamGuard
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.credentials import SECRET_KEY, function_key
from aslant.local.http import Request, Response
from aslant.provider.account import LocalAccount

MOMENT = datetime(2026, 11, 24, 12, 38, 24, tzinfo=UTC)

# Sent by curl 7.88 for
# curl --aws-sigv4 aws:amz:eu-west-1:execute-api --user test:test 'http://127.0.0.1:8799/orders?a=1&b=x%20y' -d ...
SIGNED = Request(
    "POST",
    "/orders",
    "a=1&b=x%20y",
    {
        "host": "127.0.0.1:8799",
        "authorization": "AWS4-HMAC-SHA256 Credential=test/20261124/eu-west-1/execute-api/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=7301ba4ef3e4ccbbda9f3b0b354888bc8f128f1fd3528c0d98b0379a9861c7b7",
        "x-amz-date": "20261124T123824Z",
        "content-type": "application/x-www-form-urlencoded",
    },
    b'{"flavour": "pepperoni"}',
)


def decide(request: Request, later: float = 0, region: str = "eu-west-1") -> Caller | Response:
    request_context = RequestContext(request, "123456789012", "a1", "$default", {}, request.path, 0.0)
    return IamGuard(LocalAccount(region), lambda: MOMENT.timestamp() + later)(request_context)


def changed(request: Request, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return dataclasses.replace(request, headers={**request.headers, **named})


def authorization(old: str, new: str) -> Request:
    return changed(SIGNED, authorization=SIGNED.headers["authorization"].replace(old, new))


def test_a_request_that_curl_signs_is_accepted_and_its_user_is_identified() -> None:
    caller = decide(SIGNED)
    assert isinstance(caller, Caller)
    user = "AIDA25BF8E1A2393F110"
    assert caller.identity == {
        "accessKey": "test",
        "accountId": "123456789012",
        "caller": user,
        "user": user,
        "userArn": "arn:aws:iam::123456789012:user/local",
    }
    assert caller.event == {
        "iam": {
            "accessKey": "test",
            "accountId": "123456789012",
            "callerId": user,
            "cognitoIdentity": None,
            "principalOrgId": None,
            "userArn": "arn:aws:iam::123456789012:user/local",
            "userId": user,
        }
    }
    assert caller.context == {}


def test_a_request_that_a_function_signs_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore_auth, "get_current_datetime", lambda: MOMENT)
    signed = AWSRequest("GET", "http://127.0.0.1:8000/", {}, b"")
    key = function_key("arn:aws:lambda:us-east-1:123456789012:function:oven")
    SigV4Auth(Credentials(key, SECRET_KEY), "execute-api", "us-east-1").add_auth(signed)
    sent = {"host": "127.0.0.1:8000", **{name.lower(): value for name, value in signed.headers.items()}}
    assert isinstance(decide(Request("GET", "/", "", sent, b""), region="us-east-1"), Caller)


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "body"),
    [
        ("GET", "/", "", {}, b""),
        ("POST", "/orders/caf%C3%A9/a%20b", "z=1&a=%2F%26&a=&b", {"X-Many": " one   two ", "Content-Type": "x"}, b"{}"),
        ("DELETE", "/executions/a-b_c.d~e", "q=a%2Bb", {}, b"\xff\x00"),
    ],
)
def test_a_request_that_the_sdk_signs_is_accepted(
    monkeypatch: pytest.MonkeyPatch, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    monkeypatch.setattr(botocore_auth, "get_current_datetime", lambda: MOMENT)
    url = f"http://127.0.0.1:8000{path}" + (f"?{query}" if query else "")
    signed = AWSRequest(method, url, headers, body)
    SigV4Auth(Credentials("test", "test", "token"), "execute-api", "us-east-1").add_auth(signed)
    sent = {"host": "127.0.0.1:8000", **{name.lower(): value for name, value in signed.headers.items()}}
    assert isinstance(decide(Request(method, path, query, sent, body), region="us-east-1"), Caller)


@pytest.mark.parametrize("later", [-299, 299])
def test_a_clock_may_be_off_by_five_minutes(later: float) -> None:
    assert isinstance(decide(SIGNED, later), Caller)


@pytest.mark.parametrize(
    ("request_", "later", "reason"),
    [
        (dataclasses.replace(SIGNED, headers={"host": "x"}), 0, "the request is not signed"),
        (changed(SIGNED, authorization="Bearer x"), 0, "Authorization is not an AWS4-HMAC-SHA256 signature"),
        (authorization("SignedHeaders", "Headers"), 0, "Authorization is not an AWS4-HMAC-SHA256 signature"),
        (authorization("aws4_request", "aws5"), 0, "Authorization is not an AWS4-HMAC-SHA256 signature"),
        (authorization("test/", "AKIA/"), 0, "the access key 'AKIA' does not exist. Use 'test'."),
        (
            authorization("eu-west-1", "us-east-1"),
            0,
            "the request is signed for us-east-1:execute-api, not eu-west-1:execute-api",
        ),
        (authorization("execute-api", "s3"), 0, "the request is signed for eu-west-1:s3, not eu-west-1:execute-api"),
        (authorization("host;", ""), 0, "host and x-amz-date must be signed"),
        (authorization("7301", "7302"), 0, "the signature is wrong"),
        (authorization("7301", "é301"), 0, "the signature is wrong"),
        (dataclasses.replace(SIGNED, body=b"{}"), 0, "the signature is wrong"),
        (dataclasses.replace(SIGNED, query="a=2"), 0, "the signature is wrong"),
        (dataclasses.replace(SIGNED, path="/other"), 0, "the signature is wrong"),
        (changed(SIGNED, host="127.0.0.1:8800"), 0, "the signature is wrong"),
        (changed(SIGNED, x_amz_date="20261125T123824Z"), 0, "x-amz-date and the credential scope have different days"),
        (changed(SIGNED, x_amz_date="today"), 0, "x-amz-date must look like 20261124T120000Z, not 'today'"),
        (SIGNED, 301, "the signature has expired, or a clock is wrong"),
        (SIGNED, -301, "the signature has expired, or a clock is wrong"),
    ],
)
def test_any_other_request_is_forbidden_and_the_log_says_why(request_: Request, later: float, reason: str) -> None:
    response = decide(request_, later)
    assert isinstance(response, Response)
    assert (response.status, response.body) == (403, b'{"message":"Forbidden"}')
    assert response.note == f"Forbidden: {reason}"
