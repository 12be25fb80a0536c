"""Usage: everything that AWS counts in an execution, or in a part of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

__all__ = ["ChildExecutions", "Level", "MachineType", "Usage", "in_parallel", "in_sequence", "repeated"]

MachineType = Literal["EXPRESS", "STANDARD"]
Level = Literal["ALL", "ERROR", "FATAL"]
"""The events of an execution that are logged (developer guide, "Log levels for Step Functions execution events")."""

_START_AND_END: Final = 2


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage of an execution, or of a part of it."""

    names: tuple[str, ...] = ()
    """The states that are entered, in order; on a path through a definition, only those of the top level."""
    states: int = 0
    """The number of states entered, including those in branches and in each item."""
    retries: int = 0
    """The number of retries of tasks, Parallels and Maps."""
    calls: int = 0
    """The number of function calls, including retries."""
    call_milliseconds: float = 0
    """The total duration of function calls."""
    others: Mapping[str, int] = field(default_factory=dict)
    """The number of calls of other services, by service and action."""
    milliseconds: float = 0
    """The duration from start to end."""
    copies: int = 0
    """The number of branches of Parallels and items of Maps, each of which has its own copy of the data."""
    events: Mapping[Level, int] = field(default_factory=dict)
    """The number of logged events, by level."""
    children: tuple[ChildExecutions, ...] = ()
    """The executions that it starts: nested ones, and those of distributed Maps."""

    @property
    def transitions(self) -> int:
        """The state transitions that AWS counts for a STANDARD execution.

        AWS counts a transition "each time a step of your workflow is executed", and retries as additional transitions.
        In the drawn workflow these are the nodes "including Start and End nodes" (AWS Step Functions pricing; the
        latter as others quote it). No bill was available to confirm that Start and End count.
        """
        return self.states + self.retries + _START_AND_END

    @property
    def all_others(self) -> Mapping[str, int]:
        """The number of calls of other services, including those by child executions."""
        found = Counter(self.others)
        for child in self.children:
            found.update({name: calls * child.count for name, calls in child.usage.all_others.items()})
        return found

    @property
    def executions(self) -> Mapping[MachineType, tuple[Usage, ...]]:
        """The usage of child executions at every depth, by type."""
        found: dict[MachineType, tuple[Usage, ...]] = {}
        for child in self.children:
            found[child.type] = (*found.get(child.type, ()), child.usage)
            for type, usages in child.usage.executions.items():
                found[type] = (*found.get(type, ()), *usages)
        return found


@dataclass(frozen=True, slots=True)
class ChildExecutions:
    """A number of equal executions that another execution starts."""

    type: MachineType
    usage: Usage
    count: int = 1


def in_sequence(parts: Iterable[Usage]) -> Usage:
    """Return the usage of parts that run one after another."""
    parts = list(parts)
    names = tuple(name for part in parts for name in part.names)
    return replace(_sum(parts), names=names, milliseconds=sum(part.milliseconds for part in parts))


def in_parallel(parts: Iterable[Usage]) -> Usage:
    """Return the usage of parts that run at the same time; its duration is that of the longest."""
    parts = list(parts)
    return replace(_sum(parts), milliseconds=max((part.milliseconds for part in parts), default=0))


def repeated(usage: Usage, count: int) -> Usage:
    """Return the usage of `count` equal parts that run at the same time."""
    return replace(
        usage,
        states=usage.states * count,
        retries=usage.retries * count,
        calls=usage.calls * count,
        call_milliseconds=usage.call_milliseconds * count,
        others={name: calls * count for name, calls in usage.others.items()},
        milliseconds=usage.milliseconds if count else 0,
        copies=usage.copies * count,
        events={level: events * count for level, events in usage.events.items()},
        children=tuple(replace(child, count=child.count * count) for child in usage.children),
    )


def _sum(parts: Sequence[Usage]) -> Usage:
    """Add everything that does not depend on whether parts run in sequence or in parallel."""

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
