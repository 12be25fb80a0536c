"""A walk over a definition, however deep it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["states_of"]


def states_of(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every state with its name: those of branches and processors follow those that hold them."""
    machines = [definition]
    while machines:
        inner: list[Mapping[str, Any]] = []
        for name, state in machines.pop().get("States", {}).items():
            yield name, state
            inner += state.get("Branches", ())
            inner += [state[key] for key in ("ItemProcessor", "Iterator") if key in state]
        machines += reversed(inner)
