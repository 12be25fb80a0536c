"""Fibers: the main flow of an execution, a Parallel branch or an iteration of a Map.

A fiber runs a generator that yields what it waits for (an effect), and a scheduler resumes it. Nested states therefore
need no Python recursion, and only the scheduler deals with time and threads.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from aslant.json_value import Json
from aslant.run.execution import Session
from aslant.run.failure import EvaluationFailure, Failure, QueryFailure
from aslant.run.history import DecidingField, Decision, History, Render, failed
from aslant.run.position import PastMapRun, PastParts, Position
from aslant.run.timestamps import format_timestamp
from aslant.run.tokens import TaskToken

__all__ = ["CallTask", "Detach", "Effect", "Expire", "Fiber", "Group", "Join", "Parts", "Receive", "Sleep", "Steps"]


@dataclass(slots=True)
class Sleep:
    """Wait until an instant, in epoch seconds."""

    until: float


@dataclass(slots=True)
class CallTask:
    """Call a task, and resume the fiber with its result or its exception."""

    function: Callable[[], Json]
    timeout: float | None
    """The seconds after which the scheduler may stop waiting."""


@dataclass(slots=True)
class Receive:
    """Wait for a message to a task token, and resume the fiber with it, or with None when the time is over."""

    token: TaskToken
    until: float
    """The instant at which the wait ends without a message; infinite for no limit."""


@dataclass(slots=True)
class Join:
    """Run fibers and wait for all of them. The first failure stops the others and is raised in the waiting fiber."""

    starts: Sequence[Callable[[int], Fiber]]
    """The functions that create the fibers, called in order with the id of the event after which a fiber continues."""
    at_once: int
    """The number of fibers that run at the same time."""
    until: float = float("inf")
    """The instant at which all are stopped and States.Timeout is raised in the waiting fiber."""


@dataclass(slots=True)
class Detach:
    """Run a fiber without waiting for it. The fiber that yields this is resumed at once."""

    fiber: Fiber


@dataclass(slots=True)
class Expire:
    """Raise TimedOut in this fiber once an instant has passed. The fiber is resumed at once and goes on until then."""

    instant: float


_ABORTED = ("Task", "Wait", "Parallel", "Map")
"""The types of states for which AWS has an Aborted event."""

Effect: TypeAlias = Sleep | CallTask | Receive | Join | Detach | Expire
Steps: TypeAlias = Generator[Effect, Json, Json]


class Fiber:
    """A fiber: the current state, variables and position in the history of one flow."""

    __slots__ = (
        "cancelled",
        "entered_at",
        "entered_id",
        "entering",
        "group",
        "history",
        "index",
        "item",
        "joining",
        "last",
        "parts",
        "past",
        "resume",
        "retries",
        "session",
        "skipped",
        "state",
        "steps",
        "ticket",
        "token",
        "variables",
    )

    def __init__(self, session: Session, history: History, last: int, variables: dict[str, Json]) -> None:
        """Create a fiber that continues after the event `last`, with its own variables."""
        self.session = session
        self.history = history
        self.last = last
        self.variables = variables
        self.steps: Steps | None = None
        self.state = ""
        self.entered_id = 0
        self.entered_at = 0.0
        self.retries: int | None = None
        self.item: dict[str, Json] | None = None
        self.token: str | None = None
        self.group: Group | None = None
        self.joining: Group | None = None
        self.parts: Parts | None = None
        """The parts of the Parallel or Map that the fiber is in."""
        self.entering: tuple[str, Json] | None = None
        """The state, with its input, that was too late to be entered."""
        self.resume: Position | None = None
        """The place at which the flow goes on, in a redrive."""
        self.past: PastParts | None = None
        """The parts of the current state before a redrive."""
        self.index = 0
        self.ticket = 0
        self.cancelled = False
        self.skipped = 0.0
        """The seconds of the definition that were not waited; see `aslant.run.wait_scale`."""

    def record(self, type: str, render: Render | None = None, *payload: Any) -> int:
        """Add an event after the fiber's last one, continue from it, and return its id."""
        history = self.history
        entries = history.entries
        if len(entries) >= history.limit:
            history.overflow()
        entries.append((type, self.last, self.session.clock.now(), render, payload))
        self.last = len(entries)
        return self.last

    def part(self, last: int, position: Position | None) -> Fiber:
        """Return the fiber of a branch or an iteration, which starts after an event or goes on at its position."""
        if position is None:
            fiber = Fiber(self.session, self.history, last, dict(self.variables))
        else:
            fiber = Fiber(self.session, self.history, position.last, dict(position.variables))
            fiber.resume = position
        fiber.skipped = self.skipped
        return fiber

    def resumes(self, position: Position) -> bool:
        """Go on in a state as before the redrive. Return whether it was entered then, so that no event enters it."""
        self.resume = None
        if not position.entered_id:
            return False
        self.state = position.state
        self.last = self.entered_id = position.entered_id  # recorded on AWS: ExecutionRedriven is not the predecessor
        self.entered_at = position.entered_at
        self.retries = self.token = None
        self.past = position.parts
        return True

    def decide(self, field: DecidingField, place: int, seconds: float | None = None) -> None:
        """Record which entry of a field of the state decided what came next; see `Decision`."""
        self.history.decisions.append(Decision(self.state, self.entered_id, self.last, field, place, seconds))

    def located(self, failure: EvaluationFailure) -> Failure:
        """Return a failure that names the current state. For a JSONata field, add the event that names the field."""
        located = failure.in_state(self.state, self.entered_id)
        if isinstance(failure, QueryFailure):
            if self.last == self.entered_id:
                # Recorded on AWS: the event follows the one before the state's entry, except in a Wait state.
                type, previous, *_ = self.history.entries[self.entered_id - 1]
                self.last = self.last if type == "WaitStateEntered" else previous
            location = {} if failure.location is None else {"location": failure.location}
            self.record("EvaluationFailed", failed, located, {**location, "state": self.state})
        return located

    def abort(self) -> None:
        """Record that the current state was aborted, if its type has such an event."""
        if self.entered_id:
            entered = self.history.entries[self.entered_id - 1][0]
            if entered.startswith(_ABORTED):
                self.note(entered.removesuffix("Entered") + "Aborted", self.last)

    def note(self, type: str, previous: int, render: Render | None = None, *payload: Any) -> int:
        """Add an event from which the fiber does not continue, as AWS does at the end of a part, and return its id."""
        return self.history.add(type, previous, self.session.clock.now(), render, payload)

    def context(self) -> dict[str, Json]:
        """Return the context object (`$$`), as in the developer guide, section 'Context object'."""
        state: dict[str, Json] = {"Name": self.state, "EnteredTime": format_timestamp(self.entered_at)}
        if self.retries is not None:
            state["RetryCount"] = self.retries
        context = {**self.session.context(), "State": state}
        if self.item is not None:
            context["Map"] = {"Item": self.item}
        if self.token is not None:
            context["Task"] = {"Token": self.token}
        return context


