"""A walk over a definition, however deep it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["states_of"]


def states_of(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every state with its name: those of branches and processors follow those that hold them. What is no state where
    one should be is left out: to say so is the linter's part."""
    machines = [definition]
    while machines:
        inner: list[Mapping[str, Any]] = []
        states = machines.pop().get("States")
        for name, state in states.items() if isinstance(states, Mapping) else ():
            if not isinstance(state, Mapping):
                continue
            yield name, state
            branches = state.get("Branches")
            inner += branches if isinstance(branches, list) else ()
            inner += [state[key] for key in ("ItemProcessor", "Iterator") if key in state]
        machines += reversed([one for one in inner if isinstance(one, Mapping)])
