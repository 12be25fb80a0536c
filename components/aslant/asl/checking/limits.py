"""Limits of sizes and times (developer guide, "Step Functions service quotas")."""

from __future__ import annotations

import heapq
import json
import marshal
from typing import Any

from aslant.asl.checking.rule_context import RuleContext, string_at
from aslant.asl.checking.transitions import TERMINAL, targets
from aslant.json_value import Json

__all__ = ["EXPRESS_SECONDS", "LONGEST_DEFINITION", "LONGEST_TIMEOUT", "check_size", "shortest"]

LONGEST_DEFINITION = 1_048_576
"""The most characters of a definition."""

_WITHOUT_REFERENCES = 2
"""The version of marshal's format that writes a repeated object twice, as JSON does."""

_MOST_FOR_A_BYTE = 6

LONGEST_TIMEOUT = 99_999_999
"""The most seconds of a timeout, a heartbeat or a wait (developer guide, "Task state", "Wait state")."""

EXPRESS_SECONDS = 300
"""The most seconds that an execution of an Express workflow may take."""


def check_size(ctx: RuleContext, definition: Json) -> None:
    """Report a definition that is longer than AWS accepts."""
    try:
        # Marshal is much faster than JSON. One byte of it becomes at most 6 characters of JSON (`false,` or `\\u0000`).
        if len(marshal.dumps(definition, _WITHOUT_REFERENCES)) <= LONGEST_DEFINITION // _MOST_FOR_A_BYTE:
            return
    except ValueError:  # a value known only at deployment
        pass
    try:
        size = len(json.dumps(definition, ensure_ascii=False, separators=(",", ":"), default=lambda leaf: ""))
    except (ValueError, TypeError, RecursionError):  # nested too deep or circular, which is reported elsewhere
        return
    if size > LONGEST_DEFINITION:
        ctx.error(
            f"The definition has {size} characters, but AWS accepts at most {LONGEST_DEFINITION}",
            code="INVALID_DEFINITION_SIZE",
            repair="Move some of its states into another state machine, and start that from a Task.",
        )


def shortest(machine: dict[str, Any], inside: dict[str, float]) -> float:
    """Return the seconds that the shortest path through a machine waits.

    `inside` has the seconds of its Maps and Parallels by name. The result is infinite if no path is known to end.
    """
    states = machine["States"]
    start = machine.get("StartAt")
    if type(start) is not str or type(states.get(start)) is not dict:
        return 0
    heap: list[tuple[float, str]] = [(0, start)]
    done: set[str] = set()
    while heap:
        seconds, name = heapq.heappop(heap)
        if name in done:
            continue
        done.add(name)
        state = states[name]
        seconds += _waits(state) if string_at(state, "Type") == "Wait" else inside.get(name, 0)
        if state.get("End") is True or string_at(state, "Type") in TERMINAL:
            return seconds
        for _, target in targets(state):
            if type(target) is not str or target not in states:
                return seconds  # its target is unknown
            if target not in done and type(states[target]) is dict:
                heapq.heappush(heap, (seconds, target))
    return float("inf")


def _waits(state: dict[str, Any]) -> float:
    seconds: Any = state.get("Seconds")
    return seconds if type(seconds) in (int, float) and 0 <= seconds <= LONGEST_TIMEOUT else 0
