"""Regular expressions of JSONPath filters (`=~`), matched in bounded time where the package `regex` is installed.

A string from a client can make an expression backtrack for hours. `re` would hold the interpreter's lock all that time;
`regex` releases it and stops. Without the package, which the extra `local` has, `re` is used, without a limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from aslant.run.failure import EvaluationFailure

__all__ = ["compile_pattern"]

SECONDS: Final = 5.0
"""How long one match may take."""


def compile_pattern(pattern: str, *, ignore_case: bool) -> Callable[[str], bool]:
    """Return the test whether a whole string matches.

    Raises:
        re.error: the pattern is not a valid regular expression.
    """
    plain = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    try:
        engine: Any = import_module("regex")
    except ImportError:
        return lambda value: plain.fullmatch(value) is not None
    try:
        bounded = engine.compile(pattern, engine.IGNORECASE if ignore_case else 0)
    except engine.error:  # one that only `re` accepts
        return lambda value: plain.fullmatch(value) is not None

    def matches(value: str) -> bool:
        try:
            return bounded.fullmatch(value, timeout=SECONDS, concurrent=True) is not None
        except TimeoutError:
            raise EvaluationFailure(f"The regular expression /{pattern}/ took longer than {SECONDS:g} s.") from None

    return matches
