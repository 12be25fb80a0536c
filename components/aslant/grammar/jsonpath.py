"""Parser of JSONPath as in Step Functions (ASL specification, sections 'Paths' and 'Reference Paths').

It has names, indices, wildcards, slices, unions, filters and recursive descent, also in the less common spelling that
published workflows use (`$.[0]`, `$.[*].['a','b']`). It does not have functions such as `$.a.length()`. Step Functions
uses Jayway JsonPath (versions 2.4 to 2.9); AWS refuses at creation every path that this library refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from aslant.errors import SyntaxFault
from aslant.grammar.jsonpath_filters import Condition, FilterReader
from aslant.grammar.surrogates import refuse_surrogates

__all__ = ["Descend", "Filtered", "JsonPath", "Many", "Members", "Slice", "Step", "Wildcard", "parse"]


@dataclass(frozen=True, slots=True)
class Many:
    """A union of indices, or of names before further steps; each selects a value."""

    keys: tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A union of names at the end of a path, which selects one object with the members that exist."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every member."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The items of an array from one index up to another, of which one may be missing."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Filtered:
    """The members for which a condition is true."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Descend:
    """The value and everything nested in it, to which the next step applies."""


Step: TypeAlias = str | int | Many | Members | Wildcard | Slice | Filtered | Descend
"""One step: a member by its name, an item by its index (which may count from the end), or one of the classes."""


class JsonPath(NamedTuple):
    """A parsed path.

    `root` is where it starts: `"$"` for the state's data, `"$$"` for the context object, `"$x"` for a variable, and
    `"@"` for the current item in the condition of a filter. `definite` is true if it selects one value: it has only
    names and indices, and perhaps a union of names at its end. `reference` is true if it is a Reference Path, which
    ASL requires for fields such as ResultPath: it has neither a union nor an index that counts from the end.
    """

    text: str
    root: str
    steps: tuple[Step, ...]
    definite: bool
    reference: bool

    @property
    def variable(self) -> str | None:
        """The name of the variable where it starts, without `$`; None for other roots."""
        return self.root[1:] if self.root not in ("$", "$$", "@") else None


