"""The JWT authorizer of an HTTP API, which checks JSON Web Tokens.

API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers in API Gateway": the authorizer checks
the signature, the issuer, the audience (`client_id` if there is no `aud`), the times and the scopes. Some error
descriptions are AWS's own (`the token does not have a valid audience`).
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.local.apigateway.auth.issuer_keys import IssuerKeys, KeysError
from aslant.local.apigateway.auth.local_tokens import ALGORITHM, KEY_ID, LocalTokens
from aslant.local.apigateway.mapping import Value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Response, message

if TYPE_CHECKING:
    from jwt.types import Options

    from aslant.local.apigateway.auth import Verdict

__all__ = ["JwtGuard", "TokenError", "bearer", "granted_scopes", "issuer_of", "verified_claims"]

ALGORITHMS = ("RS256", "RS384", "RS512")
"""The algorithms that API Gateway accepts: "Only RSA-based algorithms are supported"."""

UNVERIFIED: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""Options that leave the claims to this module, which uses API Gateway's rules and a clock that tests can set."""


class TokenError(Exception):
    """A token that is refused, with the reason."""


@dataclasses.dataclass(frozen=True)
class JwtGuard:
    """A guard that accepts tokens of one issuer."""

    source: Value
    """The reader of a request's token."""
    issuer: str
    audiences: Sequence[str]
    scopes: Sequence[str]
    """The scopes of which the token must have one. Without scopes, any token is accepted."""
    keys: IssuerKeys
    local: LocalTokens
    clock: Callable[[], float] = time.time

    def __call__(self, request_context: RequestContext) -> Verdict:
        """Decide on a request. Fetches the issuer's keys if they are not cached."""
        sent = self.source(request_context.view)
        if not sent:
            return message(401, "Unauthorized", "Unauthorized: the token is missing").with_headers(
                ("www-authenticate", "Bearer")
            )
        try:
            claims = verified_claims(bearer(sent), self.keys, self.local)
            self._check(claims)
        except (TokenError, KeysError) as error:
            return self._refusal(401, "Unauthorized", "invalid_token", str(error))
        granted = granted_scopes(claims)
        if self.scopes and not set(self.scopes) & set(granted):
            reason = f"the token has none of the scopes {', '.join(self.scopes)}"
            return self._refusal(403, "Forbidden", "insufficient_scope", reason)
        formatted = {name: _to_string(value) for name, value in claims.items()}
        scopes = granted if self.scopes else None
        return Caller({"claims": formatted, "scopes": scopes}, {"jwt": {"claims": formatted, "scopes": scopes}})

    def _check(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self.issuer:
            raise TokenError("the token is from another issuer")
        audiences = claims["aud"] if "aud" in claims else claims.get("client_id")
        audiences = audiences if isinstance(audiences, list) else [audiences]
        if not any(audience in audiences for audience in self.audiences):
            raise TokenError("the token does not have a valid audience")
        now = self.clock()
        if not _number(claims.get("exp"), 0) > now:
            raise TokenError("the token has expired")
        if _number(claims.get("nbf"), now) > now or _number(claims.get("iat"), now) > now:
            raise TokenError("the token is not valid yet")

    def _refusal(self, status: int, text: str, error: str, reason: str) -> Response:
        described = reason.replace('"', "'")
        challenge = f'Bearer scope="{" ".join(self.scopes)}" error="{error}" error_description="{described}"'
        return message(status, text, f"{text}: {reason}").with_headers(("www-authenticate", challenge))


def bearer(sent: str) -> str:
    """Return the token of a header value, which may begin with `Bearer`."""
    return sent[7:].strip() if sent[:7].lower() == "bearer " else sent


def issuer_of(token: str) -> str:
    """Return the issuer that a token claims, without verifying it."""
    import jwt

    try:
        return str(jwt.decode(token, options={**UNVERIFIED, "verify_signature": False}).get("iss"))
    except (jwt.PyJWTError, RecursionError) as error:
        raise TokenError(f"the token cannot be read: {error}") from None


def verified_claims(token: str, keys: IssuerKeys, local: LocalTokens) -> Mapping[str, Any]:
    """Return the claims of a token after verifying its signature with its issuer's key or the key of this process."""
    import jwt

    try:
        key, algorithms = _key(jwt.get_unverified_header(token), keys, local)
        return jwt.decode(token, key, algorithms, options=UNVERIFIED)
    except jwt.InvalidSignatureError:
        raise TokenError("the signature is wrong") from None
    except (jwt.PyJWTError, RecursionError) as error:
        raise TokenError(f"the token cannot be read: {error}") from None


def _key(header: Mapping[str, Any], keys: IssuerKeys, local: LocalTokens) -> tuple[Any, Sequence[str]]:
    algorithm, key_id = header.get("alg"), header.get("kid")
    if (algorithm, key_id) == (ALGORITHM, KEY_ID):
        return local.secret, (ALGORITHM,)
    if algorithm not in ALGORITHMS:
        raise TokenError(f"signing method {algorithm} is invalid")
    if not isinstance(key_id, str):
        raise TokenError("the token does not have a key ID, kid")
    return keys.find(key_id), ALGORITHMS


def _number(value: Any, absent: float) -> float:
    if value is None:
        return absent
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError("exp, nbf and iat must be numbers")
    return value


def granted_scopes(claims: Mapping[str, Any]) -> list[str]:
    """Return the scopes of a token."""
    value = claims.get("scope", claims.get("scp"))
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value] if isinstance(value, list) else []


def _to_string(value: Any) -> str:
    """Return a claim as API Gateway passes it on: always a string, a list as `[a b]`."""
    if isinstance(value, list):
        return f"[{' '.join(map(_to_string, value))}]"
    return value if isinstance(value, str) else json.dumps(value)
