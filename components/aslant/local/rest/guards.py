"""Who may call a method of a REST API: AWS signatures, and functions that decide.

API Gateway developer guide, "Use API Gateway Lambda authorizers" and "x-amazon-apigateway-authorizer object". The
guards of HTTP APIs decide; REST APIs word a refusal otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.errors import LocalError
from aslant.local.auth import Guard
from aslant.local.auth.function import FunctionGuard
from aslant.local.auth.iam import IamGuard
from aslant.local.exchange import Caller, Exchange
from aslant.local.http import Answer
from aslant.local.mapping import compile_value
from aslant.local.rest.integration import LAMBDA
from aslant.local.rest.responses import Refusal
from aslant.local.tasks import find_function
from aslant.local.workers import Workers
from aslant.provider.account import Account

__all__ = ["authorize", "make_guard"]

DEFAULT_TTL, MAX_TTL = 300, 3600
"""Seconds that the answer of a function is kept."""


def make_guard(scheme: Mapping[str, Any], functions: Mapping[str, Workers], account: Account, place: str) -> Guard:
    """What guards the methods of a security scheme; a `LocalError` begins with `place`."""
    kind = scheme.get("x-amazon-apigateway-authtype")
    if kind == "awsSigv4":
        return IamGuard(account)
    authorizer = scheme.get("x-amazon-apigateway-authorizer")
    if not isinstance(authorizer, dict) or authorizer.get("type") != "request":
        raise LocalError(
            f"{place} is not served here; write x-amazon-apigateway-authtype 'awsSigv4', or an "
            "x-amazon-apigateway-authorizer of type 'request'"
        )
    seconds = authorizer.get("authorizerResultTtlInSeconds", DEFAULT_TTL)
    if not isinstance(seconds, int) or not 0 <= seconds <= MAX_TTL:
        raise LocalError(f"{place}: authorizerResultTtlInSeconds must be from 0 to {MAX_TTL}, not {seconds!r}")
    names = _sources(str(authorizer.get("identitySource") or ""))
    sources = [compile_value(f"${name}", f"{place}: identitySource") for name in names]
    if seconds and not sources:
        raise LocalError(
            f"{place}: identitySource is missing, by which answers are kept; give it, or set "
            "authorizerResultTtlInSeconds to 0"
        )
    function = LAMBDA.fullmatch(str(authorizer.get("authorizerUri")))
    workers = find_function(functions, function[1]) if function else None
    if workers is None:
        uri = authorizer.get("authorizerUri")
        raise LocalError(f"{place}: authorizerUri {uri!r} names no function; pass the `invoke_arn` of one")
    return FunctionGuard(workers, sources, "REST", simple=False, seconds=seconds, account=account, names=names)


def authorize(guard: Guard, exchange: Exchange) -> Caller:
    """Who sent a request; blocks while a function decides. `Refusal` for one that is not let through."""
    verdict = guard(exchange)
    if isinstance(verdict, Caller):
        context = {key: value for key, value in verdict.context.items() if key != "lambda"}
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in context.items()}
        return Caller(texts, verdict.event, verdict.identity)
    raise _refusal(guard, verdict, exchange)


def _refusal(guard: Guard, verdict: Answer, exchange: Exchange) -> Refusal:
    why = verdict.note.partition(": ")[2]
    if isinstance(guard, IamGuard):
        if "authorization" not in exchange.request.headers:
            return Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", why)
        return Refusal("INVALID_SIGNATURE", why)
    if verdict.status == 401:
        return Refusal("UNAUTHORIZED", "Unauthorized", why)
    if verdict.status == 403:
        return Refusal("ACCESS_DENIED", "User is not authorized to access this resource", verdict.note)
    return Refusal("AUTHORIZER_CONFIGURATION_ERROR", "Internal server error", why)


def _sources(text: str) -> Sequence[str]:
    """The identity sources: `method.request.header.NAME`, `context.NAME` and the like, with commas between them."""
    return [name.strip().removeprefix("method.") for name in text.split(",") if name.strip()]
