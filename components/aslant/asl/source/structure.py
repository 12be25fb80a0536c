"""From the flat object of ASL back to flows: which state follows another by `>>`, and where branches meet again.

Every flow has an *exit*, the state that its open ends rejoin (None: the end of the machine). The structure is a
matter of choosing for each state the exit of the flow that it stands in:

1. A depth-first walk finds the jumps back, which are written `Goto`; what remains has no loops.
2. A Choice is followed by the state at which its ways meet again, its immediate post-dominator where ways that only
   fail or jump back do not count (or else the last meeting that is reached through it alone, or its Default where
   every rule ends the flow). Its branches are flows with that exit; a catcher's flow has the state's `Next` for exit.
3. A state that is reached from flows with different exits, or straight from a rule or catcher whose exit it is,
   starts a *closed* flow, which takes all that follows with it and has no open ends.

How exits work is told in `lowering.py`.
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
    """Why a machine cannot be written as a flow."""


class Link(NamedTuple):
    """How a state is reached: by a jump, or as the start of a flow."""

    name: str
    jump: bool


@dataclass(slots=True)
class Place:
    """How one state stands in its flow."""

    exits: list[Link] = field(default_factory=list)
    """Where its rules or catchers lead, in their order."""
    otherwise: Link | None = None
    """Where a Choice leads that does not fall through."""
    then: Link | None = None
    """What follows it by `>>`; None where it is the last of its flow."""
    ended: bool = False
    """Whether its open ends are closed, since its flow rejoins elsewhere."""


@dataclass(slots=True)
class Structure:
    """How the states of one machine are joined."""

    places: dict[str, Place] = field(default_factory=dict)
    """Each state's place."""
    closed: set[str] = field(default_factory=set)
    """The states that start a flow without open ends."""
    uses: Counter[str] = field(default_factory=Counter)
    """How often each state is reached as the start of a flow, or of the rest of one."""


@dataclass(slots=True)
class _Ways:
    exits: list[str]
    following: str | None
    ahead: list[str] = field(default_factory=list)  # without those that jump back
    behind: set[str] = field(default_factory=set)


def arrange(machine: dict[str, Json]) -> Structure:
    """Find the flows of a machine.

    Raises:
        Unstructured: a state is not reached, or a state that is does not exist.
    """
    ways, order = _walk(machine)
    for name in machine["States"]:
        if name not in ways:
            raise Unstructured(f"state {name!r} is not reached from {machine['StartAt']!r}")
    return _Arrangement(machine["States"], ways, order).structure


def _ways(name: str, states: dict[str, Any]) -> _Ways:
    state = states[name]
    choosing = state["Type"] == "Choice"
    branches = state.get("Choices" if choosing else "Catch", ())
    exits = [branch.get("Next") for branch in branches]
    following = state.get("Default" if choosing else "Next")
    for target in exits if following is None else [*exits, following]:
        if type(target) is not str or target not in states:
            hint = did_you_mean(target, states) if type(target) is str else ""
            raise Unstructured(f"state {name!r} goes to {target!r}, which does not exist{hint}")
    return _Ways(exits, following)


def _walk(machine: dict[str, Json]) -> tuple[dict[str, _Ways], list[str]]:
    """The ways out of every state that is reached, and the states in an order in which ways lead forward."""
    states, start = machine["States"], machine["StartAt"]
    if start not in states:
        raise Unstructured(f"StartAt is {start!r}, which does not exist{did_you_mean(start, states)}")
    ways: dict[str, _Ways] = {}
    leaving: list[str] = []
    under: set[str] = set()  # on the way from the start to here

    def enter(name: str) -> Iterator[str]:
        ways[name] = way = _ways(name, states)
        under.add(name)
        return iter(way.exits if way.following is None else [*way.exits, way.following])

    stack = [(start, enter(start))]
    while stack:
        name, targets = stack[-1]
        for target in targets:
            if target in under:
                ways[name].behind.add(target)
                continue
            ways[name].ahead.append(target)
            if target not in ways:
                stack.append((target, enter(target)))
                break
        else:
            stack.pop()
            under.discard(name)
            leaving.append(name)
    return ways, leaving[::-1]


