"""Reading JSON or YAML text: the document in it, and the position of each of its parts."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NoReturn, TypeAlias

from aslant.asl.reading.placeholders import insert, mask
from aslant.asl.reading.position import DEEPEST, EMPTY, DuplicateOffsets, Spot, TextError, place
from aslant.asl.values import pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["EMPTY", "Duplicate", "Format", "Text", "TextError", "read"]

Format: TypeAlias = Literal["json", "yaml"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_TRAILING = ". Remove the trailing comma."
_REPAIRS = {
    "Invalid control character": ". In a string, write a line break as \\n and a tab as \\t.",
    "Invalid \\escape": ". Write a backslash as \\\\.",
    "Extra data": ". A file must hold one definition, which ends before this.",
}
_BROKEN_LITERALS = {"True": "true", "False": "false", "None": "null", "undefined": "null", "nil": "null"}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A duplicate member of an object. `Text.document` has the later one; AWS refuses both."""

    steps: tuple[str | int, ...]
    """The path to the member from the document's root: member names and list indices."""
    line: int
    """The line of the later one, counted from 1."""
    column: int
    """Its column, counted from 1."""
    first: int
    """The line of the earlier one."""


@dataclass(frozen=True)
class Text:
    """A document with the text that it was read from."""

    document: Json
    """The content of the text as JSON."""
    format: Format
    text: str = field(repr=False)
    _has_duplicates: bool = field(repr=False, compare=False)
    """Whether an object has a duplicate member."""
    _scan: Callable[[], tuple[Spot, list[DuplicateOffsets]]] = field(repr=False, compare=False)
    placeholders: frozenset[tuple[str | int, ...]] = field(default=frozenset(), repr=False, compare=False)
    """The places of the placeholders without quotes, such as `"TimeoutSeconds": ${timeout}`, which are strings in
    the document."""

    @cached_property
    def _scanned(self) -> tuple[Spot, list[DuplicateOffsets]]:
        return self._scan()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """The duplicate members, in reading order."""
        if not self._has_duplicates:
            return []
        found = self._scanned[1]
        return [Duplicate(steps, *self._place(later), self._place(earlier)[0]) for steps, earlier, later in found]

    def unique(self) -> Json:
        """Return the document after checking that no member of the text is lost.

        Raises:
            TextError: A member is a duplicate.
        """
        for duplicate in self.duplicates[:1]:
            problem = (
                f"{pointer(*duplicate.steps)} is already defined at line {duplicate.first}, and one of them would be "
                "lost. Rename or remove one."
            )
            raise TextError(problem, duplicate.line, duplicate.column)
        return self.document

    def position(self, location: str) -> tuple[int, int]:
        """Return the line and column, counted from 1, of the value at a JSON Pointer or its nearest existing parent.

        The position of a member is that of its name.
        """
        spot = self._scanned[0]
        for part in location.split("/")[1:]:
            inside = spot[1].get(part.replace("~1", "/").replace("~0", "~"))
            if inside is None:
                break
            spot = inside
        return self._place(spot[0])

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


def read(text: str | bytes, *, format: Format | None = None) -> Text:
    """Read text in JSON or YAML. Without `format`, text that begins like JSON is JSON and any other is YAML.

    A placeholder without quotes in JSON, such as `"TimeoutSeconds": ${timeout}`, is the string `"${timeout}"`.

    YAML is read as JSON data, by the core schema of YAML 1.2 (see `aslant.asl.reading.yaml_text`), and needs the extra
    `aslant[yaml]`.

    Raises:
        TextError: The text is not valid in that format.
        DefinitionError: It is YAML, and PyYAML is not installed.
    """
    if not isinstance(text, str | bytes):
        raise DefinitionError(f"a definition must be a string or bytes, not {text!r}. Read a dict with from_dict.")
    text = _decoded(text)
    if not text.strip():
        raise TextError(EMPTY, 1, 1)
    if format is None:
        format = "json" if text.lstrip().startswith(("{", "[", "//", "/*")) else "yaml"
    if format == "json":
        return _read_json(text)
    from aslant.asl.reading.yaml_text import read_yaml

    document, spot, duplicates = read_yaml(text)
    return Text(document, "yaml", text, bool(duplicates), lambda: (spot, duplicates))


