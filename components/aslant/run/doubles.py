"""Who plays a task: the doubles of a test, the handlers of a workflow, or one callable for everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aslant.errors import RunError, TaskError, did_you_mean
from aslant.json_value import Json
from aslant.run.answer import Answer, Takes, settled
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

__all__ = ["Doubles", "UnplayedTask"]


class UnplayedTask(RunError):
    """A task that nobody plays: its state, the names by which a double could, and the end of the message."""

    def __init__(self, state: str, resource: str, names: list[str], near: str) -> None:
        """Say who could play it; `near` is what may have been meant."""
        self.state = state
        self.names = names
        self.near = near
        self.problem = f"state {state!r} calls {resource!r}, which nobody plays"
        super().__init__(
            f"{self.problem}: give `tasks` one of {', '.join(map(repr, names))} (looked up in this order){near}"
        )


class Doubles:
    """Looks up who plays a task, in the order state name, resource, function or machine, handler of the workflow."""

    def __init__(self, tasks: Tasks, handlers: Mapping[str, Callable[..., Any]]) -> None:
        """Look among doubles first, then among a workflow's handlers, which are known by their symbols."""
        self.tasks: Mapping[str, Any] = {}
        """The doubles by name."""
        self.everything: Callable[[TaskCall], Json] | None = None
        """The callable that plays all tasks, if there is one."""
        self._handlers = handlers
        if callable(tasks):
            self.everything = tasks
        elif isinstance(tasks, Mapping):
            self.tasks = tasks
        else:
            raise RunError(f"tasks must be a mapping of doubles or a callable, not {tasks!r}")

    def of(self, handlers: Mapping[str, Callable[..., Any]]) -> Doubles:
        """The same doubles, for a workflow with other handlers."""
        return Doubles(self.tasks if self.everything is None else self.everything, handlers)

    def play(
        self,
        resource: TaskResource,
        state: str,
        arguments: Json,
        now: float,
        remaining: Callable[[], float] | None,
        token: TaskToken | None = None,
    ) -> Json:
        """A task's raw result, or the Answer that it will come from.

        Failure is the task's; RunError says that nobody plays it, and who could.
        """
        function = state
        if state in self.tasks:
            double = self.tasks[state]
        else:
            name, double = self._named(resource, state, arguments)
            if resource.kind == "lambda":
                function = resource.function
            elif resource.invokes_lambda:
                return settled(double, partial(_invoke, resource, arguments, now, remaining, token))
            elif resource.starts_execution and name not in resource.known:
                return NestedExecution(double, resource, state, arguments)
        context = LambdaContext(function, remaining, token)
        return settled(double, partial(_raw, resource, state, arguments, context))

    def _named(self, resource: TaskResource, state: str, arguments: Json) -> tuple[str, Any]:
        """Who plays a task that no double under the state's name plays, and under which name."""
        for name in resource.names(arguments):
            if name in self.tasks:
                return name, self.tasks[name]
            if name in self._handlers:
                return name, _as_lambda_does(self._handlers[name])
        raise self._nobody(resource, state, arguments)

    def plays(self, resource: TaskResource, state: str, arguments: Json) -> bool:
        """Whether somebody plays a task."""
        return (
            self.everything is not None
            or state in self.tasks
            or any(name in self.tasks or name in self._handlers for name in resource.names(arguments))
        )

    def perform(self, call: TaskCall, now: float) -> Json:
        """Return the raw result of a task, as `play` does, for a callable that gets every task."""
        if self.everything is not None:
            return self.everything(call)
        left = call.timeout_seconds
        remaining = None if left is None else lambda: left
        return self.play(TaskResource.of(call.resource), call.state, call.arguments, now, remaining, call.token)

    def answer(self, call: TaskCall, resource: TaskResource) -> Json:
        """The raw result that the callable for everything gives, or the Answer that it will come from."""
        assert self.everything is not None  # noqa: S101 - the caller has looked

        def play(double: Any) -> Json:
            try:
                answer = _checked(double(call) if callable(double) else double, resource, call.state)
                if isinstance(answer, TaskError):
                    raise answer
            except TaskError as failure:
                raise Failure(failure.error, failure.cause or None) from None
            return answer

        return settled(self.everything, play)

    def _nobody(self, resource: TaskResource, state: str, arguments: Json) -> UnplayedTask:
        names = list(dict.fromkeys([state, *resource.names(arguments)]))
        near = next(filter(None, (did_you_mean(name, self._handlers) for name in names)), "")
        for double in self.tasks:
            if type(double) is str and did_you_mean(double, names):
                near = f"; rename the double {double!r} if that is meant"
                break
        return UnplayedTask(state, resource.text, names, near)


def _as_lambda_does(handler: Callable[..., Any]) -> Callable[[Json, Any], Any]:
    """A workflow's own handler, which gets the event and the context whatever it takes, as it will when deployed."""
    return lambda event, context: handler(event, context)


def _raw(resource: TaskResource, state: str, arguments: Json, context: LambdaContext, double: Any) -> Json:
    """The answer of a double that gives the task's raw result."""
    if resource.kind == "lambda":
        return call_handler(double, arguments, context, resource.text, compact=False)
    if resource.starts_execution and is_workflow(double):
        return NestedExecution(double, resource, state, arguments)
    if isinstance(double, TaskError):
        raise Failure(double.error, double.cause or None)
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


def _checked(answer: Json, resource: TaskResource, state: str) -> Json:
    """A copy of a raw result, if it is JSON and not too large."""
    if isinstance(answer, (Takes, Answer, TaskError)):
        return answer
    try:
        copy, text = measured(answer)
    except (TypeError, ValueError) as problem:
        raise RunError(f"the double of state {state!r} answers what is no JSON: {problem}") from None
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
    """A function's result as lambda:invoke wraps it (recorded on AWS)."""
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
