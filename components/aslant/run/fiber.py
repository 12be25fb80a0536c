"""A line of execution: the main flow, a Parallel branch or an iteration of a Map.

A fiber is a generator that yields what it waits for (an effect) and is resumed by a scheduler; so nesting of states
costs no Python recursion, and time and threads are the scheduler's matter alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from aslant.run.timestamps import format_timestamp
from aslant.run.values import Json

if TYPE_CHECKING:
    from aslant.run.history import History, Render
    from aslant.run.scheduler import Group
    from aslant.run.session import Session

__all__ = ["Call", "Effect", "Fiber", "Join", "Sleep", "Steps"]


@dataclass(slots=True)
class Sleep:
    """Wait until an instant, in epoch seconds."""

    until: float


@dataclass(slots=True)
class Call:
    """Call a task; the fiber is resumed with what it returns or raises."""

    function: Callable[[], Json]
    timeout: float | None
    """The seconds after which the scheduler need not wait any longer."""


@dataclass(slots=True)
class Join:
    """Run fibers and wait for all; the first failure stops the others and is raised here."""

    starts: Sequence[Callable[[int], Fiber]]
    """Makes each fiber, in order, when its turn comes; it goes on behind the event whose id is given."""
    at_once: int
    """How many run at the same time."""


Effect: TypeAlias = Sleep | Call | Join
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
