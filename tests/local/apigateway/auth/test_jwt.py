from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from aslant.local.apigateway.auth.issuer_keys import IssuerKeys
from aslant.local.apigateway.auth.jwt import JwtGuard
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Request, Response

ISSUER = "https://issuer.example"
NOW = 1_000_000
CLAIMS: dict[str, Any] = {"iss": ISSUER, "aud": "shop", "exp": NOW + 60, "sub": "ada"}

Sign = Callable[..., str]
Decide = Callable[..., Caller | Response]


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def sign(private_key: rsa.RSAPrivateKey) -> Sign:
    """Sign claims as the issuer does. Claims that are None are left out."""

    def sign(algorithm: str = "RS256", headers: Mapping[str, Any] | None = None, **claims: Any) -> str:
        whole = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
        return jwt.encode(whole, private_key, algorithm, headers={"kid": "k1"} if headers is None else dict(headers))

    return sign


@pytest.fixture
def decide(private_key: rsa.RSAPrivateKey) -> Decide:
    """Return a function that decides on a request with a token."""
    public = {**json.loads(RSAAlgorithm.to_jwk(private_key.public_key())), "kid": "k1", "alg": "RS256", "use": "sig"}

    def get(url: str) -> Any:
        return {"keys": [public]} if url.endswith("/keys") else {"jwks_uri": f"{ISSUER}/keys"}

    def decide(
        token: str | None, *scopes: str, audiences: tuple[str, ...] = ("shop", "staff"), keys: IssuerKeys | None = None
    ) -> Caller | Response:
        headers = {} if token is None else {"authorization": token}
        guard = JwtGuard(
            source=compile_value("$request.header.Authorization", "p"),
            issuer=ISSUER,
            audiences=audiences,
            scopes=scopes,
            keys=keys or IssuerKeys(ISSUER, get),
            local=LocalTokens(lambda: NOW),
            clock=lambda: NOW,
        )
        request = Request("GET", "/", "", headers, b"")
        return guard(RequestContext(request, "123456789012", "a1", "$default", {}, "/", 0.0))

    return decide


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer  "])
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_a_token_of_the_issuer_is_accepted_with_and_without_bearer(
    sign: Sign, decide: Decide, prefix: str, algorithm: str
) -> None:
    assert isinstance(decide(prefix + sign(algorithm)), Caller)


def test_claims_are_passed_on_as_strings(sign: Sign, decide: Decide) -> None:
    caller = decide(sign(**{"cognito:groups": ["a", "b"], "admin": True, "more": {"x": 1}}))
    assert isinstance(caller, Caller)
    claims = {
        "iss": ISSUER,
        "aud": "shop",
        "exp": str(NOW + 60),
        "sub": "ada",
        "cognito:groups": "[a b]",
        "admin": "true",
        "more": '{"x": 1}',
    }
    assert caller.event == {"jwt": {"claims": claims, "scopes": None}}
    assert caller.context == {"claims": claims, "scopes": None}


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["other", "staff"]},
        {"aud": None, "client_id": "staff"},
        {"aud": "staff", "client_id": "other"},
        {"nbf": NOW, "iat": NOW},
        {"exp": NOW + 0.5},
    ],
)
def test_claims_that_api_gateway_accepts_are_accepted(sign: Sign, decide: Decide, claims: dict[str, Any]) -> None:
    assert isinstance(decide(sign(**claims)), Caller)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://issuer.example/"}, "the token is from another issuer"),
        ({"iss": None}, "the token is from another issuer"),
        ({"aud": "other"}, "the token does not have a valid audience"),
        ({"aud": "other", "client_id": "shop"}, "the token does not have a valid audience"),
        ({"aud": None}, "the token does not have a valid audience"),
        ({"aud": {"a": 1}}, "the token does not have a valid audience"),
        ({"exp": NOW}, "the token has expired"),
        ({"exp": None}, "the token has expired"),
        ({"exp": "soon"}, "exp, nbf and iat must be numbers"),
        ({"nbf": NOW + 1}, "the token is not valid yet"),
        ({"iat": NOW + 1}, "the token is not valid yet"),
    ],
)
def test_a_wrong_claim_is_401_with_the_reason(sign: Sign, decide: Decide, claims: dict[str, Any], reason: str) -> None:
    expect(decide(sign(**claims)), 401, f'Bearer scope="" error="invalid_token" error_description="{reason}"', reason)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({}, "the token does not have a key ID, kid"),
        ({"kid": "k2"}, "the issuer does not have a key 'k2'"),
        ({"kid": "k\r\nx: 1"}, r"the issuer does not have a key 'k\r\nx: 1'"),
    ],
)
def test_a_key_that_is_not_the_issuers_is_401(sign: Sign, decide: Decide, header: dict[str, str], reason: str) -> None:
    expect(decide(sign(headers=header)), 401, None, reason)


