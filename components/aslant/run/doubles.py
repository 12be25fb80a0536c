"""The handling of tasks: by the mocks of a caller, by the handlers of a workflow, or by one callable for all tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aslant.errors import RunError, TaskError, did_you_mean
from aslant.json_value import Json
from aslant.run.answer import Answer, Takes, result_or_delay
from aslant.run.definition import is_workflow
from aslant.run.failure import Failure
from aslant.run.lambdas import LambdaContext, apply, call_handler, event_of_payload
from aslant.run.limits import fits, too_large
from aslant.run.metadata import http_date, sdk_metadata
from aslant.run.nested import NestedExecution
from aslant.run.resource import TaskResource, function_names
from aslant.run.task_call import TaskCall, Tasks
from aslant.run.tokens import TaskToken
from aslant.run.values import dumps, measured

__all__ = ["Doubles", "UnhandledTask"]


class UnhandledTask(RunError):
    """A task without a mock or a handler, with its state and the names that a mock could have."""

    def __init__(self, state: str, resource: str, names: list[str], near: str) -> None:
        """Create an error that lists the names; `near` suggests a name that may have been meant."""
        self.state = state
        self.names = names
        self.near = near
        self.problem = f"state {state!r} calls {resource!r}, which has no mock or handler"
        super().__init__(
            f"{self.problem}. Add one of these keys to `tasks`: {', '.join(map(repr, names))} "
            f"(looked up in this order){near}"
        )


class Doubles:
    """The mocks and handlers of an execution, in lookup order: state name, resource, function or machine, handler."""

    def __init__(self, tasks: Tasks, handlers: Mapping[str, Callable[..., Any]]) -> None:
        """Look up names in the mocks first, then in a workflow's handlers, which are listed by their symbols."""
        self.tasks: Mapping[str, Any] = {}
        """The mocks by name."""
        self.everything: Callable[[TaskCall], Json] | None = None
        """The callable that handles all tasks, if there is one."""
        self._handlers = handlers
        if callable(tasks):
            self.everything = tasks
        elif isinstance(tasks, Mapping):
            self.tasks = tasks
        else:
            raise RunError(f"tasks must be a mapping of mocks or a callable, not {tasks!r}")

    def of(self, handlers: Mapping[str, Callable[..., Any]]) -> Doubles:
        """Return the same mocks for a workflow with other handlers."""
        return Doubles(self.tasks if self.everything is None else self.everything, handlers)

    def handle(
        self,
        resource: TaskResource,
        state: str,
        arguments: Json,
        now: float,
        remaining: Callable[[], float] | None,
        token: TaskToken | None = None,
    ) -> Json:
        """Return a task's raw result, or the Answer that it will come from.

        Raises:
            Failure: the task fails.
            UnhandledTask: the task has no mock or handler.
        """
        function = state
        if state in self.tasks:
            double = self.tasks[state]
        else:
            name, double = self._named(resource, state, arguments)
            if resource.kind == "lambda":
                function = resource.function
            elif resource.invokes_lambda:
                return result_or_delay(double, partial(_invoke, resource, arguments, now, remaining, token))
            elif resource.starts_execution and name not in resource.known:
                return NestedExecution(double, resource, state, arguments)
        context = LambdaContext(function, remaining, token)
        return result_or_delay(double, partial(_raw, resource, state, arguments, context))

    def _named(self, resource: TaskResource, state: str, arguments: Json) -> tuple[str, Any]:
        """Return the name and the mock or handler of a task without a mock under its state's name."""
        for name in resource.names(arguments):
            if name in self.tasks:
                return name, self.tasks[name]
            if name in self._handlers:
                return name, _as_lambda_does(self._handlers[name])
        raise self._nobody(resource, state, arguments)

    def handles(self, resource: TaskResource, state: str, arguments: Json) -> bool:
        """Return whether a task has a mock or a handler."""
        return (
            self.everything is not None
            or state in self.tasks
            or any(name in self.tasks or name in self._handlers for name in resource.names(arguments))
        )

    def perform(self, call: TaskCall, now: float) -> Json:
        """Return the raw result of a task as `handle` does, for use in a callable that handles every task."""
        if self.everything is not None:
            return self.everything(call)
        left = call.timeout_seconds
        remaining = None if left is None else lambda: left
        return self.handle(TaskResource.of(call.resource), call.state, call.arguments, now, remaining, call.token)

    def answer(self, call: TaskCall, resource: TaskResource) -> Json:
        """Return the raw result from the callable for all tasks, or the Answer that it will come from."""
        assert self.everything is not None  # noqa: S101 - checked by the caller

        def call_mock(mock: Any) -> Json:
            try:
                answer = _checked(mock(call) if callable(mock) else mock, resource, call.state)
                if isinstance(answer, TaskError):
                    raise answer
            except TaskError as failure:
                raise Failure(failure.error, failure.cause or None) from None
            return answer

        return result_or_delay(self.everything, call_mock)

    def _nobody(self, resource: TaskResource, state: str, arguments: Json) -> UnhandledTask:
        names = list(dict.fromkeys([state, *resource.names(arguments)]))
        near = next(filter(None, (did_you_mean(name, self._handlers) for name in names)), "")
        for double in self.tasks:
            if type(double) is str and did_you_mean(double, names):
                near = f". Rename the mock {double!r} if it is meant for this task."
                break
        return UnhandledTask(state, resource.text, names, near)


