"""A line of execution: the main flow, a Parallel branch or an iteration of a Map.

A fiber is a generator that yields what it waits for (an effect) and is resumed by a scheduler; so nesting of states
costs no Python recursion, and time and threads are the scheduler's matter alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from aslant.json_value import Json
from aslant.run.execution import Session
from aslant.run.failure import EvaluationFailure, Failure, QueryFailure
from aslant.run.history import DecidingField, Decision, History, Render, failed
from aslant.run.timestamps import format_timestamp
from aslant.run.tokens import TaskToken

__all__ = ["CallTask", "Detach", "Effect", "Expire", "Fiber", "Group", "Join", "Receive", "Sleep", "Steps"]


@dataclass(slots=True)
class Sleep:
    """Wait until an instant, in epoch seconds."""

    until: float


@dataclass(slots=True)
class CallTask:
    """Call a task; the fiber is resumed with what it returns or raises."""

    function: Callable[[], Json]
    timeout: float | None
    """The seconds after which the scheduler need not wait any longer."""


@dataclass(slots=True)
class Receive:
    """Wait for what is sent to a task token; the fiber is resumed with it, or with None when the time is over."""

    token: TaskToken
    until: float
    """The instant after which nobody waits any longer; infinite where there is none."""


@dataclass(slots=True)
class Join:
    """Run fibers and wait for all; the first failure stops the others and is raised here."""

    starts: Sequence[Callable[[int], Fiber]]
    """Makes each fiber, in order, when its turn comes; it goes on behind the event whose id is given."""
    at_once: int
    """How many run at the same time."""
    until: float = float("inf")
    """The instant at which all are stopped and States.Timeout is raised here."""


@dataclass(slots=True)
class Detach:
    """Run a fiber that nobody waits for; the fiber that asks for it is resumed at once."""

    fiber: Fiber


@dataclass(slots=True)
class Expire:
    """Raise TimedOut in this fiber once an instant has passed, whatever it waits for then; it is resumed at once."""

    instant: float


_ABORTED = ("Task", "Wait", "Parallel", "Map")
"""The kinds of states that AWS has an Aborted event for."""

Effect: TypeAlias = Sleep | CallTask | Receive | Join | Detach | Expire
Steps: TypeAlias = Generator[Effect, Json, Json]


class Fiber:
    """The state of one line of execution; expressions are evaluated against it."""

    __slots__ = (
        "cancelled",
        "entered_at",
        "entered_id",
        "group",
        "history",
        "index",
        "item",
        "joining",
        "last",
        "retries",
        "session",
        "state",
        "steps",
        "ticket",
        "token",
        "variables",
    )

    def __init__(self, session: Session, history: History, last: int, variables: dict[str, Json]) -> None:
        """A line that continues behind an event, with variables of its own."""
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
        self.index = 0
        self.ticket = 0
        self.cancelled = False

    def record(self, type: str, render: Render | None = None, *payload: Any) -> int:
        """Add an event behind the line's last one, and go on from it; its id."""
        history = self.history
        entries = history.entries
        if len(entries) >= history.limit:
            history.overflow()
        entries.append((type, self.last, self.session.clock.now(), render, payload))
        self.last = len(entries)
        return self.last

    def decide(self, field: DecidingField, place: int, seconds: float | None = None) -> None:
        """Remember which entry of a field of the state decided the way; see `Decision`."""
        self.history.decisions.append(Decision(self.state, self.entered_id, self.last, field, place, seconds))

    def located(self, failure: EvaluationFailure) -> Failure:
        """A failure with its place, the state that the line is in; one in JSONata has an event that tells the field."""
        told = failure.in_state(self.state, self.entered_id)
        if isinstance(failure, QueryFailure):
            if self.last == self.entered_id:
                # Recorded on AWS: the event follows the one before the state's entry, except in a Wait state.
                type, previous, *_ = self.history.entries[self.entered_id - 1]
                self.last = self.last if type == "WaitStateEntered" else previous
            location = {} if failure.location is None else {"location": failure.location}
            self.record("EvaluationFailed", failed, told, {**location, "state": self.state})
        return told

    def abort(self) -> None:
        """Record that the state the line is in was aborted, if it is of a kind whose states take time."""
        if self.entered_id:
            entered = self.history.entries[self.entered_id - 1][0]
            if entered.startswith(_ABORTED):
                self.note(entered.removesuffix("Entered") + "Aborted", self.last)

    def note(self, type: str, previous: int, render: Render | None = None, *payload: Any) -> int:
        """Add an event that the line does not go on from, as AWS does with what concludes a part; its id."""
        return self.history.add(type, previous, self.session.clock.now(), render, payload)

    def context(self) -> dict[str, Json]:
        """The context object (`$$`), as the developer guide draws it (section 'Context object')."""
        state: dict[str, Json] = {"Name": self.state, "EnteredTime": format_timestamp(self.entered_at)}
        if self.retries is not None:
            state["RetryCount"] = self.retries
        context = {**self.session.context(), "State": state}
        if self.item is not None:
            context["Map"] = {"Item": self.item}
        if self.token is not None:
            context["Task"] = {"Token": self.token}
        return context


class Group:
    """The fibers that one fiber waits for."""

    __slots__ = ("join", "next", "parent", "results", "running")

    def __init__(self, parent: Fiber, join: Join) -> None:
        """Nothing has started yet."""
        self.parent = parent
        self.join = join
        self.results: list[Json] = [None] * len(join.starts)
        self.running: set[Fiber] = set()
        self.next = 0
