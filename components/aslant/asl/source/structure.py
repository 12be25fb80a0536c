"""The structure of a machine: which state follows another by `>>`, and where branches meet again.

Every flow has an *exit*, the state that its open ends rejoin (None is the end of the machine). Finding the structure
means choosing the exit of the flow of each state:

1. A depth-first walk finds the jumps back, which become `Goto`. The remaining transitions have no cycles.
2. A Choice is followed by the state where its branches meet again: its immediate post-dominator, ignoring paths that
   only fail or jump back. If there is none, it is the last meeting point that is reached only through the Choice, or
   its Default if every rule ends the flow. The branches are flows with this exit. A catcher's flow has the state's
   `Next` as its exit.
3. A state that is reached from flows with different exits, or directly from a rule or catcher whose exit it is, starts
   a *closed* flow, which includes everything that follows and has no open ends.

`lowering.py` explains exits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aslant.asl.source.ancestry import Ancestry
from aslant.errors import did_you_mean
from aslant.json_value import Json

__all__ = ["Link", "Place", "Structure", "Unstructured", "arrange"]


class Unstructured(Exception):
    """A reason why a machine cannot be written as a flow."""


class Link(NamedTuple):
    """A transition to a state: a jump, or the start of a flow."""

    name: str
    jump: bool


@dataclass(slots=True)
class Place:
    """The place of one state in its flow."""

    exits: list[Link] = field(default_factory=list)
    """The targets of its rules or catchers, in order."""
    otherwise: Link | None = None
    """The Default of a Choice, if the flow does not continue there."""
    then: Link | None = None
    """The state that follows it by `>>`; None if it is the last of its flow."""
    ended: bool = False
    """Whether its open ends are closed because its flow rejoins elsewhere."""


@dataclass(slots=True)
class Structure:
    """The flows of one machine."""

    places: dict[str, Place] = field(default_factory=dict)
    """The place of each state."""
    closed: set[str] = field(default_factory=set)
    """The states that start a flow without open ends."""
    uses: Counter[str] = field(default_factory=Counter)
    """The number of times that each state starts a flow or continues one."""


@dataclass(slots=True)
class _Targets:
    exits: list[str]
    following: str | None
    ahead: list[str] = field(default_factory=list)  # all targets except `behind`
    behind: set[str] = field(default_factory=set)  # the targets of jumps back


def arrange(machine: dict[str, Json]) -> Structure:
    """Find the flows of a machine.

    Raises:
        Unstructured: A state is not reachable, or a target does not exist.
    """
    targets, order = _walk(machine)
    for name in machine["States"]:
        if name not in targets:
            raise Unstructured(f"state {name!r} cannot be reached from {machine['StartAt']!r}")
    return _Arrangement(machine["States"], targets, order).structure


def _targets(name: str, states: dict[str, Any]) -> _Targets:
    state = states[name]
    choosing = state["Type"] == "Choice"
    branches = state.get("Choices" if choosing else "Catch", ())
    exits = [branch.get("Next") for branch in branches]
    following = state.get("Default" if choosing else "Next")
    for target in exits if following is None else [*exits, following]:
        if type(target) is not str or target not in states:
            hint = did_you_mean(target, states) if type(target) is str else ""
            raise Unstructured(f"state {name!r} goes to {target!r}, which does not exist{hint}")
    return _Targets(exits, following)


def _walk(machine: dict[str, Json]) -> tuple[dict[str, _Targets], list[str]]:
    """Return the targets of every reachable state, and the states in topological order, ignoring jumps back."""
    states, start = machine["States"], machine["StartAt"]
    if start not in states:
        raise Unstructured(f"StartAt is {start!r}, which does not exist{did_you_mean(start, states)}")
    found: dict[str, _Targets] = {}
    leaving: list[str] = []
    under: set[str] = set()  # the states on the path from the start to the current one

    def enter(name: str) -> Iterator[str]:
        found[name] = targets = _targets(name, states)
        under.add(name)
        return iter(targets.exits if targets.following is None else [*targets.exits, targets.following])

    stack = [(start, enter(start))]
    while stack:
        name, remaining = stack[-1]
        for target in remaining:
            if target in under:
                found[name].behind.add(target)
                continue
            found[name].ahead.append(target)
            if target not in found:
                stack.append((target, enter(target)))
                break
        else:
            stack.pop()
            under.discard(name)
            leaving.append(name)
    return found, leaving[::-1]


class _Arrangement:
    """The arrangement of states in flows; the exits of flows are passed on from the start."""

    def __init__(self, states: dict[str, Any], targets: dict[str, _Targets], order: list[str]) -> None:
        self.structure = Structure()
        self._states = states
        self._targets = targets
        self._exits: dict[str, str | None] = {order[0]: None}  # of each state's flow
        self._survey(order)
        self.structure.uses[order[0]] += 1
        for name in order:
            self._place(name)

    def _survey(self, order: list[str]) -> None:
        """Find the states that cannot rejoin, the meeting points, and the sources of each state."""
        self._sources: dict[str, list[str]] = {name: [] for name in order}
        self._gone: set[str] = set()  # every path from these states fails or jumps back
        self._meetings = Ancestry()
        for name in reversed(order):
            targets, onward = self._targets[name], self._onward(name)
            ahead = [target for target in onward if target not in targets.behind and target not in self._gone]
            if self._states[name]["Type"] == "Fail" or (onward and not ahead):
                self._gone.add(name)
            self._meetings.add(name, self._meetings.meeting(ahead))
        dominators = Ancestry()
        self._last_meeting: dict[str, str] = {}  # of a state's branches, if it is reached only through the state
        for name in order:
            sources = self._sources[name]
            above = dominators.meeting(sources)
            dominators.add(name, above)
            if above and len(sources) > 1 and (name not in self._gone or above not in self._last_meeting):
                self._last_meeting[above] = name
            for target in self._targets[name].ahead:
                self._sources[target].append(name)

    def _onward(self, name: str) -> list[str]:
        """Return the targets of a state, apart from those of its catchers."""
        targets = self._targets[name]
        following = [] if targets.following is None else [targets.following]
        return [*targets.exits, *following] if self._states[name]["Type"] == "Choice" else following

    def _place(self, name: str) -> None:
        targets = self._targets[name]
        place = self.structure.places[name] = Place()
        exit = None if name in self.structure.closed else self._exits.get(name)
        within = exit
        if targets.following is None:
            place.ended = exit is not None and self._states[name]["Type"] not in ("Succeed", "Fail")
            within = None
        elif self._states[name]["Type"] != "Choice":
            within = targets.following
            if targets.following != exit:
                place.then = self._reach(name, targets.following, exit)
        else:
            meeting = self._meeting(name, targets, exit)
            if meeting is not None:
                within = meeting
                place.then = self._reach(name, meeting, exit)
            if targets.following != within:
                place.otherwise = self._reach(name, targets.following, within)
        for target in targets.exits:
            if target == within and target not in targets.behind:
                self.structure.closed.add(target)
            place.exits.append(self._reach(name, target, within))

    def _reach(self, name: str, target: str, exit: str | None) -> Link:
        """Continue a flow, or jump back."""
        if target in self._targets[name].behind:
            return Link(target, jump=True)
        self.structure.uses[target] += 1
        if self._exits.setdefault(target, exit) != exit:
            self.structure.closed.add(target)
        return Link(target, jump=False)

    def _meeting(self, name: str, targets: _Targets, exit: str | None) -> str | None:
        """Return the state that follows a Choice; None if its branches have the exit of the Choice's flow."""
        meeting = self._meetings.parent(name)
        if meeting is None and exit not in (*targets.exits, targets.following):
            meeting = self._last_meeting.get(name) or self._guarded(name, targets)
        if meeting is None or meeting == exit:
            return None
        straight = meeting in targets.exits
        arrives = meeting == targets.following or self._sources[meeting].count(name) < len(self._sources[meeting])
        return meeting if arrives and not (straight and exit is not None) else None

    def _guarded(self, name: str, targets: _Targets) -> str | None:
        """Return the Default of a Choice that is a guard, since all of its rules end the flow at once."""
        following = targets.following
        if following is None or following in targets.behind or len(self._sources[following]) > 1:
            return None
        rules_end = all(target in self._gone or not self._targets[target].ahead for target in targets.exits)
        return following if rules_end and self._targets[following].ahead else None
