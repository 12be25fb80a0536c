"""The difference of two definitions: added, removed and changed states, and changed transitions.

States are matched by name, nested machines by their first state and then by their order. A removed state and an added
one that are equal, apart from the names of their successors, are a rename.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from aslant.asl.comparing.excerpt import excerpts, shortened
from aslant.asl.comparing.matching import pairs, renames, transitions, unequal
from aslant.asl.comparing.meaning import means_same, uses_jsonata
from aslant.asl.machine import StateMachine
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import copy_json, pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.walk import Place, nested_machines

__all__ = ["Change", "ChangedState", "Difference", "KnownState", "Rename", "Transition", "diff"]

_SHOWN = 60
"""Maximum number of characters of a value in a line."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A value that was added, removed or changed, or a nested machine that was moved."""

    location: str
    """JSON Pointer, into the old definition if the value was removed and into the new one otherwise."""
    old: Json | Unset = UNSET
    new: Json | Unset = UNSET
    moved_from: str | None = None
    """The machine's JSON Pointer in the old definition. The changes inside the machine are separate."""

    def to_dict(self) -> dict[str, Json]:
        """Return the change as JSON, without empty members."""
        members = {"old": self.old, "new": self.new, "moved_from": self.moved_from or UNSET}
        return {"location": self.location, **{key: value for key, value in members.items() if value is not UNSET}}


