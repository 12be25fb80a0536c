"""The Lambda API for any client, in AWS's REST-JSON protocol: Invoke, and the deployed functions."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from aslant.local.answers import to_json
from aslant.local.events.invocations import Invocations
from aslant.local.functions.function_names import find_function, qualifier_of
from aslant.local.functions.workers import Workers
from aslant.local.http import Request, Response

__all__ = ["PREFIX", "LambdaApi"]

PREFIX = "/2015-03-31/functions"
PATH = re.compile(rf"{PREFIX}(?:/([^/]+)(/invocations)?)?/?")

ACTIONS = {
    ("GET", "functions"): "ListFunctions",
    ("GET", "function"): "GetFunction",
    ("POST", "invocations"): "Invoke",
}
"""The served actions, by a request's method and the last part of its path; docs/local.md lists them."""

MAX_PAYLOAD = 6 * 1024 * 1024
"""The size limit of an event in bytes: the quota for a synchronous invocation."""


class LambdaApi:
    """The Lambda API of the deployed functions."""

    def __init__(self, functions: Mapping[str, Workers], invocations: Invocations) -> None:
        """Serve functions, which are given by name. `invocations` performs asynchronous ones."""
        self._functions = functions
        self._invocations = invocations

    def answer(self, request: Request) -> Response:
        """Return the response to a request. A synchronous invocation blocks until its end."""
        parts = PATH.fullmatch(request.path)
        if parts is None:
            return _error(404, "UnknownOperationException", f"{request.method} {request.path} is not served here.")
        place = "functions" if parts[1] is None else "invocations" if parts[2] else "function"
        action = ACTIONS.get((request.method, place))
        if action is None:
            return _error(405, "MethodNotAllowedException", f"{request.method} is not allowed for {request.path}.")
        if action == "ListFunctions":
            members = [_configuration(workers) for workers in self._functions.values()]
            return Response(200, to_json({"Functions": members}), note=action)
        name = unquote(parts[1])
        workers = find_function(self._functions, name)
        if workers is None:
            return _error(404, "ResourceNotFoundException", f"Function not found: {name}")
        if action == "GetFunction":
            return Response(200, to_json({"Configuration": _configuration(workers)}), note=action)
        qualifier = dict(parse_qsl(request.query)).get("Qualifier") or qualifier_of(name) or ""
        return self._invoke(workers, request, qualifier if qualifier.isdigit() else "$LATEST")

    def _invoke(self, workers: Workers, request: Request, version: str) -> Response:
        """Perform Invoke: return 200 with the result, 202 for an event, 204 for a dry run (API reference)."""
        event = request.body or b"{}"
        if len(event) > MAX_PAYLOAD:
            message = f"{len(event)} byte payload is too large for the RequestResponse invocation type"
            return _error(413, "RequestTooLargeException", f"{message} (limit {MAX_PAYLOAD} bytes)")
        try:
            json.loads(event)
        except (ValueError, RecursionError) as error:
            message = f"Could not parse request body into json: {error}"
            return _error(400, "InvalidRequestContentException", message)
        kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
        request_id = str(uuid.uuid4())
        headers = [
            (b"content-type", b"application/json"),
            (b"x-amzn-requestid", request_id.encode()),
            (b"x-amz-executed-version", version.encode()),
        ]
        if kind == "DryRun":
            return Response(204, b"", tuple(headers), note="Invoke DryRun")
        if kind == "Event":
            self._invocations.invoke(workers, event, request_id, version)
            return Response(202, b"", tuple(headers), note="Invoke Event")
        if kind != "RequestResponse":
            message = f"InvocationType must be RequestResponse, Event or DryRun, not {kind}."
            return _error(400, "InvalidParameterValueException", message)
        invocation = workers.invoke(event, request_id)
        if invocation.failed:
            headers.append((b"x-amz-function-error", b"Unhandled"))
        if request.headers.get("x-amz-log-type") == "Tail":
            headers.append((b"x-amz-log-result", base64.b64encode(f"RequestId: {request_id}\n".encode())))
        note = "Invoke failed" if invocation.failed else "Invoke"
        return Response(200, invocation.payload, tuple(headers), note=note)


def _configuration(workers: Workers) -> dict[str, Any]:
    function = workers.function
    return {
        "FunctionName": function.name,
        "FunctionArn": function.arn,
        "Runtime": function.runtime,
        "Handler": function.handler,
        "MemorySize": function.memory,
        "Timeout": int(function.timeout),
        "Version": "$LATEST",
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
    }


def _error(status: int, code: str, text: str) -> Response:
    headers = ((b"content-type", b"application/json"), (b"x-amzn-errortype", code.encode()))
    return Response(status, to_json({"Type": "User", "message": text, "Message": text}), headers, note=code)
