"""Reading text: the JSON document that it holds, and where in the text each part of it stands."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NoReturn, TypeAlias

from aslant.asl.reading.position import DEEPEST, EMPTY, Spot, TextError, Twice, place
from aslant.asl.values import pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["EMPTY", "Duplicate", "Format", "Text", "TextError", "read"]

Format: TypeAlias = Literal["json", "yaml"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_TRAILING = "; remove the comma that stands before the end"
_REPAIRS = {
    "Invalid control character": "; inside text a line break is written \\n and a tab \\t",
    "Invalid \\escape": "; a backslash is written \\\\",
    "Extra data": "; a file holds one definition, and it ends before this",
}
_BROKEN_LITERALS = {"True": "true", "False": "false", "None": "null", "undefined": "null", "nil": "null"}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A member that an object has twice. The later one counts in `Text.document`; AWS refuses both."""

    steps: tuple[str | int, ...]
    """The way to the member, from the document's root: member names and list indices."""
    line: int
    """Line of the later one, counted from 1."""
    column: int
    """Its column, counted from 1."""
    first: int
    """Line of the earlier one."""


@dataclass(frozen=True)
class Text:
    """A document and the text that it was read from."""

    document: Json
    """What the text says, as JSON."""
    format: Format
    text: str = field(repr=False)
    _is_doubled: bool = field(repr=False, compare=False)
    """Whether a member stands twice somewhere."""
    _scan: Callable[[], tuple[Spot, list[Twice]]] = field(repr=False, compare=False)

    @cached_property
    def _scanned(self) -> tuple[Spot, list[Twice]]:
        return self._scan()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """The members that stand twice in one object, in reading order."""
        if not self._is_doubled:
            return []
        found = self._scanned[1]
        return [Duplicate(steps, *self._place(later), self._place(earlier)[0]) for steps, earlier, later in found]

    def unique(self) -> Json:
        """The document, of which nothing that the text says is lost.

        Raises:
            TextError: a member stands twice.
        """
        for twice in self.duplicates[:1]:
            problem = (
                f"{pointer(*twice.steps)} stands here a second time, after line {twice.first}, and one of them "
                "would be lost; rename or remove one"
            )
            raise TextError(problem, twice.line, twice.column)
        return self.document

    def position(self, location: str) -> tuple[int, int]:
        """Line and column, counted from 1, of what a JSON Pointer names, or else of the nearest thing around it.

        A member stands where its name does.
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
    """Read text in JSON or YAML; without `format`, what begins as JSON does is JSON and the rest is YAML.

    YAML is read as JSON's data, by the core schema of YAML 1.2 (see `aslant.asl.reading.yaml_text`), and needs the
    extra `aslant[yaml]`.

    Raises:
        TextError: the text is not of that format.
        DefinitionError: it is YAML, and no reader of YAML is installed.
    """
    if not isinstance(text, str | bytes):
        raise DefinitionError(f"a definition is read from text or bytes, not {text!r}; a dict is read by from_dict")
    text = _decoded(text)
    if not text.strip():
        raise TextError(EMPTY, 1, 1)
    if format is None:
        format = "json" if text.lstrip().startswith(("{", "[", "//", "/*")) else "yaml"
    if format == "json":
        members = _Members()
        return Text(_json(text, members), "json", text, members.are_doubled, lambda: _spots(text))
    from aslant.asl.reading.yaml_text import read_yaml

    document, spot, duplicates = read_yaml(text)
    return Text(document, "yaml", text, bool(duplicates), lambda: (spot, duplicates))


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode(json.detect_encoding(text), "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as why:
        problem = "this is no UTF-8, the encoding of JSON"
        before = text[: why.start].decode("utf-8", "replace")
        raise TextError(problem, *place(before, len(before)), f"byte {why.start}: {problem}") from None


class _Members:
    """Makes objects of their members, and notes whether one had a member twice."""

    def __init__(self) -> None:
        self.are_doubled = False

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.are_doubled = True
        return made


def _json(text: str, members: _Members) -> Json:
    try:
        return json.loads(text, parse_constant=_Unfit.refuse, parse_float=_finite, object_pairs_hook=members)
    except json.JSONDecodeError as why:
        at, repair = _repair(text, why.pos, why.msg)
        raise TextError(f"this is no JSON: {why.msg}{repair}", *place(text, at)) from None
    except RecursionError:
        problem = DEEPEST.format("JSON")
        raise TextError(problem, 1, 1, problem) from None
    except _Unfit as why:
        raise TextError(str(why), *_find(text, why.word.__eq__), str(why)) from None
    except ValueError:  # Python's own guard against numbers that take long to read
        raise TextError("this number has more digits than Python reads", *_find(text, _is_endless)) from None


class _Unfit(Exception):
    """A word that Python's reader takes for a number and JSON does not have."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word

    @classmethod
    def refuse(cls, word: str) -> NoReturn:
        raise cls(word, f"{word} is no JSON number")


def _finite(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise _Unfit(word, f"{word[:40]} is larger than a number can be")
    return number


def _is_endless(word: str) -> bool:
    return len(word) > 600 and word.lstrip("-").isdigit()


def _find(text: str, wanted: Callable[[str], bool]) -> tuple[int, int]:
    """Line and column of the first token that is wanted."""
    return place(text, next((match.start() for match in _TOKEN.finditer(text) if wanted(match.group())), 0))


def _repair(text: str, at: int, message: str) -> tuple[int, str]:
    """Where the fault is, and what to write instead as the end of a message, or nothing where it cannot be told."""
    here = text[at : at + 40]
    before = text[:at].rstrip()
    if here[:1] in ("}", "]") and before.endswith(","):
        return len(before) - 1, _TRAILING  # Python before 3.13 tells where the comma should have been followed
    return at, _hint(here, text[at + 1 :].lstrip()[:1], message)


def _hint(here: str, after: str, message: str) -> str:
    word = re.match(r"\w*", here)
    name = word.group() if word else ""
    if here.startswith(",") and after in ("}", "]"):
        return _TRAILING
    if here.startswith(("//", "/*", "#")):
        return "; JSON has no comments, so say it in a Comment field, or keep the definition in YAML"
    if here.startswith("'"):
        return "; text and names stand in double quotes"
    if name in _BROKEN_LITERALS:
        return f"; write {_BROKEN_LITERALS[name]}"
    if message.startswith("Expecting property name") and name:
        return f'; write "{name}"'
    if message.startswith("Expecting ',' delimiter") and re.match(r'["{\[\-0-9tfn]', here):
        return "; put a comma before it"
    return next((repair for start, repair in _REPAIRS.items() if message.startswith(start)), "")


def _spots(text: str) -> tuple[Spot, list[Twice]]:
    """The place of everything in JSON text that is known to be good, and its duplicate members.

    One pass over the tokens with a stack of our own, since Python's reader keeps no places.
    """
    top: dict[str, Spot] = {}
    duplicates: list[Twice] = []
    path: list[str | int] = []  # the steps to the current container, after one to the document
    around: list[tuple[dict[str, Spot], int]] = []
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
            inside, count = around.pop()
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
                around.append((inside, count))
                path.append(name if count < 0 else count)
                inside, count, named = members, (-1 if mark == "{" else 0), False
    return top["0"], duplicates