@dataclass(frozen=True, slots=True)
class KnownState:
    """A state that was added or removed."""

    location: str
    """JSON Pointer into the definition that has it."""
    name: str
    type: str
    """Its `Type`, or empty if it has none."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A state with a new name. Both are JSON Pointers."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, eq=False)
class ChangedState:
    """A state of both definitions, with its changes."""

    location: str
    """JSON Pointer into the new definition."""
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition from one state to another."""

    source: str
    """JSON Pointer of the source state, into the definition that has the transition."""
    kind: str
    """`Next`, `Default`, `Choice rule 1` (counted from 1) or `Catch` with the names of the errors."""
    target: str
    """Name of the target state in the same machine."""

    def to_dict(self) -> dict[str, str]:
        """Return the transition as JSON."""
        return {"from": self.source, "kind": self.kind, "to": self.target}


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The result of `diff`. It is falsy if the definitions are equal."""

    machine: tuple[Change, ...]
    """Changed fields of the machine and of nested machines, such as StartAt."""
    added: tuple[KnownState, ...]
    removed: tuple[KnownState, ...]
    renamed: tuple[Rename, ...]
    changed: tuple[ChangedState, ...]
    edges_added: tuple[Transition, ...]
    edges_removed: tuple[Transition, ...]

    def __bool__(self) -> bool:
        return any((self.machine, self.added, self.removed, self.renamed, self.changed))

    def to_dict(self) -> dict[str, Json]:
        """Return the difference as JSON. Unresolved values are kept as they are."""
        return {
            "machine": [change.to_dict() for change in self.machine],
            "added": [{"location": s.location, "name": s.name, "type": s.type} for s in self.added],
            "removed": [{"location": s.location, "name": s.name, "type": s.type} for s in self.removed],
            "renamed": [{"old": rename.old, "new": rename.new} for rename in self.renamed],
            "changed": [
                {"location": s.location, "name": s.name, "changes": [change.to_dict() for change in s.changes]}
                for s in self.changed
            ],
            "edges": {
                "added": [edge.to_dict() for edge in self.edges_added],
                "removed": [edge.to_dict() for edge in self.edges_removed],
            },
        }

    def __str__(self) -> str:
        """Return one line for each difference: `+` was added, `-` was removed, `~` was changed, written `old -> new`.

        `'A' -> 'B' (Next)` is a transition. `'Pay' Parameters/total` is a member of a state, with its path in it.
        A line without a quoted name is about the workflow itself. Long values are cut to the part that differs.
        """
        return "\n".join(self._lines()) or "no difference"

    def _lines(self) -> Iterator[str]:
        for change in self.machine:
            yield _line(change, "/".join(_parts(change.location)))
        for sign, states in (("+", self.added), ("-", self.removed)):
            for state in states:
                yield f"{sign} {_words(state.location)}" + (f" ({state.type})" if state.type else "")
        for rename in self.renamed:
            yield f"~ {_words(rename.old)} is now {_words(rename.new)}"
        for changed in self.changed:
            depth = len(_parts(changed.location))
            for change in changed.changes:
                within = _parts(change.location)[depth:]
                if not _is_transition(within, change):
                    yield _line(change, " ".join([_words(changed.location), "/".join(within)]).rstrip())
        for sign, edges in (("-", self.edges_removed), ("+", self.edges_added)):
            for edge in edges:
                yield f"{sign} {_words(edge.source)} -> {edge.target!r} ({edge.kind})"


def diff(
    old: StateMachine | Mapping[str, Any], new: StateMachine | Mapping[str, Any], *, exact: bool = False
) -> Difference:
    """Return the difference between two workflows, or definitions as dicts.

    Paths, intrinsic functions and JSONata are compared by their meaning: `$['id']` equals `$.id`, and spaces in an
    expression do not matter. With `exact`, they are compared as strings.

    ```python
    >>> old = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    >>> new = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}
    >>> print(diff(old, new))
    + 'B' (Succeed)
    - 'A' End: true
    + 'A' -> 'B' (Next)

    ```

    Raises:
        DefinitionError: One of them is neither.
    """
    comparison = _Comparison(exact)
    comparison.compare(_document(old), _document(new))
    return Difference(
        tuple(comparison.machine),
        tuple(comparison.added),
        tuple(comparison.removed),
        tuple(comparison.renamed),
        tuple(comparison.changed),
        tuple(comparison.edges_added),
        tuple(comparison.edges_removed),
    )


class _Comparison:
    """A collector of differences, one pair of machines after another."""

    def __init__(self, exact: bool) -> None:
        self._exact = exact
        self._tops: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        """The outermost machines, which can define the query language of all states."""
        self.machine: list[Change] = []
        self.added: list[KnownState] = []
        self.removed: list[KnownState] = []
        self.renamed: list[Rename] = []
        self.changed: list[ChangedState] = []
        self.edges_added: list[Transition] = []
        self.edges_removed: list[Transition] = []
        self._waiting: list[tuple[Any, Any, Place, Place]] = []

    def compare(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Compare two machines, and their nested machines."""
        self._tops = (old, new)
        self._waiting.append((old, new, (), ()))
        while self._waiting:
            self._machines(*self._waiting.pop())

    def _machines(self, old: dict[str, Any], new: dict[str, Any], old_place: Place, place: Place) -> None:
        before, after = old.get("States"), new.get("States")
        if not isinstance(before, dict) or not isinstance(after, dict):
            self.machine.extend(_changes(old, new, old_place, place, {}))
            return
        renamed = renames(before, after)
        states: Place = ("States",)
        self.machine.extend(_changes(_bare(old, [states]), _bare(new, [states]), old_place, place, renamed))
        earlier = {name: name for name in after if name in before} | {now: name for name, now in renamed.items()}
        for name, state in before.items():
            if name not in after and name not in renamed:
                _add_state(state, (*old_place, "States", name), self.removed, self.edges_removed)
        for name, state in after.items():
            here = (*place, "States", name)
            if name not in earlier:
                _add_state(state, here, self.added, self.edges_added)
                continue
            there = (*old_place, "States", earlier[name])
            if name in before:
                self._states(before[name], state, there, here, renamed)
            else:
                self.renamed.append(Rename(pointer(*there), pointer(*here)))
                self._states(before[earlier[name]], state, there, here, renamed)

    def _states(self, old: Any, new: Any, old_place: Place, place: Place, renamed: dict[str, str]) -> None:
        """Compare two states that are the same state."""
        before, after = nested_machines(old), nested_machines(new)
        changes = _changes(_bare(old, before), _bare(new, after), old_place, place, renamed)
        changes = [change for change in changes if not self._means_same(change, old, new, len(place))]
        for left, right in pairs(before, after):
            there, here = (*old_place, *left), (*place, *right)
            if not right:
                changes.append(Change(pointer(*there), old=before[left]))
                _add_nested(before[left], there, self.removed, self.edges_removed)
            elif not left:
                changes.append(Change(pointer(*here), new=after[right]))
                _add_nested(after[right], here, self.added, self.edges_added)
            else:
                if left != right:
                    changes.append(Change(pointer(*here), moved_from=pointer(*there)))
                self._waiting.append((before[left], after[right], there, here))
        if changes:
            self.changed.append(ChangedState(pointer(*place), str(place[-1]), tuple(changes)))
        source, old_source = pointer(*place), pointer(*old_place)
        edges = transitions(new)
        once = {(kind, renamed.get(target, target)): target for kind, target in transitions(old)}
        self.edges_removed += [
            Transition(old_source, key[0], target) for key, target in once.items() if key not in edges
        ]
        self.edges_added += [Transition(source, *key) for key in edges if key not in once]

    def _means_same(self, change: Change, old: Any, new: Any, depth: int) -> bool:
        """Return whether a change of a state only spells a path or an expression differently."""
        languages = {uses_jsonata(state, top) for state, top in zip((old, new), self._tops, strict=True)}
        if self._exact or len(languages) > 1:
            return False
        within = tuple(_parts(change.location)[depth:])
        return means_same(within, change.old, change.new, in_jsonata=languages.pop())


