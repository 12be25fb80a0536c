"""Two executions side by side: the states that both or only one of them visited, and where their data differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aslant.json_value import Json
from aslant.local.page.histories import pretty, visits_of
from aslant.local.page.listing import MOST_VISITS, summary
from aslant.local.page.visited import Visited
from aslant.run.values import loads

if TYPE_CHECKING:
    from aslant.local.execution import Run

__all__ = ["compare", "differences"]

MOST = 40
"""The maximum number of differences of two values that are listed."""


def compare(left: Run, right: Run) -> dict[str, Json]:
    """Return the outcomes of two executions, and a row for each visit of a state in either of them."""
    sides = [_visits(run) for run in (left, right)]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    return {
        "left": summary(left),
        "right": summary(right),
        "input": _differing(left.input, right.input),
        "output": _differing(left.output, right.output),
        "rows": [_row(key, sides[0].get(key), sides[1].get(key)) for key in keys[:MOST_VISITS]],
    }


def _visits(run: Run) -> dict[tuple[tuple[str, ...], int], Visited]:
    """Return the visits of a run by their path and their number among those with this path."""
    counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
    found: dict[tuple[tuple[str, ...], int], Visited] = {}
    for entry in visits_of(run)[1]:
        found[entry.path, counts[entry.path]] = entry
        counts[entry.path] += 1
    return found


def _row(key: tuple[tuple[str, ...], int], left: Visited | None, right: Visited | None) -> dict[str, Json]:
    path, number = key
    row: dict[str, Json] = {
        "path": list(path),
        "number": number,
        "left": None if left is None else left.summary(),
        "right": None if right is None else right.summary(),
        "input": [],
        "output": [],
    }
    if left is not None and right is not None:
        row["input"] = _differing(*(side.visit.entered.details.get("input") for side in (left, right)))
        row["output"] = _differing(*(_output(side) for side in (left, right)))
    return row


def _output(entry: Visited) -> str | None:
    exited = entry.visit.exited
    return None if exited is None else exited.details.get("output")


def _differing(left: str | None, right: str | None) -> list[Json]:
    return differences(*([] if text is None else [_value(text)] for text in (left, right)))


def _value(text: str) -> Any:
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return text


def differences(left: list[Any], right: list[Any]) -> list[Json]:
    """Return the places in which two JSON values differ, each with both values; None where one is missing.

    Each argument is a list with the value, or an empty list.
    """
    found: list[Json] = []
    for place, one, other in _differences(left, right):
        if len(found) == MOST:
            break
        found.append({"place": place, "left": one, "right": other})
    return found


def _differences(left: list[Any], right: list[Any]) -> Iterator[tuple[str, str | None, str | None]]:
    stack = [("$", left, right)]
    while stack:
        place, one, other = stack.pop()
        if one and other and isinstance(one[0], dict) and isinstance(other[0], dict):
            names = list(dict.fromkeys([*one[0], *other[0]]))
            stack += [(f"{place}.{name}", _at(one[0], name), _at(other[0], name)) for name in reversed(names)]
        elif one and other and isinstance(one[0], list) and isinstance(other[0], list):
            longest = max(len(one[0]), len(other[0]))
            inner = [
                (f"{place}[{index}]", one[0][index : index + 1], other[0][index : index + 1])
                for index in range(longest)
            ]
            stack += reversed(inner)
        elif pretty(one) != pretty(other):
            yield place, pretty(one[0]) if one else None, pretty(other[0]) if other else None


def _at(value: dict[str, Any], name: str) -> list[Any]:
    return [value[name]] if name in value else []
