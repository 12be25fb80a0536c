"""The event history of an execution, with AWS's event types, ids and details (API reference, HistoryEvent).

While an execution runs, an event is a tuple. It becomes an `Event` when the history is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, NoReturn, TypeAlias

from aslant.json_value import Json
from aslant.run.failure import Failure, TimedOut
from aslant.run.values import dumps, loads

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
"""A function that creates the details of an event from its payload."""

_WHOLE = {"truncated": False}


DecidingField: TypeAlias = Literal["Choices", "Default", "Retry", "Catch"]


class Decision(NamedTuple):
    """A Choice rule, a retrier or a catcher that decided what came next. AWS's events do not include it."""

    state: str
    """The name of the state."""
    entered_id: int
    """The id of the event that entered it."""
    event_id: int
    """The id of the last event before the decision."""
    field: DecidingField
    """The field that contains the deciding entry."""
    place: int
    """The index of the entry in the field."""
    seconds: float | None = None
    """The seconds before the next attempt of a retrier; None after the last attempt."""


class HistoryFull(Exception):
    """The history of a STANDARD execution is full."""


class History:
    """The events so far. The id of an event is its position, counted from 1."""

    __slots__ = ("decisions", "entries", "limit", "standard")

    def __init__(self, limit: int, *, standard: bool) -> None:
        """Create an empty history with room for `limit` events."""
        self.entries: list[tuple[str, int, float, Render | None, tuple[Any, ...]]] = []
        self.decisions: list[Decision] = []
        self.limit = limit
        self.standard = standard

    def add(self, type: str, previous: int, timestamp: float, render: Render | None, payload: tuple[Any, ...]) -> int:
        """Append an event, and return its id. Raises HistoryFull or TimedOut when the history is full."""
        if len(self.entries) >= self.limit:
            self.overflow()
        self.entries.append((type, previous, timestamp, render, payload))
        return len(self.entries)

    def overflow(self) -> NoReturn:
        """Raise the exception that ends an execution with a full history."""
        raise HistoryFull if self.standard else TimedOut

    def events(self) -> list[Event]:
        """Return the events as AWS returns them."""
        return [Event(number, *entry) for number, entry in enumerate(self.entries, 1)]

    @classmethod
    def restored(cls, events: Iterable[Mapping[str, Any]], *, standard: bool) -> History:
        """Return the history with events that were stored as mappings. It has no room for more."""
        history = cls(0, standard=standard)
        for event in events:
            details = next((value for name, value in event.items() if name.endswith("EventDetails")), None)
            type = event["type"]
            render: Render | None = None if details is None else plain
            payload: tuple[Any, ...] = () if details is None else (details,)
            if type.endswith("StateEntered") and details is not None:
                render, payload = entered, (details["name"], loads(details["input"]))
            history.entries.append((type, event["previousEventId"], event["timestamp"], render, payload))
        return history

    def continued(self, limit: int) -> History:
        """Return a copy with room for `limit` events, to which a redrive adds its own."""
        history = History(limit, standard=self.standard)
        history.entries = list(self.entries)
        history.decisions = list(self.decisions)
        return history

    def input_of(self, entered_id: int) -> Json:
        """Return the input of the state that an event has entered."""
        data: Json = self.entries[entered_id - 1][4][1]
        return data

    def visited(self) -> list[str]:
        """Return the names of the states that were entered, in order."""
        return [entry[4][0] for entry in self.entries if entry[3] is entered]


class Event(Mapping[str, Any]):
    """An event: a mapping as in GetExecutionHistory (`event["stateEnteredEventDetails"]["name"]`).

    `id`, `previous_event_id`, `timestamp` (epoch seconds), `type` and `details` are also attributes.
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
        """Create an event whose details are rendered from the payload at their first use."""
        self.id = id
        self.type = type
        self.previous_event_id = previous_event_id
        self.timestamp = timestamp
        self._render = render
        self._payload = payload
        self._members: dict[str, Any] | None = None

    @property
    def details(self) -> dict[str, Any]:
        """The details; an empty dict for an event without details."""
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
    """Return the member with the details: `stateEnteredEventDetails` for `PassStateEntered`."""
    for ending in ("StateEntered", "StateExited"):
        if type.endswith(ending):
            type = ending
    return f"{type[0].lower()}{type[1:]}EventDetails"


def entered(name: str, input: Json) -> dict[str, Any]:
    """Return the details of the entry of a state."""
    return {"name": name, "input": dumps(input), "inputDetails": _WHOLE}


def exited(name: str, output: Json, variables: dict[str, Json] | None = None) -> dict[str, Any]:
    """Return the details of the exit of a state, with the variables that it assigned."""
    details = {"name": name, "output": dumps(output), "outputDetails": _WHOLE}
    return details if not variables else {**details, **assigned(variables)}


def assigned(variables: dict[str, Json]) -> dict[str, Any]:
    """Return variables as in the details of an event: each as JSON, in alphabetical order."""
    texts = {name: dumps(variables[name]) for name in sorted(variables)}
    return {"assignedVariables": texts, "assignedVariablesDetails": _WHOLE}


def failed(failure: Failure, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the details of a failure. A missing error or cause is omitted."""
    members = {"error": failure.error, "cause": failure.cause}
    return {**(others or {}), **{name: text for name, text in members.items() if text is not None}}


def iteration(name: str, index: int) -> dict[str, Any]:
    """Return the details of an iteration of a Map."""
    return {"name": name, "index": index}


def given(input: Json, role_arn: str) -> dict[str, Any]:
    """Return the details of the start of an execution."""
    return {"input": dumps(input), "inputDetails": _WHOLE, "roleArn": role_arn}


def result(output: Json, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the details of the output of an execution or the result of a task."""
    return {**(others or {}), "output": dumps(output), "outputDetails": _WHOLE}


def plain(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return details as a new dict."""
    return dict(members)
