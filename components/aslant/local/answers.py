"""The JSON of AWS's responses: errors of its JSON protocols, dates, and compact JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["UTF_8", "AwsError", "Date", "to_json"]

# The namespaces that AWS adds to an error's name in `__type`.
NAMESPACES = {
    "ValidationException": "com.amazon.coral.validate#",
    "SerializationException": "com.amazon.coral.service#",
    "UnknownOperationException": "com.amazon.coral.service#",
}
STATES_NAMESPACE = "com.amazonaws.swf.service.v2.model#"


class AwsError(Exception):
    """Raised when Step Functions refuses a request, with the error's name and message; the status is usually 400."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        """Create an error with a name from the service's API reference."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status

    @property
    def body(self) -> bytes:
        """The JSON object of the response."""
        type = NAMESPACES.get(self.code, STATES_NAMESPACE) + self.code
        return to_json({"__type": type, "message": self.message})


class Date(float):
    """Epoch seconds, which AWS writes in JSON with milliseconds and an exponent: `1.629880767853E9`."""

    def __repr__(self) -> str:
        """Return the number in AWS's form."""
        digits = str(round(self * 1000))
        return f"{digits[0]}.{digits[1:].rstrip('0') or '0'}E{len(digits) - 4}"


def to_json(value: Mapping[str, Any]) -> bytes:
    """Return an object, whose keys need no escaping, as compact JSON in UTF-8, or ASCII if it has lone surrogates."""
    try:
        return _text(value, UTF_8.encode).encode()
    except UnicodeEncodeError:
        return _text(value, ASCII.encode).encode()


def _text(value: Any, encode: Callable[[Any], str]) -> str:
    # `json` uses float.__repr__ for subclasses of float, so that dates must be written here.
    if isinstance(value, str):
        return encode(value)
    if isinstance(value, Date):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ",".join([f'"{key}":{_text(item, encode)}' for key, item in value.items()]) + "}"
    if isinstance(value, list):
        return f"[{','.join([_text(item, encode) for item in value])}]"
    return repr(value) if type(value) in NUMBERS else WORDS[value]


NUMBERS = (int, float)
WORDS = {True: "true", False: "false", None: "null"}


UTF_8 = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
ASCII = json.JSONEncoder(separators=(",", ":"))
