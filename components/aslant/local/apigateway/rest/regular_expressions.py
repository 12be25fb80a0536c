"""Regular expressions of templates, models and integration responses, matched in a bounded time.

With `re`, a value from a client that makes an expression backtrack would hold the interpreter's lock, and with it every
other request, for hours. `regex` lets go of the lock and stops in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import regex

__all__ = ["PatternError", "check", "found_in", "matches", "replaced", "split"]

SECONDS = 5.0
"""How long an expression may take."""


class PatternError(Exception):
    """A regular expression is not valid, or takes too long for a value."""


def check(pattern: str) -> None:
    """Insist that a pattern is a regular expression; PatternError says what is wrong with it."""
    with _bounded(pattern):
        regex.compile(pattern)


def matches(pattern: str, value: str) -> bool:
    """Whether a pattern matches the whole value."""
    with _bounded(pattern):
        return regex.fullmatch(pattern, value, timeout=SECONDS, concurrent=True) is not None


def found_in(pattern: str, value: str) -> bool:
    """Whether a pattern matches anywhere in the value."""
    with _bounded(pattern):
        return regex.search(pattern, value, timeout=SECONDS, concurrent=True) is not None


def replaced(pattern: str, replacement: Callable[[Any], str], value: str, count: int = 0) -> str:
    """Return the value with its matches replaced: all of them, or the first `count`."""
    with _bounded(pattern):
        return str(regex.sub(pattern, replacement, value, count=count, timeout=SECONDS, concurrent=True))


def split(pattern: str, value: str) -> list[str]:
    """Return the parts of the value between the matches."""
    with _bounded(pattern):
        return list(regex.split(pattern, value, timeout=SECONDS, concurrent=True))


@contextmanager
def _bounded(pattern: str) -> Iterator[None]:
    try:
        yield
    except regex.error as error:
        raise PatternError(f"the regular expression {pattern!r} is not valid: {error}") from None
    except TimeoutError:
        raise PatternError(f"the regular expression {pattern!r} takes longer than {SECONDS:g} s") from None
