"""The places at which Python constructs states, also those whose names are computed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from aslant.asl.state import State, watchers

__all__ = ["ConstructionPlaces", "SourceLine", "recorded"]

_PACKAGE: Final = "aslant."


class SourceLine(NamedTuple):
    """A line of a Python file."""

    file: Path
    line: int


class ConstructionPlaces:
    """The lines at which states were constructed, by the states' names."""

    def __init__(self) -> None:
        self._lines: dict[str, set[SourceLine]] = {}

    def add(self, state: State) -> None:
        """Record the line outside of this library that constructs a state."""
        frame = sys._getframe(1)
        while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith(_PACKAGE):
            frame = frame.f_back
        line = SourceLine(Path(frame.f_code.co_filename), frame.f_lineno)
        self._lines.setdefault(state.name, set()).add(line)

    def of(self, name: str) -> SourceLine | None:
        """Return the line that constructs the state of a name; None if there is none, or more than one."""
        lines = self._lines.get(name, set())
        return next(iter(lines)) if len(lines) == 1 else None


@contextmanager
def recorded() -> Iterator[ConstructionPlaces]:
    """Record the places of all states that are constructed meanwhile."""
    places = ConstructionPlaces()
    watchers.append(places.add)
    try:
        yield places
    finally:
        watchers.remove(places.add)