_ROOT = re.compile(r"\$(?:\$|[^\W\d]\w*)?")
_PLAIN = re.compile(r"(\$(?:\$|[^\W\d]\w*)?)((?:\.[\w-]+|\[\d{1,18}\])*)")
_PLAIN_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
_NAME = re.compile(r"(?:\\.|[^\s.\[\](),*?'\"\\])+", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_QUOTED = re.compile(r"(['\"])((?:(?!\1)[^\\]|\\.)*)\1", re.DOTALL)
_IN_QUOTES = {"'": re.compile(r"\\(['\\])"), '"': re.compile(r"\\([\"\\])")}
_INTEGER = re.compile(r"-?\d{1,18}")
_SLICE = re.compile(r"\s*(-?\d{1,18})?\s*:\s*(-?\d{1,18})?\s*")
_BLANK = re.compile(r"\s*")


@lru_cache(maxsize=4096)
def parse(text: str) -> JsonPath:
    """Parse a path; spaces around it are ignored.

    Raises:
        SyntaxFault: It is not a path, or contains a lone surrogate.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        root, rest = plain.groups()
        if "[" not in rest:
            return JsonPath(text, root, tuple(rest.split(".")[1:]), True, True)
        return JsonPath(
            text, root, tuple(int(index) if index else name for name, index in _PLAIN_STEP.findall(rest)), True, True
        )
    refuse_surrogates("path", text)
    begin = _blank(text, 0)
    start = _ROOT.match(text, begin)
    if start is None:
        rule = "must start with $ (the state's data), $$ (the context object) or $name (a variable)"
        raise SyntaxFault("path", text, begin, rule)
    return _Reader(text).path(begin, start.end(), max(start.end(), len(text.rstrip())))


class _Reader:
    """The reader of paths in regions of one string."""

    def __init__(self, text: str) -> None:
        self.text = text

    def path(self, begin: int, at: int, end: int, depth: int = 0) -> JsonPath:
        """Read the path of a region, whose steps begin at a position; `depth` is that of the enclosing condition."""
        steps = tuple(self.steps(at, end, depth))
        if steps and isinstance(steps[-1], Many) and isinstance(steps[-1].keys[0], str):
            steps = (*steps[:-1], Members(steps[-1].keys))
        plain = [type(step) is str or type(step) is int for step in steps]
        definite = all(plain[:-1]) and (all(plain) or isinstance(steps[-1], Members))
        reference = all(plain) and all(type(step) is str or step >= 0 for step in steps)  # type: ignore[operator]
        return JsonPath(self.text[begin:end], self.text[begin:at], steps, definite, reference)

    def steps(self, at: int, end: int, depth: int) -> list[Step]:
        text = self.text
        steps: list[Step] = []
        while at < end:
            if text[at] == "[":
                step, at = self._bracket(at, end, depth)
                steps.append(step)
            elif text[at] == ".":
                at += 1
                if text.startswith(".", at, end):
                    steps.append(Descend())
                    at += 1
                if text.startswith("*", at, end):
                    steps.append(Wildcard())
                    at += 1
                elif not text.startswith("[", at, end):
                    name = _NAME.match(text, at, end)
                    if name is None:
                        raise self._fault(at, "a name, `*` or `[` must follow the dot")
                    at = name.end()
                    if text.startswith("(", at, end):
                        rule = "paths cannot have functions. Use an intrinsic function such as States.ArrayLength."
                        raise self._fault(at, rule)
                    steps.append(_unescaped(name[0]))
            else:
                raise self._fault(at, "a step must start with `.` or `[`")
        return steps

    def _bracket(self, at: int, end: int, depth: int) -> tuple[Step, int]:
        """Read one step in brackets, and return it with the position after it."""
        text = self.text
        inside = _blank(text, at + 1)
        if text.startswith("*", inside, end):
            return Wildcard(), self._closed(inside + 1, end)
        if text.startswith("?", inside, end):
            reader = FilterReader(text, _blank(text, inside + 1), end, self.path, depth)
            return Filtered(reader.condition()), self._closed(reader.at, end)
        piece = _SLICE.match(text, inside, end)
        if piece is not None:
            first, last = (None if part is None else int(part) for part in piece.groups())
            if first is None and last is None:
                raise self._fault(inside, "a slice must have an index, as in [1:] or [:-1]. Use [*] for all items.")
            if text.startswith(":", piece.end(), end):
                raise self._fault(piece.end(), "a slice cannot have a step. Write at most two indices, as in [1:3].")
            return Slice(first, last), self._closed(piece.end(), end)
        keys: list[str | int] = []
        kinds: set[str] = set()
        while True:
            # A union has names in the same kind of quotes, or indices.
            mark = text[inside : inside + 1]
            kinds.add(mark if mark in ("'", '"') else "")
            if len(kinds) > 1:
                raise self._fault(inside, "a union must have only names in the same kind of quotes, or only indices")
            key, inside = self._key(inside, end)
            keys.append(key)
            inside = _blank(text, inside)
            if not text.startswith(",", inside, end):
                break
            inside = _blank(text, inside + 1)
        return keys[0] if len(keys) == 1 else Many(tuple(keys)), self._closed(inside, end)  # type: ignore[arg-type]

    def _key(self, at: int, end: int) -> tuple[str | int, int]:
        quoted = _QUOTED.match(self.text, at, end)
        if quoted is not None:
            # Recorded on AWS: a backslash before any other character is part of the name.
            return _IN_QUOTES[quoted[1]].sub(r"\1", quoted[2]), quoted.end()
        if self.text.startswith(("'", '"'), at, end):
            raise self._fault(at, "the closing quote is missing")
        index = _INTEGER.match(self.text, at, end)
        if index is None:
            raise self._fault(at, "brackets must contain a quoted name, an index, a slice, `*` or `?(…)`")
        return int(index[0]), index.end()

    def _closed(self, at: int, end: int) -> int:
        at = _blank(self.text, at)
        if not self.text.startswith("]", at, end):
            raise self._fault(at, "the closing bracket is missing")
        return at + 1

    def _fault(self, at: int, rule: str) -> SyntaxFault:
        return SyntaxFault("path", self.text, at, rule)


def _unescaped(name: str) -> str:
    return _ESCAPE.sub(r"\1", name) if "\\" in name else name


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()