class _Arrangement:
    """Gives each state its place, the exits of their flows being handed on from the start."""

    def __init__(self, states: dict[str, Any], ways: dict[str, _Ways], order: list[str]) -> None:
        self.structure = Structure()
        self._states = states
        self._ways = ways
        self._exits: dict[str, str | None] = {order[0]: None}  # of the flow in which a state stands
        self._survey(order)
        self.structure.uses[order[0]] += 1
        for name in order:
            self._place(name)

    def _survey(self, order: list[str]) -> None:
        """Find what ends, where ways meet, and who is reached from whom."""
        self._sources: dict[str, list[str]] = {name: [] for name in order}
        self._gone: set[str] = set()  # every way from here fails or jumps back
        self._meetings = Ancestry()
        for name in reversed(order):
            way, onward = self._ways[name], self._onward(name)
            ahead = [target for target in onward if target not in way.behind and target not in self._gone]
            if self._states[name]["Type"] == "Fail" or (onward and not ahead):
                self._gone.add(name)
            self._meetings.add(name, self._meetings.meeting(ahead))
        dominators = Ancestry()
        self._last_meeting: dict[str, str] = {}  # of a state's ways, where it is the only entrance to it
        for name in order:
            sources = self._sources[name]
            above = dominators.meeting(sources)
            dominators.add(name, above)
            if above and len(sources) > 1 and (name not in self._gone or above not in self._last_meeting):
                self._last_meeting[above] = name
            for target in self._ways[name].ahead:
                self._sources[target].append(name)

    def _onward(self, name: str) -> list[str]:
        """The ways out that no catcher takes."""
        way = self._ways[name]
        following = [] if way.following is None else [way.following]
        return [*way.exits, *following] if self._states[name]["Type"] == "Choice" else following

    def _place(self, name: str) -> None:
        way = self._ways[name]
        place = self.structure.places[name] = Place()
        exit = None if name in self.structure.closed else self._exits.get(name)
        within = exit
        if way.following is None:
            place.ended = exit is not None and self._states[name]["Type"] not in ("Succeed", "Fail")
            within = None
        elif self._states[name]["Type"] != "Choice":
            within = way.following
            if way.following != exit:
                place.then = self._reach(name, way.following, exit)
        else:
            meeting = self._meeting(name, way, exit)
            if meeting is not None:
                within = meeting
                place.then = self._reach(name, meeting, exit)
            if way.following != within:
                place.otherwise = self._reach(name, way.following, within)
        for target in way.exits:
            if target == within and target not in way.behind:
                self.structure.closed.add(target)
            place.exits.append(self._reach(name, target, within))

    def _reach(self, name: str, target: str, exit: str | None) -> Link:
        """Go on with a flow, or jump back."""
        if target in self._ways[name].behind:
            return Link(target, jump=True)
        self.structure.uses[target] += 1
        if self._exits.setdefault(target, exit) != exit:
            self.structure.closed.add(target)
        return Link(target, jump=False)

    def _meeting(self, name: str, way: _Ways, exit: str | None) -> str | None:
        """The state by which a Choice is followed; None where its branches have the exit of its own flow."""
        meeting = self._meetings.parent(name)
        if meeting is None and exit not in (*way.exits, way.following):
            meeting = self._last_meeting.get(name) or self._guarded(name, way)
        if meeting is None or meeting == exit:
            return None
        straight = meeting in way.exits
        arrives = meeting == way.following or self._sources[meeting].count(name) < len(self._sources[meeting])
        return meeting if arrives and not (straight and exit is not None) else None

    def _guarded(self, name: str, way: _Ways) -> str | None:
        """What goes on where every rule ends the flow at once: the Choice is a guard before it."""
        following = way.following
        if following is None or following in way.behind or len(self._sources[following]) > 1:
            return None
        rules_end = all(target in self._gone or not self._ways[target].ahead for target in way.exits)
        return following if rules_end and self._ways[following].ahead else None
