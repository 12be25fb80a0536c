"""The speed of waits, from the stack's configuration or the command line; see `aslant.run.wait_scale`."""

from __future__ import annotations

from aslant.errors import LocalError
from aslant.local.project import Project

__all__ = ["WAIT_SCALE_KEY", "parse_wait_scale", "read_wait_scale"]

WAIT_SCALE_KEY = "aslant:waitScale"
"""The configuration key of the factor."""

MOST = 1e6
"""The highest valid factor."""


def parse_wait_scale(text: str) -> float:
    """Return the factor in a string. Raise ValueError if it is not valid."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= MOST:
        raise ValueError(f"must be a number of 0 or more, such as 0.5, not {text!r}")
    return number


def read_wait_scale(project: Project) -> float:
    """Return the factor in a stack's configuration. Raise LocalError if it is not valid."""
    try:
        return parse_wait_scale(project.config.get(WAIT_SCALE_KEY, "1"))
    except ValueError as problem:
        raise LocalError(
            f"the config value {WAIT_SCALE_KEY} {problem}. Leave it out for waits as long as on AWS."
        ) from None
