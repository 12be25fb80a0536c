"""What a state machine's tasks reach here: the functions' workers.

A task that names a function gets its result alone; `lambda:invoke` wraps it as the Lambda API does. A function's
error becomes the task's: its name is the `errorType` that Lambda reports and its cause the whole error object.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.workers import Workers

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["FUNCTION_ARN", "INVOKE", "Tasks", "find_function", "is_served"]

FUNCTION_ARN = re.compile(r"arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:([\w-]+)(?::([\w$-]+))?")
INVOKE = re.compile(r"arn:aws[\w-]*:states:::lambda:invoke")


def is_served(resource: str) -> bool:
    """Whether a Task with this `Resource` can run here."""
    return bool(FUNCTION_ARN.fullmatch(resource) or INVOKE.fullmatch(resource))


def find_function(functions: Mapping[str, Workers], name: str) -> Workers | None:
    """A function by its name, its ARN or either with a qualifier; None when nothing of the name was deployed."""
    arn = FUNCTION_ARN.fullmatch(name)
    plain = arn[1] if arn else name.rpartition(":function:")[2].partition(":")[0]
    workers = functions.get(plain)
    return workers if workers and (not arn or name.startswith(workers.function.arn)) else None


class Tasks:
    """Performs the tasks of all machines: what `aslant.run` calls with each."""

    def __init__(self, functions: Mapping[str, Workers]) -> None:
        """Reach some functions, by name."""
        self._functions = functions

    def __call__(self, call: TaskCall) -> Any:
        """A task's raw result; `TaskError` for its failure."""
        if FUNCTION_ARN.fullmatch(call.resource):
            return self._invoke(call.resource, call.arguments)[0]
        if INVOKE.fullmatch(call.resource):
            return self._lambda_invoke(call.arguments)
        raise TaskError(
            "States.TaskFailed",
            f"aslant.local does not reach {call.resource!r} yet; it runs Lambda functions and lambda:invoke",
        )

    def _lambda_invoke(self, arguments: Any) -> dict[str, Any]:
        """Step Functions developer guide, "Invoke an AWS Lambda function with Step Functions"."""
        if not isinstance(arguments, dict) or not isinstance(arguments.get("FunctionName"), str):
            raise TaskError("States.Runtime", "lambda:invoke needs FunctionName, the name or ARN of a function")
        kind = arguments.get("InvocationType", "RequestResponse")
        payload, size, request_id = self._invoke(arguments["FunctionName"], arguments.get("Payload", {}))
        headers = {
            "Content-Length": [str(size)],
            "Content-Type": ["application/json"],
            "Date": [datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")],
            "X-Amz-Executed-Version": ["$LATEST"],
            "x-amzn-RequestId": [request_id],
        }
        status = {"Event": 202, "DryRun": 204}.get(kind, 200)
        return {
            "ExecutedVersion": "$LATEST",
            "Payload": payload if status == 200 else {},
            "SdkHttpMetadata": {
                "AllHttpHeaders": headers,
                "HttpHeaders": {key: values[0] for key, values in headers.items()},
                "HttpStatusCode": status,
            },
            "SdkResponseMetadata": {"RequestId": request_id},
            "StatusCode": status,
        }

    def _invoke(self, name: str, event: Any) -> tuple[Any, int, str]:
        """A function's result, its size in bytes and the request's id."""
        workers = find_function(self._functions, name)
        if workers is None:
            raise TaskError("Lambda.ResourceNotFoundException", f"Function not found: {name}")
        request_id = str(uuid.uuid4())
        invocation = workers.invoke(json.dumps(event).encode(), request_id)
        if invocation.failed:
            cause = invocation.payload.decode()
            raise TaskError(json.loads(cause).get("errorType") or "Lambda.Unknown", cause)
        return json.loads(invocation.payload), len(invocation.payload), request_id
