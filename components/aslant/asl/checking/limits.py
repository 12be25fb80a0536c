"""Sizes and times that do not fit (developer guide, "Step Functions service quotas")."""

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
"""Characters of a definition."""

_WITHOUT_REFERENCES = 2
"""The version of the format in which what stands twice is written twice, as JSON does."""

_MOST_FOR_A_BYTE = 6

LONGEST_TIMEOUT = 99_999_999
"""Seconds that a timeout, a heartbeat and a wait may be long (developer guide, "Task state", "Wait state")."""

EXPRESS_SECONDS = 300
"""Seconds that an execution of an Express machine may take."""


def check_size(ctx: RuleContext, definition: Json) -> None:
    """Report a definition that is too long to be sent."""
    try:
        # Far quicker than JSON. A byte of it is at most 6 characters there, as `false,` and `\\u0000` are.
        if len(marshal.dumps(definition, _WITHOUT_REFERENCES)) <= LONGEST_DEFINITION // _MOST_FOR_A_BYTE:
            return
    except ValueError:  # a leaf that is known only at deployment
        pass
    try:
        size = len(json.dumps(definition, ensure_ascii=False, separators=(",", ":"), default=lambda leaf: ""))
    except (ValueError, TypeError, RecursionError):  # deeper than Python writes, or in a circle: others say so
        return
    if size > LONGEST_DEFINITION:
        ctx.error(
            f"The definition has {size} characters, and AWS takes {LONGEST_DEFINITION}",
            code="INVALID_DEFINITION_SIZE",
            repair="make a machine of some of its states, and start it from a task",
        )


def shortest(machine: dict[str, Any], inside: dict[str, float]) -> float:
    """The seconds that the quickest way through a machine waits; `inside` are those of its Maps and Parallels by name.

    Infinite where no way is known to end.
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
                return seconds  # nobody knows where it goes
            if target not in done and type(states[target]) is dict:
                heapq.heappush(heap, (seconds, target))
    return float("inf")


def _waits(state: dict[str, Any]) -> float:
    seconds: Any = state.get("Seconds")
    return seconds if type(seconds) in (int, float) and 0 <= seconds <= LONGEST_TIMEOUT else 0
