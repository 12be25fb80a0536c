"""Reads the text of a JSONPath into steps.

The dialect is that of Step Functions (ASL specification, section 'Paths'): names, indices, wildcards, slices,
unions, filters and recursive descent, each also in the spelling that AWS accepts beside the usual one (`$.[0]`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from aslant.errors import DefinitionError
from aslant.run.path_filter import Filter, FilterReader

__all__ = ["Descend", "Filtered", "Many", "One", "Slice", "Step", "Wildcard", "parse_steps"]


@dataclass(frozen=True, slots=True)
class One:
    """One member: a name of an object or an index of an array, which may count from the end."""

    key: str | int


@dataclass(frozen=True, slots=True)
class Many:
    """A union of names or of indices."""

    keys: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every member."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The elements of an array between two indices."""

    bounds: slice


@dataclass(frozen=True, slots=True)
class Filtered:
    """The members for which a condition holds."""

    condition: Filter


@dataclass(frozen=True, slots=True)
class Descend:
    """The value and everything in it; the next step picks from all of these."""


Step: TypeAlias = One | Many | Wildcard | Slice | Filtered | Descend

_NAME = re.compile(r"[^\s.\[\](),*?'\"]+")
_INTEGER = re.compile(r"-?\d+")
_SLICE = re.compile(r"\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?")


def parse_steps(text: str, start: int = 1) -> tuple[Step, ...]:
    """The steps of a path from a position on, which is behind its `$`; DefinitionError says where it is wrong."""
    steps: list[Step] = []
    at = start
    end = len(text)
    while at < end:
        if text[at] == "[":
            step, at = _bracket(text, at)
            steps.append(step)
        elif text[at] == ".":
            at += 1
            if text.startswith(".", at):
                steps.append(Descend())
                at += 1
            if text.startswith("*", at):
                steps.append(Wildcard())
                at += 1
            elif not text.startswith("[", at):
                match = _NAME.match(text, at)
                if match is None:
                    raise fault(text, at, "a name, `*` or `[` must follow the dot")
                if text.startswith("(", match.end()):
                    raise fault(
                        text, at, "functions are not part of the language; use an intrinsic such as States.ArrayLength"
                    )
                steps.append(One(match[0]))
                at = match.end()
        else:
            raise fault(text, at, "a step starts with `.` or `[`")
    return tuple(steps)


def fault(text: str, at: int, rule: str) -> DefinitionError:
    """What is wrong with a path, and where."""
    return DefinitionError(f"the path {text!r} is wrong at character {at + 1}: {rule}")


def _bracket(text: str, at: int) -> tuple[Step, int]:
    """One bracketed step and the position behind it."""
    inside = _blank(text, at + 1)
    if text.startswith("*", inside):
        return Wildcard(), _closed(text, inside + 1)
    if text.startswith("?", inside):
        reader = FilterReader(text, _blank(text, inside + 1))
        return Filtered(reader.filter()), _closed(text, reader.at)
    piece = _SLICE.match(text, inside)
    if piece is not None:
        first, last, step = (None if part is None else int(part) for part in piece.groups())
        if step == 0:
            raise fault(text, inside, "the step of a slice cannot be 0")
        return Slice(slice(first, last, step)), _closed(text, piece.end())
    keys: list[str | int] = []
    while True:
        key, inside = _key(text, inside)
        keys.append(key)
        inside = _blank(text, inside)
        if not text.startswith(",", inside):
            break
        inside = _blank(text, inside + 1)
    step_found = One(keys[0]) if len(keys) == 1 else Many(tuple(keys))
    return step_found, _closed(text, inside)


def _key(text: str, at: int) -> tuple[str | int, int]:
    if text.startswith(("'", '"'), at):
        quote = text[at]
        letters: list[str] = []
        position = at + 1
        while position < len(text) and text[position] != quote:
            position += text[position] == "\\" and position + 1 < len(text)
            letters.append(text[position])
            position += 1
        if position >= len(text):
            raise fault(text, at, "the quote is never closed")
        return "".join(letters), position + 1
    match = _INTEGER.match(text, at)
    if match is None:
        raise fault(text, at, "brackets hold a quoted name, an index, a slice, `*` or `?(…)`")
    return int(match[0]), match.end()


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _closed(text: str, at: int) -> int:
    at = _blank(text, at)
    if not text.startswith("]", at):
        raise fault(text, at, "the bracket is not closed")
    return at + 1
