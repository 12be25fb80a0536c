"""Retry and Catch: which error a rule matches, and how long a retrier waits (ASL specification, "Errors")."""

from __future__ import annotations

import random
from collections.abc import Sequence

from aslant.run.values import Json

__all__ = ["Retrier", "matches"]

_NEVER_BY_ALL = frozenset({"States.Runtime", "States.DataLimitExceeded"})


def matches(names: Sequence[Json], error: str | None) -> bool:
    """Whether a retrier or catcher that lists these names is for an error.

    States.Runtime always ends the execution; States.ALL leaves States.DataLimitExceeded out, and
    States.TaskFailed leaves States.Timeout out as well (developer guide, "Handling errors").
    """
    if error == "States.Runtime":
        return False
    if error in names:
        return True
    if error in _NEVER_BY_ALL:
        return False
    return "States.ALL" in names or ("States.TaskFailed" in names and error != "States.Timeout")


class Retrier:
    """One retrier of a state."""

    __slots__ = ("attempts", "backoff", "interval", "jitter", "longest", "names")

    def __init__(self, definition: dict[str, Json]) -> None:
        """Read it; what is left out has the language's defaults."""
        self.names: Sequence[Json] = definition.get("ErrorEquals", ())
        self.interval = float(definition.get("IntervalSeconds", 1))
        self.attempts = int(definition.get("MaxAttempts", 3))
        self.backoff = float(definition.get("BackoffRate", 2.0))
        longest = definition.get("MaxDelaySeconds")
        self.longest = float("inf") if longest is None else float(longest)
        self.jitter = definition.get("JitterStrategy") == "FULL"

    def delay(self, attempt: int, source: random.Random) -> float:
        """Seconds before an attempt, the first of which is 0."""
        try:
            delay = self.interval * self.backoff**attempt
        except OverflowError:
            delay = self.longest
        delay = min(delay, self.longest)
        return source.uniform(0.0, delay) if self.jitter else delay
