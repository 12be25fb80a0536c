"""The COGNITO_USER_POOLS authorizer of a REST API, which checks tokens of Cognito user pools.

API Gateway developer guide, "Control access to REST APIs using Amazon Cognito user pools as an authorizer": a method
needs an ID token, or if it has scopes, an access token with one of them. Claims are formatted as in AWS's examples:
`exp` and `iat` as dates, groups separated by commas.
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
    """A guard that accepts tokens of one or more user pools."""

    source: Value
    """The reader of a request's token."""
    name: str
    """The identity source that `source` reads, such as `request.header.Authorization`."""
    keys: Mapping[str, IssuerKeys]
    """The keys of each pool, by its issuer URL."""
    scopes: Sequence[str]
    """The scopes of which an access token must have one. Without scopes, an ID token is needed."""
    local: LocalTokens
    clock: Callable[[], float] = time.time

    def __call__(self, request_context: RequestContext) -> Verdict:
        """Decide on a request. Fetches a pool's keys if they are not cached."""
        sent = self.source(request_context.view)
        if not sent:
            return message(401, "Unauthorized", "Unauthorized: the token is missing")
        try:
            claims = self._claims(bearer(sent))
        except (TokenError, KeysError) as error:
            return message(401, "Unauthorized", f"Unauthorized: {error}")
        expiry = claims.get("exp")
        if not isinstance(expiry, int | float) or expiry <= self.clock():
            return message(401, EXPIRED)
        return Caller({"claims": {name: _to_string(name, value) for name, value in claims.items()}})

    def _claims(self, token: str) -> Mapping[str, Any]:
        keys = self.keys.get(issuer_of(token))
        if keys is None:
            raise TokenError("the token is not from a user pool of this authorizer")
        claims = verified_claims(token, keys, self.local)
        use = "access" if self.scopes else "id"
        if claims.get("token_use") != use:
            raise TokenError(f"token_use must be {use!r}, not {claims.get('token_use')!r}")
        if self.scopes and not set(self.scopes) & set(granted_scopes(claims)):
            raise TokenError(f"the token has none of the scopes {', '.join(self.scopes)}")
        return claims

    def sample_token(self) -> str:
        """Return a token that this guard accepts for an hour, for the sample commands."""
        claims = {"token_use": "access" if self.scopes else "id", "cognito:username": "local"}
        return self.local.issue(next(iter(self.keys)), "local", self.scopes, **claims)


def _to_string(name: str, value: Any) -> str:
    if name in DATES and isinstance(value, int | float):
        return time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(value))
    if isinstance(value, list):
        return ",".join(_to_string("", item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)
