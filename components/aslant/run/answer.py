"""Answers that are no result yet: one that takes time, and one that comes by a task token."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aslant.errors import RunError, TaskError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber, Receive, Sleep
from aslant.run.limits import fits, too_large
from aslant.run.tokens import TaskToken
from aslant.run.values import measured

__all__ = ["Answer", "Awaited", "Bounds", "Late", "Pending", "Takes", "pending", "settled", "takes", "timed_out"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a task may take."""

    until: float
    """The instant at which it times out; infinite where nothing bounds it."""
    heartbeat: float | None
    """The most seconds between two heartbeats, where the task has to send some."""
    token: TaskToken | None
    """What it is ended by, where it has a token."""


class Answer:
    """What a double may answer instead of a result. (An abstract class would make every look at an answer slow.)"""

    def submitted(self, fiber: Fiber) -> Json:
        """What the service says when it has taken the task, before the task ends."""
        return {}

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the task's raw result; Failure is the task's."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Takes:
    """A double that takes time; see `takes`."""

    seconds: float
    double: Any
    heartbeat_seconds: float | None


def takes(seconds: float, answer: Any = None, *, heartbeat_seconds: float | None = None) -> Takes:
    """A double, or the answer of one, that takes a number of seconds of the clock's time: `takes(90, {"ok": True})`.

    Args:
        seconds: How long the task takes.
        answer: What any double may be or answer: a value, a callable, a TaskError. A callable is called when the
            task begins.
        heartbeat_seconds: How often the worker sends a heartbeat; without it, it sends none.
    """
    return Takes(seconds, answer, heartbeat_seconds)


class Late(Answer):
    """A raw result, or a failure, that comes after a time."""

    def __init__(self, seconds: float, heartbeat: float | None, raw: Json, failure: Failure | None = None) -> None:
        """The end of a task is known before its time has come."""
        self._seconds = max(0.0, seconds)
        self._beat = heartbeat
        self._raw = raw
        self._failure = failure

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Let the time pass, or as much of it as the task is given."""
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
    """The task was taken; its token will be answered. See `pending`."""

    def __init__(self, submitted: Json) -> None:
        """What the service says to the task."""
        self._submitted = submitted

    def submitted(self, fiber: Fiber) -> Json:
        """What the double was given to say."""
        return self._submitted

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the token's answer."""
        token, clock = bounds.token, fiber.session.clock
        if token is None:
            raise RunError(f"the double of state {fiber.state!r} answers pending(), but its task waits for no token")
        while True:
            missed = float("inf") if bounds.heartbeat is None else clock.now() + bounds.heartbeat
            message = yield Receive(token, min(missed, bounds.until))
            if message is None:
                raise timed_out(heartbeat=missed < bounds.until)
            if message.failure is not None:
                raise message.failure
            if not message.beats:
                return message.output


class Awaited(Answer):
    """A raw result that is there once something outside the execution has ended, such as another execution."""

    def __init__(
        self, submitted: Json, wait: Callable[[Callable[[], None]], None], collect: Callable[[], Json], service: str
    ) -> None:
        """Wait for what calls a function, from any thread, when it has ended; then collect the raw result.

        Args:
            submitted: The service's answer when it takes the task.
            wait: Has a function called at the end; calls it at once where that has come already.
            collect: Returns the raw result, or raises the TaskError of the task.
            service: The service's name, for the message about a result that is too large.
        """
        self._submitted = submitted
        self._wait = wait
        self._collect = collect
        self._service = service

    def submitted(self, fiber: Fiber) -> Json:
        """Return the service's answer when it takes the task."""
        return self._submitted

    def abandon(self) -> None:
        """Stop the work, for which nobody waits any longer."""

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the end."""
        token = TaskToken("", fiber.session.scheduler)
        message = None

        def end() -> None:
            with suppress(TaskError):  # nobody waits any longer
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
    """The answer of a double whose task goes on until its token is answered (`context.task_token.succeed(…)`).

    Args:
        submitted: What the service says when it has taken the task, which the event TaskSubmitted tells.
    """
    return Pending({} if submitted is None else submitted)


def timed_out(*, heartbeat: bool = False) -> Failure:
    """The failure of a task that took too long. AWS calls a missing heartbeat States.Timeout, too (recorded)."""
    return Failure("States.Timeout", also="States.HeartbeatTimeout" if heartbeat else None)


def settled(double: Any, play: Callable[[Any], Json]) -> Json:
    """The raw result of a double that is played, or a Late where that takes time."""
    answer = double if isinstance(double, Takes) else play(double)
    if not isinstance(answer, Takes):
        return answer
    seconds, beats = 0.0, []
    while isinstance(answer, Takes):
        seconds += answer.seconds
        if answer.heartbeat_seconds is not None:
            beats.append(answer.heartbeat_seconds)
        try:
            answer = answer.double if isinstance(answer.double, Takes) else play(answer.double)
        except Failure as failure:
            return Late(seconds, min(beats, default=None), None, failure)
    if isinstance(answer, Answer):
        raise RunError(
            "a double that takes() time can neither answer pending() nor start a workflow: "
            "send the token's answer `after` a time, or give the workflow a Wait"
        )
    return Late(seconds, min(beats, default=None), answer)
