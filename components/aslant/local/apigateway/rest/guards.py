"""The guards of a REST API: AWS signatures, Lambda authorizers and tokens of Cognito user pools.

API Gateway developer guide, "Use API Gateway Lambda authorizers" and "x-amazon-apigateway-authorizer object". The
guards in `auth` decide, and this module converts their refusals to those of REST APIs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from aslant.errors import LocalError
from aslant.local.apigateway.auth import Guard
from aslant.local.apigateway.auth.cognito import CognitoGuard
from aslant.local.apigateway.auth.function import EXPLICIT, FunctionGuard
from aslant.local.apigateway.auth.iam import IamGuard
from aslant.local.apigateway.auth.issuer_keys import IssuerKeys
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.apigateway.rest.event import request_event, token_event
from aslant.local.apigateway.rest.integration import LAMBDA
from aslant.local.apigateway.rest.openapi import Method
from aslant.local.apigateway.rest.regular_expressions import PatternError, check, matches
from aslant.local.apigateway.rest.responses import Refusal
from aslant.local.functions.function_names import find_function
from aslant.local.functions.workers import Workers
from aslant.local.http import Response
from aslant.provider.account import LocalAccount, host_suffix

__all__ = ["Guards", "authorize"]

DEFAULT_TTL, MAX_TTL = 300, 3600
"""Seconds for which the response of a function is cached."""

POOL = re.compile(r"arn:(aws[a-z-]*):cognito-idp:([a-z0-9-]+):\d{12}:userpool/([\w-]+)")
TYPES = ("request", "token", "cognito_user_pools")
HEADER = "method.request.header."


class Guards:
    """A builder of the guards of one API's methods; methods with the same authorizer share its cache."""

    def __init__(
        self,
        schemes: Mapping[str, Mapping[str, Any]],
        functions: Mapping[str, Workers],
        account: LocalAccount,
        tokens: LocalTokens,
        label: str,
    ) -> None:
        """Read all security schemes, including unused ones. A `LocalError` begins with `label`."""
        self._functions = functions
        self._account = account
        self._tokens = tokens
        self._label = label
        self._schemes = schemes
        self._made = {name: self._guard(scheme, (), self._place(name)) for name, scheme in schemes.items()}

    def of(self, method: Method) -> Guard | None:
        """Return the guard of a method; None if the method is open."""
        if method.security is None:
            return None
        made = self._made[method.security]
        if not method.scopes:
            return made
        if not isinstance(made, CognitoGuard):
            raise LocalError(
                f"{self._label}: {method.route.key} has scopes ({', '.join(method.scopes)}), which only an authorizer "
                "of the type cognito_user_pools checks. Remove them."
            )
        return self._guard(self._schemes[method.security], method.scopes, self._place(method.security))

    def _place(self, name: str) -> str:
        return f"{self._label}: the security scheme {name!r}"

    def _guard(self, scheme: Mapping[str, Any], scopes: Sequence[str], place: str) -> Guard:
        if scheme.get("x-amazon-apigateway-authtype") == "awsSigv4":
            return IamGuard(self._account)
        authorizer = scheme.get("x-amazon-apigateway-authorizer")
        kind = authorizer.get("type") if isinstance(authorizer, dict) else None
        if not isinstance(authorizer, dict) or kind not in TYPES:
            raise LocalError(
                f"{place} is not supported here. Use x-amazon-apigateway-authtype 'awsSigv4', or an "
                f"x-amazon-apigateway-authorizer of the type {', '.join(map(repr, TYPES))}."
            )
        sources = _sources(scheme, authorizer, place)
        if kind == "cognito_user_pools":
            return self._cognito(authorizer, sources, scopes, place)
        return self._function(authorizer, sources, kind, place)

    def _cognito(
        self, authorizer: Mapping[str, Any], sources: Sequence[str], scopes: Sequence[str], place: str
    ) -> Guard:
        pools = authorizer.get("providerARNs")
        if not isinstance(pools, list) or not pools:
            raise LocalError(f"{place}: providerARNs must be a list with the `arn` of a user pool")
        (name,) = sources
        keys = {issuer: IssuerKeys(issuer) for issuer in (_issuer(arn, place) for arn in pools)}
        return CognitoGuard(compile_value(f"${name}", place), name, keys, scopes, self._tokens)

    def _function(self, authorizer: Mapping[str, Any], names: Sequence[str], kind: str, place: str) -> Guard:
        seconds = authorizer.get("authorizerResultTtlInSeconds", DEFAULT_TTL)
        if not isinstance(seconds, int) or not 0 <= seconds <= MAX_TTL:
            raise LocalError(f"{place}: authorizerResultTtlInSeconds must be from 0 to {MAX_TTL}, not {seconds!r}")
        sources = [compile_value(f"${name}", f"{place}: identitySource") for name in names]
        if seconds and not sources:
            raise LocalError(
                f"{place}: identitySource is missing, which is the key of the cache. Add it, or set "
                "authorizerResultTtlInSeconds to 0."
            )
        uri = authorizer.get("authorizerUri")
        function = LAMBDA.fullmatch(str(uri))
        workers = find_function(self._functions, function[1]) if function else None
        if workers is None:
            raise LocalError(f"{place}: authorizerUri {uri!r} is not a function. Pass the `invoke_arn` of one.")
        return FunctionGuard(
            workers,
            sources,
            token_event if kind == "token" else request_event,
            simple=False,
            seconds=seconds,
            account=self._account,
            names=names,
            rest=True,
            pattern=_pattern(authorizer, place) if kind == "token" else None,
        )


