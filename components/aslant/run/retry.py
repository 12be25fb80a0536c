"""Retry and Catch: which failures are retried and when, and which state handles the rest.

ASL specification, section 'Errors'. The wildcards match what they match in recordings from AWS.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.run.failure import Failure
from aslant.run.fiber import Fiber
from aslant.run.language import DataFlow, Language

__all__ = ["Catcher", "Recovery", "Retrier"]

_LONGEST = 99_999_999.0


class Retrier:
    """An entry of Retry."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        """Read an entry, and raise DefinitionError for an invalid one."""
        self.errors = _errors(definition, "Retry")
        self.attempts = int(_number(definition, "MaxAttempts", 3, 0))
        self._interval = _number(definition, "IntervalSeconds", 1, 0)
        self._rate = _number(definition, "BackoffRate", 2.0, 1)
        self._most = _number(definition, "MaxDelaySeconds", _LONGEST, 0)
        self._jitter = definition.get("JitterStrategy", "NONE")
        if self._jitter not in ("NONE", "FULL"):
            raise DefinitionError(f"JitterStrategy must be NONE or FULL, not {self._jitter!r}")

    def matches(self, failure: Failure) -> bool:
        """Return whether this entry matches a failure."""
        return _match(self.errors, failure)

    def delay(self, attempt: int, source: Callable[[], random.Random]) -> float:
        """Return the seconds to wait before an attempt, counted from 0."""
        try:
            seconds = min(self._interval * self._rate**attempt, self._most)
        except OverflowError:
            seconds = self._most
        return seconds if self._jitter == "NONE" else source().uniform(0, seconds)


class Catcher:
    """An entry of Catch."""

    def __init__(self, definition: Mapping[str, Any], language: Language, place: str) -> None:
        """Read an entry, and raise DefinitionError for an invalid one."""
        self.errors = _errors(definition, "Catch")
        self.next = definition.get("Next")
        if not isinstance(self.next, str):
            raise DefinitionError("an entry of Catch must have Next, the name of a state")
        self.flow: DataFlow = language.data_flow(definition, place=place)

    def matches(self, failure: Failure) -> bool:
        """Return whether this entry matches a failure."""
        return _match(self.errors, failure)


class Recovery:
    """The Retry and the Catch of a state, which decide what follows a failure."""

    def __init__(self, definition: Mapping[str, Any], language: Language) -> None:
        """Read both fields of a state, and raise DefinitionError for an invalid one."""
        self.retriers = [Retrier(entry) for entry in _entries(definition, "Retry")]
        entries = enumerate(_entries(definition, "Catch"))
        self.catchers = [Catcher(entry, language, f"Catch[{number}]") for number, entry in entries]

    def delay(self, failure: Failure, attempts: list[int], fiber: Fiber) -> float | None:
        """Return the seconds to wait before the next attempt, or None when there is none.

        `attempts` counts the retries of each retrier, this one included.
        """
        for index, retrier in enumerate(self.retriers):
            if retrier.matches(failure):
                delay = None
                if attempts[index] < retrier.attempts:
                    delay = retrier.delay(attempts[index], lambda: fiber.session.random)
                    attempts[index] += 1
                fiber.decide("Retry", index, delay)
                return delay
        return None

    def catcher(self, failure: Failure, fiber: Fiber) -> Catcher | None:
        """Return the first catcher that matches a failure, or None when there is none."""
        for index, catcher in enumerate(self.catchers):
            if catcher.matches(failure):
                fiber.decide("Catch", index)
                return catcher
        return None


def _entries(definition: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    entries = definition.get(field) or []
    if not isinstance(entries, (list, tuple)) or not all(isinstance(entry, Mapping) for entry in entries):
        raise DefinitionError(f"{field} must be an array of objects")
    return list(entries)


def _errors(definition: Mapping[str, Any], field: str) -> frozenset[str]:
    errors = definition.get("ErrorEquals")
    if not isinstance(errors, (list, tuple)) or not all(isinstance(error, str) for error in errors):
        raise DefinitionError(f"an entry of {field} must have ErrorEquals, an array of error names")
    return frozenset(errors)


def _number(definition: Mapping[str, Any], field: str, default: float, least: float) -> float:
    value = definition.get(field, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= least:
        raise DefinitionError(f"{field} must be a number of at least {least}, not {value!r}")
    return value


def _match(errors: frozenset[str], failure: Failure) -> bool:
    if failure.error == "States.Runtime":  # always ends the execution
        return False
    if failure.error in errors or failure.also in errors:
        return True
    if failure.by_name_only:
        return False
    return "States.ALL" in errors or ("States.TaskFailed" in errors and failure.error != "States.Timeout")
