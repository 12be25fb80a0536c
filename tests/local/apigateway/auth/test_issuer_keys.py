from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from aslant.local.apigateway.auth.issuer_keys import IssuerKeys, KeysError, fetch

ISSUER = "https://issuer.example/shop/"
PLACE = "https://issuer.example/shop/.well-known/openid-configuration"
KEYS = "https://issuer.example/keys"

# The public key of RFC 7517, appendix A.1.
RSA = {
    "kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
    "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL"
    "5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    "e": "AQAB",
    "alg": "RS256",
}


class Issuer:
    """An issuer that publishes keys and records the requests."""

    def __init__(self, *ids: str) -> None:
        self.ids = list(ids)
        self.requested: list[str] = []
        self.now = 0.0
        self.failure: Exception | None = None

    def get(self, url: str) -> Any:
        self.requested.append(url)
        if self.failure:
            raise self.failure
        return {"jwks_uri": KEYS} if url == PLACE else {"keys": [{**RSA, "kid": id} for id in self.ids]}

    def keys(self) -> IssuerKeys:
        return IssuerKeys(ISSUER, self.get, lambda: self.now)


def test_keys_are_fetched_when_one_is_needed_and_cached_for_two_hours() -> None:
    issuer = Issuer("a", "b")
    keys = issuer.keys()
    assert issuer.requested == []
    assert isinstance(keys.find("a"), RSAPublicKey)
    assert issuer.requested == [PLACE, KEYS]
    issuer.now = 7199
    keys.find("b")
    assert len(issuer.requested) == 2
    issuer.now = 7200
    keys.find("b")
    assert len(issuer.requested) == 4


def test_an_unknown_key_is_fetched_again_but_not_for_every_request() -> None:
    issuer = Issuer("a")
    keys = issuer.keys()
    keys.find("a")
    issuer.ids.append("new")
    with pytest.raises(KeysError, match=r"^the issuer does not have a key 'new'$"):
        keys.find("new")
    assert len(issuer.requested) == 2
    issuer.now = 30
    keys.find("new")
    assert len(issuer.requested) == 4


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (OSError("unreachable"), f"cannot read the keys at {PLACE}: unreachable"),
        (ValueError('"x" is not JSON'), f'cannot read the keys at {PLACE}: "x" is not JSON'),
        (KeyError("jwks_uri"), f"cannot read the keys at {PLACE}: 'jwks_uri'"),
    ],
)
def test_the_error_for_unreadable_keys_has_the_url_and_the_reason(failure: Exception, reason: str) -> None:
    issuer = Issuer("a")
    issuer.failure = failure
    keys = issuer.keys()
    for _ in range(2):
        with pytest.raises(KeysError) as raised:
            keys.find("a")
        assert str(raised.value) == reason
    assert issuer.requested == [PLACE]
    issuer.failure, issuer.now = None, 30
    assert keys.find("a")


def test_a_response_without_usable_keys_is_an_error() -> None:
    keys = IssuerKeys(ISSUER, lambda url: {"jwks_uri": KEYS} if url == PLACE else {"keys": []})
    with pytest.raises(KeysError, match=f"^cannot read the keys at {KEYS}: "):
        keys.find("a")


def test_only_http_urls_are_fetched() -> None:
    with pytest.raises(ValueError, match="'file:///etc/passwd' is not an HTTP URL"):
        fetch("file:///etc/passwd")
