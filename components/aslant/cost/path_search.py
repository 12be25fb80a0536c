"""The shortest and the longest path through a definition on which nothing fails.

The length of a path is the number of states that it enters; between paths of equal length, the number of events
decides. Paths contain no retries and no transitions after errors (`Catch`). The shortest path avoids loops as far as
possible; the longest one counts each state of a loop once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from aslant.cost.usage import ChildExecutions, Level, Usage, in_parallel, in_sequence, repeated
from aslant.errors import DefinitionError, did_you_mean
from aslant.run.resource import TaskResource
from aslant.walk import is_distributed, machines_of, nested_machines, processor_of

__all__ = ["Assumptions", "shortest_and_longest"]

_EVENTS: Final = {"Task": 5, "Parallel": 4, "Map": 4, "Fail": 1}
"""The events of a state (API reference, HistoryEvent): each is entered, and each but a Fail is exited."""

_TERMINAL: Final = ("Succeed", "Fail")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The quantities that a definition does not contain."""

    milliseconds: float
    """The duration of each task."""
    items: int
    """The number of items of each Map."""


Pair = tuple[Usage, Usage]
"""The usage on the shortest and on the longest path."""

Length = tuple[int, int]
"""The number of states entered and the number of events, which decides between paths with equally many states."""


def shortest_and_longest(definition: Mapping[str, Any], assumed: Assumptions) -> Pair:
    """Return the usage of an execution on the shortest and on the longest path.

    Raises:
        DefinitionError: StartAt or a transition names a state that does not exist.
    """
    found: dict[int, Pair] = {}
    for machine in reversed(list(machines_of(definition))):  # nested machines come before the states that contain them
        states = machine["States"]
        start = machine["StartAt"]
        if start not in states:
            raise DefinitionError(f"StartAt names {start!r}, which is not a state{_near(start, states)}")
        pairs = {name: _state(name, state, found, assumed) for name, state in states.items()}
        targets = {name: list(dict.fromkeys(_targets(name, state, states))) for name, state in states.items()}
        short = _shortest(start, states, targets, {name: pair[0] for name, pair in pairs.items()})
        long = _longest(start, targets, {name: pair[1] for name, pair in pairs.items()})
        found[id(machine)] = (
            in_sequence(pairs[name][0] for name in short),
            in_sequence(pairs[name][1] for name in long),
        )
    shortest, longest = found[id(definition)]
    return _execution(shortest, definition["States"]), _execution(longest, definition["States"])


def _state(name: str, state: Mapping[str, Any], found: Mapping[int, Pair], assumed: Assumptions) -> Pair:
    """Return the usage of a state, including the machines nested in it."""
    kind = state["Type"]
    events: dict[Level, int] = {"ALL": _EVENTS.get(kind, 2)}
    own = Usage((name,), states=1, events=events)
    if kind == "Fail":
        own = replace(own, events={**events, "ERROR": 1})
    elif kind == "Wait" and isinstance(state.get("Seconds"), int | float):
        own = replace(own, milliseconds=state["Seconds"] * 1_000)
    elif kind == "Task":
        own = _task(own, state.get("Resource"), assumed.milliseconds)
    elif kind == "Parallel":
        branches = [found[id(machine)] for machine in nested_machines(state).values()] or [(Usage(), Usage())]
        short, long = (_with_nested(own, list(usages), len(branches)) for usages in zip(*branches, strict=True))
        return short, long
    elif kind == "Map":
        processor = processor_of(state)
        short, long = (_map(own, state, processor, item, assumed) for item in found[id(processor)])
        return short, long
    return own, own


def _task(own: Usage, resource: Any, milliseconds: float) -> Usage:
    own = replace(own, milliseconds=milliseconds)
    called = TaskResource.of(resource) if isinstance(resource, str) else None
    if called is None or called.kind == "lambda" or called.invokes_lambda:
        own = replace(own, calls=1, call_milliseconds=milliseconds)
    else:
        name = "activity" if called.kind == "activity" else f"{called.service}:{called.action.partition('.')[0]}"
        own = replace(own, others={name: 1})
    return replace(own, events={"ALL": 6}) if called is not None and called.submits else own


def _map(
    own: Usage, state: Mapping[str, Any], processor: Mapping[str, Any], item: Usage, assumed: Assumptions
) -> Usage:
    if is_distributed(state):
        type = processor["ProcessorConfig"].get("ExecutionType", "STANDARD")
        child = ChildExecutions(
            type, replace(_execution(item, processor["States"]), names=()), _batches(state, assumed.items)
        )
        events: dict[Level, int] = {"ALL": own.events["ALL"] + 2}  # the Map Run starts and succeeds
        return replace(own, events=events, milliseconds=item.milliseconds, children=(child,))
    concurrency = state.get("MaxConcurrency", 0)
    concurrency = concurrency if isinstance(concurrency, int) and concurrency > 0 else max(assumed.items, 1)
    iteration = replace(item, events={**item.events, "ALL": item.events["ALL"] + 2})
    whole = _with_nested(own, [repeated(iteration, assumed.items)], assumed.items)
    return replace(whole, milliseconds=item.milliseconds * ceil(assumed.items / concurrency))


