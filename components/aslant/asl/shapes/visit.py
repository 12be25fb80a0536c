"""Visit: one evaluation of a state, with the data that its fields read and the faults that they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeAlias

from aslant.asl.shapes.environment import Report

__all__ = ["Fault", "Steps", "Visit"]

Steps: TypeAlias = tuple[str | int, ...]
"""The names and indices from a state to one of its fields."""


class Fault(NamedTuple):
    """A fault in the data of a state."""

    severity: Literal["ERROR", "WARNING"]
    place: Steps
    """The names and indices from the root of the definition to the field."""
    state: str
    message: str
    repair: str


class Visit:
    """A state that is visited, with the faults found in it."""

    __slots__ = ("faults", "name", "near", "place")

    def __init__(self, name: str, place: Steps, faults: list[Fault], near: Callable[[str, Iterable[str]], str]) -> None:
        self.name = name
        self.place = place
        self.faults = faults
        self.near = near
        """A function that returns a repair such as `Did you mean 'size'?`; empty if no known name is close."""

    def error(self, message: str, steps: Steps, repair: str = "") -> None:
        """Report something that can never succeed."""
        self.faults.append(Fault("ERROR", (*self.place, *steps), self.name, message, repair))

    def warning(self, message: str, steps: Steps, repair: str = "") -> None:
        """Report something that may fail."""
        self.faults.append(Fault("WARNING", (*self.place, *steps), self.name, message, repair))

    def at(self, steps: Steps) -> Report:
        """Return the function that reports faults of one field."""

        def report(severity: Literal["ERROR", "WARNING"], message: str, repair: str) -> None:
            self.faults.append(Fault(severity, (*self.place, *steps), self.name, message, repair))

        return report