def authorize(guard: Guard, request_context: RequestContext) -> Caller:
    """Return the caller of a request, or raise a `Refusal`. Blocks while a function decides."""
    verdict = guard(request_context)
    if not isinstance(verdict, Caller):
        raise _refusal(guard, verdict, request_context)
    if isinstance(guard, CognitoGuard):
        return verdict
    context = {key: value for key, value in verdict.context.items() if key != "lambda"}
    for key, value in context.items():
        if isinstance(value, dict | list):
            why = f"context {key!r} must be a string, a number or a boolean, not {json.dumps(value)[:40]}"
            raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", "Internal server error", why)
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in context.items()}
    return Caller(texts, verdict.event, verdict.identity)


def _refusal(guard: Guard, verdict: Response, request_context: RequestContext) -> Refusal:
    why = verdict.note.partition(": ")[2]
    if isinstance(guard, IamGuard):
        if "authorization" not in request_context.request.headers:
            return Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", why)
        return Refusal("INVALID_SIGNATURE", why)
    if verdict.status == 401:
        return Refusal("UNAUTHORIZED", json.loads(verdict.body)["message"], why)
    if verdict.status == 403:
        explicit = EXPLICIT if verdict.note.endswith(EXPLICIT) else ""
        message = f"User is not authorized to access this resource{explicit}"
        return Refusal("ACCESS_DENIED", message, verdict.note)
    return Refusal("AUTHORIZER_CONFIGURATION_ERROR", "Internal server error", why)


def _sources(scheme: Mapping[str, Any], authorizer: Mapping[str, Any], place: str) -> list[str]:
    """Return the identity sources, such as `request.header.NAME`; the default for a token is its scheme's header."""
    given = [name.strip() for name in str(authorizer.get("identitySource") or "").split(",") if name.strip()]
    if authorizer["type"] != "request":
        given = given or [f"{HEADER}{scheme.get('name') or 'Authorization'}"]
        if len(given) > 1 or not given[0].startswith(HEADER):
            raise LocalError(f"{place}: identitySource must be one header, such as {HEADER}Authorization")
    return [name.removeprefix("method.") for name in given]


def _pattern(authorizer: Mapping[str, Any], place: str) -> Callable[[str], bool] | None:
    """Return the check of a token before the function is invoked, limited in time since clients choose the token."""
    expression = authorizer.get("identityValidationExpression")
    if not expression:
        return None
    try:
        check(str(expression))
    except PatternError as error:
        raise LocalError(f"{place}: identityValidationExpression: {error}. Correct it.") from None
    return partial(_matches, str(expression))


def _matches(expression: str, token: str) -> bool:
    """Return whether a token matches. If that takes too long, it does not."""
    try:
        return matches(expression, token)
    except PatternError:
        return False


def _issuer(arn: Any, place: str) -> str:
    """Return the issuer of a user pool's tokens."""
    parts = POOL.fullmatch(str(arn))
    if parts is None:
        raise LocalError(f"{place}: providerARNs has {arn!r}, which is not a user pool. Pass the `arn` of one.")
    return f"https://cognito-idp.{parts[2]}.{host_suffix(parts[1])}/{parts[3]}"
