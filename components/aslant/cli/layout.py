"""The JSON layout of `aslant format`: members in a fixed order, and short lists on one line.

A machine begins with the members that apply to all of it, followed by its states in the author's order. A state begins
with its type, followed by its input, its work, its output and its transitions. Unknown members keep their order, before
the transitions. Payloads stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from aslant.asl.values import copy_json
from aslant.json_value import Json
from aslant.walk import machines_of

__all__ = ["WIDTH", "Unquoted", "arranged", "is_short", "to_text"]

WIDTH: Final = 100
"""The most columns of a line with a list."""

_OTHERS: Final = "…"
_MACHINE: Final = "Comment QueryLanguage Version TimeoutSeconds ProcessorConfig … StartAt States"
_STATE: Final = (
    "Type Comment QueryLanguage Resource Credentials InputPath Parameters Arguments "
    "ItemReader ItemsPath Items ItemSelector ItemBatcher MaxConcurrency MaxConcurrencyPath "
    "ToleratedFailureCount ToleratedFailureCountPath ToleratedFailurePercentage ToleratedFailurePercentagePath "
    "Label ItemProcessor Iterator Branches Seconds SecondsPath Timestamp TimestampPath Error ErrorPath Cause CausePath "
    "TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath "
    "Result ResultSelector ResultPath ResultWriter Assign Output OutputPath … Retry Catch Choices Default Next End"
)
_RETRIER: Final = "Comment ErrorEquals IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy …"
_BRANCHING: Final = "Comment ErrorEquals … ResultPath Assign Output Next"


class Unquoted(str):
    """A placeholder that is written without quotes."""

    __slots__ = ()


def _ranks(names: str) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(names.split())}


_ORDERS: Final = {
    "machine": _ranks(_MACHINE),
    "state": _ranks(_STATE),
    "Retry": _ranks(_RETRIER),
    "Catch": _ranks(_BRANCHING),
    "Choices": _ranks(_BRANCHING),
}


def arranged(definition: Json, placeholders: Iterable[tuple[str | int, ...]] = ()) -> Json:
    """Return a copy of a definition with its members in order; `placeholders` are the places of `Unquoted` strings."""
    document: Any = copy_json(definition)
    for place in placeholders:
        parent = document
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] = Unquoted(parent[place[-1]])
    for machine in machines_of(document):
        _sort(machine, "machine")
        states = machine.get("States")
        for state in states.values() if isinstance(states, dict) else ():
            if isinstance(state, dict):
                _sort(state, "state")
                for key in ("Retry", "Catch", "Choices"):
                    records = state.get(key)
                    for record in records if isinstance(records, list) else ():
                        if isinstance(record, dict):
                            _sort(record, key)
    return document


def _sort(members: dict[str, Any], kind: str) -> None:
    order = _ORDERS[kind]
    items = sorted(members.items(), key=lambda item: order.get(item[0], order[_OTHERS]))
    members.clear()
    members.update(items)


def to_text(document: Json, indent: int = 2) -> str:
    """Return JSON text with one member a line, short lists of scalars on one line, and a line break at the end."""
    return "".join(_pieces(document, indent)) + "\n"


def _pieces(document: Json, indent: int) -> Iterator[str]:
    # The stack has values with their depth and the length of the text before them, and strings to write as they are.
    stack: list[tuple[Any, int, int] | str] = [(document, 0, 0)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        value, depth, before = item
        if not isinstance(value, dict | list) or not value:
            yield _atom(value)
        elif is_short(value, WIDTH - depth * indent - before - 1):
            yield f"[{', '.join(map(_atom, value))}]"
        else:
            opening, closing = "{}" if isinstance(value, dict) else "[]"
            margin = "\n" + " " * (indent * (depth + 1))
            todo: list[tuple[Any, int, int] | str] = [opening]
            members = value.items() if isinstance(value, dict) else ((None, inner) for inner in value)
            for index, (key, inner) in enumerate(members):
                name = "" if key is None else f"{_atom(key)}: "
                todo += [f"{',' if index else ''}{margin}{name}", (inner, depth + 1, len(name))]
            stack.append("\n" + " " * (indent * depth) + closing)
            stack.extend(reversed(todo))


def is_short(value: Json, width: int) -> bool:
    """Return whether a value is a list of scalars that fits into a width."""
    if not isinstance(value, list) or len(value) * 3 > width:
        return False
    if any(isinstance(inner, dict | list) for inner in value):
        return False
    return sum(len(_atom(inner)) + 2 for inner in value) <= width


def _atom(value: Json) -> str:
    if type(value) is Unquoted:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
