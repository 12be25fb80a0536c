from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.auth.function import FunctionGuard
from aslant.local.curl import rest_lines
from aslant.local.rest.guards import make_guard
from aslant.provider.account import Account

if TYPE_CHECKING:
    from .conftest import Served

SENT = [
    ({}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ({"authorization": "let me in"}, 200, "ada 36 true"),
    ({"authorization": "no"}, 403, '{"message":"User is not authorized to access this resource"}'),
    ({"authorization": "stranger"}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ({"authorization": "broken"}, 500, '{"message":"Internal server error"}'),
]


@pytest.mark.parametrize(("headers", "status", "body"), SENT)
def test_a_function_decides_who_may_call(rest: Served, headers: dict[str, str], status: int, body: str) -> None:
    answer = rest.send("GET", "/live/guarded", **headers)
    assert (answer.status, answer.body.decode()) == (status, body)


@pytest.mark.parametrize(
    ("headers", "error", "message"),
    [
        ({}, b"MissingAuthenticationTokenException", "Missing Authentication Token"),
        (
            {"authorization": "Bearer x"},
            b"InvalidSignatureException",
            "Authorization is no AWS4-HMAC-SHA256 signature",
        ),
    ],
)
def test_a_request_without_a_right_signature_is_refused(
    rest: Served, headers: dict[str, str], error: bytes, message: str
) -> None:
    answer = rest.send("GET", "/live/signed", **headers)
    assert (answer.status, answer.body.decode()) == (403, f'{{"message":"{message}"}}')
    assert dict(answer.headers)[b"x-amzn-errortype"] == error


def asked(**authorizer: Any) -> dict[str, Any]:
    return {"x-amazon-apigateway-authorizer": {"type": "request", **authorizer}}


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "apiKey", "name": "x-api-key", "in": "header"}, "scheme is not served here; write x-amazon-apigateway-"),
    ({"x-amazon-apigateway-authorizer": {"type": "token"}}, "scheme is not served here; write x-amazon-apigateway-"),
    (
        asked(identitySource="method.request.header.Authorization", authorizerUri="x"),
        "scheme: authorizerUri 'x' names no function; pass the `invoke_arn` of one",
    ),
    (
        asked(authorizerResultTtlInSeconds=3601),
        "scheme: authorizerResultTtlInSeconds must be from 0 to 3600, not 3601",
    ),
    (
        asked(authorizerResultTtlInSeconds="1"),
        "scheme: authorizerResultTtlInSeconds must be from 0 to 3600, not '1'",
    ),
    (
        asked(),
        "scheme: identitySource is missing, by which answers are kept; give it, or set authorizerResultTtlInSeconds "
        "to 0",
    ),
    (asked(identitySource="header.x"), "scheme: identitySource: $header.x cannot be mapped; write "),
]


@pytest.mark.parametrize(("scheme", "fault"), FAULTS)
def test_a_scheme_that_cannot_guard_is_refused(scheme: dict[str, Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        make_guard(scheme, {}, Account(), "scheme")
    assert str(caught.value).startswith(fault)


@pytest.mark.parametrize(
    ("names", "options", "query"),
    [
        (None, "-H 'Authorization: ...' ", ""),
        (["request.header.x-api-key"], "-H 'x-api-key: ...' ", ""),
        (["request.header.x-shop", "request.querystring.who"], "-H 'x-shop: ...' ", "?who=..."),
        (["context.identity.sourceIp"], "", ""),
    ],
)
def test_a_line_to_try_has_what_the_function_is_asked_about(
    rest: Served, names: list[str] | None, options: str, query: str
) -> None:
    (api,) = rest.apis.apis
    (name,) = [name for name, guard in api.guards.items() if isinstance(guard, FunctionGuard)]
    guard = api.guards[name]
    assert isinstance(guard, FunctionGuard)
    if names is not None:
        guard = dataclasses.replace(guard, names=names)
    changed = dataclasses.replace(api, guards={**api.guards, name: guard})
    (line,) = [line for line in rest_lines(rest.deployment, changed, []) if "/guarded" in line]
    url = f"{api.url}/live/guarded{query}"
    assert line == f"curl -sS {options}" + (f"'{url}'" if query else url)
