from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from aslant.local.apigateway.auth.cognito import CognitoGuard
from aslant.local.apigateway.auth.issuer_keys import IssuerKeys
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Request, Response

POOL = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_shop"
NOW = 1_479_240_169
CLAIMS: dict[str, Any] = {"iss": POOL, "token_use": "id", "sub": "ada", "exp": NOW + 60, "iat": NOW}

Sign = Callable[..., str]


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def sign(private_key: rsa.RSAPrivateKey) -> Sign:
    """Sign claims as the pool does. Claims that are None are left out."""

    def sign(**claims: Any) -> str:
        whole = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
        return jwt.encode(whole, private_key, "RS256", headers={"kid": "k1"})

    return sign


@pytest.fixture
def guard(private_key: rsa.RSAPrivateKey) -> Callable[..., CognitoGuard]:
    public = {**json.loads(RSAAlgorithm.to_jwk(private_key.public_key())), "kid": "k1", "alg": "RS256", "use": "sig"}

    def get(url: str) -> Any:
        return {"keys": [public]} if url.endswith("/keys") else {"jwks_uri": f"{POOL}/keys"}

    def guard(*scopes: str) -> CognitoGuard:
        return CognitoGuard(
            source=compile_value("$request.header.Authorization", "p"),
            name="request.header.Authorization",
            keys={f"{POOL}2": IssuerKeys(f"{POOL}2", get), POOL: IssuerKeys(POOL, get)},
            scopes=scopes,
            local=LocalTokens(lambda: NOW),
            clock=lambda: NOW,
        )

    return guard


def decide(guard: CognitoGuard, token: str | None) -> Caller | Response:
    headers = {} if token is None else {"authorization": token}
    request = Request("GET", "/", "", headers, b"")
    return guard(RequestContext(request, "123456789012", "a1", "live", {}, "/", 0.0))


def refused(verdict: Caller | Response) -> tuple[int, str, str]:
    assert isinstance(verdict, Response)
    return verdict.status, json.loads(verdict.body)["message"], verdict.note


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer  "])
def test_an_id_token_is_accepted_and_its_claims_are_strings(
    sign: Sign, guard: Callable[..., CognitoGuard], prefix: str
) -> None:
    token = sign(**{"cognito:groups": ["cooks", "drivers"], "email_verified": True, "auth_time": NOW})
    caller = decide(guard(), prefix + token)
    assert isinstance(caller, Caller)
    assert caller.context == {
        "claims": {
            "iss": POOL,
            "token_use": "id",
            "sub": "ada",
            "exp": "Tue Nov 15 20:03:49 UTC 2016",
            "iat": "Tue Nov 15 20:02:49 UTC 2016",
            "cognito:groups": "cooks,drivers",
            "email_verified": "true",
            "auth_time": "1479240169",
        }
    }


def test_a_method_with_scopes_accepts_an_access_token_with_one_of_them(
    sign: Sign, guard: Callable[..., CognitoGuard]
) -> None:
    token = sign(token_use="access", scope="shop/order openid")  # noqa: S106
    assert isinstance(decide(guard("shop/cancel", "shop/order"), token), Caller)


@pytest.mark.parametrize(
    ("scopes", "claims", "message", "note"),
    [
        ((), {"token_use": "access"}, "Unauthorized", "Unauthorized: token_use must be 'id', not 'access'"),
        (("a",), {}, "Unauthorized", "Unauthorized: token_use must be 'access', not 'id'"),
        (("a", "b"), {"token_use": "access", "scope": "c"}, "Unauthorized", "Unauthorized: the token has none of the "),
        (
            (),
            {"iss": "https://evil.example"},
            "Unauthorized",
            "Unauthorized: the token is not from a user pool of this",
        ),
        ((), {"iss": None}, "Unauthorized", "Unauthorized: the token is not from a user pool of this authorizer"),
        ((), {"exp": NOW}, "The incoming token has expired", "The incoming token has expired"),
        ((), {"exp": None}, "The incoming token has expired", "The incoming token has expired"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(
    sign: Sign,
    guard: Callable[..., CognitoGuard],
    scopes: tuple[str, ...],
    claims: dict[str, Any],
    message: str,
    note: str,
) -> None:
    status, found, why = refused(decide(guard(*scopes), sign(**claims)))
    assert (status, found) == (401, message)
    assert why.startswith(note)


def test_a_missing_malformed_or_forged_token_is_refused(sign: Sign, guard: Callable[..., CognitoGuard]) -> None:
    assert refused(decide(guard(), None)) == (401, "Unauthorized", "Unauthorized: the token is missing")
    assert refused(decide(guard(), "x"))[2].startswith("Unauthorized: the token cannot be read: ")
    head, claims, _ = sign().split(".")
    _, others, signature = sign(sub="eve").split(".")
    assert claims != others
    assert refused(decide(guard(), f"{head}.{claims}.{signature}"))[2] == "Unauthorized: the signature is wrong"


@pytest.mark.parametrize("scopes", [(), ("shop/order",)])
def test_a_token_of_this_process_is_accepted(guard: Callable[..., CognitoGuard], scopes: tuple[str, ...]) -> None:
    issuing = guard(*scopes)
    assert isinstance(decide(issuing, issuing.sample_token()), Caller)
    assert refused(decide(guard(*scopes), issuing.sample_token()))[2] == "Unauthorized: the signature is wrong"
