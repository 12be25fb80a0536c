"""Matching the parts of two definitions: renamed states, moved machines and values that differ.

Nothing here recurses, and invalid definitions cause no errors.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from typing import Any

from aslant.asl.unset import UNSET
from aslant.asl.values import ATOMS, same
from aslant.json_value import Json
from aslant.walk import Place

__all__ = ["pairs", "renames", "transitions", "unequal"]


def pairs(old: Mapping[Place, dict[str, Any]], new: Mapping[Place, dict[str, Any]]) -> Iterator[tuple[Place, Place]]:
    """Return which nested machine became which, by the first state's name, then by order. `()` means none."""
    waiting: dict[Any, deque[Place]] = defaultdict(deque)
    for place, machine in old.items():
        waiting[_start(machine)].append(place)
    matched: dict[Place, Place] = {}
    for place, machine in new.items():
        same_start = waiting[_start(machine)]
        if same_start:
            matched[place] = same_start.popleft()
    taken = set(matched.values())
    rest = deque(place for place in old if place not in taken)
    for place in new:
        if place in matched:
            yield matched[place], place
        else:
            yield (rest.popleft() if rest else ()), place
    yield from ((place, ()) for place in rest)


def _start(machine: dict[str, Any]) -> Any:
    start = machine.get("StartAt")
    return start if isinstance(start, str) else None


def renames(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """Return the new name of each renamed state of `old`.

    States that are equal are matched first, in their order, then those that are equal apart from renamed names.
    """
    found: dict[str, str] = {}
    for before, after in _alike(old, new, found, masked=False):
        found.update(zip(before, after, strict=False))
    likely = {before[0]: after[0] for before, after in _alike(old, new, found, masked=True) if len(before + after) == 2}
    both = found | likely
    for name, now in likely.items():
        if {(kind, both.get(to, to)) for kind, to in transitions(old[name])} == set(transitions(new[now])):
            found[name] = now
    return found


def _alike(
    old: dict[str, Any], new: dict[str, Any], found: dict[str, str], *, masked: bool
) -> list[tuple[list[str], list[str]]]:
    """Return the removed and the added names of equal states, where there are both."""
    taken = set(found.values())
    groups: dict[Any, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name, state in old.items():
        if name not in new and name not in found:
            groups[_fingerprint(state, masked)][0].append(name)
    for name, state in new.items():
        if name not in old and name not in taken:
            groups[_fingerprint(state, masked)][1].append(name)
    return [group for group in groups.values() if all(group)]


def _fingerprint(state: Json, masked: bool) -> tuple[Any, ...]:
    """Return a key that is the same for states that are equal as JSON. `masked` ignores the names of next states."""
    marks: list[Any] = []
    stack: list[Any] = [state]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            keys = sorted(value, key=str)
            marks += ("{", len(keys), *keys)
            stack += [
                None if masked and key in ("Next", "Default") and isinstance(value[key], str) else value[key]
                for key in keys
            ]
        elif isinstance(value, list | tuple):
            marks += ("[", len(value))
            stack += value
        elif type(value) in ATOMS:
            marks += (type(value) is bool, value)
        else:
            marks += (id(value),)
    return tuple(marks)


def transitions(state: Json) -> dict[tuple[str, str], None]:
    """Return the transitions of a state: kind and name of the target, in the order of the definition."""
    if not isinstance(state, dict):
        return {}
    found: list[tuple[str, Any]] = []
    for number, rule in enumerate(_records(state.get("Choices")), 1):
        found.append((f"Choice rule {number}", rule.get("Next")))
    found += [(key, state.get(key)) for key in ("Default", "Next")]
    for catcher in _records(state.get("Catch")):
        errors = catcher.get("ErrorEquals")
        names = ", ".join(map(str, errors)) if isinstance(errors, list) else "nothing"
        found.append((f"Catch {names}", catcher.get("Next")))
    return {(kind, target): None for kind, target in found if isinstance(target, str)}


def _records(value: Any) -> list[dict[str, Any]]:
    return [record if isinstance(record, dict) else {} for record in value] if isinstance(value, list) else []


def unequal(old: Json, new: Json) -> Iterator[tuple[Place, Any, Any]]:
    """Yield the innermost values that differ, each with its place and `UNSET` on the side that does not have it."""
    stack: list[tuple[Place, Any, Any]] = [((), old, new)]
    while stack:
        place, before, after = stack.pop()
        if isinstance(before, dict) and isinstance(after, dict):
            keys = [*before, *(key for key in after if key not in before)]
            stack.extend(((*place, key), before.get(key, UNSET), after.get(key, UNSET)) for key in reversed(keys))
        elif isinstance(before, list) and isinstance(after, list):
            longest = max(len(before), len(after))
            stack.extend(
                (
                    (*place, index),
                    before[index] if index < len(before) else UNSET,
                    after[index] if index < len(after) else UNSET,
                )
                for index in reversed(range(longest))
            )
        elif not same(before, after):
            yield place, before, after
