"""Regular expressions of templates, models and integration responses, with a time limit.

With `re`, a client's value that makes an expression backtrack would hold the interpreter's lock, and block every other
request, for hours. `regex` releases the lock and has a time limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import regex

__all__ = ["PatternError", "check", "found_in", "matches", "replaced", "split"]

SECONDS = 5.0
"""The time limit of an expression."""


class PatternError(Exception):
    """A regular expression that is not valid, or that takes too long for a value."""


def check(pattern: str) -> None:
    """Raise a `PatternError` if a pattern is not a valid regular expression."""
    with _limited(pattern):
        regex.compile(pattern)


def matches(pattern: str, value: str) -> bool:
    """Return whether a pattern matches the whole value."""
    with _limited(pattern):
        return regex.fullmatch(pattern, value, timeout=SECONDS, concurrent=True) is not None


def found_in(pattern: str, value: str) -> bool:
    """Return whether a pattern matches anywhere in the value."""
    with _limited(pattern):
        return regex.search(pattern, value, timeout=SECONDS, concurrent=True) is not None


def replaced(pattern: str, replacement: Callable[[Any], str], value: str, count: int = 0) -> str:
    """Return the value with its matches replaced: all of them, or the first `count`."""
    with _limited(pattern):
        return str(regex.sub(pattern, replacement, value, count=count, timeout=SECONDS, concurrent=True))


def split(pattern: str, value: str) -> list[str]:
    """Return the parts of the value between the matches."""
    with _limited(pattern):
        return list(regex.split(pattern, value, timeout=SECONDS, concurrent=True))


@contextmanager
def _limited(pattern: str) -> Iterator[None]:
    try:
        yield
    except regex.error as error:
        raise PatternError(f"the regular expression {pattern!r} is not valid: {error}") from None
    except TimeoutError:
        raise PatternError(f"the regular expression {pattern!r} takes longer than {SECONDS:g} s") from None
