"""The public keys of a token's issuer, fetched when one is needed first.

OpenID Connect Discovery 1.0: `<issuer>/.well-known/openid-configuration` says where the keys are. API Gateway keeps
them for two hours; a key that is not among them may be new, so they are fetched again, but not at every request.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

__all__ = ["IssuerKeys", "KeysError", "fetch"]

KEEP = 7200
AGAIN = 30
"""Seconds that keys are kept, and that pass before they are asked for again."""

TIMEOUT = 3.0
"""Seconds that an issuer may take to answer."""

MOST = 1 << 20
"""Bytes of an issuer's answer that are read."""


class KeysError(Exception):
    """The keys cannot be had, or there is no such key among them."""


def fetch(url: str) -> Any:
    """The JSON document at a URL; OSError or ValueError where there is none."""
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    if not url.startswith(("https://", "http://")):
        raise ValueError(f"{url!r} is no URL")
    request = Request(url, headers={"accept": "application/json"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  # the scheme was looked at
            return json.loads(answer.read(MOST))
    except HTTPException as error:
        raise OSError(f"{type(error).__name__}: {error}") from None


class IssuerKeys:
    """The keys of one issuer. Safe to use from several threads."""

    def __init__(
        self, issuer: str, get: Callable[[str], Any] = fetch, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Know nothing yet; `get` reads the JSON document at a URL."""
        self._issuer = issuer
        self._get = get
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str, Any] = {}
        self._fetched: float | None = None
        self._failure: str | None = None

    def find(self, key_id: str) -> Any:
        """The key of an id; a `KeysError` says why there is none."""
        with self._lock:
            age = KEEP if self._fetched is None else self._clock() - self._fetched
            if age >= KEEP or (key_id not in self._keys and age >= AGAIN):
                self._refresh()
            key = self._keys.get(key_id)
        if key is not None:
            return key
        raise KeysError(self._failure or f"the issuer has no key {key_id!r}")

    def _refresh(self) -> None:
        from jwt import PyJWKSet, PyJWTError

        self._fetched = self._clock()
        place = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            place = str(self._get(place)["jwks_uri"])
            found = PyJWKSet.from_dict(self._get(place)).keys
        except (OSError, ValueError, KeyError, TypeError, PyJWTError) as error:
            reason = getattr(error, "reason", None) or error
            self._failure = f"{place} gives no keys: {reason}"
            return
        self._failure = None
        self._keys = {str(key.key_id): key.key for key in found}
