"""Tokens of this process's own, so that a JWT authorizer can be tried without its issuer.

They are signed with a secret that is drawn anew in each process, which no key of an issuer can be taken for: they name
another algorithm and a key of their own.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["ALGORITHM", "KEY_ID", "LocalTokens"]

ALGORITHM = "HS256"
KEY_ID = "aslant-local"
LIFETIME = 3600
"""Seconds that a token is good for."""


class LocalTokens:
    """Signs tokens, and knows its own."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Draw the secret."""
        self.secret = secrets.token_bytes(32)
        self._clock = clock

    def issue(self, issuer: str, audience: str, scopes: Sequence[str] = (), **claims: Any) -> str:
        """A token as an issuer would give it; `claims` come before what is made up."""
        import jwt

        now = int(self._clock())
        whole = {
            "iss": issuer,
            "aud": audience,
            "sub": "local",
            "iat": now,
            "exp": now + LIFETIME,
            **({"scope": " ".join(scopes)} if scopes else {}),
            **claims,
        }
        return jwt.encode(whole, self.secret, ALGORITHM, headers={"kid": KEY_ID})
