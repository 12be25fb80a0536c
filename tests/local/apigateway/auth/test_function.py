from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.local.apigateway.auth.function import FunctionGuard
from aslant.local.apigateway.lambda_event import AUTHORIZER_EVENTS
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.apigateway.rest.event import token_event
from aslant.local.functions.function import Function
from aslant.local.functions.workers import Workers
from aslant.local.http import Request, Response
from aslant.provider.account import LocalAccount

HANDLER = '''\
import json

asked = 0


def answer(event, context):
    """Return what the caller sends, or how often the function was invoked."""
    global asked
    asked += 1
    headers = event["headers"]
    if headers["x-answer"] == "fail":
        raise ValueError("no idea")
    answer = json.loads(headers["x-answer"])
    return {**answer, "context": {"asked": asked}} if "x-count" in headers else answer


def refuse(event, context):
    raise Exception("Unauthorized")


def tell(event, context):
    return {"isAuthorized": True, "context": event}
'''

ARN = "arn:aws:execute-api:us-east-1:123456789012:a1/$default/GET/orders"


class Clock:
    """A clock that only moves when a test sets it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


Make = Callable[..., FunctionGuard]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Return a factory of guards whose functions are stopped after the test."""
    started: list[Workers] = []

    def make(
        simple: bool = True,
        seconds: float = 0,
        sources: tuple[str, ...] = ("$request.header.x-answer",),
        version: str = "2.0",
        handler: str = "answer",
        clock: Callable[[], float] = lambda: 0.0,
    ) -> FunctionGuard:
        (tmp_path / "decide.py").write_text(HANDLER)
        function = Function("decide", "arn:decide", f"decide.{handler}", tmp_path, LocalAccount())
        started.append(Workers(function, lambda *_: None))
        values = [compile_value(source, "p") for source in sources]
        event, rest = AUTHORIZER_EVENTS.get(version, token_event), version == "REST"
        return FunctionGuard(started[-1], values, event, simple, seconds, LocalAccount(), clock, rest=rest)

    yield make
    for workers in started:
        workers.end()


def request_context(answer: Any = None, path: str = "/orders", **headers: str) -> RequestContext:
    if answer is not None:
        headers["x-answer"] = answer if isinstance(answer, str) else json.dumps(answer)
    request = Request("GET", path, "", headers, b"")
    return RequestContext(request, "123456789012", "a1", "$default", {}, path, 0.0, route_key="GET /orders", id="r1")


