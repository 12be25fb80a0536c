"""Who plays a task: the doubles of a test, the handlers of a workflow, or one callable for everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from aslant.errors import RunError, TaskError, did_you_mean
from aslant.run.failure import Failure
from aslant.run.lambdas import LambdaContext, apply, call_handler, event_of_payload
from aslant.run.limits import fits, too_large
from aslant.run.resource import Resource, function_names
from aslant.run.values import Json, dumps, measured

__all__ = ["Doubles", "TaskCall", "Tasks"]


@dataclass(frozen=True, slots=True)
class TaskCall:
    """A task to be done, for a callable that plays all tasks."""

    state: str
    """The name of the state."""
    resource: str
    """The Resource as written."""
    arguments: Json
    """The effective input, which is shared: it must not be changed."""
    context: dict[str, Json]
    """The context object (`$$`)."""
    timeout_seconds: float | None
    """The seconds after which the answer comes too late: the task's own timeout or what the execution has left."""


Tasks: TypeAlias = Mapping[str, Any] | Callable[[TaskCall], Json]
"""Doubles by name, or one callable that gets every task and returns its raw result or raises TaskError."""


class Doubles:
    """Looks up who plays a task, in the order state name, resource, function name, handler of the workflow."""

    def __init__(self, tasks: Tasks, handlers: Mapping[str, Callable[..., Any]]) -> None:
        """Look among doubles first, then among a workflow's handlers, which are known by their symbols."""
        self._tasks: Mapping[str, Any] = {}
        self._handlers = handlers
        self.everything: Callable[[TaskCall], Json] | None = None
        """The callable that plays all tasks, if there is one."""
        if callable(tasks):
            self.everything = tasks
        elif isinstance(tasks, Mapping):
            self._tasks = tasks
        else:
            raise RunError(f"tasks must be a mapping of doubles or a callable, not {tasks!r}")

    def play(
        self, resource: Resource, state: str, arguments: Json, now: float, remaining: Callable[[], float] | None
    ) -> Json:
        """A task's raw result. Failure is the task's; RunError says that nobody plays it, and who could."""
        tasks = self._tasks
        if state in tasks:
            return self._raw(tasks[state], resource, state, arguments, remaining)
        for name in resource.names(arguments):
            if name in tasks:
                double = tasks[name]
            elif name in self._handlers:
                double = self._handlers[name]
            else:
                continue
            if resource.kind == "lambda":
                context = LambdaContext(resource.function, remaining)
                return call_handler(double, arguments, context, resource.text, compact=False)
            if resource.invokes_lambda:
                return _invoke(double, resource, arguments, now, remaining)
            return self._raw(double, resource, state, arguments, remaining)
        raise self._nobody(resource, state, arguments)

    def answer(self, call: TaskCall, resource: Resource) -> Json:
        """The raw result that the callable for everything gives."""
        assert self.everything is not None  # noqa: S101 - the caller has looked
        try:
            return _checked(self.everything(call), resource, call.state)
        except TaskError as failure:
            raise Failure(failure.error, failure.cause or None) from None

    def _raw(
        self,
        double: Any,
        resource: Resource,
        state: str,
        arguments: Json,
        remaining: Callable[[], float] | None,
    ) -> Json:
        """The answer of a double that gives the task's raw result."""
        context = LambdaContext(state, remaining)
        if resource.kind == "lambda":
            return call_handler(double, arguments, context, resource.text, compact=False)
        if not callable(double):
            return _checked(double, resource, state)
        # An exception in a service's double is reported as a function's would be: that tells most.
        return call_handler(
            lambda event, inner: _checked(apply(double, event, inner), resource, state),
            arguments,
            context,
            resource.service or resource.text,
            compact=True,
        )

    def _nobody(self, resource: Resource, state: str, arguments: Json) -> RunError:
        names = list(dict.fromkeys([state, *resource.names(arguments)]))
        known = [*self._tasks, *self._handlers]
        near = next(filter(None, (did_you_mean(name, known) for name in names)), "")
        return RunError(
            f"state {state!r} calls {resource.text!r}, which nobody plays: give `tasks` one of "
            f"{', '.join(map(repr, names))} (looked up in this order){near}"
        )


def _checked(answer: Json, resource: Resource, state: str) -> Json:
    """A copy of a raw result, if it is JSON and not too large."""
    try:
        copy, text = measured(answer)
    except (TypeError, ValueError) as problem:
        raise RunError(f"the double of state {state!r} answers what is no JSON: {problem}") from None
    if not fits(text):
        raise too_large(resource.service or resource.text)
    return copy


def _invoke(
    double: Any, resource: Resource, arguments: Json, now: float, remaining: Callable[[], float] | None
) -> Json:
    """A function's result as lambda:invoke wraps it (recorded on AWS)."""
    arguments = arguments if isinstance(arguments, dict) else {}
    function = str(arguments.get("FunctionName", ""))
    context = LambdaContext(function_names(function)[-1], remaining)
    payload = call_handler(double, event_of_payload(arguments), context, resource.service, compact=True)
    headers = {
        "X-Amz-Executed-Version": context.function_version,
        "x-amzn-Remapped-Content-Length": "0",
        "Connection": "keep-alive",
        "x-amzn-RequestId": context.aws_request_id,
        "Content-Length": str(len(dumps(payload).encode("utf-8", "surrogatepass"))),
        "Date": datetime.fromtimestamp(now, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "X-Amzn-Trace-Id": f"Root=1-{int(now):08x}-{context.aws_request_id.replace('-', '')[:24]};Sampled=0",
        "Content-Type": "application/json",
    }
    lists = {name: [text] for name, text in headers.items()}
    return {
        "ExecutedVersion": context.function_version,
        "Payload": payload,
        "SdkHttpMetadata": {"AllHttpHeaders": lists, "HttpHeaders": headers, "HttpStatusCode": 200},
        "SdkResponseMetadata": {"RequestId": context.aws_request_id},
        "StatusCode": 200,
    }
