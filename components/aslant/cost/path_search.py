"""The shortest and the longest way through a definition on which nothing fails.

A way is as long as the number of states that it enters, and of two with as many that of its events. Transitions after
errors (`Catch`) are on none, and so are retries. The shortest way goes around loops as little as it can; on the longest
one, each state of a loop is counted once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from aslant.cost.usage import ChildExecutions, Level, Usage, beside, one_after_another, times
from aslant.errors import DefinitionError, did_you_mean
from aslant.run.resource import TaskResource
from aslant.walk import is_distributed, machines_of, nested_machines, processor_of

__all__ = ["Assumed", "through"]

_EVENTS: Final = {"Task": 5, "Parallel": 4, "Map": 4, "Fail": 1}
"""The events of a state that succeeds (API reference, HistoryEvent): all are entered, and all but a Fail exited."""

_ENDS: Final = ("Succeed", "Fail")


@dataclass(frozen=True, slots=True)
class Assumed:
    """What no definition tells."""

    milliseconds: float
    """How long each task takes."""
    items: int
    """How many items each Map has."""


Pair = tuple[Usage, Usage]
"""The shortest and the longest."""

Length = tuple[int, int]
"""The states that are entered and, to decide between two ways with as many, the events."""


def through(definition: Mapping[str, Any], assumed: Assumed) -> Pair:
    """The ways of whole executions.

    Raises:
        DefinitionError: it starts with or goes on to a state that does not exist.
    """
    found: dict[int, Pair] = {}
    for flow in reversed(list(machines_of(definition))):  # nested machines come before the state that holds them
        states = flow["States"]
        if flow["StartAt"] not in states:
            raise DefinitionError(f"StartAt is {flow['StartAt']!r}, which is no state{_near(flow['StartAt'], states)}")
        pairs = {name: _state(name, state, found, assumed) for name, state in states.items()}
        onward = {name: list(dict.fromkeys(_targets(name, state, states))) for name, state in states.items()}
        short = _shortest(flow["StartAt"], states, onward, {name: pair[0] for name, pair in pairs.items()})
        long = _longest(flow["StartAt"], onward, {name: pair[1] for name, pair in pairs.items()})
        found[id(flow)] = (
            one_after_another(pairs[name][0] for name in short),
            one_after_another(pairs[name][1] for name in long),
        )
    shortest, longest = found[id(definition)]
    return _execution(shortest, definition["States"]), _execution(longest, definition["States"])


def _state(name: str, state: Mapping[str, Any], found: Mapping[int, Pair], assumed: Assumed) -> Pair:
    """A state with all that stands inside it."""
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
        branches = [found[id(flow)] for flow in nested_machines(state).values()] or [(Usage(), Usage())]
        short, long = (_around(own, list(those), len(branches)) for those in zip(*branches, strict=True))
        return short, long
    elif kind == "Map":
        flow = processor_of(state)
        short, long = (_map(own, state, flow, way, assumed) for way in found[id(flow)])
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


def _map(own: Usage, state: Mapping[str, Any], flow: Mapping[str, Any], way: Usage, assumed: Assumed) -> Usage:
    if is_distributed(state):
        type = flow["ProcessorConfig"].get("ExecutionType", "STANDARD")
        child = ChildExecutions(
            type, replace(_execution(way, flow["States"]), names=()), _batches(state, assumed.items)
        )
        events: dict[Level, int] = {"ALL": own.events["ALL"] + 2}  # the Map Run starts and succeeds
        return replace(own, events=events, milliseconds=way.milliseconds, children=(child,))
    at_once = state.get("MaxConcurrency", 0)
    at_once = at_once if isinstance(at_once, int) and at_once > 0 else max(assumed.items, 1)
    item = replace(way, events={**way.events, "ALL": way.events["ALL"] + 2})
    whole = _around(own, [times(item, assumed.items)], assumed.items)
    return replace(whole, milliseconds=way.milliseconds * ceil(assumed.items / at_once))


def _batches(state: Mapping[str, Any], items: int) -> int:
    """How many child executions share the items; a batch whose size is known only at run time holds one item."""
    batcher = state.get("ItemBatcher")
    size = batcher.get("MaxItemsPerBatch") if isinstance(batcher, Mapping) else None
    return ceil(items / size) if isinstance(size, int) and size > 0 else items


def _around(own: Usage, inner: list[Usage], copies: int) -> Usage:
    """A state with what stands in its branches or items, of which there are so many."""
    whole = beside([own, *inner])
    return replace(whole, names=own.names, copies=whole.copies + copies)


def _execution(way: Usage, states: Mapping[str, Any]) -> Usage:
    """A way with the events of the execution's own start and end."""
    events: dict[Level, int] = {**way.events, "ALL": way.events["ALL"] + 2}
    if states[way.names[-1]]["Type"] == "Fail":
        events |= {"ERROR": events.get("ERROR", 0) + 1, "FATAL": 1}
    return replace(way, events=events)


