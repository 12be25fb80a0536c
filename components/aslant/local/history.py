"""The events of executions, as GetExecutionHistory returns them and as they are packed after the end."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from aslant.local.answers import Date
from aslant.run.failure import Failure
from aslant.run.history import History, failed

__all__ = ["count", "ended_in", "events", "pack", "restored", "stopped"]

LEVEL = 1
"""The compression level. Events are so repetitive that a higher level gains little."""


def events(history: History | None, packed: bytes | None, with_data: bool) -> list[dict[str, Any]]:
    """Return the events of an execution, oldest first: from its history while it runs, then from the packed events."""
    if history is not None:
        found: Iterable[Mapping[str, Any]] = history.events()
    else:
        found = map(json.loads, zlib.decompress(packed).splitlines()) if packed else []
    dated = [{**event, "timestamp": Date(event["timestamp"])} for event in found]
    return dated if with_data else [_without_data(event) for event in dated]


def restored(packed: bytes | None) -> History:
    """Return the history of packed events."""
    return History.restored(map(json.loads, zlib.decompress(packed).splitlines()) if packed else [], standard=True)


def count(packed: bytes | None) -> int:
    """Return the number of packed events."""
    return zlib.decompress(packed).count(b"\n") if packed else 0


def pack(history: History) -> bytes:
    """Return the events compressed to a few percent of their size."""
    packer = zlib.compressobj(LEVEL)
    pieces = [packer.compress(json.dumps(dict(event)).encode() + b"\n") for event in history.events()]
    return b"".join([*pieces, packer.flush()])


def stopped(history: History, error: str | None, cause: str | None) -> History:
    """Return the events of an execution that StopExecution ends. Its last event has no previous event (recorded)."""
    entries = list(history.entries)  # a copy, since the execution can add an event at any time
    ended = History(len(entries) + 1, standard=True)
    ended.entries, ended.decisions = entries, list(history.decisions)
    ended.add("ExecutionAborted", 0, time.time(), failed, (Failure(error, cause),))
    return ended


def ended_in(history: History) -> str | None:
    """Return the name of the state that was entered last on the path to the end."""
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
