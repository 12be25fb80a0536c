"""The width of text, and where it is broken into lines.

A picture must be the same on every machine, so no font is measured: each character has the width of its class in a
rather wide sans-serif face.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["LINE", "text_width", "wrapped"]

SIZE: Final = 13
"""Pixels of an em."""

LINE: Final = 17
"""Pixels from one line of text to the next."""

_NARROW: Final = frozenset("fijlrtI.,:;|!'`()[]{}/\\ -")
_WIDE: Final = frozenset("mwMW@%")
_PART: Final = re.compile(r".+?(?:[._:/\-]+|(?<=[a-z])(?=[A-Z])|$)")
"""A part of a long word: up to punctuation, or to a capital after a lower-case letter."""


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if char in _NARROW:
        return 0.38
    if char in _WIDE:
        return 0.92
    if unicodedata.category(char)[0] == "M":
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.7 if char.isupper() else 0.59


def text_width(text: str) -> float:
    """Return the width of a line of text in pixels."""
    return SIZE * sum(map(_em, text))


def wrapped(text: str, limit: float) -> list[str]:
    """Return text in lines of at most `limit` pixels. Only a word that is longer than a line is broken."""
    lines = [""]
    for word in text.split(" "):
        for index, part in enumerate([word] if text_width(word) <= limit else _parts(word, limit)):
            longer = lines[-1] + (" " if index == 0 and lines[-1] else "") + part
            if text_width(longer) <= limit or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(part)
    return [line for line in lines if line]


def _parts(word: str, limit: float) -> list[str]:
    """Return a word in parts that fit, cut anywhere if there is no better place."""
    parts: list[str] = []
    for part in _PART.findall(word):
        parts.append("")
        for char in part:
            if parts[-1] and text_width(parts[-1] + char) > limit:
                parts.append("")
            parts[-1] += char
    return parts
