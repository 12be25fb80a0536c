"""How many of the executions that have ended are kept: what the stack's configuration and the command line may say."""

from __future__ import annotations

from aslant.errors import LocalError
from aslant.local.project import Project

__all__ = ["KEPT", "KEPT_KEY", "parse_kept", "read_kept"]

KEPT_KEY = "aslant:keepExecutions"
"""The key of a stack's configuration that gives the number."""

KEPT = 1_000
"""The number unless the configuration or the command line gives another one."""

MOST = 1_000_000
"""The highest number that may be given."""


def parse_kept(text: str) -> int:
    """Return the number that a string gives; ValueError states the rule that it breaks."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST:
        raise ValueError(f"must be a whole number from 1 to {MOST:,}, not {text!r}")
    return int(text)


def read_kept(project: Project) -> int:
    """Return the number that a stack's configuration gives; LocalError states the rule that it breaks."""
    try:
        return parse_kept(project.config.get(KEPT_KEY, str(KEPT)))
    except ValueError as problem:
        raise LocalError(f"the config value {KEPT_KEY} {problem}. Leave it out to keep {KEPT:,} executions.") from None
