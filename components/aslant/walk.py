"""Walks over a definition: its nested machines, all of its states, and its distributed Maps.

Every package that reads definitions uses these functions, so that all of them find the same states. They also accept
definitions that AWS would refuse: anything that is not a machine or a state is skipped. They do not recurse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

__all__ = [
    "PROCESSORS",
    "Place",
    "is_distributed",
    "machines_of",
    "nested_machines",
    "placed_states",
    "processor_of",
    "s3_actions",
    "states_of",
]

Place: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

PROCESSORS: Final = ("ItemProcessor", "Iterator")
"""The keys of a Map's processor: the current one, and the older one, which AWS still accepts."""

_ANY: Final = ("Branches", *PROCESSORS)
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "Parallel": ("Branches",),
    "Map": PROCESSORS,
    **dict.fromkeys(("Choice", "Fail", "Pass", "Succeed", "Task", "Wait"), ()),
}


def nested_machines(state: Any) -> dict[Place, Any]:
    """Return the machines nested in a state by their place in it: a Parallel's branches, a Map's processor.

    The Type decides which keys have them; a state without a valid Type may have them under any of these keys. A list
    of branches is skipped if one of them is not an object.
    """
    if not isinstance(state, Mapping):
        return {}
    kind = state.get("Type")
    found: dict[Place, Any] = {}
    for key in _KEYS.get(kind, _ANY) if isinstance(kind, str) else _ANY:
        held = state.get(key)
        if key in PROCESSORS:
            if isinstance(held, Mapping):
                found[(key,)] = held
        elif isinstance(held, list | tuple) and all(isinstance(branch, Mapping) for branch in held):
            found.update(((key, index), branch) for index, branch in enumerate(held))
    return found


def machines_of(definition: Any) -> Iterator[Any]:
    """Yield a machine and all machines nested in it, each before its own nested machines."""
    waiting = [definition]
    while waiting:
        machine = waiting.pop()
        if isinstance(machine, Mapping):
            yield machine
            inner = [nested for _, state in _states(machine, ()) for nested in nested_machines(state).values()]
            waiting.extend(reversed(inner))


def states_of(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every state with its name, in the order of the definition: a state comes before the states nested in it."""
    for place, state in placed_states(definition):
        yield str(place[-1]), state


def placed_states(definition: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Yield every state with its place in the definition, in the order of `states_of`."""
    waiting = [iter(_states(definition, ()))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
            continue
        yield entry
        place, state = entry
        nested = nested_machines(state).items()
        waiting.append(iter([inner for within, machine in nested for inner in _states(machine, (*place, *within))]))


def processor_of(state: Mapping[str, Any]) -> Any:
    """Return the machine that a Map runs for each item, or None. ItemProcessor takes precedence over Iterator."""
    return next((state[key] for key in PROCESSORS if key in state), None)


def is_distributed(state: Mapping[str, Any]) -> bool:
    """Return whether a state is a Map that runs its items in separate child executions.

    Only the processor's Mode decides this, also that of the older `Iterator`. An ItemReader or a ResultWriter does not
    make a Map distributed.
    """
    if state.get("Type") != "Map":
        return False
    processor = processor_of(state)
    config = processor.get("ProcessorConfig") if isinstance(processor, Mapping) else None
    mode = config.get("Mode") if isinstance(config, Mapping) else None
    return isinstance(mode, str) and mode == "DISTRIBUTED"


def s3_actions(state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the ItemReader and ResultWriter of a Map that have a Resource, by key, whatever the Map's mode."""
    parts = {key: state.get(key) for key in ("ItemReader", "ResultWriter")}
    return {key: part for key, part in parts.items() if isinstance(part, Mapping) and "Resource" in part}


def _states(machine: Mapping[str, Any], place: Place) -> list[tuple[Place, Mapping[str, Any]]]:
    states = machine.get("States")
    if not isinstance(states, Mapping):
        return []
    named = ((name, state) for name, state in states.items() if isinstance(name, str) and isinstance(state, Mapping))
    return [((*place, "States", name), state) for name, state in named]
