"""The events of an execution for the page, whether it is running, has just ended or was packed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aslant.local.page.visited import Visited, visited
from aslant.run.history import Event, plain
from aslant.run.values import dumps, loads

if TYPE_CHECKING:
    from aslant.local.execution import Run

__all__ = ["events_of", "pretty", "pretty_text", "visits_of"]


def events_of(run: Run) -> list[Event]:
    """Return the events so far, oldest first."""
    history = run.history
    if history is not None:
        return history.events()
    if run.packed is None:
        return []
    return [_event(json.loads(line)) for line in zlib.decompress(run.packed).splitlines()]


def visits_of(run: Run) -> tuple[list[Event], list[Visited]]:
    """Return the events so far, and the visits of states in them."""
    stop, status = run.stop_date, run.status  # before the events, which may have grown when they are read
    events = events_of(run)
    first = {name: dumps(value) for name, value in run.first_variables.items()}
    return events, visited(events, status, stop, first)


def _event(members: Mapping[str, Any]) -> Event:
    details = next((value for name, value in members.items() if name.endswith("EventDetails")), None)
    given = (None, ()) if details is None else (plain, (details,))
    return Event(members["id"], members["type"], members["previousEventId"], members["timestamp"], *given)


def pretty(value: Any) -> str:
    """Return a value as JSON with indentation, so that a person can read and edit it."""
    try:
        return json.dumps(value, indent=2, ensure_ascii=False)
    except RecursionError:
        return dumps(value)


def pretty_text(text: str | None) -> str | None:
    """Return a string of JSON with indentation. Anything else is returned as it is.

    The scripts of the page never parse data, because JavaScript would round large numbers.
    """
    if text is None:
        return None
    try:
        return pretty(loads(text))
    except (ValueError, RecursionError):
        return text
