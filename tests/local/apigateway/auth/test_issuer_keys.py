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
    """Publishes keys, and counts what is asked of it."""

    def __init__(self, *ids: str) -> None:
        self.ids = list(ids)
        self.asked: list[str] = []
        self.now = 0.0
        self.failure: Exception | None = None

    def get(self, url: str) -> Any:
        self.asked.append(url)
        if self.failure:
            raise self.failure
        return {"jwks_uri": KEYS} if url == PLACE else {"keys": [{**RSA, "kid": id} for id in self.ids]}

    def keys(self) -> IssuerKeys:
        return IssuerKeys(ISSUER, self.get, lambda: self.now)


def test_keys_are_fetched_when_one_is_needed_and_kept_for_two_hours() -> None:
    issuer = Issuer("a", "b")
    keys = issuer.keys()
    assert issuer.asked == []
    assert isinstance(keys.find("a"), RSAPublicKey)
    assert issuer.asked == [PLACE, KEYS]
    issuer.now = 7199
    keys.find("b")
    assert len(issuer.asked) == 2
    issuer.now = 7200
    keys.find("b")
    assert len(issuer.asked) == 4


def test_a_key_that_is_new_is_asked_for_again_but_not_at_every_request() -> None:
    issuer = Issuer("a")
    keys = issuer.keys()
    keys.find("a")
    issuer.ids.append("new")
    with pytest.raises(KeysError, match=r"^the issuer has no key 'new'$"):
        keys.find("new")
    assert len(issuer.asked) == 2
    issuer.now = 30
    keys.find("new")
    assert len(issuer.asked) == 4


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (OSError("no way there"), f"{PLACE} gives no keys: no way there"),
        (ValueError('is "no" JSON'), f'{PLACE} gives no keys: is "no" JSON'),
        (KeyError("jwks_uri"), f"{PLACE} gives no keys: 'jwks_uri'"),
    ],
)
def test_an_issuer_that_cannot_be_reached_is_named_with_the_reason(failure: Exception, reason: str) -> None:
    issuer = Issuer("a")
    issuer.failure = failure
    keys = issuer.keys()
    for _ in range(2):
        with pytest.raises(KeysError) as raised:
            keys.find("a")
        assert str(raised.value) == reason
    assert issuer.asked == [PLACE]
    issuer.failure, issuer.now = None, 30
    assert keys.find("a")


def test_an_answer_without_usable_keys_is_named_as_well() -> None:
    keys = IssuerKeys(ISSUER, lambda url: {"jwks_uri": KEYS} if url == PLACE else {"keys": []})
    with pytest.raises(KeysError, match=f"^{KEYS} gives no keys: "):
        keys.find("a")


def test_nothing_but_a_web_address_is_fetched() -> None:
    with pytest.raises(ValueError, match="'file:///etc/passwd' is no URL"):
        fetch("file:///etc/passwd")
