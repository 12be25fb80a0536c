"""What every execution of a workflow reads of its input, found in its definition without running it.

A read is certain where its state lies on each way from the start to an end, and where that state's input is still the
execution's, perhaps with results added elsewhere. Within a Choice only what its first rule asks first is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from aslant.run.reads import Keys, kept, reads

__all__ = ["InputMember", "certain_reads"]

_Written: TypeAlias = frozenset[Keys] | None
"""Where states have added to the execution's input; None where a state's input is something else."""
_Edges: TypeAlias = Mapping[str, list[tuple[str, Keys | None]]]
"""The followers of each state, each with where the state adds to its input on that way."""

_ATOMS = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class InputMember:
    """A member of the input."""

    keys: Keys
    annotation: Any = None
    """The type that it has; None where nobody says."""
    optional: bool = False
    """Whether it may be absent: if it is there, it is of the type."""


def certain_reads(machine: Any) -> list[InputMember]:
    """The reads of a StateMachine, or of a definition, in the order of its states."""
    handlers: Mapping[str, Callable[..., Any]] = getattr(machine, "handlers", {})
    document = _plain(machine.to_dict() if hasattr(machine, "to_dict") else machine)
    edges = _edges(document)
    start = document.get("StartAt")
    written = _flow(edges, start)
    found = []
    for name in written:
        before = written[name]
        if before is not None and _on_every_way(edges, start, name):
            found += [read for read in _reads(document, name, handlers) if not _is_written(read.keys, before)]
    return found


def _reads(document: Mapping[str, Any], name: str, handlers: Mapping[str, Callable[..., Any]]) -> Iterator[InputMember]:
    """What one state certainly reads of its own input."""
    state = document["States"][name]
    jsonata = _is_jsonata(state, document)
    shown = {key: value for key, value in state.items() if key not in ("Next", "Default", "Catch")}
    if "Choices" in state:
        shown["Choices"] = [] if jsonata else _asked_first(state["Choices"])
    alone = {"StartAt": name, "States": {name: shown}, "QueryLanguage": document.get("QueryLanguage")}
    for read in reads(alone, handlers):
        # An expression in JSONata may mention what it does without.
        if not (jsonata and read.annotation is None) and not (read.absent and read.annotation is None):
            yield InputMember(read.keys, read.annotation, read.absent)


def _asked_first(rules: list[Any]) -> list[Any]:
    """The comparison of a Choice that is always made; none where it asks whether its variable is there."""
    rule = rules[0] if rules else {}
    while isinstance(rule, dict) and "Variable" not in rule:
        inner = rule.get("And") or rule.get("Or") or [rule.get("Not")]
        rule = inner[0]
    return [] if not isinstance(rule, dict) or "IsPresent" in rule else [rule]


def _flow(edges: _Edges, start: Any) -> dict[str, _Written]:
    """What has been written when a state is reached, on any way; states are in the order in which they are reached."""
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


def _on_every_way(edges: _Edges, start: Any, name: str) -> bool:
    """Whether no execution ends, or goes on for ever, without a state."""
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
    """Where a caught error is added to a state's input; None where it takes its place."""
    if jsonata:
        return None
    return () if catcher.get("ResultPath", "$") is None else _member(catcher.get("ResultPath"))


def _member(path: Any) -> Keys | None:
    """The members that a reference path such as `$.a.b` names; None for the whole, and for what has indices."""
    if not isinstance(path, str) or not path.startswith("$.") or "[" in path:
        return None
    return tuple(path[2:].split("."))


def _is_written(keys: Keys, written: frozenset[Keys]) -> bool:
    """Whether a read is of what a state has added, or of something that holds it."""
    return any(keys[: len(added)] == added or added[: len(keys)] == keys for added in written)


def _is_jsonata(state: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return bool(state.get("QueryLanguage", document.get("QueryLanguage")) == "JSONata")


def _plain(value: Any) -> Any:
    """A definition without what is known only at deployment."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, _ATOMS) else None
