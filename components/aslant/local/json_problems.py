"""Explanations of why a string is not valid JSON, in the words of AWS's parser as far as they have been recorded."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

__all__ = ["READER", "JsonProblem", "read_json"]

_VALUES: Final = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_TOKEN: Final = re.compile(r"[\w$]+")
_NEXT: Final = re.compile(r"[ \t\n\r]*")
_SHOWN: Final = 500
"""The number of characters of the source that a place shows."""


class JsonProblem(Exception):
    """Raised for a string that is not valid JSON, with AWS's message and the position of the problem."""

    def __init__(self, message: str, text: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self._text = text
        self._position = position

    @property
    def place(self) -> str:
        """The place as AWS writes it: the source, the line and the column."""
        before = self._text[: self._position]
        line, column = before.count("\n") + 1, self._position - (before.rfind("\n") + 1) + 1
        more = len(self._text) - _SHOWN
        shown = f'"{self._text[:_SHOWN]}"' + (f"[truncated {more} chars]" if more > 0 else "")
        return f"[Source: (String){shown}; line: {line}, column: {column}]"


def read_json(text: str) -> Any:
    """Return the value of a string of JSON. Raise JsonProblem if it is not valid or nested too deeply."""
    try:
        return READER.decode(text)
    except json.JSONDecodeError as error:
        raise _explained(error) from None
    except RecursionError:
        raise JsonProblem("Document nesting depth is too large", text, 0) from None
    except ValueError as error:  # from the functions of READER, and for integers that are too long
        raise JsonProblem(str(error), text, 0) from None


def _explained(error: json.JSONDecodeError) -> JsonProblem:
    """Return the problem in the words of the parser that AWS uses."""
    text, position = error.doc, error.pos
    if error.msg.startswith("Illegal trailing comma"):  # Python 3.13; earlier ones report what follows the comma
        position = _NEXT.match(text, position + 1).end()  # type: ignore[union-attr]  # it matches anything
        if text[position : position + 1] == "}":
            return _unexpected(text, position, "was expecting double-quote to start field name")
        return _unexpected(text, position, f"expected a valid value {_VALUES}")
    if position >= len(text):
        return JsonProblem("Unexpected end-of-input", text, position)
    if error.msg.startswith("Expecting property name"):
        return _unexpected(text, position, "was expecting double-quote to start field name")
    if error.msg.startswith("Expecting ':'"):
        return _unexpected(text, position, "was expecting a colon to separate field name and value")
    if error.msg.startswith("Expecting ','"):
        return _unexpected(text, position, "was expecting comma to separate entries")
    if error.msg.startswith(("Expecting value", "Extra data")):
        token = _TOKEN.match(text, position)
        if token is not None:
            return JsonProblem(f"Unrecognized token '{token[0]}': was expecting {_VALUES}", text, token.end())
        return _unexpected(text, position, f"expected a valid value {_VALUES}")
    return JsonProblem(error.msg, text, position)


def _unexpected(text: str, position: int, expected: str) -> JsonProblem:
    character = text[position]
    return JsonProblem(f"Unexpected character ('{character}' (code {ord(character)})): {expected}", text, position)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text} is out of range")
    return number


READER: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
"""A decoder that refuses NaN, infinite numbers and numbers out of range."""
