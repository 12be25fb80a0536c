"""A body to try a machine with, from what its definition reads of its input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_origin

from aslant.run.reads import Keys, Read, kept, keys_of_path, reads

__all__ = ["sample_body"]

UNKNOWN = "..."
EXPRESSION = re.compile(r"\{%\s*\$states\.input\.(\w+(?:\.\w+)*)\s*%\}")
KINDS = {"Items": list[Any], "Seconds": int}
MENTION = re.compile(r"\$(?:states\.input)?\.([A-Za-z_]\w*)")


def sample_body(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A body with the members that the first state which reads any takes from the input.

    Each has a value that a Choice compares it with, one of the kind that a state needs it to be, or else `"..."`.
    """
    members = _members(definition)
    body: dict[str, Any] = dict.fromkeys(members, UNKNOWN)
    found = [*reads(definition, {}), *_kinds(definition)]
    told = [read for read in found if read.keys and read.keys[0] in members]
    for keys in dict.fromkeys(read.keys for read in told):
        _put(body, keys, _sample(read for read in told if read.keys == keys))
    return body


def _members(definition: Mapping[str, Any]) -> list[str]:
    """What the first state that reads any members of the input reads, but for what states before it have written."""
    states = definition.get("States", {})
    written: list[Keys] = []
    name, seen = definition.get("StartAt"), set()
    while name in states and name not in seen:
        seen.add(name)
        state = states[name]
        jsonata = state.get("QueryLanguage", definition.get("QueryLanguage")) == "JSONata"
        text = json.dumps({key: value for key, value in state.items() if key not in ("ResultPath", "OutputPath")})
        own = [keys[0] for keys in written]
        found = [member for member in MENTION.findall(text.replace("$$.", "")) if member not in ("states", *own)]
        if found:
            return list(dict.fromkeys(found))
        added = kept(state, keys_of_path, jsonata=jsonata)
        if added is None:
            return []
        written += [added] * bool(added)
        name = state.get("Next")
    return []


def _kinds(definition: Mapping[str, Any]) -> Iterator[Read]:
    """What expressions in JSONata need to be of a kind."""
    for state in definition.get("States", {}).values():
        for field, kind in KINDS.items():
            match = EXPRESSION.fullmatch(str(state.get(field)))
            if match:
                yield Read(tuple(match[1].split(".")), kind)


def _put(body: dict[str, Any], keys: Keys, value: Any) -> None:
    """Set a member where it belongs; one that is read as a whole as well stays what it is there."""
    for key in keys[:-1]:
        inner = body.get(key, UNKNOWN)
        if inner == UNKNOWN:
            inner = body[key] = {}
        if not isinstance(inner, dict):
            return
        body = inner
    if body.get(keys[-1], UNKNOWN) == UNKNOWN:
        body[keys[-1]] = value


def _sample(told: Iterable[Read]) -> Any:
    for read in told:
        values = [value for value in read.values if value is not None]
        if values:
            return values[0]
        if read.annotation is not None:
            return [] if get_origin(read.annotation) is list else 1
    return UNKNOWN
