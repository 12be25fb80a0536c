from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.auth.function import FunctionGuard
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.rest.guards import Guards
from aslant.local.console.curl import rest_commands
from aslant.provider.account import LocalAccount
from tests.local.apigateway.rest.shop import COMPONENTS

if TYPE_CHECKING:
    from .conftest import Served

SENT = [
    ({}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ({"authorization": "let me in"}, 200, "ada 36 true"),
    (
        {"authorization": "no"},
        403,
        '{"Message":"User is not authorized to access this resource with an explicit deny"}',
    ),
    ({"authorization": "unmentioned"}, 403, '{"Message":"User is not authorized to access this resource"}'),
    ({"authorization": "nested"}, 500, '{"message":"Internal server error"}'),
    ({"authorization": "nobody"}, 500, '{"message":"Internal server error"}'),
    ({"authorization": "stranger"}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ({"authorization": "broken"}, 500, '{"message":"Internal server error"}'),
]


@pytest.mark.parametrize(("headers", "status", "body"), SENT)
def test_a_function_decides_who_may_call(rest: Served, headers: dict[str, str], status: int, body: str) -> None:
    response = rest.send("GET", "/live/guarded", **headers)
    assert (response.status, response.body.decode()) == (status, body)


@pytest.mark.parametrize(
    ("headers", "error", "message"),
    [
        ({}, b"MissingAuthenticationTokenException", "Missing Authentication Token"),
        (
            {"authorization": "Bearer x"},
            b"InvalidSignatureException",
            "Authorization is not an AWS4-HMAC-SHA256 signature",
        ),
    ],
)
def test_a_request_without_a_valid_signature_is_refused(
    rest: Served, headers: dict[str, str], error: bytes, message: str
) -> None:
    response = rest.send("GET", "/live/signed", **headers)
    assert (response.status, response.body.decode()) == (403, f'{{"message":"{message}"}}')
    assert dict(response.headers)[b"x-amzn-errortype"] == error


def asked(**authorizer: Any) -> dict[str, Any]:
    return {"x-amazon-apigateway-authorizer": {"type": "request", **authorizer}}


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "apiKey", "name": "x-api-key", "in": "header"}, "is not supported here. Use x-amazon-apigateway-"),
    ({"x-amazon-apigateway-authorizer": {"type": "jwt"}}, "is not supported here. Use x-amazon-apigateway-"),
    (
        asked(type="token", identitySource="method.request.querystring.token"),
        "identitySource must be one header, such as method.request.header.Authorization",
    ),
    (
        asked(type="token", identitySource="method.request.header.a, method.request.header.b"),
        "identitySource must be one header, ",
    ),
    ({"x-amazon-apigateway-authorizer": {"type": "cognito_user_pools"}}, "providerARNs must be a list with the `arn`"),
    (
        asked(type="cognito_user_pools", providerARNs=["arn:aws:cognito-idp:us-east-1:123456789012:pool/x"]),
        "providerARNs has 'arn:aws:cognito-idp:us-east-1:123456789012:pool/x', which is not a user pool. Pass the",
    ),
    (
        asked(identitySource="method.request.header.Authorization", authorizerUri="x"),
        "authorizerUri 'x' is not a function. Pass the `invoke_arn` of one",
    ),
    (
        asked(authorizerResultTtlInSeconds=3601),
        "authorizerResultTtlInSeconds must be from 0 to 3600, not 3601",
    ),
    (
        asked(authorizerResultTtlInSeconds="1"),
        "authorizerResultTtlInSeconds must be from 0 to 3600, not '1'",
    ),
    (
        asked(),
        "identitySource is missing, which is the key of the cache. Add it, or set authorizerResultTtlInSeconds to 0",
    ),
    (asked(identitySource="header.x"), "identitySource: $header.x does not exist. Use "),
]


