"""JSON Pointers (RFC 6901)."""

from __future__ import annotations

from aslant.json_value import Json

__all__ = ["at_pointer"]


def at_pointer(value: Json, pointer: str) -> Json:
    """Return the value at a pointer such as `/orders/0`. Raises LookupError if it does not exist."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit():
            value = value[int(key)]
        else:
            raise LookupError(key)
    return value