def _document(given: object) -> dict[str, Any]:
    if isinstance(given, StateMachine):
        return given._doc
    if isinstance(given, dict):
        return cast("dict[str, Any]", copy_json(given))
    raise DefinitionError(f"diff compares two workflows or definitions as dicts, not a {type(given).__name__}")


def _changes(old: Json, new: Json, old_place: Place, place: Place, renamed: Mapping[str, str]) -> list[Change]:
    """Return the values that differ, apart from names that only follow a rename."""
    found = []
    for within, before, after in unequal(old, new):
        if _names_state(within) and type(before) is str and renamed.get(before) == after:
            continue
        found.append(Change(pointer(*(old_place if after is UNSET else place), *within), before, after))
    return found


def _names_state(within: Place) -> bool:
    """Return whether the value at a place of a machine or a state is the name of a state."""
    if len(within) == 1:
        return within[0] in ("StartAt", "Next", "Default")
    return len(within) == 3 and within[0] in ("Choices", "Catch") and within[2] == "Next"


def _is_transition(within: list[str], change: Change) -> bool:
    """Return whether a change in a state is reported as a transition."""
    return _names_state(tuple(within)) and all(type(side) is str or side is UNSET for side in (change.old, change.new))


def _add_state(state: Json, place: Place, states: list[KnownState], edges: list[Transition]) -> None:
    """Add a state that only one definition has, its nested states, and their transitions."""
    stack = [(state, place)]
    while stack:
        value, here = stack.pop()
        kind = value.get("Type") if isinstance(value, dict) else None
        location = pointer(*here)
        states.append(KnownState(location, str(here[-1]), kind if isinstance(kind, str) else ""))
        edges += [Transition(location, *edge) for edge in transitions(value)]
        for within, machine in reversed(nested_machines(value).items()):
            stack.extend(reversed(_states_of(machine, (*here, *within))))


def _add_nested(machine: dict[str, Any], place: Place, states: list[KnownState], edges: list[Transition]) -> None:
    for state, here in _states_of(machine, place):
        _add_state(state, here, states, edges)


def _states_of(machine: dict[str, Any], place: Place) -> list[tuple[Any, Place]]:
    states = machine.get("States")
    if not isinstance(states, dict):
        return []
    return [(state, (*place, "States", name)) for name, state in states.items()]


def _bare(value: Json, without: Iterable[Place]) -> Json:
    """Return an object without the members that are compared separately."""
    if not isinstance(value, dict):
        return value
    keys = {place[0] for place in without}
    return {key: item for key, item in value.items() if key not in keys}


def _parts(location: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in location.split("/")[1:]]


def _words(location: str) -> str:
    """Return a state's name and, if it is nested, the enclosing one's: `'Pay' in branch 1 of 'Both'`."""
    parts = _parts(location)
    at, places = 0, []
    while at < len(parts):
        name, at = parts[at + 1], at + 2
        within = parts[at : at + 2] if parts[at : at + 1] == ["Branches"] else parts[at : at + 1]
        places.append((repr(name), f"branch {int(within[1]) + 1} of " if len(within) == 2 else ""))
        at += len(within)
    words = places[-1][0]
    return f"{words} in {places[-2][1]}{places[-2][0]}" if len(places) > 1 else words


def _line(change: Change, place: str) -> str:
    if change.moved_from is not None:
        once = _parts(change.moved_from)
        return f"~ {place} was {'/'.join(once[-2:] if once[-1].isdigit() else once[-1:])}"
    if change.old is UNSET:
        return f"+ {place}: {_shown(change.new)}"
    if change.new is UNSET:
        return f"- {place}: {_shown(change.old)}"
    if type(change.old) is str and type(change.new) is str:  # cut before they are quoted
        old, new = map(_text, excerpts(change.old, change.new, _SHOWN - 2))
    else:
        old, new = excerpts(_text(change.old), _text(change.new), _SHOWN)
    return f"~ {place}: {old} -> {new}"


def _shown(value: Any) -> str:
    return shortened(_text(value), _SHOWN)


def _text(value: Any) -> str:
    """Return a value on one line, with `…` for values that are not JSON."""
    try:
        return json.dumps(value, ensure_ascii=False, default=lambda _: "…")
    except (TypeError, ValueError, RecursionError):
        return "…"
