"""How an execution ended, in one line for the console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aslant.local.machines import Run

if TYPE_CHECKING:
    from aslant.run import Execution

__all__ = ["ended", "outcome"]

WIDTH = 160
"""Characters that an error and its cause may take."""


def outcome(run: Run) -> str:
    """The status; of one that failed the error, its cause and the state too."""
    if run.status == "SUCCEEDED":
        return run.status
    reason = ": ".join(text for text in (run.error, _cause(run.cause)) if text)
    told = f"{run.status} {_line(reason)}" if reason else run.status
    state = _state(run.execution) if run.execution is not None else None
    return told if state is None else f"{told} (state {_line(state)!r})"


def ended(run: Run) -> str:
    """The line of an asynchronous execution that has ended."""
    seconds = (run.stop_date or run.start_date) - run.start_date
    return f"execution {_line(run.name)} of {run.machine.name} {outcome(run)} after {seconds:.1f} s"


def _cause(cause: str | None) -> str | None:
    """The text of a cause; of the error object that Lambda makes of an exception, its message."""
    if cause is None or not cause.startswith("{"):
        return cause
    try:
        message = json.loads(cause).get("errorMessage")
    except (ValueError, RecursionError):
        return cause
    return message if isinstance(message, str) else cause


def _state(execution: Execution) -> str | None:
    """The state that the end came from: the nearest one that was entered before it."""
    events = execution.history
    event = events[-1]
    while not event.type.endswith("StateEntered"):
        if not event.previous_event_id:
            return None
        event = events[event.previous_event_id - 1]
    return str(event.details["name"])


def _line(text: str) -> str:
    """A text without anything that a terminal would not print as it is, and shortened."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..."