class _MapRun(Protocol):
    def past(self) -> PastMapRun: ...


class Parts:
    """The branches of a Parallel, or the iterations or child executions of a Map, during one attempt."""

    __slots__ = ("entered_id", "fibers", "length", "map_run", "outputs", "started_id")

    def __init__(self, fiber: Fiber, started_id: int, length: int, map_run: _MapRun | None = None) -> None:
        """Create the parts of the state that a fiber is in; `started_id` is the event that started them."""
        self.entered_id = fiber.entered_id
        self.started_id = started_id
        self.length = length
        self.map_run = map_run
        self.outputs: dict[int, Json] = {}
        """The outputs of the parts that have succeeded, by their index."""
        self.fibers: dict[int, Fiber] = {}
        """The fibers of the parts that have started and not succeeded, by their index."""

    def succeeded(self, index: int, output: Json) -> None:
        """Keep the output of a part."""
        self.outputs[index] = output
        del self.fibers[index]


class Group:
    """The fibers for which one fiber waits."""

    __slots__ = ("at_once", "join", "next", "parent", "results", "running")

    def __init__(self, parent: Fiber, join: Join) -> None:
        """Create a group in which nothing has started yet."""
        self.parent = parent
        self.join = join
        self.at_once = max(1, join.at_once)
        self.results: list[Json] = [None] * len(join.starts)
        self.running: set[Fiber] = set()
        self.next = 0