def _read_json(text: str) -> Text:
    """Read JSON. Placeholders without quotes become strings."""
    members = _Members()
    try:
        return Text(_json(text, members), "json", text, members.has_duplicates, lambda: _spots(text))
    except TextError:
        masked, originals = mask(text) if "${" in text else (text, {})
        if not originals:
            raise
    members = _Members()
    document, places = insert(_json(masked, members), originals)
    return Text(document, "json", text, members.has_duplicates, lambda: _spots(masked), places)


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode(json.detect_encoding(text), "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as why:
        problem = "this is not valid UTF-8, the encoding of JSON"
        before = text[: why.start].decode("utf-8", "replace")
        raise TextError(problem, *place(before, len(before)), f"byte {why.start}: {problem}") from None


class _Members:
    """A hook that builds the objects, and notes whether one has a duplicate member."""

    def __init__(self) -> None:
        self.has_duplicates = False

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.has_duplicates = True
        return made


def _json(text: str, members: _Members) -> Json:
    try:
        return json.loads(text, parse_constant=_InvalidNumber.refuse, parse_float=_finite, object_pairs_hook=members)
    except json.JSONDecodeError as why:
        at, repair = _repair(text, why.pos, why.msg)
        raise TextError(f"this is not valid JSON: {why.msg}{repair}", *place(text, at)) from None
    except RecursionError:
        problem = DEEPEST.format("JSON")
        raise TextError(problem, 1, 1, problem) from None
    except _InvalidNumber as why:
        raise TextError(str(why), *_find(text, why.word.__eq__), str(why)) from None
    except ValueError:  # Python refuses to convert very long numbers
        raise TextError("this number has too many digits", *_find(text, _is_endless)) from None


class _InvalidNumber(Exception):
    """A number that Python's reader accepts and JSON does not have."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word

    @classmethod
    def refuse(cls, word: str) -> NoReturn:
        raise cls(word, f"{word} is not a valid JSON number")


def _finite(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise _InvalidNumber(word, f"{word[:40]} is too large for a number")
    return number


def _is_endless(word: str) -> bool:
    return len(word) > 600 and word.lstrip("-").isdigit()


def _find(text: str, wanted: Callable[[str], bool]) -> tuple[int, int]:
    """Return the line and column of the first token that matches."""
    return place(text, next((match.start() for match in _TOKEN.finditer(text) if wanted(match.group())), 0))


def _repair(text: str, at: int, message: str) -> tuple[int, str]:
    """Return the offset of the fault and the end of a message with the repair. It is empty if unknown."""
    here = text[at : at + 40]
    before = text[:at].rstrip()
    if here[:1] in ("}", "]") and before.endswith(","):
        return len(before) - 1, _TRAILING  # Python before 3.13 reports the position after the comma
    return at, _hint(here, text[at + 1 :].lstrip()[:1], message)


def _hint(here: str, after: str, message: str) -> str:
    word = re.match(r"\w*", here)
    name = word.group() if word else ""
    if here.startswith(",") and after in ("}", "]"):
        return _TRAILING
    if here.startswith(("//", "/*", "#")):
        return ". JSON has no comments. Use a Comment field, or write the definition in YAML."
    if here.startswith("%{"):
        return ". Write the definition without template directives such as %{ if }, or render the template first."
    if here.startswith("'"):
        return ". Put strings and names in double quotes."
    if name in _BROKEN_LITERALS:
        return f". Write {_BROKEN_LITERALS[name]}."
    if message.startswith("Expecting property name") and name:
        return f'. Write "{name}".'
    if message.startswith("Expecting ',' delimiter") and re.match(r'["{\[\-0-9tfn]', here):
        return ". Put a comma before it."
    return next((repair for start, repair in _REPAIRS.items() if message.startswith(start)), "")


def _spots(text: str) -> tuple[Spot, list[DuplicateOffsets]]:
    """Return the spots of all values in valid JSON text, and its duplicate members.

    This is one pass over the tokens with a stack, since Python's reader reports no positions.
    """
    top: dict[str, Spot] = {}
    duplicates: list[DuplicateOffsets] = []
    path: list[str | int] = []  # the steps to the current container; the first is the document
    outer: list[tuple[dict[str, Spot], int]] = []
    inside, count = top, 0  # count: the index of the next item of a list, or -1 in an object
    name, at, named = "", 0, False
    for match in _TOKEN.finditer(text):
        token = match.group()
        mark = token[0]
        if mark == ",":
            if count >= 0:
                count += 1
            named = False
        elif mark == ":":
            named = True
        elif mark in "}]":
            inside, count = outer.pop()
            path.pop()
        elif count == -1 and not named:
            name, at = (json.loads(token) if "\\" in token else token[1:-1]), match.start()
            if name in inside:
                duplicates.append(((*path[1:], name), inside[name][0], at))
        else:
            if count >= 0:
                name, at = str(count), match.start()
            members: dict[str, Spot] = {}
            inside[name] = (at, members)
            if mark in "{[":
                outer.append((inside, count))
                path.append(name if count < 0 else count)
                inside, count, named = members, (-1 if mark == "{" else 0), False
    return top["0"], duplicates
