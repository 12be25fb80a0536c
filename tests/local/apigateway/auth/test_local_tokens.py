from __future__ import annotations

import jwt
import pytest

from aslant.local.apigateway.auth.issuer_keys import IssuerKeys
from aslant.local.apigateway.auth.jwt import JwtGuard
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Request

ISSUER = "https://issuer.example"
NOW = 1_000_000


def unreachable(url: str) -> None:
    pytest.fail(f"{url} was fetched")


def is_accepted(tokens: LocalTokens, token: str, now: float) -> bool:
    guard = JwtGuard(
        source=compile_value("$request.header.a", "p"),
        issuer=ISSUER,
        audiences=["shop"],
        scopes=["a"],
        keys=IssuerKeys(ISSUER, unreachable),
        local=tokens,
        clock=lambda: now,
    )
    request = Request("GET", "/", "", {"a": token}, b"")
    return isinstance(guard(RequestContext(request, "1", "a1", "$default", {}, "/", 0.0)), Caller)


def test_a_token_is_valid_for_an_hour_without_its_issuer() -> None:
    tokens = LocalTokens(lambda: NOW)
    token = tokens.issue(ISSUER, "shop", ["a", "b"])
    assert jwt.decode(token, options={"verify_signature": False}) == {
        "iss": ISSUER,
        "aud": "shop",
        "sub": "local",
        "iat": NOW,
        "exp": NOW + 3600,
        "scope": "a b",
    }
    assert is_accepted(tokens, token, NOW)
    assert is_accepted(tokens, token, NOW + 3599)
    assert not is_accepted(tokens, token, NOW + 3600)


def test_a_token_of_another_process_is_refused() -> None:
    token = LocalTokens(lambda: NOW).issue(ISSUER, "shop", ["a"])
    assert not is_accepted(LocalTokens(lambda: NOW), token, NOW)


def test_given_claims_override_generated_ones() -> None:
    token = LocalTokens(lambda: NOW).issue(ISSUER, "shop", sub="ada", admin=True)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["admin"], "scope" in claims) == ("ada", True, False)
