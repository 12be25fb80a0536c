"""One execution from start to end: the main one, a nested one, or the child execution of a distributed Map."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol

from aslant.errors import RunError
from aslant.json_value import Json
from aslant.run.capture import capture
from aslant.run.execution import Execution, Session, Status
from aslant.run.failure import Failure, Stopped, TimedOut
from aslant.run.fiber import Effect, Expire, Fiber
from aslant.run.history import History, HistoryFull, Render, failed, given, plain, result
from aslant.run.limits import ALL_EVENTS, EXPRESS_EVENTS, MAX_EVENTS
from aslant.run.position import PastExecution, Position

__all__ = ["Walk", "child", "execute", "history_for", "redrive", "watchers"]

watchers: list[Callable[[Execution], None]] = []
"""Called with each execution that has ended; empty unless a test session records executions."""


class Walk(Protocol):
    """A flow, or the mock of a state machine."""

    def walk(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Json]:
        """Go through it with an input, and return its output or raise Failure."""
        ...  # pragma: no cover


def history_for(session: Session) -> History:
    """Return the empty history of an execution. One place is kept free for the event that ends the execution."""
    standard = session.type == "STANDARD"
    return History((MAX_EVENTS if standard else EXPRESS_EVENTS) - 1, standard=standard)


def execute(fiber: Fiber, walk: Walk) -> Generator[Effect, Json, Execution]:
    """Run the execution of a fiber, and return it whether it succeeded or failed."""
    session, history = fiber.session, fiber.history
    if not session.redriven_id:
        # On AWS the first state's event has the predecessor 0 as well.
        history.add("ExecutionStarted", 0, session.start, given, (session.input, session.role_arn))
    try:
        output = yield from walk.walk(fiber, session.input)
    except Failure as failure:
        return _ended(fiber, "FAILED", failure)
    except HistoryFull:
        why = f"The execution reached the maximum number of history events ({MAX_EVENTS})."
        fiber.last = len(history.entries)
        return _ended(fiber, "FAILED", Failure("States.Runtime", why))
    except Stopped as stop:
        fiber.last = 0
        return _ended(fiber, "ABORTED", Failure(stop.error, stop.cause))
    except TimedOut:
        fiber.last = 0  # recorded on AWS: an event that ends an execution from outside has no predecessor
        return _ended(fiber, "TIMED_OUT", Failure("States.Timeout"))
    _conclude(fiber, "ExecutionSucceeded", result, output)
    return Execution(session, history, "SUCCEEDED", output, None, None)


def redrive(fiber: Fiber, history: History, position: Position | None, redrive_count: int) -> None:
    """Prepare the main fiber of an execution that goes on at its position, with its events so far.

    The fiber's session must have the identity and the start of the original execution, and a new deadline.
    """
    session = fiber.session
    session.redrive_count = redrive_count
    session.redriven_at = session.clock.now()
    fiber.history = history = history.continued(history_for(session).limit)
    # Recorded on AWS: the event follows the one that ended the execution.
    event = ("ExecutionRedriven", len(history.entries), session.redriven_at, plain, ({"redriveCount": redrive_count},))
    session.redriven_id = history.add(*event)
    if position is None:
        fiber.last, fiber.variables = 0, {}
    else:
        fiber.last, fiber.variables, fiber.resume = position.last, dict(position.variables), position


def child(
    parent: Session,
    session: Session,
    fiber: Fiber,
    walk: Walk,
    ended: Callable[[Execution], None],
    past: PastExecution | None = None,
) -> Generator[Effect, Json, Execution]:
    """Run an execution that another one has started, on a fiber that becomes its main flow.

    It has its own history and time limit, sees no variables of its parent, and is added to the parent's `children`.
    `ended` is called at its end, also when it is stopped. An execution with a past that has events is redriven.
    """
    number = parent.begun
    parent.begun += 1
    fiber.session, fiber.history, fiber.last, fiber.variables = session, history_for(session), 0, {}
    fiber.item = fiber.token = fiber.retries = None
    fiber.entered_id = 0
    if past is not None and past.history is not None:
        redrive(fiber, past.history, past.position, past.redrive_count + 1)
    try:
        if session.deadline < float("inf"):
            yield Expire(session.deadline)
        execution = yield from execute(fiber, walk)
    except GeneratorExit:
        fiber.last = 0
        parent.children[number] = aborted = _ended(fiber, "ABORTED", Failure(None))
        ended(aborted)
        raise
    parent.children[number] = execution
    ended(execution)
    world = session.world
    world.events += len(fiber.history.entries)
    if world.events > ALL_EVENTS:
        raise RunError(
            f"the executions that this one starts have more than {ALL_EVENTS:,} events. "
            "Check whether it starts them in a loop."
        )
    return execution


def _ended(fiber: Fiber, status: Status, failure: Failure) -> Execution:
    kind = {"FAILED": "ExecutionFailed", "TIMED_OUT": "ExecutionTimedOut", "ABORTED": "ExecutionAborted"}[status]
    _conclude(fiber, kind, failed, failure)
    # Recorded on AWS: for a STANDARD execution, only the event has States.Timeout.
    error = None if status == "TIMED_OUT" and fiber.session.type == "STANDARD" else failure.error
    position = capture(fiber) if fiber.session.type == "STANDARD" else None
    return Execution(fiber.session, fiber.history, status, None, error, failure.cause, position)


def _conclude(fiber: Fiber, type: str, render: Render, *payload: Any) -> None:
    fiber.history.limit += 1
    fiber.history.add(type, fiber.last, fiber.session.clock.now(), render, payload)
