"""JSON values of any depth: write, read, copy, measure and compare them.

States share values, which are therefore never changed in place. Handlers and callers get copies.

The json module of the standard library does the work, but refuses values with more levels than Python's recursion
limit. An execution must hold such values, because a payload within AWS's size limit can have more than 100,000 levels,
and AWS documents no limit. Only `_dumps_deep` and `_copied_deep` deal with them, when json has raised RecursionError.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aslant.json_value import Json

__all__ = ["as_integer", "copied", "dumps", "equal", "loads", "measured", "shown", "size", "type_name"]

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_read = json.JSONDecoder().raw_decode  # for the output of `_write`, which has no spaces around it
_strict = json.JSONDecoder(parse_constant=lambda name: _refuse_constant(name))
_scalar = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dumps(value: Json) -> str:
    """Return a value as compact JSON, as Step Functions writes it.

    Raises:
        TypeError, ValueError: the value is not JSON, as for `json.dumps`.
    """
    try:
        return _write(value)
    except RecursionError:
        return _dumps_deep(value)


def loads(text: str | bytes) -> Json:
    """Return the value of a string of JSON. Raises ValueError for invalid JSON."""
    try:
        return _strict.decode(text if isinstance(text, str) else text.decode())
    except RecursionError:
        raise ValueError("nested too deeply") from None


def copied(value: Json) -> Json:
    """Return a copy that shares no mutable object with the value. Raises the errors of `dumps`."""
    if value is None or type(value) in (str, int, bool):
        return value
    try:
        return _read(_write(value))[0]
    except RecursionError:
        _dumps_deep(value)
        return _copied_deep(value)


def measured(value: Json) -> tuple[Json, str]:
    """Return a copy of a value, and the value as JSON. Raises the errors of `dumps`."""
    text = dumps(value)
    try:
        return _read(text)[0], text
    except RecursionError:
        return _copied_deep(value), text


def size(text: str) -> int:
    """Return the length of a string in UTF-8 bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def type_name(value: Json) -> str:
    """Return JSON's name of a value's type: `object`, `array`, `string`, `number`, `boolean` or `null`."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def as_integer(value: Json) -> int | None:
    """Return a value as an integer, if it is 3, 3.0 or, as AWS accepts in variables, "3"; None for other values."""
    if isinstance(value, str) and len(value) <= 12 and value.isascii() and value.removeprefix("-").isdigit():
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def shown(value: Json) -> str:
    """Return a value as AWS shows it in a sentence: a string as it is, and other values as JSON."""
    return value if isinstance(value, str) else dumps(value)


def equal(left: Json, right: Json) -> bool:
    """Return whether two values are equal as JSON: 1 equals 1.0, but true does not equal 1."""
    pairs = [(left, right)]
    while pairs:
        a, b = pairs.pop()
        if isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                return False
            pairs += [(a[key], b[key]) for key in a]
        elif isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                return False
            pairs += zip(a, b, strict=True)
        elif isinstance(a, bool) is not isinstance(b, bool) or type_name(a) != type_name(b) or a != b:
            return False
    return True


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not valid JSON")


def _dumps_deep(value: Json) -> str:
    """Return the result of `dumps` without recursion."""
    text: list[str] = []
    open_ids: set[int] = set()
    stack: list[tuple[str, Json]] = [("value", value)]
    while stack:
        kind, item = stack.pop()
        if kind == "text":
            text.append(item)
        elif kind == "close":
            open_ids.discard(item)
        elif isinstance(item, (dict, list, tuple)):
            if id(item) in open_ids:
                raise ValueError("Circular reference detected")
            open_ids.add(id(item))
            is_object = isinstance(item, dict)
            text.append("{" if is_object else "[")
            stack += [("close", id(item)), ("text", "}" if is_object else "]")]
            entries: list[tuple[str, Json]] = []
            for number, entry in enumerate(item.items() if isinstance(item, dict) else item):
                comma = "," if number else ""
                if is_object:
                    # The encoder writes a key in the same way at every depth.
                    written = _write({entry[0]: 0})[1:-2]
                    entries += [("text", comma + written), ("value", entry[1])]
                else:
                    entries += [("text", comma), ("value", entry)]
            stack += reversed(entries)
        else:
            text.append(_scalar(item))
    return "".join(text)


def _copied_deep(value: Json) -> Json:
    """Return the result of `copied` without recursion, for a value that `_dumps_deep` has checked."""
    result: list[Json] = [None]
    stack: list[tuple[Json, Callable[[Json], None]]] = [(value, lambda new: result.__setitem__(0, new))]
    while stack:
        item, place = stack.pop()
        if isinstance(item, dict):
            new_object: dict[str, Json] = {}
            place(new_object)
            for key, entry in item.items():
                name: str = key if isinstance(key, str) else json.loads(_write({key: 0})[:-2] + "}")
                new_object[name] = None
                stack.append((entry, _setter(new_object, name)))
        elif isinstance(item, (list, tuple)):
            new_array: list[Json] = [None] * len(item)
            place(new_array)
            stack += [(entry, _setter(new_array, index)) for index, entry in enumerate(item)]
        else:
            place(item)
    return result[0]


def _setter(container: Any, key: Any) -> Callable[[Json], None]:
    def place(new: Json) -> None:
        container[key] = new

    return place
