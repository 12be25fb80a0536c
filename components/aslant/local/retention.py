"""The number of ended executions to keep, from the stack's configuration or the command line."""

from __future__ import annotations

from aslant.errors import LocalError
from aslant.local.project import Project

__all__ = ["KEPT_KEY", "MAX_ENDED_RUNS", "parse_kept", "read_kept"]

KEPT_KEY = "aslant:keepExecutions"
"""The configuration key of the number."""

MAX_ENDED_RUNS = 1_000
"""The default number."""

MOST = 1_000_000
"""The highest valid number."""


def parse_kept(text: str) -> int:
    """Return the number in a string. Raise ValueError if it is not valid."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST:
        raise ValueError(f"must be a whole number from 1 to {MOST:,}, not {text!r}")
    return int(text)


def read_kept(project: Project) -> int:
    """Return the number in a stack's configuration. Raise LocalError if it is not valid."""
    try:
        return parse_kept(project.config.get(KEPT_KEY, str(MAX_ENDED_RUNS)))
    except ValueError as problem:
        raise LocalError(
            f"the config value {KEPT_KEY} {problem}. Leave it out to keep {MAX_ENDED_RUNS:,} executions."
        ) from None