def _targets(name: str, state: Mapping[str, Any], states: Mapping[str, Any]) -> Iterator[str]:
    """The states that one goes on to where nothing fails."""
    rules = state.get("Choices", ())
    for target in [*(rule.get("Next") for rule in rules), state.get("Default"), state.get("Next")]:
        if target is None:
            continue
        if not isinstance(target, str) or target not in states:
            raise DefinitionError(f"{name!r} goes on to {target!r}, which is no state{_near(target, states)}")
        yield target


def _near(name: Any, states: Mapping[str, Any]) -> str:
    return did_you_mean(str(name), states) or f"; its flow has {', '.join(map(repr, states))}"


def _shortest(
    start: str, states: Mapping[str, Any], onward: Mapping[str, list[str]], own: Mapping[str, Usage]
) -> list[str]:
    """The states of the shortest way to an end; of a flow without one, the start alone."""
    places = {name: place for place, name in enumerate(states)}
    lengths = {start: _length(own[start])}
    before: dict[str, str] = {}
    waiting = [(lengths[start], places[start], start)]
    while waiting:
        length, _, name = heapq.heappop(waiting)
        if length > lengths[name]:
            continue
        if states[name].get("End") is True or states[name]["Type"] in _ENDS:
            way = [name]
            while way[-1] != start:
                way.append(before[way[-1]])
            return way[::-1]
        for target in onward[name]:
            reached = _sum(length, _length(own[target]))
            if target not in lengths or reached < lengths[target]:
                lengths[target], before[target] = reached, name
                heapq.heappush(waiting, (reached, places[target], target))
    return [start]


def _longest(start: str, onward: Mapping[str, list[str]], own: Mapping[str, Usage]) -> list[str]:
    """The states of the longest way, those of a loop one after another."""
    loops = _loops(start, onward)
    place = {name: number for number, loop in enumerate(loops) for name in loop}
    lengths: list[Length] = []
    following: list[int | None] = []
    for number, loop in enumerate(loops):  # each after all that it leads to
        after = {place[target] for name in loop for target in onward[name] if place[target] != number}
        best = max(after, key=lambda one: lengths[one], default=None)
        following.append(best)
        lengths.append(_sum(*(_length(own[name]) for name in loop), (0, 0) if best is None else lengths[best]))
    way: list[str] = []
    at: int | None = place[start]
    while at is not None:
        way += loops[at]
        at = following[at]
    return way


def _length(way: Usage) -> Length:
    return way.states, way.events["ALL"]


def _sum(*lengths: Length) -> Length:
    return sum(states for states, _ in lengths), sum(events for _, events in lengths)


def _loops(start: str, onward: Mapping[str, list[str]]) -> list[list[str]]:
    """What is reached, in groups that lead back to themselves; each group comes after all that it leads to.

    R. Tarjan, "Depth-first search and linear graph algorithms" (1972).
    """
    numbers: dict[str, int] = {start: 0}
    lowest: dict[str, int] = {start: 0}
    open_: list[str] = [start]
    closed: set[str] = set()
    loops: list[list[str]] = []
    stack = [(start, iter(onward[start]))]
    while stack:
        name, targets = stack[-1]
        target = next(targets, None)
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
            stack.append((target, iter(onward[target])))
        elif target not in closed:
            lowest[name] = min(lowest[name], numbers[target])
    return loops
