"""The Step Functions API for any client, in AWS's JSON 1.0 protocol."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from aslant.errors import did_you_mean
from aslant.local.answers import AwsError, to_json
from aslant.local.http import Request, Response
from aslant.local.later import then
from aslant.local.services.credential_scope import scope_of
from aslant.local.stepfunctions import (
    activities,
    aliases,
    callbacks,
    descriptions,
    executions,
    machines,
    map_runs,
    redrive,
    tagging,
    testing,
    validating,
    versions,
)
from aslant.local.stepfunctions.input_check import checked_input
from aslant.local.stepfunctions.service import Operation, Reply, Service

__all__ = ["OPERATIONS", "TARGET", "StepFunctions"]

TARGET = "AWSStepFunctions."
HEADERS = ((b"content-type", b"application/x-amz-json-1.0"),)

MODULES = (
    activities,
    aliases,
    callbacks,
    descriptions,
    executions,
    machines,
    map_runs,
    redrive,
    tagging,
    testing,
    validating,
    versions,
)
OPERATIONS: Mapping[str, Operation] = {
    name: operation for module in MODULES for name, operation in module.OPERATIONS.items()
}
"""The operations by their names in AWS's API."""


class StepFunctions:
    """The Step Functions API of one service."""

    def __init__(self, service: Service) -> None:
        """Serve all operations on the data of a service."""
        self.service = service

    @property
    def actions(self) -> list[str]:
        """The actions that are served, in alphabetical order; docs/local.md lists them."""
        return sorted(OPERATIONS)

    def answer(self, request: Request) -> Response | Future[Response]:
        """Return the response to a request, or a Future of it if an execution waits."""
        return then(self._answer(request), lambda answer: answer.with_headers(("x-amzn-requestid", str(uuid.uuid4()))))

    def call(
        self, action: str, parameters: Mapping[str, Any], trace: str | None = None, region: str | None = None
    ) -> Reply | Future[Reply]:
        """Perform an operation. Return its result, or a Future of it if the response comes later.

        A trace header of the request takes precedence over one among the parameters (API reference). Without a Region,
        the operation is performed in that of the service.

        Raises:
            AwsError: the request is refused.
        """
        operation = OPERATIONS.get(action)
        if operation is None:
            raise AwsError(
                "UnknownOperationException",
                f"{action or 'A request without X-Amz-Target'} is not served here. The actions are "
                f"{', '.join(self.actions)}{did_you_mean(action, self.actions) or '.'}",
            )
        checked = checked_input(action, parameters)
        if trace is not None:
            checked["traceHeader"] = trace
        return operation(self.service.within(region), checked)

    def _answer(self, request: Request) -> Response | Future[Response]:
        action = request.headers.get("x-amz-target", "").removeprefix(TARGET)
        scope, trace = scope_of(request), request.headers.get("x-amzn-trace-id")
        try:
            reply = self.call(action, _parameters(request.body), trace, None if scope is None else scope.region)
            return then(reply, lambda reply: _response(action, reply))
        except AwsError as error:
            return Response(error.status, error.body, HEADERS, note=f"{action} {error.code}")


def _response(action: str, reply: Reply) -> Response:
    return Response(200, to_json(reply.members), HEADERS, note=f"{action} {reply.note}".rstrip())


def _parameters(body: bytes) -> dict[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise AwsError("SerializationException", "The request is not valid JSON.") from None
    if not isinstance(parameters, dict):
        raise AwsError("SerializationException", "The request must be a JSON object.")
    return parameters
