"""Who plays the tasks: doubles by state, resource or function, and the handlers of the workflow itself.

A double is a callable or a canned answer, looked up in this order: the state's name, the resource as written, then
the function's ARN, name or symbolic name. What is found by the state's name gives the task's raw result; what is
found as a function is a Lambda handler, whose result `lambda:invoke` wraps as the Lambda API does.
"""

from __future__ import annotations

import inspect
import json
import re
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aslant.errors import AslantError, RunError, TaskError, did_you_mean
from aslant.run.values import Json, copied, dumps, loads

__all__ = ["Doubles", "TaskCall"]

_LAMBDA = re.compile(r"arn:[\w-]+:lambda:[^:]*:[^:]*:function:([^:]+)(?::([^:]+))?")
_INVOKE = re.compile(r"arn:[\w-]+:states:::lambda:invoke(?:\.waitForTaskToken)?")
_SYMBOL = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class TaskCall:
    """One call of a task."""

    state: str
    """The state's name."""
    resource: str
    """The resource, as the definition writes it."""
    arguments: Json
    """The effective input, as JSON."""
    context: Callable[[], dict[str, Json]]
    """Gives the context object."""
    timeout_seconds: float | None


class LambdaContext:
    """The context that a handler gets, as far as a test can have it."""

    memory_limit_in_mb = 128

    def __init__(self, name: str) -> None:
        """The context of one call of a function."""
        self.function_name = name
        self.function_version = "$LATEST"
        self.invoked_function_arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{name}"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function would time out."""
        return 3000


class Doubles:
    """Plays tasks with doubles, and with the workflow's own handlers where no double is named."""

    __slots__ = ("_doubles", "_handlers")

    def __init__(self, doubles: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]) -> None:
        """Play with these; a double wins over a handler of the same name."""
        self._doubles = doubles
        self._handlers = handlers

    def __call__(self, call: TaskCall) -> Json:
        """The task's raw result.

        Raises:
            TaskError: the task failed.
            RunError: nobody plays it.
        """
        doubles = self._doubles
        if call.state in doubles:
            return _play(doubles[call.state], call.arguments, call.state)
        invoke = _INVOKE.fullmatch(call.resource) is not None
        if invoke and call.resource in doubles:
            return _wrap(_play(doubles[call.resource], _payload(call.arguments), "function"))
        if call.resource in doubles:
            return _play(doubles[call.resource], call.arguments, _plain_name(call.resource))
        function = call.arguments.get("FunctionName") if invoke and isinstance(call.arguments, dict) else call.resource
        names = _names(function) if isinstance(function, str) else []
        for name in names:
            for table in (doubles, self._handlers):
                if name in table:
                    result = _play(table[name], _payload(call.arguments) if invoke else call.arguments, names[-1])
                    return _wrap(result) if invoke else result
        wanted = list(dict.fromkeys([call.state, call.resource, *names]))
        hint = next(filter(None, (did_you_mean(name, doubles) for name in wanted)), "")
        raise RunError(
            f"state {call.state!r} has nobody to play its task; give run(…, tasks={{name: double}}) one of the names "
            f"{', '.join(map(repr, wanted))}{hint}"
        )


def _names(function: str) -> list[str]:
    """What a function may be called by, from its ARN to its plain name."""
    arn = _LAMBDA.fullmatch(function)
    if arn:
        return [function, function.rpartition(":")[0] if arn[2] else function, arn[1]]
    symbol = _SYMBOL.fullmatch(function)
    return [function, symbol[1]] if symbol else [function]


def _plain_name(resource: str) -> str:
    names = _names(resource)
    return names[-1]


def _payload(arguments: Json) -> Json:
    return arguments.get("Payload", {}) if isinstance(arguments, dict) else {}


def _wrap(result: Json) -> Json:
    """What `lambda:invoke` makes of a function's result (developer guide, "Invoke an AWS Lambda function")."""
    request, size = str(uuid.uuid4()), str(len(dumps(result).encode()))
    headers = {"Content-Length": size, "Content-Type": "application/json", "X-Amz-Executed-Version": "$LATEST"}
    return {
        "ExecutedVersion": "$LATEST",
        "Payload": result,
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": 200,
        },
        "SdkResponseMetadata": {"RequestId": request},
        "StatusCode": 200,
    }


def _play(double: Any, event: Json, name: str) -> Json:
    """A double's answer, passed through JSON as Lambda passes it."""
    if not callable(double):
        return _through_json(double, None)
    context = LambdaContext(name)
    try:
        result = double(copied(event), context) if _takes_context(double) else double(copied(event))
    except AslantError:
        raise
    except Exception as error:
        raise TaskError(type(error).__name__, _report(error, context.aws_request_id)) from error
    return _through_json(result, context.aws_request_id)


def _takes_context(double: Callable[..., Any]) -> bool:
    code = getattr(double, "__code__", None)
    if code is not None and not code.co_flags & inspect.CO_VARARGS and inspect.isfunction(double):
        return bool(code.co_argcount != 1)
    try:
        inspect.signature(double).bind(None, None)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def _through_json(result: Any, request: str | None) -> Json:
    try:
        return loads(dumps(result))
    except (TypeError, ValueError) as why:
        report = {"errorMessage": f"Unable to marshal response: {why}", "errorType": "Runtime.MarshalError"}
        tail = {"requestId": request or str(uuid.uuid4()), "stackTrace": []}
        raise TaskError("Runtime.MarshalError", json.dumps({**report, **tail})) from None


def _report(error: Exception, request: str) -> str:
    """An exception as the Python runtime of Lambda reports it (Lambda developer guide, "Python errors")."""
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is ours
    report = {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request,
        "stackTrace": traceback.format_list(frames),
    }
    return json.dumps(report, ensure_ascii=False)
