"""Answers as AWS writes them: errors of its JSON protocols, dates, and JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["UTF_8", "AwsError", "Date", "to_json"]

# The namespaces that AWS puts before an error's name in `__type`.
NAMESPACES = {
    "ValidationException": "com.amazon.coral.validate#",
    "SerializationException": "com.amazon.coral.service#",
    "UnknownOperationException": "com.amazon.coral.service#",
}
STATES_NAMESPACE = "com.amazonaws.swf.service.v2.model#"


class AwsError(Exception):
    """A request that Step Functions refuses, with its error name and message; HTTP status 400 as a rule."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        """Refuse with an error name of the service's API reference."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status

    @property
    def body(self) -> bytes:
        """The JSON object that AWS answers with."""
        type = NAMESPACES.get(self.code, STATES_NAMESPACE) + self.code
        return to_json({"__type": type, "message": self.message})


class Date(float):
    """Epoch seconds that are written as AWS writes them in JSON: `1.629880767853E9`, with milliseconds."""

    def __repr__(self) -> str:
        """The text that `json` takes for a float."""
        digits = str(round(self * 1000))
        return f"{digits[0]}.{digits[1:].rstrip('0') or '0'}E{len(digits) - 4}"


def to_json(value: Mapping[str, Any]) -> bytes:
    """Compact JSON in UTF-8 of an object whose keys need no escaping; ASCII where UTF-8 cannot carry the text."""
    try:
        return _text(value, UTF_8.encode).encode()
    except UnicodeEncodeError:
        return _text(value, ASCII.encode).encode()


def _text(value: Any, encode: Callable[[Any], str]) -> str:
    # json writes a float's subclass by float.__repr__, so dates are written here.
    if isinstance(value, str):
        return encode(value)
    if isinstance(value, Date):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ",".join([f'"{key}":{_text(item, encode)}' for key, item in value.items()]) + "}"
    if isinstance(value, list):
        return f"[{','.join([_text(item, encode) for item in value])}]"
    return str(value) if type(value) is int else WORDS[value]


WORDS = {True: "true", False: "false", None: "null"}


UTF_8 = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
ASCII = json.JSONEncoder(separators=(",", ":"))
