"""Calls of Python handlers as in Lambda: a new event, a result as JSON, and error reports for exceptions.

Messages are those of Lambda's Python runtime (`awslambdaric`), and the error name is the exception's class.
"""

from __future__ import annotations

import inspect
import json
import traceback
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import FunctionType, TracebackType
from typing import Any, NoReturn

from aslant.errors import RunError, TaskError
from aslant.json_value import Json
from aslant.run.answer import Answer, Takes
from aslant.run.failure import Failure
from aslant.run.limits import fits, too_large
from aslant.run.process_exit import exit_report, exit_status
from aslant.run.tokens import TaskToken
from aslant.run.values import copied, loads, measured

__all__ = ["LambdaContext", "apply", "call_handler", "event_of_payload"]

_HERE = str(Path(__file__).parent)


class LambdaContext:
    """The context object of an invocation, with the documented members of Lambda's Python runtime."""

    function_version = "$LATEST"
    memory_limit_in_mb = "128"
    identity = None
    client_context = None

    def __init__(
        self, function_name: str, remaining: Callable[[], float] | None = None, token: TaskToken | None = None
    ) -> None:
        """Create the context of an invocation; `remaining` returns seconds."""
        self.function_name = function_name
        self.task_token = token
        """The token of the task, if the task waits for it. Lambda does not have this member."""
        self._remaining = remaining
        self._request_id: str | None = None

    @property
    def aws_request_id(self) -> str:
        """The ID of the request."""
        self._request_id = self._request_id or str(uuid.uuid4())
        return self._request_id

    @property
    def invoked_function_arn(self) -> str:
        """The function's ARN."""
        return f"arn:aws:lambda:us-east-1:123456789012:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        """The log group to which Lambda would write."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """The log stream to which Lambda would write."""
        return f"[$LATEST]{self.aws_request_id.replace('-', '')}"

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that the task has left, at most 15 minutes (Lambda's limit)."""
        seconds = 900.0 if self._remaining is None else min(900.0, self._remaining())
        return max(0, int(seconds * 1000))


def call_handler(mock: Any, event: Json, context: LambdaContext, resource: str, *, compact: bool) -> Json:
    """Return the result of a handler, or a fixed result, after conversion through JSON.

    An error is raised as a Failure with Lambda's report. `compact` writes the report without spaces, as lambda:invoke
    does; a task with a function's ARN leaves it as it is.
    """
    try:
        answer = apply(mock, copied(event), context) if callable(mock) else mock
        if isinstance(answer, TaskError):
            raise answer
        if isinstance(answer, (Takes, Answer)):
            return answer
    except TaskError as failure:
        raise Failure(failure.error, failure.cause or None) from None
    except RunError:
        raise
    except SystemExit as end:  # in Lambda it ends the process; other BaseExceptions are pytest's or hypothesis's
        _fail(exit_report(context.aws_request_id, exit_status(end.code)), compact=compact)
    except Exception as problem:
        frames = traceback.format_list(traceback.extract_tb(_user_frames(problem.__traceback__)))
        _report(type(problem).__name__, str(problem), frames, context, compact=compact)
    if answer is None or answer is True or answer is False:
        return answer
    try:
        value, text = _marshalled(answer)
    except (TypeError, ValueError) as problem:
        _report("Runtime.MarshalError", f"Unable to marshal response: {problem}", [], context, compact=compact)
    if not fits(text):
        raise too_large(resource)
    return value


def apply(function: Callable[..., Any], event: Json, context: object) -> Any:
    """Call a mock with the arguments that it accepts: the event and the context, only the event, or none."""
    try:
        count = _positional(function)
    except TypeError:  # not hashable
        count = _count(function)
    return function(event, context) if count >= 2 else function(event) if count else function()


def event_of_payload(arguments: Mapping[str, Json]) -> Json:
    """Return the event that lambda:invoke sends: a string Payload is parsed as JSON, and none is an empty object."""
    payload = arguments.get("Payload")
    if payload is None:
        return {}
    if not isinstance(payload, str):
        return payload
    try:
        return loads(payload)
    except ValueError as problem:
        raise Failure(
            "Lambda.InvalidRequestContentException", f"Could not parse request body into json: {problem}"
        ) from None


@lru_cache(maxsize=512)
def _positional(function: Callable[..., Any]) -> int:
    return _count(function)


def _count(function: Callable[..., Any]) -> int:
    """Return how many positional arguments a callable accepts, at most 2."""
    if type(function) is FunctionType and not function.__code__.co_flags & inspect.CO_VARARGS:
        return function.__code__.co_argcount
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some builtins have no signature
        return 1
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return 2
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(parameter.kind in kinds for parameter in parameters)


def _marshalled(answer: Any) -> tuple[Json, str]:
    """Return a result converted through JSON, and the JSON."""
    if isinstance(answer, bytes):  # Lambda sends bytes as they are
        return loads(answer), answer.decode()
    try:
        return measured(answer)
    except TypeError:
        text = _with_decimals(answer)
        return loads(text), text


def _decimal(value: Any) -> Any:
    """Return a number from DynamoDB's resource API as a float, as Lambda writes it."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


_with_decimals = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_decimal).encode


def _user_frames(trace: TracebackType | None) -> TracebackType | None:
    """Return the frames of the handler and of the functions that it calls, without ours, which come first."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_HERE):
        trace = trace.tb_next
    return trace


def _report(error: str, message: str, frames: list[str], context: LambdaContext, *, compact: bool) -> NoReturn:
    report = {
        "errorMessage": message,
        "errorType": error,
        "requestId": context.aws_request_id,
        "stackTrace": frames,
    }
    _fail(report, compact=compact)


def _fail(report: Mapping[str, Any], *, compact: bool) -> NoReturn:
    text = json.dumps(report, separators=(",", ":") if compact else (", ", ": "))
    raise Failure(report["errorType"], text) from None
