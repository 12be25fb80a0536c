"""The event history of an execution, with AWS's event types, ids and details (API reference, HistoryEvent).

While an execution runs, an event is a tuple; it becomes an `Event` when somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, NoReturn, TypeAlias

from aslant.json_value import Json
from aslant.run.failure import Failure, TimedOut
from aslant.run.values import dumps

__all__ = [
    "DecidingField",
    "Decision",
    "Event",
    "History",
    "HistoryFull",
    "Render",
    "assigned",
    "entered",
    "exited",
    "failed",
    "given",
    "iteration",
    "plain",
    "result",
]

Render: TypeAlias = Callable[..., dict[str, Any]]
"""Makes the details of an event from what was kept of it."""

_WHOLE = {"truncated": False}


DecidingField: TypeAlias = Literal["Choices", "Default", "Retry", "Catch"]


class Decision(NamedTuple):
    """What decided the way at one point: a rule of a Choice, a retrier or a catcher. AWS's events do not tell it."""

    state: str
    """The name of the state."""
    entered_id: int
    """The id of the event that entered it."""
    event_id: int
    """The id of the last event before the decision."""
    field: DecidingField
    """The field that the deciding entry stands in."""
    place: int
    """The entry's place in the field, counted from 0."""
    seconds: float | None = None
    """How long a retrier waits before the next attempt; None where it matches and has no attempt left."""


class HistoryFull(Exception):
    """A STANDARD execution has no room for another event."""


class History:
    """The events so far. An event's id is its place, counted from 1."""

    __slots__ = ("decisions", "entries", "limit", "standard")

    def __init__(self, limit: int, *, standard: bool) -> None:
        """Begin an empty history with room for `limit` events."""
        self.entries: list[tuple[str, int, float, Render | None, tuple[Any, ...]]] = []
        self.decisions: list[Decision] = []
        self.limit = limit
        self.standard = standard

    def add(self, type: str, previous: int, timestamp: float, render: Render | None, payload: tuple[Any, ...]) -> int:
        """Append an event; its id. HistoryFull or TimedOut where the execution has reached its bound."""
        if len(self.entries) >= self.limit:
            self.overflow()
        self.entries.append((type, previous, timestamp, render, payload))
        return len(self.entries)

    def overflow(self) -> NoReturn:
        """End the execution, which has reached its bound."""
        raise HistoryFull if self.standard else TimedOut

    def events(self) -> list[Event]:
        """The events as AWS gives them."""
        return [Event(number, *entry) for number, entry in enumerate(self.entries, 1)]

    def visited(self) -> list[str]:
        """The names of the states that were entered, in order."""
        return [entry[4][0] for entry in self.entries if entry[3] is entered]


class Event(Mapping[str, Any]):
    """One event: a mapping as GetExecutionHistory sends it (`event["stateEnteredEventDetails"]["name"]`).

    `id`, `previous_event_id`, `timestamp` (epoch seconds), `type` and `details` are attributes too.
    """

    __slots__ = ("_members", "_payload", "_render", "id", "previous_event_id", "timestamp", "type")

    def __init__(
        self,
        id: int,
        type: str,
        previous_event_id: int,
        timestamp: float,
        render: Render | None = None,
        payload: tuple[Any, ...] = (),
    ) -> None:
        """Keep what the details are made from."""
        self.id = id
        self.type = type
        self.previous_event_id = previous_event_id
        self.timestamp = timestamp
        self._render = render
        self._payload = payload
        self._members: dict[str, Any] | None = None

    @property
    def details(self) -> dict[str, Any]:
        """The details alone; an empty dict for an event that has none."""
        for name, value in self._as_dict().items():
            if name.endswith("EventDetails"):
                return dict(value)
        return {}

    def _as_dict(self) -> dict[str, Any]:
        if self._members is None:
            self._members = {
                "timestamp": self.timestamp,
                "type": self.type,
                "id": self.id,
                "previousEventId": self.previous_event_id,
            }
            if self._render is not None:
                details = self._render(*self._payload)
                self._members[_member_name(self.type)] = details
        return self._members

    def __getitem__(self, key: str) -> Any:
        return self._as_dict()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._as_dict())

    def __len__(self) -> int:
        return len(self._as_dict())

    def __repr__(self) -> str:
        return f"Event({self.id}, {self.type!r}, {self.details!r})"


def _member_name(type: str) -> str:
    """`PassStateEntered` has its details in `stateEnteredEventDetails`, `TaskFailed` in `taskFailedEventDetails`."""
    for ending in ("StateEntered", "StateExited"):
        if type.endswith(ending):
            type = ending
    return f"{type[0].lower()}{type[1:]}EventDetails"


def entered(name: str, input: Json) -> dict[str, Any]:
    """The details of a state that was entered."""
    return {"name": name, "input": dumps(input), "inputDetails": _WHOLE}


def exited(name: str, output: Json, variables: dict[str, Json] | None = None) -> dict[str, Any]:
    """The details of a state that was left, with the variables it assigned."""
    details = {"name": name, "output": dumps(output), "outputDetails": _WHOLE}
    return details if not variables else {**details, **assigned(variables)}


def assigned(variables: dict[str, Json]) -> dict[str, Any]:
    """Variables as details have them: each its JSON text, in alphabetical order."""
    texts = {name: dumps(variables[name]) for name in sorted(variables)}
    return {"assignedVariables": texts, "assignedVariablesDetails": _WHOLE}


def failed(failure: Failure, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The details of a failure; an error or a cause that is not there is left out."""
    told = {"error": failure.error, "cause": failure.cause}
    return {**(others or {}), **{name: text for name, text in told.items() if text is not None}}


def iteration(name: str, index: int) -> dict[str, Any]:
    """The details of an iteration of a Map."""
    return {"name": name, "index": index}


def given(input: Json, role_arn: str) -> dict[str, Any]:
    """The details of the start of an execution."""
    return {"input": dumps(input), "inputDetails": _WHOLE, "roleArn": role_arn}


def result(output: Json, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The details of what came out: of an execution or of a task."""
    return {**(others or {}), "output": dumps(output), "outputDetails": _WHOLE}


def plain(members: Mapping[str, Any]) -> dict[str, Any]:
    """Details that are kept as they are."""
    return dict(members)
