"""Integrations of HTTP APIs with Step Functions and Lambda functions.

An empty body is an empty string, so `Input: $request.body` makes Step Functions refuse it as invalid JSON. A body that
is not UTF-8, for example a compressed one, is refused likewise, since an input must be a string. An error of Step
Functions is returned with its status.
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
from aslant.local.apigateway.lambda_response import MalformedResponseError, read_response
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
"""An action of Step Functions: it takes parameters and a trace header, and returns a response body and a log note."""


@dataclasses.dataclass(frozen=True, slots=True)
class Subtype:
    """A first-class integration (API Gateway developer guide, "Integration subtype reference")."""

    action: str
    """The action that the integration's role must allow, such as `states:StartExecution`."""
    needed: str
    """The request parameter that is required."""
    known: frozenset[str]
    """The request parameters that are supported."""


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
    """The integration of a route."""

    @property
    def timeout(self) -> float:
        """The maximum duration in seconds."""

    @property
    def timeout_response(self) -> Response:
        """The response if the integration takes longer."""

    def perform(self, request_context: RequestContext) -> Response | Future[Response]:
        """Return the response to a request. Blocks until it is ready, or returns a future if an execution waits."""


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceIntegration:
    """An action of Step Functions with parameters that are mapped from a request."""

    values: Mapping[str, Value]
    service: Service
    timeout: float
    timeout_response: Response = dataclasses.field(default_factory=lambda: message(504, "Endpoint request timed out"))

    def perform(self, request_context: RequestContext) -> Response | Future[Response]:
        """Perform the action. Blocks until Step Functions responds, or an execution waits."""

        def note(response: Response) -> Response:
            request_context.integration.update(status=response.status, integrationStatus=response.status)
            return response

        return then(self._respond(request_context), note)

    def _respond(self, request_context: RequestContext) -> Response | Future[Response]:
        view = request_context.view
        try:
            mapped = {key: value(view) for key, value in self.values.items()}
            parameters = {key[0].lower() + key[1:]: text for key, text in mapped.items() if text is not None}
            done = self.service(parameters, request_context.request.headers.get("x-amzn-trace-id"))
        except UnicodeDecodeError as error:
            refused = AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'")
            return Response(refused.status, refused.body, note=refused.code)
        except AwsError as error:
            return Response(error.status, error.body, note=error.code)
        return then(done, lambda done: Response(200, done[0], note=done[1]))


@dataclasses.dataclass(frozen=True, slots=True)
class FunctionIntegration:
    """A function that takes the request and returns the response."""

    workers: Workers
    version: str
    """The payload format."""
    timeout: float
    timeout_response: Response = dataclasses.field(default_factory=lambda: message(503, "Service Unavailable"))

    def perform(self, request_context: RequestContext) -> Response:
        """Invoke the function. Blocks until it returns."""
        name = self.workers.function.name
        event = json.dumps(EVENTS[self.version](request_context)).encode()
        invocation = self.workers.invoke(event, request_context.id)
        request_context.integration["integrationStatus"] = 200  # Lambda's own
        if invocation.failed:
            error = json.loads(invocation.payload).get("errorMessage") or "it failed"
            return _failed(request_context, name, f"The Lambda function returned the following error: {error}.")
        try:
            response = read_response(invocation.payload, self.version)
        except MalformedResponseError as malformed:
            return _failed(request_context, name, f"The response from the Lambda function cannot be read: {malformed}.")
        request_context.integration["status"] = response.status
        return dataclasses.replace(response, note=name)


def _failed(request_context: RequestContext, name: str, reason: str) -> Response:
    request_context.integration["error"] = f"{reason} Check your Lambda function code and try again."
    return message(500, "Internal Server Error", f"{name}: {reason}")


def function_arn(uri: Any) -> str | None:
    """Return the ARN of a function, given its ARN or its `invokeArn`; None for another URI."""
    found = re.fullmatch(
        r"(?:arn:[^:]+:apigateway:[^:]+:lambda:path/[0-9-]+/functions/)?(arn:[^:]+:lambda:[^:]+:\d+:function:[^/]+)"
        r"(?:/invocations)?",
        str(uri),
    )
    return found[1] if found else None
