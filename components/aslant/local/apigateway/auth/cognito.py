"""Tokens of Cognito user pools: what a COGNITO_USER_POOLS authorizer of a REST API checks.

API Gateway developer guide, "Control access to REST APIs using Amazon Cognito user pools as an authorizer": an ID
token, or for a method with scopes an access token that has one of them. The texts of the claims are those of AWS's
examples: dates for `exp` and `iat`, commas between groups.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.local.apigateway.auth.issuer_keys import IssuerKeys, KeysError
from aslant.local.apigateway.auth.jwt import TokenError, bearer, granted_scopes, issuer_of, verified_claims
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.mapping import Value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import message

if TYPE_CHECKING:
    from aslant.local.apigateway.auth import Verdict

__all__ = ["EXPIRED", "CognitoGuard"]

EXPIRED = "The incoming token has expired"
DATES = ("exp", "iat")


@dataclasses.dataclass(frozen=True)
class CognitoGuard:
    """A guard of methods by tokens of one or more user pools."""

    source: Value
    """Where a request has its token."""
    name: str
    """The same place as it is written, such as `request.header.Authorization`."""
    keys: Mapping[str, IssuerKeys]
    """The keys of each pool by its issuer URL."""
    scopes: Sequence[str]
    """What an access token must have one of; without any, an ID token is needed."""
    local: LocalTokens
    clock: Callable[[], float] = time.time

    def __call__(self, exchange: RequestContext) -> Verdict:
        """Decide on a request; fetches a pool's keys where they are not known."""
        sent = self.source(exchange.view)
        if not sent:
            return message(401, "Unauthorized", "Unauthorized: the token is missing")
        try:
            claims = self._claims(bearer(sent))
        except (TokenError, KeysError) as error:
            return message(401, "Unauthorized", f"Unauthorized: {error}")
        expiry = claims.get("exp")
        if not isinstance(expiry, int | float) or expiry <= self.clock():
            return message(401, EXPIRED)
        return Caller({"claims": {name: _text(name, value) for name, value in claims.items()}})

    def _claims(self, token: str) -> Mapping[str, Any]:
        keys = self.keys.get(issuer_of(token))
        if keys is None:
            raise TokenError("the token is not from a user pool of this authorizer")
        claims = verified_claims(token, keys, self.local)
        wanted = "access" if self.scopes else "id"
        if claims.get("token_use") != wanted:
            raise TokenError(f"token_use must be {wanted!r}, not {claims.get('token_use')!r}")
        if self.scopes and not set(self.scopes) & set(granted_scopes(claims)):
            raise TokenError(f"the token has none of the scopes {', '.join(self.scopes)}")
        return claims

    def sample_token(self) -> str:
        """Return a token that is good here for an hour, for a person to try."""
        claims = {"token_use": "access" if self.scopes else "id", "cognito:username": "local"}
        return self.local.issue(next(iter(self.keys)), "local", self.scopes, **claims)


def _text(name: str, value: Any) -> str:
    if name in DATES and isinstance(value, int | float):
        return time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(value))
    if isinstance(value, list):
        return ",".join(_text("", item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)
