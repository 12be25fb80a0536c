"""A way through a workflow: what one execution does that AWS counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

__all__ = ["ChildExecutions", "Level", "MachineType", "Usage", "beside", "one_after_another", "times"]

MachineType = Literal["EXPRESS", "STANDARD"]
Level = Literal["ALL", "ERROR", "FATAL"]
"""Which events of an execution are logged (developer guide, "Log levels for Step Functions execution events")."""

_START_AND_END: Final = 2


@dataclass(frozen=True, slots=True)
class Usage:
    """What one execution does, or a part of it."""

    names: tuple[str, ...] = ()
    """The states that are entered, in order; of a definition's ways those of the outermost flow."""
    states: int = 0
    """How many states are entered, those in branches and for each item among them."""
    retries: int = 0
    """How many attempts of tasks, Parallels and Maps follow a failed one."""
    calls: int = 0
    """How many times functions are called, retries among them."""
    call_milliseconds: float = 0
    """How long they run in sum."""
    others: Mapping[str, int] = field(default_factory=dict)
    """How many times other services are called, by service and action."""
    milliseconds: float = 0
    """How long it takes from start to end."""
    copies: int = 0
    """How many branches and items Parallels and Maps have, each of which has data of its own."""
    events: Mapping[Level, int] = field(default_factory=dict)
    """How many events are logged, by the level."""
    children: tuple[ChildExecutions, ...] = ()
    """Executions that it starts: nested ones, and those of distributed Maps."""

    @property
    def transitions(self) -> int:
        """The state transitions that AWS counts where it is a STANDARD execution.

        A transition is counted "each time a step of your workflow is executed", retries as additional ones; in the
        drawn workflow these are the nodes "including Start and End nodes" (AWS Step Functions pricing; the latter as
        others quote it). No bill was at hand to confirm that Start and End count.
        """
        return self.states + self.retries + _START_AND_END

    @property
    def all_others(self) -> Mapping[str, int]:
        """How many times other services are called, those that child executions call included."""
        found = Counter(self.others)
        for child in self.children:
            found.update({name: calls * child.count for name, calls in child.way.all_others.items()})
        return found

    @property
    def executions(self) -> Mapping[MachineType, tuple[Usage, ...]]:
        """The ways of the child executions by their type, those of their own children included."""
        found: dict[MachineType, tuple[Usage, ...]] = {}
        for child in self.children:
            found[child.type] = (*found.get(child.type, ()), child.way)
            for type, ways in child.way.executions.items():
                found[type] = (*found.get(type, ()), *ways)
        return found


@dataclass(frozen=True, slots=True)
class ChildExecutions:
    """Executions that another one starts, all alike."""

    type: MachineType
    way: Usage
    count: int = 1


def one_after_another(parts: Iterable[Usage]) -> Usage:
    """All of them, the next when one has ended."""
    parts = list(parts)
    names = tuple(name for part in parts for name in part.names)
    return replace(_sum(parts), names=names, milliseconds=sum(part.milliseconds for part in parts))


def beside(parts: Iterable[Usage]) -> Usage:
    """All of them at once, which lasts as long as the longest."""
    parts = list(parts)
    return replace(_sum(parts), milliseconds=max((part.milliseconds for part in parts), default=0))


def times(way: Usage, count: int) -> Usage:
    """The same so many times at once."""
    return replace(
        way,
        states=way.states * count,
        retries=way.retries * count,
        calls=way.calls * count,
        call_milliseconds=way.call_milliseconds * count,
        others={name: calls * count for name, calls in way.others.items()},
        milliseconds=way.milliseconds if count else 0,
        copies=way.copies * count,
        events={level: events * count for level, events in way.events.items()},
        children=tuple(replace(child, count=child.count * count) for child in way.children),
    )


def _sum(parts: Sequence[Usage]) -> Usage:
    """Everything that does not depend on the order."""
    others: Counter[str] = Counter()
    events: Counter[Level] = Counter()
    for part in parts:
        others.update(part.others)
        events.update(part.events)
    return Usage(
        states=sum(part.states for part in parts),
        retries=sum(part.retries for part in parts),
        calls=sum(part.calls for part in parts),
        call_milliseconds=sum(part.call_milliseconds for part in parts),
        others=dict(others),
        copies=sum(part.copies for part in parts),
        events=dict(events),
        children=tuple(child for part in parts for child in part.children),
    )