def _batches(state: Mapping[str, Any], items: int) -> int:
    """Return the number of child executions for the items; a batch of unknown size has one item."""
    batcher = state.get("ItemBatcher")
    size = batcher.get("MaxItemsPerBatch") if isinstance(batcher, Mapping) else None
    return ceil(items / size) if isinstance(size, int) and size > 0 else items


def _with_nested(own: Usage, nested: list[Usage], copies: int) -> Usage:
    """Add the usage of a state's branches or items to its own."""
    whole = in_parallel([own, *nested])
    return replace(whole, names=own.names, copies=whole.copies + copies)


def _execution(usage: Usage, states: Mapping[str, Any]) -> Usage:
    """Add the events of the execution's start and end."""
    events: dict[Level, int] = {**usage.events, "ALL": usage.events["ALL"] + 2}
    if states[usage.names[-1]]["Type"] == "Fail":
        events |= {"ERROR": events.get("ERROR", 0) + 1, "FATAL": 1}
    return replace(usage, events=events)


def _targets(name: str, state: Mapping[str, Any], states: Mapping[str, Any]) -> Iterator[str]:
    """Yield the states that may follow a state unless it fails."""
    rules = state.get("Choices", ())
    for target in [*(rule.get("Next") for rule in rules), state.get("Default"), state.get("Next")]:
        if target is None:
            continue
        if not isinstance(target, str) or target not in states:
            raise DefinitionError(f"state {name!r}: its next state {target!r} does not exist{_near(target, states)}")
        yield target


def _near(name: Any, states: Mapping[str, Any]) -> str:
    return did_you_mean(str(name), states) or f". The states are {', '.join(map(repr, states))}."


def _shortest(
    start: str, states: Mapping[str, Any], targets: Mapping[str, list[str]], own: Mapping[str, Usage]
) -> list[str]:
    """Return the states of the shortest path to an end; only the start if there is no end."""
    places = {name: place for place, name in enumerate(states)}
    lengths = {start: _length(own[start])}
    previous: dict[str, str] = {}
    waiting = [(lengths[start], places[start], start)]
    while waiting:
        length, _, name = heapq.heappop(waiting)
        if length > lengths[name]:
            continue
        if states[name].get("End") is True or states[name]["Type"] in _TERMINAL:
            path = [name]
            while path[-1] != start:
                path.append(previous[path[-1]])
            return path[::-1]
        for target in targets[name]:
            reached = _sum(length, _length(own[target]))
            if target not in lengths or reached < lengths[target]:
                lengths[target], previous[target] = reached, name
                heapq.heappush(waiting, (reached, places[target], target))
    return [start]


def _longest(start: str, targets: Mapping[str, list[str]], own: Mapping[str, Usage]) -> list[str]:
    """Return the states of the longest path, with the states of a loop one after another."""
    loops = _loops(start, targets)
    place = {name: number for number, loop in enumerate(loops) for name in loop}
    lengths: list[Length] = []
    following: list[int | None] = []
    for number, loop in enumerate(loops):  # the successors of a loop come first
        successors = {place[target] for name in loop for target in targets[name] if place[target] != number}
        best = max(successors, key=lambda successor: lengths[successor], default=None)
        following.append(best)
        lengths.append(_sum(*(_length(own[name]) for name in loop), (0, 0) if best is None else lengths[best]))
    path: list[str] = []
    at: int | None = place[start]
    while at is not None:
        path += loops[at]
        at = following[at]
    return path


def _length(usage: Usage) -> Length:
    return usage.states, usage.events["ALL"]


def _sum(*lengths: Length) -> Length:
    return sum(states for states, _ in lengths), sum(events for _, events in lengths)


def _loops(start: str, targets: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the reachable states as strongly connected components, each after all components that it leads to.

    R. Tarjan, "Depth-first search and linear graph algorithms" (1972).
    """
    numbers: dict[str, int] = {start: 0}
    lowest: dict[str, int] = {start: 0}
    open_: list[str] = [start]
    closed: set[str] = set()
    loops: list[list[str]] = []
    stack = [(start, iter(targets[start]))]
    while stack:
        name, remaining = stack[-1]
        target = next(remaining, None)
        if target is None:
            stack.pop()
            if stack:
                above = stack[-1][0]
                lowest[above] = min(lowest[above], lowest[name])
            if lowest[name] == numbers[name]:
                at = open_.index(name)
                loops.append(open_[at:])
                closed.update(open_[at:])
                del open_[at:]
        elif target not in numbers:
            numbers[target] = lowest[target] = len(numbers)
            open_.append(target)
            stack.append((target, iter(targets[target])))
        elif target not in closed:
            lowest[name] = min(lowest[name], numbers[target])
    return loops