def test_a_wrong_signature_is_401(sign: Sign, decide: Decide) -> None:
    head, claims, _ = sign().split(".")
    other = sign(sub="eve").split(".")[2]
    expect(decide(f"{head}.{claims}.{other}"), 401, None, "the signature is wrong")


def test_a_malformed_token_is_401(decide: Decide) -> None:
    response = decide("Bearer nonsense")
    assert isinstance(response, Response)
    assert response.status == 401
    assert response.note.startswith("Unauthorized: the token cannot be read: ")


@pytest.mark.parametrize("token", [None, ""])
def test_a_missing_token_is_401_with_the_bare_challenge(decide: Decide, token: str | None) -> None:
    expect(decide(token), 401, "Bearer", "the token is missing")


def test_a_secret_cannot_replace_the_issuers_key(decide: Decide) -> None:
    forged = jwt.encode(CLAIMS, "x" * 32, "HS256", headers={"kid": "k1"})
    expect(decide(forged), 401, None, "signing method HS256 is invalid")
    local = jwt.encode(CLAIMS, "x" * 32, "HS256", headers={"kid": "aslant-local"})
    expect(decide(local), 401, None, "the signature is wrong")
    expect(decide(jwt.encode(CLAIMS, "", "none")), 401, None, "signing method none is invalid")


def test_an_issuer_that_cannot_be_reached_is_401_and_the_log_says_why(sign: Sign, decide: Decide) -> None:
    def get(url: str) -> Any:
        raise OSError("no route to host")

    place = f"{ISSUER}/.well-known/openid-configuration"
    expect(
        decide(sign(), keys=IssuerKeys(ISSUER, get)), 401, None, f"cannot read the keys at {place}: no route to host"
    )


@pytest.mark.parametrize("claims", [{"scope": "x b"}, {"scp": ["b"]}, {"scp": "a"}])
def test_a_token_needs_only_one_of_the_scopes(sign: Sign, decide: Decide, claims: dict[str, Any]) -> None:
    caller = decide(sign(**claims), "a", "b")
    assert isinstance(caller, Caller)
    assert set(caller.event["jwt"]["scopes"]) & {"a", "b"}


@pytest.mark.parametrize("claims", [{}, {"scope": "ab"}, {"scp": 1}])
def test_a_token_without_any_of_the_scopes_is_403(sign: Sign, decide: Decide, claims: dict[str, Any]) -> None:
    reason = "the token has none of the scopes a, b"
    challenge = f'Bearer scope="a b" error="insufficient_scope" error_description="{reason}"'
    response = decide(sign(**claims), "a", "b")
    expect(response, 403, challenge, reason)


def expect(response: Caller | Response, status: int, challenge: str | None, reason: str) -> None:
    assert isinstance(response, Response)
    text = {401: "Unauthorized", 403: "Forbidden"}[status]
    assert (response.status, json.loads(response.body)) == (status, {"message": text})
    assert response.note == f"{text}: {reason}"
    if challenge is not None:
        assert dict(response.headers)[b"www-authenticate"].decode() == challenge
