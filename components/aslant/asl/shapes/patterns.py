"""Patterns of StringMatches, in which `*` matches any characters."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["matches"]


@lru_cache(512)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|[^\\]|\\", pattern, re.DOTALL)
    return re.compile("".join(".*?" if part == "*" else re.escape(part[-1]) for part in parts), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern matches a string; a backslash escapes a star or a backslash."""
    return _expression(pattern).fullmatch(text) is not None
