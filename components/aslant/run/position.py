"""The places at which the flows of an execution ended, from which a redrive goes on.

`aslant.run.capture` reads them from the fibers of an execution, and `aslant.run.redriving` continues from them. Between
the two they can be stored: `to_json` and `from_json` use a flat list, because flows nest hundreds of levels deep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aslant.json_value import Json
from aslant.run.history import History

__all__ = ["PastExecution", "PastMapRun", "PastParts", "Position", "from_json", "to_json"]


@dataclass(slots=True)
class Position:
    """The place of one flow: a state that was entered and not left, or the one to enter next."""

    state: str
    """The name of the state."""
    input: Json
    """The input of the state."""
    entered_id: int
    """The id of the event that entered it; 0 if it has not been entered."""
    entered_at: float
    """The instant at which it was entered."""
    last: int
    """The id of the flow's last event."""
    variables: dict[str, Json]
    """The variables of the flow."""
    parts: PastParts | None = None
    """The parts of the state, if it is a Parallel or a Map that has started them and not finished all of them."""


@dataclass(slots=True)
class PastParts:
    """The branches of a Parallel, or the iterations or child executions of a Map."""

    started_id: int
    """The id of the event ParallelStateStarted or MapStateStarted."""
    length: int
    """The number of branches or items."""
    outputs: dict[int, Json] = field(default_factory=dict)
    """The outputs of the parts that succeeded, by their index."""
    positions: dict[int, Position] = field(default_factory=dict)
    """The places of the parts that started and did not succeed, by their index."""
    map_run: PastMapRun | None = None
    """The Map Run of a distributed Map."""


@dataclass(slots=True)
class PastMapRun:
    """A Map Run that did not succeed."""

    arn: str
    start_date: float
    redrive_count: int
    children: dict[int, PastExecution] = field(default_factory=dict)
    """The child executions that were started, by the order of their items."""
    exported: list[Json] = field(default_factory=list)
    """The files with results of succeeded children, as in the manifest of a ResultWriter."""


@dataclass(slots=True)
class PastExecution:
    """A child execution of a Map Run that has ended."""

    name: str
    arn: str
    input: Json
    items: int
    status: Any
    output: Json
    error: str | None
    cause: str | None
    start_date: float
    stop_date: float
    redrive_count: int
    redrive_date: float | None
    history: History | None
    """The events of a STANDARD execution; None if it succeeded and has been stored since."""
    position: Position | None
    """The place at which it ended, unless it succeeded."""


_PAST = tuple(name for name in PastExecution.__dataclass_fields__ if name not in ("history", "position"))


def to_json(position: Position) -> list[Json]:
    """Return a position and those in it as a flat list of JSON, in which they refer to each other by index."""
    waiting: list[Position] = [position]
    written: list[Json] = []

    def later(other: Position | None) -> int | None:
        if other is None:
            return None
        waiting.append(other)
        return len(waiting) - 1

    while len(written) < len(waiting):
        one = waiting[len(written)]
        members: dict[str, Json] = {
            "state": one.state,
            "entered": one.entered_id,
            "at": one.entered_at,
            "last": one.last,
            "variables": one.variables,
        }
        if not one.entered_id:
            members["input"] = one.input  # that of an entered state is in the event
        if one.parts is not None:
            parts = one.parts
            members["parts"] = {
                "started": parts.started_id,
                "length": parts.length,
                "outputs": [[index, parts.outputs[index]] for index in sorted(parts.outputs)],
                "positions": [[index, later(parts.positions[index])] for index in sorted(parts.positions)],
                "map": None if parts.map_run is None else _map_run(parts.map_run, later),
            }
        written.append(members)
    return written


def _map_run(run: PastMapRun, later: Any) -> Json:
    children = [
        [
            number,
            {name: getattr(child, name) for name in _PAST},
            None if child.history is None or child.status == "SUCCEEDED" else list(map(dict, child.history.events())),
            later(child.position),
        ]
        for number, child in sorted(run.children.items())
    ]
    return {
        "arn": run.arn,
        "start": run.start_date,
        "redrives": run.redrive_count,
        "exported": run.exported,
        "children": children,
    }


def from_json(written: list[Any], history: History) -> Position:
    """Return the position that `to_json` has written, for an execution with these events."""
    positions = [
        Position(one["state"], one.get("input"), one["entered"], one["at"], one["last"], one["variables"])
        for one in written
    ]
    histories: dict[int, History] = {0: history}
    for index, one in enumerate(written):  # a position comes before those in it
        mine, parts = histories[index], one.get("parts")
        if positions[index].entered_id:
            positions[index].input = mine.input_of(positions[index].entered_id)
        if parts is None:
            continue
        inner = dict(parts["positions"])
        histories.update(dict.fromkeys(inner.values(), mine))
        run = None
        if parts["map"] is not None:
            run = PastMapRun(parts["map"]["arn"], parts["map"]["start"], parts["map"]["redrives"])
            run.exported = parts["map"]["exported"]
            for number, members, events, place in parts["map"]["children"]:
                own = None if events is None else History.restored(events, standard=True)
                if place is not None:
                    histories[place] = own or History(0, standard=False)
                past = None if place is None else positions[place]
                run.children[number] = PastExecution(**members, history=own, position=past)
        positions[index].parts = PastParts(
            parts["started"],
            parts["length"],
            dict(parts["outputs"]),
            {number: positions[place] for number, place in inner.items()},
            run,
        )
    return positions[0]