@pytest.mark.parametrize(("scheme", "fault"), FAULTS)
def test_the_error_for_an_unsupported_scheme_says_why(scheme: dict[str, Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        Guards({"s": scheme}, {}, LocalAccount(), LocalTokens(), "api")
    place, _, why = str(caught.value).partition("the security scheme 's'")
    assert place == "api: "
    assert why.removeprefix(": ").removeprefix(" ").startswith(fault)


def test_an_invalid_expression_for_tokens_is_an_error(rest: Served) -> None:
    schemes: dict[str, Any] = COMPONENTS["securitySchemes"]
    authorizer = {**schemes["token"]["x-amazon-apigateway-authorizer"]}
    authorizer["identityValidationExpression"] = "("
    scheme = {"x-amazon-apigateway-authorizer": authorizer}
    with pytest.raises(LocalError, match=r"identityValidationExpression: the regular expression '\(' is not valid: "):
        Guards({"s": scheme}, rest.deployment.functions, LocalAccount(), LocalTokens(), "api")


def test_only_user_pools_have_scopes(rest: Served) -> None:
    (api,) = rest.apis.apis
    method = dataclasses.replace(api.methods["GET /token"], scopes=("a", "b"))
    guards = Guards(COMPONENTS["securitySchemes"], rest.deployment.functions, LocalAccount(), LocalTokens(), "api")
    with pytest.raises(LocalError, match=r"^api: GET /token has scopes \(a, b\), which only an authorizer of the type"):
        guards.of(method)


@pytest.mark.parametrize(
    ("headers", "status", "body"),
    [
        ({"x_token": "let me in"}, 200, "ada 36 true"),
        ({"x_token": "no"}, 403, '{"Message":"User is not authorized to access this resource with an explicit deny"}'),
        ({"x_token": "stranger"}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
        ({"x_token": "not 1 token"}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
        ({"authorization": "let me in"}, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ],
)
def test_a_function_decides_from_only_a_token(rest: Served, headers: dict[str, str], status: int, body: str) -> None:
    response = rest.send("GET", "/live/token", **headers)
    assert (response.status, response.body.decode()) == (status, body)


def test_a_token_of_a_user_pool_is_accepted(rest: Served) -> None:
    issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_shop"
    issue = rest.deployment.tokens.issue
    identity = issue(issuer, "client", token_use="id", sub="ada")  # noqa: S106
    access = issue(issuer, "client", ["shop/order"], token_use="access", sub="ada")  # noqa: S106
    sent = [
        ("GET", identity, 200, "ada id"),
        ("GET", f"Bearer {identity}", 200, "ada id"),
        ("GET", access, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
        ("POST", access, 200, "ada access"),
        ("POST", identity, 418, 'UNAUTHORIZED in live, hot: "Unauthorized"'),
    ]
    for method, token, status, body in sent:
        response = rest.send(method, "/live/pool", authorization=token)
        assert (response.status, response.body.decode()) == (status, body)


def test_sample_commands_have_tokens_of_user_pools(rest: Served) -> None:
    (api,) = rest.apis.apis
    first, second, *lines = rest_commands(rest.deployment, api, [])
    pool = [line for line in lines if "/pool" in line]
    assert [re.findall(r'-H "([^"]*)"', line) for line in pool] == [
        ["Authorization: Bearer $TOKEN"],
        ["Authorization: Bearer $TOKEN_2"],
        ["Authorization: Bearer $TOKEN"],
    ]
    for line, name, method in ((first, "TOKEN", "GET"), (second, "TOKEN_2", "POST")):
        token = line.removeprefix(f"{name}=")
        assert rest.send(method, "/live/pool", authorization=token).status == 200


@pytest.mark.parametrize(
    ("names", "options", "query"),
    [
        (None, "-H 'Authorization: ...' ", ""),
        (["request.header.x-api-key"], "-H 'x-api-key: ...' ", ""),
        (["request.header.x-shop", "request.querystring.who"], "-H 'x-shop: ...' ", "?who=..."),
        (["context.identity.sourceIp"], "", ""),
    ],
)
def test_a_sample_command_has_the_identity_sources(
    rest: Served, names: list[str] | None, options: str, query: str
) -> None:
    (api,) = rest.apis.apis
    name = "GET /guarded"
    guard = api.guards[name]
    assert isinstance(guard, FunctionGuard)
    if names is not None:
        guard = dataclasses.replace(guard, names=names)
    changed = dataclasses.replace(api, guards={**api.guards, name: guard})
    (line,) = [line for line in rest_commands(rest.deployment, changed, []) if "/guarded" in line]
    url = f"{api.url}/live/guarded{query}"
    assert line == f"curl -sS {options}" + (f"'{url}'" if query else url)
