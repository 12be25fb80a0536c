"""Answers of mocks that are not results yet: results after a delay, and results by a task token."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aslant.errors import RunError, TaskError
from aslant.json_value import Json
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import Effect, Fiber, Receive, Sleep
from aslant.run.limits import fits, too_large
from aslant.run.tokens import TaskToken
from aslant.run.values import measured
from aslant.run.wait_scale import end_of_wait

__all__ = [
    "Answer",
    "Awaited",
    "Bounds",
    "Late",
    "Pending",
    "Takes",
    "pending",
    "result_or_delay",
    "takes",
    "timed_out",
]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The time limits of a task."""

    until: float
    """The instant at which it times out; infinite for no limit."""
    heartbeat: float | None
    """The most seconds between two heartbeats; None if the task need not send any."""
    token: TaskToken | None
    """The token that ends the task, if it has one."""


class Answer:
    """A value that a mock may return instead of a result. (An abstract class would slow down each isinstance check.)"""

    def submitted(self, fiber: Fiber) -> Json:
        """Return the service's response when it accepts the task, before the task ends."""
        return {}

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the task's raw result, and return it or raise the task's Failure."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Takes:
    """A mock that takes time; see `takes`."""

    seconds: float
    mock: Any
    heartbeat_seconds: float | None


def takes(seconds: float, answer: Any = None, *, heartbeat_seconds: float | None = None) -> Takes:
    """Return a mock that takes a number of seconds of the clock's time: `takes(90, {"ok": True})`.

    A mock may also return it.

    Args:
        seconds: How long the task takes.
        answer: Any mock or return value of one: a value, a callable, a TaskError. A callable is called when the task
            begins.
        heartbeat_seconds: The seconds between two heartbeats of the worker; None for no heartbeats.
    """
    return Takes(seconds, answer, heartbeat_seconds)


class Late(Answer):
    """A raw result or a failure after a delay."""

    def __init__(self, seconds: float, heartbeat: float | None, raw: Json, failure: Failure | None = None) -> None:
        """Create an answer for a task whose end is known in advance."""
        self._seconds = max(0.0, seconds)
        self._beat = heartbeat
        self._raw = raw
        self._failure = failure

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Let the time pass, up to the time limits of the task."""
        now = fiber.session.clock.now()
        end = now + self._seconds
        missed = float("inf")
        if bounds.heartbeat is not None and (self._beat is None or self._beat > bounds.heartbeat):
            missed = now + bounds.heartbeat
        first = min(end, missed, bounds.until)
        if first > now:
            yield Sleep(first)
        if first < end:
            raise timed_out(heartbeat=missed < bounds.until)
        if self._failure is not None:
            raise self._failure
        return self._raw


class Pending(Answer):
    """An answer for a task that has started and ends by its token; see `pending`."""

    def __init__(self, submitted: Json) -> None:
        """Create an answer with the service's response when it accepts the task."""
        self._submitted = submitted

    def submitted(self, fiber: Fiber) -> Json:
        """Return the service's response when it accepts the task."""
        return self._submitted

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for a message to the token that ends the task."""
        token, clock = bounds.token, fiber.session.clock
        over = end_of_wait(fiber)
        if token is None:
            raise RunError(f"state {fiber.state!r}: its mock returns pending(), but its task does not wait for a token")
        while True:
            missed = float("inf") if bounds.heartbeat is None else clock.now() + bounds.heartbeat
            message = yield Receive(token, min(missed, bounds.until, over))
            if message is None:
                if over < min(missed, bounds.until):
                    raise TimedOut
                raise timed_out(heartbeat=missed < bounds.until)
            if message.failure is not None:
                raise message.failure
            if not message.beats:
                return message.output


class Awaited(Answer):
    """A raw result that exists once something outside the execution has ended, such as another execution."""

    def __init__(
        self, submitted: Json, wait: Callable[[Callable[[], None]], None], collect: Callable[[], Json], service: str
    ) -> None:
        """Wait for work that calls a function, from any thread, when it has ended, and then collect the raw result.

        Args:
            submitted: The service's response when it accepts the task.
            wait: Registers a function to call at the end, and calls it at once if the work has ended already.
            collect: Returns the raw result, or raises the TaskError of the task.
            service: The service's name, for the error about a result that is too large.
        """
        self._submitted = submitted
        self._wait = wait
        self._collect = collect
        self._service = service

    def submitted(self, fiber: Fiber) -> Json:
        """Return the service's response when it accepts the task."""
        return self._submitted

    def abandon(self) -> None:
        """Stop the work, because the execution no longer waits for it."""

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the end, and return the raw result."""
        token = TaskToken("", fiber.session.scheduler)
        message = None

        def end() -> None:
            with suppress(TaskError):  # the execution no longer waits
                token.succeed()

        try:
            self._wait(end)
            message = yield Receive(token, bounds.until)
        finally:
            token.close()
            if message is None:
                self.abandon()
        if message is None:
            raise timed_out()
        try:
            raw, text = measured(self._collect())
        except TaskError as failure:
            raise Failure(failure.error, failure.cause or None) from None
        if not fits(text):
            raise too_large(self._service)
        return raw


def pending(submitted: Json = None) -> Pending:
    """Return the answer of a mock whose task goes on until its token ends it (`context.task_token.succeed(…)`).

    Args:
        submitted: The service's response when it accepts the task, which is in the event TaskSubmitted.
    """
    return Pending({} if submitted is None else submitted)


def timed_out(*, heartbeat: bool = False) -> Failure:
    """Return the failure of a task that took too long. A missing heartbeat is States.Timeout, too (recorded on AWS)."""
    return Failure("States.Timeout", also="States.HeartbeatTimeout" if heartbeat else None)


def result_or_delay(mock: Any, call: Callable[[Any], Json]) -> Json:
    """Return the result of a mock, or a Late if the mock takes time. `call` calls it."""
    answer = mock if isinstance(mock, Takes) else call(mock)
    if not isinstance(answer, Takes):
        return answer
    seconds, beats = 0.0, []
    while isinstance(answer, Takes):
        seconds += answer.seconds
        if answer.heartbeat_seconds is not None:
            beats.append(answer.heartbeat_seconds)
        try:
            answer = answer.mock if isinstance(answer.mock, Takes) else call(answer.mock)
        except Failure as failure:
            return Late(seconds, min(beats, default=None), None, failure)
    if isinstance(answer, Answer):
        raise RunError(
            "a mock with takes() can neither return pending() nor start a workflow. "
            "Use the argument `after` of the token's methods, or add a Wait state to the workflow."
        )
    return Late(seconds, min(beats, default=None), answer)
