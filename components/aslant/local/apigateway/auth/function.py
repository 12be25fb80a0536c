"""Functions that decide who may call a route: Lambda authorizers.

API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers" and "Use API Gateway Lambda
authorizers" for REST APIs: the function is asked only when every identity source has a value, its answer is
kept by these values, and one that cannot be read is a 500.
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
from aslant.local.iam.policy import effect, read_policy
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.local.apigateway.auth import Verdict

__all__ = ["EXPLICIT", "FunctionGuard"]

ACTION = "execute-api:Invoke"

EXPLICIT = " with an explicit deny"
"""The end of the note of a request that a policy denies by name, not by leaving it out."""


class FunctionAnswerError(Exception):
    """What is wrong with an answer of the function."""


@dataclasses.dataclass(slots=True)
class FunctionGuard:
    """Guards routes by a function. Safe to use from several threads."""

    workers: Workers
    sources: Sequence[Value]
    """The identity sources: what a caller must send."""
    event: AuthorizerEvent
    """What the function is sent."""
    simple: bool
    """Whether the function answers with `isAuthorized` instead of a policy."""
    seconds: float
    """How long an answer is kept; 0 for not at all."""
    account: LocalAccount
    clock: Callable[[], float] = time.monotonic
    names: Sequence[str] = ()
    """The identity sources as they are written, such as `request.header.x-api-key`."""
    rest: bool = False
    """Whether the guard is a REST API's: its function may raise an error `Unauthorized`, and must name a principal."""
    pattern: Callable[[str], bool] | None = None
    """What the first identity source must look like as a whole; anything else is refused without the function."""
    _kept: dict[tuple[str, ...], tuple[float, Mapping[str, Any]]] = dataclasses.field(default_factory=dict)
    _lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def __call__(self, exchange: RequestContext) -> Verdict:
        """Decide on a request."""
        view = exchange.view
        sources = [source(view) for source in self.sources]
        values = tuple(value for value in sources if value)
        if len(values) < len(sources):
            return message(401, "Unauthorized", "Unauthorized: an identity source is missing")
        if self.pattern is not None and not self.pattern(values[0]):
            return message(401, "Unauthorized", "Unauthorized: the token does not match identityValidationExpression")
        try:
            answer = self._answer(exchange, values)
            decided = self._effect(answer, exchange)
            if decided != "Allow":
                explicit = EXPLICIT if decided == "Deny" and not self.simple else ""
                return message(403, "Forbidden", f"Forbidden by {self.workers.function.name}{explicit}")
            if self.rest and not isinstance(answer.get("principalId"), str):
                raise FunctionAnswerError("principalId must be a string")
            return _caller(answer)
        except FunctionAnswerError as error:
            refused = self.rest and str(error) == "Unauthorized"
            status, text = (401, "Unauthorized") if refused else (500, "Internal Server Error")
            return message(status, text, f"{text}: the authorizer {self.workers.function.name}: {error}")

    def _answer(self, exchange: RequestContext, values: tuple[str, ...]) -> Mapping[str, Any]:
        now = self.clock()
        with self._lock:
            until, answer = self._kept.get(values, (now, {}))
        if until > now:
            return answer
        answer = self._ask(exchange, values)
        if self.seconds and values:
            with self._lock:
                self._kept = {key: item for key, item in self._kept.items() if item[0] > now}
                self._kept[values] = (now + self.seconds, answer)
        return answer

    def _ask(self, exchange: RequestContext, values: Sequence[str]) -> Mapping[str, Any]:
        event = self.event(exchange, values, self._arn(exchange))
        invocation = self.workers.invoke(json.dumps(event).encode(), exchange.id)
        answer = json.loads(invocation.payload)
        if invocation.failed:
            raise FunctionAnswerError(str(answer.get("errorMessage") or "it failed"))
        if not isinstance(answer, dict):
            raise FunctionAnswerError("it must answer with an object")
        return answer

    def _effect(self, answer: Mapping[str, Any], exchange: RequestContext) -> str | None:
        if self.simple:
            allowed = answer.get("isAuthorized")
            if not isinstance(allowed, bool):
                raise FunctionAnswerError("it must answer with isAuthorized, true or false")
            return "Allow" if allowed else "Deny"
        try:
            statements = read_policy(answer.get("policyDocument"), "policyDocument")
            context = {"aws:SourceIp": exchange.request.client}
            return effect(statements, ACTION, self._arn(exchange), context)
        except LocalError as error:
            raise FunctionAnswerError(str(error)) from None

    def _arn(self, exchange: RequestContext) -> str:
        return request_arn(exchange, self.account.region, self.account.partition)


def _caller(answer: Mapping[str, Any]) -> Caller:
    context = answer.get("context") or {}
    if not isinstance(context, dict):
        raise FunctionAnswerError("context must be an object")
    principal = {"principalId": answer["principalId"]} if "principalId" in answer else {}
    return Caller({**principal, **context, "lambda": context}, {"lambda": context or None})
