"""The events of executions: as GetExecutionHistory answers them, and packed, as they are kept of one that has ended."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from aslant.local.answers import Date
from aslant.run.failure import Failure
from aslant.run.history import History, failed

__all__ = ["ended_in", "events", "pack", "stopped"]

LEVEL = 1
"""Of compression: events repeat each other so much that more effort gains little."""


def events(history: History | None, packed: bytes | None, with_data: bool) -> list[dict[str, Any]]:
    """Return the events of an execution, oldest first: from its history while it runs, then from the packed events."""
    if history is not None:
        found: Iterable[Mapping[str, Any]] = history.events()
    else:
        found = map(json.loads, zlib.decompress(packed).splitlines()) if packed else []
    dated = [{**event, "timestamp": Date(event["timestamp"])} for event in found]
    return dated if with_data else [_without_data(event) for event in dated]


def pack(history: History) -> bytes:
    """Return the events in a form that takes a few percent of their space."""
    packer = zlib.compressobj(LEVEL)
    pieces = [packer.compress(json.dumps(dict(event)).encode() + b"\n") for event in history.events()]
    return b"".join([*pieces, packer.flush()])


def stopped(history: History, error: str | None, cause: str | None) -> History:
    """Return the events of an execution that StopExecution ends now. AWS was recorded to have its end follow none."""
    entries = list(history.entries)  # of which there may be one more at any time
    ended = History(len(entries) + 1, standard=True)
    ended.entries = entries
    ended.add("ExecutionAborted", 0, time.time(), failed, (Failure(error, cause),))
    return ended


def ended_in(history: History) -> str | None:
    """Return the name of the state that the end came from: the nearest one that was entered before it."""
    entries = history.entries
    place = entries[-1][1] or len(entries) - 1
    while place:
        type, previous, _, _, payload = entries[place - 1]
        if type.endswith("StateEntered"):
            return str(payload[0])
        place = previous
    return None


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {name: item for name, item in value.items() if name not in ("input", "output")}
        if isinstance(value, dict)
        else value
        for key, value in event.items()
    }
