"""The states of a definition, wherever they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["all_states", "inner_flows", "is_distributed"]


def all_states(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every state's name and definition, in the order of the text; what is no state is passed by."""
    stack = [iter(_states(definition))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        yield entry
        inner = [state for flow in inner_flows(entry[1]) for state in _states(flow)]
        stack.append(iter(inner))


def inner_flows(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The branches of a Parallel, the processor of a Map."""
    branches = state.get("Branches")
    flows = list(branches) if isinstance(branches, (list, tuple)) else []
    flows += [state.get("ItemProcessor"), state.get("Iterator")]
    return [flow for flow in flows if isinstance(flow, Mapping)]


def is_distributed(state: Mapping[str, Any]) -> bool:
    """Whether a Map is distributed."""
    configs = [flow.get("ProcessorConfig") for flow in inner_flows(state)]
    return any(isinstance(config, Mapping) and config.get("Mode") == "DISTRIBUTED" for config in configs)


def _states(flow: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    states = flow.get("States")
    if not isinstance(states, Mapping):
        return []
    return [(name, state) for name, state in states.items() if isinstance(name, str) and isinstance(state, Mapping)]
