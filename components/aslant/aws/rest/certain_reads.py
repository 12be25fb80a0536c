"""The members of its input that every execution of a workflow reads, found in its definition without running it.

A read is certain if its state is on every path from the start to an end, and if the state's input is still that of the
execution, perhaps with results added elsewhere. Within a Choice only the first comparison of its first rule is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from aslant.run.reads import Keys, kept, reads

__all__ = ["InputMember", "certain_reads"]

_Written: TypeAlias = frozenset[Keys] | None
"""The members that states have added to the execution's input; None if a state's input is something else."""
_Edges: TypeAlias = Mapping[str, list[tuple[str, Keys | None]]]
"""The next states of each state, each with the member that the state adds to its input on that transition."""

_ATOMS = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class InputMember:
    """A member of the input."""

    keys: Keys
    annotation: Any = None
    """Its type; None if it is unknown."""
    optional: bool = False
    """Whether it may be absent. If it is present, it has the type."""


def certain_reads(machine: Any) -> list[InputMember]:
    """Return the certain reads of a StateMachine, or of a definition, in the order of its states."""
    handlers: Mapping[str, Callable[..., Any]] = getattr(machine, "handlers", {})
    document = _plain(machine.to_dict() if hasattr(machine, "to_dict") else machine)
    edges = _edges(document)
    start = document.get("StartAt")
    written = _flow(edges, start)
    found = []
    for name in written:
        before = written[name]
        if before is not None and _on_every_path(edges, start, name):
            found += [read for read in _reads(document, name, handlers) if not _is_written(read.keys, before)]
    return found


def _reads(document: Mapping[str, Any], name: str, handlers: Mapping[str, Callable[..., Any]]) -> Iterator[InputMember]:
    """Yield the members of its own input that a state certainly reads."""
    state = document["States"][name]
    jsonata = _is_jsonata(state, document)
    visible = {key: value for key, value in state.items() if key not in ("Next", "Default", "Catch")}
    if "Choices" in state:
        visible["Choices"] = [] if jsonata else _first_comparison(state["Choices"])
    alone = {"StartAt": name, "States": {name: visible}, "QueryLanguage": document.get("QueryLanguage")}
    for read in reads(alone, handlers):
        # A JSONata expression may refer to a missing member without an error.
        if not (jsonata and read.annotation is None) and not (read.absent and read.annotation is None):
            yield InputMember(read.keys, read.annotation, read.absent)


def _first_comparison(rules: list[Any]) -> list[Any]:
    """Return the comparison that a Choice always makes; empty if it tests whether its variable is present."""
    rule = rules[0] if rules else {}
    while isinstance(rule, dict) and "Variable" not in rule:
        inner = rule.get("And") or rule.get("Or") or [rule.get("Not")]
        rule = inner[0]
    return [] if not isinstance(rule, dict) or "IsPresent" in rule else [rule]


def _flow(edges: _Edges, start: Any) -> dict[str, _Written]:
    """Return the members that may have been added before each state, which are in the order of being reached."""
    written: dict[str, _Written] = {start: frozenset()} if start in edges else {}
    waiting = list(written)
    while waiting:
        name = waiting.pop(0)
        for follower, added in edges[name]:
            before = written[name]
            after = None if before is None or added is None else before | ({added} if added else frozenset())
            known = written.get(follower, after)
            joined = None if known is None or after is None else known | after
            if follower not in written or written[follower] != joined:
                written[follower] = joined
                waiting.append(follower)
    return written


def _on_every_path(edges: _Edges, start: Any, name: str) -> bool:
    """Return whether every execution that ends has visited a state."""
    if name == start:
        return True
    waiting, seen = [start], {start, name}
    while waiting:
        here = waiting.pop()
        if not edges[here]:
            return False
        for follower, _ in edges[here]:
            if follower not in seen:
                seen.add(follower)
                waiting.append(follower)
    return True


def _edges(document: Mapping[str, Any]) -> _Edges:
    states = document.get("States", {})
    found: dict[str, list[tuple[str, Keys | None]]] = {}
    for name, state in states.items():
        jsonata = _is_jsonata(state, document)
        own = kept(state, _member, jsonata=jsonata)
        further = [(state, own), *((rule, own) for rule in state.get("Choices", []))]
        further += [(catcher, _caught(catcher, jsonata=jsonata)) for catcher in state.get("Catch", [])]
        followers = [(entry.get("Next"), added) for entry, added in further] + [(state.get("Default"), own)]
        found[name] = [(follower, added) for follower, added in followers if follower in states]
    return found


def _caught(catcher: Mapping[str, Any], *, jsonata: bool) -> Keys | None:
    """Return the member where a caught error is added to a state's input; None if it replaces the input."""
    if jsonata:
        return None
    return () if catcher.get("ResultPath", "$") is None else _member(catcher.get("ResultPath"))


def _member(path: Any) -> Keys | None:
    """Return the keys of a reference path such as `$.a.b`; None for `$` and for paths with indices."""
    if not isinstance(path, str) or not path.startswith("$.") or "[" in path:
        return None
    return tuple(path[2:].split("."))


def _is_written(keys: Keys, written: frozenset[Keys]) -> bool:
    """Return whether a read is of a member that a state has added, or of one that contains it."""
    return any(keys[: len(added)] == added or added[: len(keys)] == keys for added in written)


def _is_jsonata(state: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return bool(state.get("QueryLanguage", document.get("QueryLanguage")) == "JSONata")


def _plain(value: Any) -> Any:
    """Return a definition without unresolved values."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, _ATOMS) else None