def policy(effect: str = "Allow", resource: str = ARN, action: str = "execute-api:Invoke") -> dict[str, Any]:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    return {"principalId": "ada", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def test_a_simple_response_accepts_with_its_context(make: Make) -> None:
    caller = make()(request_context({"isAuthorized": True, "context": {"key": "value", "n": 1}}))
    assert isinstance(caller, Caller)
    assert caller.context == {"key": "value", "n": 1, "lambda": {"key": "value", "n": 1}}
    assert caller.event == {"lambda": {"key": "value", "n": 1}}


def test_the_function_gets_the_event_of_its_format(make: Make) -> None:
    caller = make(handler="tell", sources=("$request.header.a", "$context.routeKey"))(request_context(a="x"))
    assert isinstance(caller, Caller)
    event = caller.event["lambda"]
    assert (event["version"], event["type"], event["routeArn"]) == ("2.0", "REQUEST", ARN)
    assert event["identitySource"] == ["x", "GET /orders"]
    caller = make(handler="tell", version="1.0", sources=("$request.header.a",))(request_context(a="x"))
    assert isinstance(caller, Caller)
    event = caller.event["lambda"]
    assert (event["version"], event["methodArn"], event["identitySource"]) == ("1.0", ARN, "x")


@pytest.mark.parametrize(
    ("document", "allowed"),
    [
        (policy(), True),
        (policy(resource="*"), True),
        (policy(resource=ARN.replace("orders", "*")), True),
        (policy(action="execute-api:*"), True),
        (policy("Deny"), False),
        (policy(resource=ARN.replace("GET", "POST")), False),
        (policy(action="lambda:*"), False),
    ],
)
def test_a_policy_accepts_what_it_allows(make: Make, document: dict[str, Any], allowed: bool) -> None:
    verdict = make(simple=False)(request_context(document))
    if allowed:
        assert isinstance(verdict, Caller)
        assert verdict.context == {"principalId": "ada", "lambda": {}}
        assert verdict.event == {"lambda": None}
    else:
        denied = document["policyDocument"]["Statement"][0]["Effect"] == "Deny"
        expect(verdict, 403, "Forbidden", f"Forbidden by decide{' with an explicit deny' if denied else ''}")


def test_a_simple_refusal_is_403(make: Make) -> None:
    expect(make()(request_context({"isAuthorized": False})), 403, "Forbidden", "Forbidden by decide")


def test_a_missing_identity_source_is_401_and_the_function_is_not_invoked(make: Make) -> None:
    guard = make(sources=("$request.header.x-answer", "$request.header.other"))
    allowed = json.dumps({"isAuthorized": True})
    for headers in ({}, {"x-answer": allowed}, {"other": "x"}, {"x-answer": allowed, "other": ""}):
        expect(guard(request_context(**headers)), 401, "Unauthorized", "Unauthorized: an identity source is missing")
    assert invocations(guard, {"isAuthorized": True}, other="x") == 1


@pytest.mark.parametrize(
    ("simple", "answer", "reason"),
    [
        (True, "fail", "no idea"),
        (True, [], "it must return an object"),
        (True, {}, "it must return isAuthorized, true or false"),
        (True, {"isAuthorized": "yes"}, "it must return isAuthorized, true or false"),
        (True, {"isAuthorized": True, "context": [1]}, "context must be an object"),
        (False, {"principalId": "ada"}, "policyDocument is not a policy document. Write an object with"),
        (False, policy("Maybe"), "policyDocument, statement 1: Effect must be 'Allow' or 'Deny', not 'Maybe'"),
    ],
)
def test_an_unusable_response_is_500_and_the_log_says_why(make: Make, simple: bool, answer: Any, reason: str) -> None:
    verdict = make(simple=simple)(request_context(answer))
    assert isinstance(verdict, Response)
    assert (verdict.status, verdict.body) == (500, b'{"message":"Internal Server Error"}')
    assert verdict.note.startswith(f"Internal Server Error: the authorizer decide: {reason}")


@pytest.mark.parametrize(
    ("version", "status", "text"),
    [("REST", 401, "Unauthorized"), ("1.0", 500, "Internal Server Error"), ("2.0", 500, "Internal Server Error")],
)
def test_a_function_of_a_rest_api_may_raise_unauthorized(make: Make, version: str, status: int, text: str) -> None:
    verdict = make(simple=False, version=version, handler="refuse")(request_context({}))
    expect(verdict, status, text, f"{text}: the authorizer decide: Unauthorized")


def test_a_response_is_cached_for_its_time_by_the_identity_sources(make: Make) -> None:
    clock = Clock()
    guard = make(simple=False, seconds=10, clock=clock)
    assert invocations(guard, policy()) == 1
    clock.now = 9.9
    assert invocations(guard, policy()) == 1
    assert invocations(guard, policy(resource="*")) == 2
    # The cached policy is evaluated for every request.
    expect(guard(request_context(policy(), path="/other")), 403, "Forbidden", "Forbidden by decide")
    clock.now = 10
    assert invocations(guard, policy()) == 3


@pytest.mark.parametrize(("seconds", "sources"), [(0, ("$request.header.x-answer",)), (10, ())])
def test_without_a_time_to_live_or_an_identity_source_the_function_is_invoked_each_time(
    make: Make, seconds: float, sources: tuple[str, ...]
) -> None:
    guard = make(seconds=seconds, sources=sources)
    assert [invocations(guard, {"isAuthorized": True}) for _ in range(2)] == [1, 2]


def invocations(guard: FunctionGuard, answer: Any, **headers: str) -> int:
    """Return how often the function had been invoked when it accepted a request."""
    caller = guard(request_context(answer, **{"x-count": "1", **headers}))
    assert isinstance(caller, Caller)
    count: int = caller.context["asked"]
    return count


def expect(verdict: Caller | Response, status: int, text: str, note: str) -> None:
    assert isinstance(verdict, Response)
    assert (verdict.status, json.loads(verdict.body), verdict.note) == (status, {"message": text}, note)
