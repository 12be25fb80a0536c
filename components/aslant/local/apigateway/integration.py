"""What a route of an HTTP API leads to: Step Functions, or a function.

An empty body is an empty text, so that `Input: $request.body` is refused by Step Functions as no JSON; a body that is
no UTF-8 (one that is compressed, for example) is refused likewise, since an input is text. An answer of Step Functions
that refuses the request is passed on with its status.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Protocol

from aslant.local.answers import AwsError
from aslant.local.apigateway.lambda_event import EVENTS
from aslant.local.apigateway.lambda_response import MalformedAnswerError, read_answer
from aslant.local.apigateway.mapping import Value
from aslant.local.apigateway.request_context import RequestContext
from aslant.local.functions.workers import Workers
from aslant.local.http import Response, message
from aslant.local.later import then

__all__ = [
    "SUBTYPES",
    "FunctionIntegration",
    "RouteIntegration",
    "Service",
    "ServiceIntegration",
    "Subtype",
    "function_arn",
]

Service = Callable[[Mapping[str, Any], str | None], tuple[bytes, str] | Future[tuple[bytes, str]]]
"""Does an action of Step Functions with parameters and a trace header: the answer's body, and a word for the log."""


@dataclasses.dataclass(frozen=True, slots=True)
class Subtype:
    """A first-class integration (API Gateway developer guide, "Integration subtype reference")."""

    action: str
    """What the integration's role must be allowed, such as `states:StartExecution`."""
    needed: str
    """The request parameter that must be there."""
    known: frozenset[str]
    """The request parameters that it knows."""


SUBTYPES: Mapping[str, Subtype] = {
    "StepFunctions-StartSyncExecution": Subtype(
        "states:StartSyncExecution",
        "StateMachineArn",
        frozenset({"StateMachineArn", "Name", "Input", "Region", "TraceHeader"}),
    ),
    "StepFunctions-StartExecution": Subtype(
        "states:StartExecution", "StateMachineArn", frozenset({"StateMachineArn", "Name", "Input", "Region"})
    ),
    "StepFunctions-StopExecution": Subtype(
        "states:StopExecution", "ExecutionArn", frozenset({"ExecutionArn", "Cause", "Error", "Region"})
    ),
}
"""The integration subtypes that are served."""


class RouteIntegration(Protocol):
    """What a route leads to."""

    @property
    def timeout(self) -> float:
        """Seconds that it may take."""

    @property
    def late(self) -> Response:
        """The answer when it takes longer."""

    def perform(self, exchange: RequestContext) -> Response | Future[Response]:
        """The answer to a request; blocks until there is one, or until it is clear that it comes later."""


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceIntegration:
    """An action of Step Functions, and how its parameters are made from a request."""

    values: Mapping[str, Value]
    service: Service
    timeout: float
    late: Response = dataclasses.field(default_factory=lambda: message(504, "Endpoint request timed out"))

    def perform(self, exchange: RequestContext) -> Response | Future[Response]:
        """Do the action; blocks until Step Functions answers, or an execution waits."""

        def note(answer: Response) -> Response:
            exchange.integration.update(status=answer.status, integrationStatus=answer.status)
            return answer

        return then(self._answer(exchange), note)

    def _answer(self, exchange: RequestContext) -> Response | Future[Response]:
        view = exchange.view
        try:
            given = {key: value(view) for key, value in self.values.items()}
            parameters = {key[0].lower() + key[1:]: text for key, text in given.items() if text is not None}
            done = self.service(parameters, exchange.request.headers.get("x-amzn-trace-id"))
        except UnicodeDecodeError as error:
            refused = AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'")
            return Response(refused.status, refused.body, note=refused.code)
        except AwsError as error:
            return Response(error.status, error.body, note=error.code)
        return then(done, lambda done: Response(200, done[0], note=done[1]))


@dataclasses.dataclass(frozen=True, slots=True)
class FunctionIntegration:
    """A function that is sent the request and answers it."""

    workers: Workers
    version: str
    """The payload format."""
    timeout: float
    late: Response = dataclasses.field(default_factory=lambda: message(503, "Service Unavailable"))

    def perform(self, exchange: RequestContext) -> Response:
        """Invoke the function; blocks until it answers."""
        name = self.workers.function.name
        event = json.dumps(EVENTS[self.version](exchange)).encode()
        invocation = self.workers.invoke(event, exchange.id)
        exchange.integration["integrationStatus"] = 200  # Lambda's own
        if invocation.failed:
            error = json.loads(invocation.payload).get("errorMessage") or "it failed"
            return _failed(exchange, name, f"The Lambda function returned the following error: {error}.")
        try:
            answer = read_answer(invocation.payload, self.version)
        except MalformedAnswerError as malformed:
            return _failed(exchange, name, f"The response from the Lambda function cannot be read: {malformed}.")
        exchange.integration["status"] = answer.status
        return dataclasses.replace(answer, note=name)


def _failed(exchange: RequestContext, name: str, reason: str) -> Response:
    exchange.integration["error"] = f"{reason} Check your Lambda function code and try again."
    return message(500, "Internal Server Error", f"{name}: {reason}")


def function_arn(uri: Any) -> str | None:
    """The function that an integration or an authorizer names, by its ARN or by its `invokeArn`; None for no such."""
    found = re.fullmatch(
        r"(?:arn:[^:]+:apigateway:[^:]+:lambda:path/[0-9-]+/functions/)?(arn:[^:]+:lambda:[^:]+:\d+:function:[^/]+)"
        r"(?:/invocations)?",
        str(uri),
    )
    return found[1] if found else None
