"""Values in Velocity templates on AWS, with Java's methods and Java's conversion to strings.

`$input.path` and `$util.parseJson` return values of a JSON library. Its objects are printed as Java maps (`{a=1}`), its
arrays as JSON (`[{"a":1}]`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from aslant.local.answers import UTF_8
from aslant.local.apigateway.rest.regular_expressions import matches, replaced, split

__all__ = ["METHODS", "JsonArray", "escape", "from_json", "to_json", "to_string"]


class JsonArray(list[Any]):
    """An array from JSON, which is printed as JSON."""


def from_json(value: Any) -> Any:
    """Return a copy of a JSON value that a template may change."""
    if isinstance(value, dict):
        return {key: from_json(item) for key, item in value.items()}
    return JsonArray(map(from_json, value)) if isinstance(value, list) else value


def to_string(value: Any) -> str:
    """Return the string to which Java converts a value."""
    if isinstance(value, str):
        return value
    if isinstance(value, JsonArray):
        return to_json(value)
    if isinstance(value, list):
        return f"[{', '.join(map(to_string, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}={to_string(item)}" for key, item in value.items()) + "}"
    return _scalar(value)


def to_json(value: Any) -> str:
    """Return compact JSON, with numbers as Java writes them."""
    if isinstance(value, str):
        return UTF_8.encode(value)
    if isinstance(value, list):
        return f"[{','.join(map(to_json, value))}]"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{UTF_8.encode(str(key))}:{to_json(item)}" for key, item in value.items()) + "}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return _double(value) if isinstance(value, float) else str(value)


def _double(value: float) -> str:
    """Return a double as Java writes it: as `1.629880767853E9` from ten million on and below a thousandth."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    return f"{'-' * sign}{figures[0]}.{figures[1:] or '0'}E{len(figures) - 1 + int(exponent)}"


def escape(value: str) -> str:
    """Escape a string for JavaScript. As API Gateway documents, the result may have `\\'`, which is not valid JSON."""
    return "".join(ESCAPES.get(unit) or _unit(unit) for unit in _utf_16(value))


def _utf_16(value: str) -> Iterator[str]:
    encoded = value.encode("utf-16-be", "surrogatepass")
    return (chr(encoded[at] << 8 | encoded[at + 1]) for at in range(0, len(encoded), 2))


def _unit(unit: str) -> str:
    return unit if " " <= unit <= "\x7f" else f"\\u{ord(unit):04X}"


ESCAPES = {
    "\b": r"\b",
    "\n": r"\n",
    "\t": r"\t",
    "\f": r"\f",
    "\r": r"\r",
    "'": r"\'",
    '"': r"\"",
    "\\": r"\\",
    "/": r"\/",
}


def _replacement(replacement: str) -> Callable[[Any], str]:
    """Return a replacement function: `$1` is a group, and a backslash quotes the next character."""

    def replace(match: Any) -> str:
        return re.sub(r"\\(.)|\$(\d)", lambda part: part[1] or match[int(part[2])] or "", replacement, flags=re.DOTALL)

    return replace


def _split(value: str, pattern: str) -> list[str]:
    """Return the parts, without empty ones at the end."""
    parts = split(pattern, value)
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _substring(value: str, begin: int, end: int | None = None) -> str:
    end = len(value) if end is None else end
    if not 0 <= begin <= end <= len(value):
        raise IndexError(f"begin {begin}, end {end}, length {len(value)}")
    return value[begin:end]


def _at(values: list[Any], index: int) -> Any:
    if not 0 <= index < len(values):
        raise IndexError(f"index {index}, size {len(values)}")
    return values[index]


def _set(values: list[Any], index: int, value: Any) -> Any:
    old, values[index] = _at(values, index), value
    return old


def _put(values: dict[Any, Any], key: Any, value: Any) -> Any:
    old = values.get(key)
    values[key] = value
    return old


def _entries(values: dict[Any, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in values.items()]


def _index(values: Any, value: Any) -> int:
    return values.index(value) if value in values else -1


OBJECT: Mapping[str, Callable[..., Any]] = {
    "toString": to_string,
    "equals": lambda value, other: type(value) is type(other) and value == other,
}
COLLECTION: Mapping[str, Callable[..., Any]] = {"size": len, "isEmpty": lambda values: not values}

METHODS: Mapping[type, Mapping[str, Callable[..., Any]]] = {
    str: {
        **OBJECT,
        "charAt": lambda value, index: _substring(value, index, index + 1),
        "concat": lambda value, other: value + other,
        "contains": lambda value, part: part in value,
        "endsWith": str.endswith,
        "equalsIgnoreCase": lambda value, other: value.lower() == other.lower(),
        "indexOf": str.find,
        "isEmpty": lambda value: not value,
        "lastIndexOf": str.rfind,
        "length": len,
        "matches": lambda value, pattern: matches(pattern, value),
        "replace": str.replace,
        "replaceAll": lambda value, pattern, new: replaced(pattern, _replacement(new), value),
        "replaceFirst": lambda value, pattern, new: replaced(pattern, _replacement(new), value, count=1),
        "split": _split,
        "startsWith": str.startswith,
        "substring": _substring,
        "toLowerCase": str.lower,
        "toUpperCase": str.upper,
        "trim": str.strip,
    },
    list: {
        **OBJECT,
        **COLLECTION,
        "add": lambda values, value: values.append(value) or True,
        "addAll": lambda values, more: values.extend(more) or True,
        "contains": lambda values, value: value in values,
        "count": len,
        "get": _at,
        "indexOf": _index,
        "remove": lambda values, index: values.pop(index),
        "set": _set,
        "subList": lambda values, begin, end: values[begin:end],
    },
    dict: {
        **OBJECT,
        **COLLECTION,
        "containsKey": lambda values, key: key in values,
        "containsValue": lambda values, value: value in values.values(),
        "entrySet": _entries,
        "get": dict.get,
        "getKey": lambda entry: entry.get("key"),
        "getOrDefault": dict.get,
        "getValue": lambda entry: entry.get("value"),
        "keySet": list,
        "put": _put,
        "putAll": dict.update,
        "remove": lambda values, key: values.pop(key, None),
        "values": lambda values: list(values.values()),
    },
    int: {**OBJECT, "intValue": int, "doubleValue": float},
    float: {**OBJECT, "intValue": int, "doubleValue": float},
}
"""The methods of each type of value."""
