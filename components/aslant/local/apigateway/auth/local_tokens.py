"""Tokens that this process issues, so that a JWT authorizer can be tried without its issuer.

They are signed with a secret that each process generates. They cannot be confused with an issuer's tokens because
their algorithm and key ID differ.
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
"""Seconds for which a token is valid."""


class LocalTokens:
    """An issuer of tokens that are valid in this process only."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Generate the secret."""
        self.secret = secrets.token_bytes(32)
        self._clock = clock

    def issue(self, issuer: str, audience: str, scopes: Sequence[str] = (), **claims: Any) -> str:
        """Return a token like the issuer's. `claims` override the generated ones."""
        import jwt

        now = int(self._clock())
        payload = {
            "iss": issuer,
            "aud": audience,
            "sub": "local",
            "iat": now,
            "exp": now + LIFETIME,
            **({"scope": " ".join(scopes)} if scopes else {}),
            **claims,
        }
        return jwt.encode(payload, self.secret, ALGORITHM, headers={"kid": KEY_ID})
