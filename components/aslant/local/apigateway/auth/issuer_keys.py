"""The public keys of a token's issuer, fetched when the first one is needed.

OpenID Connect Discovery 1.0: `<issuer>/.well-known/openid-configuration` has the URL of the keys. API Gateway caches
them for two hours. A key that is not cached may be new, so the keys are fetched again, but not for every request.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

__all__ = ["IssuerKeys", "KeysError", "fetch"]

LIFETIME = 7200
"""Seconds for which keys are cached."""

MIN_INTERVAL = 30
"""Seconds between two fetches because of an unknown key."""

TIMEOUT = 3.0
"""Seconds that an issuer may take to respond."""

MAX_BYTES = 1 << 20
"""The part of an issuer's response that is read."""


class KeysError(Exception):
    """The keys cannot be fetched, or do not contain the one that is needed."""


def fetch(url: str) -> Any:
    """Return the JSON document at a URL.

    Raises:
        OSError: The server cannot be reached or does not speak HTTP.
        ValueError: The URL is not an HTTP URL, or its content is not JSON.
    """
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    if not url.startswith(("https://", "http://")):
        raise ValueError(f"{url!r} is not an HTTP URL")
    request = Request(url, headers={"accept": "application/json"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # the scheme is checked above
            return json.loads(response.read(MAX_BYTES))
    except HTTPException as error:
        raise OSError(f"{type(error).__name__}: {error}") from None


class IssuerKeys:
    """The keys of one issuer. Safe to use from several threads."""

    def __init__(
        self, issuer: str, get: Callable[[str], Any] = fetch, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with an empty cache; `get` fetches the JSON document at a URL."""
        self._issuer = issuer
        self._get = get
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str, Any] = {}
        self._fetched: float | None = None
        self._failure: str | None = None

    def find(self, key_id: str) -> Any:
        """Return the key with an ID. A `KeysError` says why there is none."""
        with self._lock:
            age = LIFETIME if self._fetched is None else self._clock() - self._fetched
            if age >= LIFETIME or (key_id not in self._keys and age >= MIN_INTERVAL):
                self._refresh()
            key = self._keys.get(key_id)
        if key is not None:
            return key
        raise KeysError(self._failure or f"the issuer does not have a key {key_id!r}")

    def _refresh(self) -> None:
        from jwt import PyJWKSet, PyJWTError

        self._fetched = self._clock()
        place = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            place = str(self._get(place)["jwks_uri"])
            found = PyJWKSet.from_dict(self._get(place)).keys
        except (OSError, ValueError, KeyError, TypeError, PyJWTError) as error:
            reason = getattr(error, "reason", None) or error
            self._failure = f"cannot read the keys at {place}: {reason}"
            return
        self._failure = None
        self._keys = {str(key.key_id): key.key for key in found}
