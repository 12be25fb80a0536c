"""Lambda authorizers: functions that decide who may call a route.

API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers" and, for REST APIs, "Use API
Gateway Lambda authorizers". The function is invoked only if every identity source has a value, its response is cached
by these values, and a response that cannot be read is a 500.
"""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError
from aslant.local.apigateway.lambda_event import AuthorizerEvent, request_arn
from aslant.local.apigateway.mapping import Value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.functions.workers import Workers
from aslant.local.http import message
from aslant.local.iam.policy import effect as policy_effect
from aslant.local.iam.policy import read_policy
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.local.apigateway.auth import Verdict

__all__ = ["EXPLICIT", "FunctionGuard"]

ACTION = "execute-api:Invoke"

EXPLICIT = " with an explicit deny"
"""The end of the log note for a request that a Deny statement matches, rather than no statement at all."""


class AuthorizerResponseError(Exception):
    """An authorizer's response that cannot be used."""


@dataclasses.dataclass(slots=True)
class FunctionGuard:
    """A guard that lets a function decide. Safe to use from several threads."""

    workers: Workers
    sources: Sequence[Value]
    """The readers of the identity sources, which a caller must send."""
    event: AuthorizerEvent
    """The builder of the function's event."""
    simple: bool
    """Whether the function returns `isAuthorized` instead of a policy."""
    seconds: float
    """How long a response is cached; 0 disables the cache."""
    account: LocalAccount
    clock: Callable[[], float] = time.monotonic
    names: Sequence[str] = ()
    """The expressions of the identity sources, such as `request.header.x-api-key`."""
    rest: bool = False
    """Whether the API is a REST API, whose function may raise an error `Unauthorized` and must return a principal."""
    pattern: Callable[[str], bool] | None = None
    """The test of the first identity source. If it fails, the request is refused without invoking the function."""
    _cache: dict[tuple[str, ...], tuple[float, Mapping[str, Any]]] = dataclasses.field(default_factory=dict)
    _lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def __call__(self, request_context: RequestContext) -> Verdict:
        """Decide on a request."""
        view = request_context.view
        sources = [source(view) for source in self.sources]
        values = tuple(value for value in sources if value)
        if len(values) < len(sources):
            return message(401, "Unauthorized", "Unauthorized: an identity source is missing")
        if self.pattern is not None and not self.pattern(values[0]):
            return message(401, "Unauthorized", "Unauthorized: the token does not match identityValidationExpression")
        try:
            response = self._response(request_context, values)
            effect = self._effect(response, request_context)
            if effect != "Allow":
                explicit = EXPLICIT if effect == "Deny" and not self.simple else ""
                return message(403, "Forbidden", f"Forbidden by {self.workers.function.name}{explicit}")
            if self.rest and not isinstance(response.get("principalId"), str):
                raise AuthorizerResponseError("principalId must be a string")
            return _caller(response)
        except AuthorizerResponseError as error:
            refused = self.rest and str(error) == "Unauthorized"
            status, text = (401, "Unauthorized") if refused else (500, "Internal Server Error")
            return message(status, text, f"{text}: the authorizer {self.workers.function.name}: {error}")

    def _response(self, request_context: RequestContext, values: tuple[str, ...]) -> Mapping[str, Any]:
        now = self.clock()
        with self._lock:
            until, response = self._cache.get(values, (now, {}))
        if until > now:
            return response
        response = self._invoke(request_context, values)
        if self.seconds and values:
            with self._lock:
                self._cache = {key: item for key, item in self._cache.items() if item[0] > now}
                self._cache[values] = (now + self.seconds, response)
        return response

    def _invoke(self, request_context: RequestContext, values: Sequence[str]) -> Mapping[str, Any]:
        event = self.event(request_context, values, self._arn(request_context))
        invocation = self.workers.invoke(json.dumps(event).encode(), request_context.id)
        response = json.loads(invocation.payload)
        if invocation.failed:
            raise AuthorizerResponseError(str(response.get("errorMessage") or "it failed"))
        if not isinstance(response, dict):
            raise AuthorizerResponseError("it must return an object")
        return response

    def _effect(self, response: Mapping[str, Any], request_context: RequestContext) -> str | None:
        if self.simple:
            allowed = response.get("isAuthorized")
            if not isinstance(allowed, bool):
                raise AuthorizerResponseError("it must return isAuthorized, true or false")
            return "Allow" if allowed else "Deny"
        try:
            statements = read_policy(response.get("policyDocument"), "policyDocument")
            context = {"aws:SourceIp": request_context.request.client}
            return policy_effect(statements, ACTION, self._arn(request_context), context)
        except LocalError as error:
            raise AuthorizerResponseError(str(error)) from None

    def _arn(self, request_context: RequestContext) -> str:
        return request_arn(request_context, self.account.region, self.account.partition)


def _caller(response: Mapping[str, Any]) -> Caller:
    context = response.get("context") or {}
    if not isinstance(context, dict):
        raise AuthorizerResponseError("context must be an object")
    principal = {"principalId": response["principalId"]} if "principalId" in response else {}
    return Caller({**principal, **context, "lambda": context}, {"lambda": context or None})
