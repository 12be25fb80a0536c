"""Task: calls a function, a service or an activity (ASL specification, section 'Task State')."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.answer import Answer, Bounds, timed_out
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import CallTask, Effect, Fiber
from aslant.run.history import failed, plain, result
from aslant.run.language import Evaluate
from aslant.run.limits import check_size
from aslant.run.resource import TaskResource
from aslant.run.state import FlowOfStates, Guarded, whole_number
from aslant.run.task_call import TaskCall
from aslant.run.tokens import TaskToken
from aslant.run.values import dumps
from aslant.run.wait_scale import call_limit, wait_limit

__all__ = ["Task"]

_WORDS = {"lambda": "LambdaFunction", "service": "Task", "activity": "Activity"}


class Task(Guarded):
    """A Task. Its raw result is the result of its mock or handler, or of the Answer that this returns.

    A result from the mock of a `.sync` or `.waitForTaskToken` task ends the task at once, like any other task.
    """

    kind = "Task"

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        text = definition.get("Resource")
        if not isinstance(text, str):
            raise DefinitionError(f"Resource must be an ARN or a name in ${{…}}, not {text!r}")
        self._resource = TaskResource.of(text)
        self._timeout = self.language.value(definition, "TimeoutSeconds")
        self._heartbeat = self.language.value(definition, "HeartbeatSeconds")
        self._word = _WORDS[self._resource.kind]
        self._submits = self._resource.submits
        self._answers_token = self._resource.answers_token
        self._ends_by_token = self._resource.takes_token or self._resource.kind == "activity"

    def enter(self, fiber: Fiber, data: Json) -> None:
        """Record that the state is entered. A `.sync` or `.waitForTaskToken` task has a token from then on."""
        super().enter(fiber, data)
        if self._resource.submits:
            fiber.token = fiber.session.uuid()

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once, and return the raw result or raise Failure."""
        timeout = _seconds(self._timeout, "TimeoutSeconds", data, fiber)
        heartbeat = _seconds(self._heartbeat, "HeartbeatSeconds", data, fiber)
        if arguments is not data:
            check_size(arguments, self.name)
        resource = self._resource
        word = self._word
        others = {"resource": resource.action, "resourceType": resource.service} if word == "Task" else {}
        fiber.record(f"{word}Scheduled", _scheduled, resource, arguments, timeout, heartbeat)
        fiber.record(f"{word}Started", plain if others else None, *((others,) if others else ()))
        session = fiber.session
        clock = session.clock
        begun = clock.now()
        submits = self._submits
        token = None
        if self._ends_by_token:
            token = TaskToken(fiber.token or fiber.session.uuid(), fiber.session.scheduler)
            fiber.session.world.tokens.add(token)
        try:
            limit = call_limit(session, timeout)
            raw = yield CallTask(self._work(fiber, arguments, begun, timeout, token), limit)
            if isinstance(raw, Answer):
                if submits:
                    fiber.record("TaskSubmitted", result, raw.submitted(fiber), others)
                    submits = False
                until = float("inf") if timeout is None else begun + wait_limit(session, timeout)
                beats = None if heartbeat is None or not self._ends_by_token else wait_limit(session, heartbeat)
                raw = yield from raw.result(fiber, Bounds(until, beats, token))
            ended = clock.now()
            if ended + fiber.skipped > session.deadline:
                raise TimedOut
            if limit is not None and ended - begun > limit:
                raise timed_out()
        except Failure as failure:
            if submits:
                fiber.record("TaskSubmitted", result, {}, others)
            ending = "TimedOut" if failure.error == "States.Timeout" else "Failed"
            fiber.record(word + ending, failed, failure, others)
            raise
        finally:
            if token is not None:
                token.close()
                if fiber.token is not None:
                    fiber.token = fiber.session.uuid()  # for another attempt
        if submits:
            fiber.record("TaskSubmitted", result, {}, others)
        fiber.record(f"{word}Succeeded", result, raw, others)
        return raw

    def _work(
        self, fiber: Fiber, arguments: Json, begun: float, timeout: float | None, token: TaskToken | None
    ) -> Callable[[], Json]:
        """Return the function that returns the raw result. It may be called in another thread."""
        session = fiber.session
        doubles, resource, name = session.doubles, self._resource, self.name
        if self._answers_token and not doubles.handles(resource, name, arguments):
            tokens, request_id = session.world.tokens, session.uuid()
            return lambda: tokens.answer(resource.action, arguments, request_id)
        left = min(session.deadline - begun, float("inf") if timeout is None else timeout)
        bound = None if left == float("inf") else left
        if doubles.everything is not None:
            call = TaskCall(name, resource.text, arguments, fiber.context(), bound, token)
            return lambda: doubles.answer(call, resource)
        remaining = None if bound is None else lambda: begun + bound - session.clock.now()
        return lambda: doubles.handle(resource, name, arguments, begun, remaining, token)


def _seconds(evaluate: Evaluate | None, field: str, data: Json, fiber: Fiber) -> int | None:
    return None if evaluate is None else whole_number(evaluate(data, fiber), field)


def _scheduled(resource: TaskResource, arguments: Json, timeout: int | None, heartbeat: int | None) -> dict[str, Any]:
    """Return the details of a scheduled task, which differ between functions, services and activities."""
    details: dict[str, Any]
    if resource.kind == "service":
        details = {
            "parameters": dumps(arguments),
            "region": "us-east-1",
            "resource": resource.action,
            "resourceType": resource.service,
        }
    else:
        details = {
            "input": dumps(arguments),
            "inputDetails": {"truncated": False},
            "resource": resource.text,
        }
    if timeout is not None:
        details["timeoutInSeconds"] = timeout
    if heartbeat is not None:
        details["heartbeatInSeconds"] = heartbeat
    return details