def _as_lambda_does(handler: Callable[..., Any]) -> Callable[[Json, Any], Any]:
    """Return a workflow's own handler as a callable that always passes the event and the context, as Lambda does."""
    return lambda event, context: handler(event, context)


def _raw(resource: TaskResource, state: str, arguments: Json, context: LambdaContext, double: Any) -> Json:
    """Return the result of a mock that returns the task's raw result."""
    if resource.kind == "lambda":
        return call_handler(double, arguments, context, resource.text, compact=False)
    if resource.starts_execution and is_workflow(double):
        return NestedExecution(double, resource, state, arguments)
    if isinstance(double, TaskError):
        raise Failure(double.error, double.cause or None)
    if not callable(double):
        return _checked(double, resource, state)
    # An exception in a service's mock is reported like a function's, because that report has the most details.
    return call_handler(
        lambda event, inner: _checked(apply(double, event, inner), resource, state),
        arguments,
        context,
        resource.service or resource.text,
        compact=True,
    )


def _checked(answer: Json, resource: TaskResource, state: str) -> Json:
    """Return a copy of a raw result, after a check that it is JSON and not too large."""
    if isinstance(answer, (Takes, Answer, TaskError)):
        return answer
    try:
        copy, text = measured(answer)
    except (TypeError, ValueError) as problem:
        raise RunError(f"state {state!r}: its mock returned a value that is not valid JSON: {problem}") from None
    if not fits(text):
        raise too_large(resource.service or resource.text)
    return copy


def _invoke(
    resource: TaskResource,
    arguments: Json,
    now: float,
    remaining: Callable[[], float] | None,
    token: TaskToken | None,
    double: Any,
) -> Json:
    """Return a function's result as lambda:invoke wraps it (recorded on AWS)."""
    arguments = arguments if isinstance(arguments, dict) else {}
    function = str(arguments.get("FunctionName", ""))
    context = LambdaContext(function_names(function)[-1], remaining, token)
    payload = call_handler(double, event_of_payload(arguments), context, resource.service, compact=True)
    if isinstance(payload, (Takes, Answer)):
        return payload
    headers = {
        "X-Amz-Executed-Version": context.function_version,
        "x-amzn-Remapped-Content-Length": "0",
        "Connection": "keep-alive",
        "x-amzn-RequestId": context.aws_request_id,
        "Content-Length": str(len(dumps(payload).encode("utf-8", "surrogatepass"))),
        "Date": http_date(now),
        "X-Amzn-Trace-Id": f"Root=1-{int(now):08x}-{context.aws_request_id.replace('-', '')[:24]};Sampled=0",
        "Content-Type": "application/json",
    }
    return {
        "ExecutedVersion": context.function_version,
        "Payload": payload,
        **sdk_metadata(headers, context.aws_request_id),
        "StatusCode": 200,
    }
