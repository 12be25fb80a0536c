"""The parts of its input that a workflow reads, found in its definition without running it.

The search follows the states whose input is still the execution's, perhaps with results added. A read has a place in
the input and, if known, the type of the value (from a handler) or the values with which a Choice compares it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, is_typeddict

from aslant.handler_types import event_type, members
from aslant.run.resource import TaskResource

__all__ = ["InputRead", "Keys", "kept", "keys_of_path", "reads"]

Keys: TypeAlias = tuple[str, ...]
"""A place in the input: the names of members, from the outside in."""

_Handlers: TypeAlias = Mapping[str, Callable[..., Any]]

_PATH: Final = re.compile(r"\$((?:\.\w+|\['[^'\\]+'\])*)")
_KEY: Final = re.compile(r"\.(\w+)|\['([^']+)'\]")
_EXPRESSION: Final = re.compile(r"\{%\s*\$states\.input((?:\.\w+)*)\s*%\}")
_MENTION: Final = re.compile(
    r"\$states\.input((?:\.\w+)+)(?:\s*(?:!=|<=|>=|=|<|>)\s*(\"[^\"]*\"|-?[\d.]+|true|false))?"
)
_TYPES: Final = {"ItemsPath": list[Any], "SecondsPath": int, "TimeoutSecondsPath": int}
_WORKS: Final = ("Task", "Parallel", "Map")


@dataclass(frozen=True, slots=True)
class InputRead:
    """A part of the input that a workflow reads."""

    keys: Keys
    annotation: Any = None
    """The type of the value; None if unknown."""
    values: tuple[Any, ...] = ()
    """The values with which a Choice compares it."""
    absent: bool = False
    """Whether the input may lack it, because a Choice tests its presence."""


def reads(document: Mapping[str, Any], handlers: _Handlers) -> list[InputRead]:
    """Return the parts of its input that a workflow reads, in the order of its states."""
    states = document.get("States", {})
    found: list[InputRead] = []
    written: list[Keys] = []
    names = [document.get("StartAt")]
    for name in names:  # the list grows
        state = states.get(name, {})
        jsonata = state.get("QueryLanguage", document.get("QueryLanguage")) == "JSONata"
        new = _jsonata(state, handlers) if jsonata else _jsonpath(state, handlers)
        found += [read for read in new if not any(read.keys[: len(keys)] == keys for keys in written)]
        added = kept(state, keys_of_path, jsonata=jsonata)
        if added is None:
            continue
        written += [added] * bool(added)
        followers = [entry.get("Next") for entry in (state, *state.get("Choices", []))]
        names += dict.fromkeys(name for name in (*followers, state.get("Default")) if name and name not in names)
    return found


def kept(state: Mapping[str, Any], keys_of: Callable[[Any], Keys | None], *, jsonata: bool) -> Keys | None:
    """Return where a state adds to its input, `()` if it adds nothing, and None if it replaces its input.

    `keys_of` parses a path.
    """
    kind = state.get("Type")
    if jsonata:
        return None if "Output" in state or kind in _WORKS else ()
    if state.get("OutputPath", "$") != "$":
        return None
    shapes = kind in _WORKS or {"Result", "Parameters", "InputPath"} & state.keys()
    if not shapes or state.get("ResultPath", "$") is None:
        return ()
    return keys_of(state.get("ResultPath")) or None


def _jsonpath(state: Mapping[str, Any], handlers: _Handlers) -> Iterator[InputRead]:
    base = keys_of_path(state.get("InputPath", "$"))
    if base is None:
        return
    for rule in state.get("Choices", []):
        yield from _conditions(rule, base)
    for field, annotation in _TYPES.items():
        keys = keys_of_path(state.get(field))
        if keys is not None:
            yield InputRead(base + keys, annotation)
    template = state.get("Parameters")
    event = _event(state, template, handlers)
    if template is None:
        yield from _typed(base, event)
        return
    if "Payload.$" in template or "Payload" in template:
        template = {"Payload.$": template.get("Payload.$")} if "Payload.$" in template else template["Payload"]
    yield from _members(template, ".$", lambda text: keys_of_path(text, base), event)


def _jsonata(state: Mapping[str, Any], handlers: _Handlers) -> Iterator[InputRead]:
    arguments = state.get("Arguments")
    event = _event(state, arguments, handlers)
    if arguments is None:
        yield from _typed((), event)
    else:
        inner = arguments.get("Payload", arguments) if isinstance(arguments, Mapping) else arguments
        yield from _members(inner, "", _of_expression, event)
    for keys, literal in _MENTION.findall(json.dumps(state, default=str).replace('\\"', '"')):
        yield InputRead(_split(keys), None, (json.loads(literal),) if literal else ())


def _members(template: Any, ending: str, keys_of: Callable[[Any], Keys | None], event: Any) -> Iterator[InputRead]:
    """Yield the parts of the input in a template: the whole event, or members of it."""
    whole = template.get(f"Payload{ending}") if ending and isinstance(template, Mapping) else template
    keys = keys_of(whole)
    if keys is not None:
        yield from _typed(keys, event)
    elif isinstance(template, Mapping):
        hints = members(event) if is_typeddict(event) else {}
        for name, text in template.items():
            keys = keys_of(text) if name.endswith(ending) else None
            if keys:
                yield from _typed(keys, hints.get(name.removesuffix(ending), (None, False))[0])


def _typed(keys: Keys, annotation: Any) -> Iterator[InputRead]:
    """Yield a read with a type; for a TypedDict, one for each member."""
    if not is_typeddict(annotation):
        if keys or annotation is not None:
            yield InputRead(keys, annotation)
        return
    for name, (hint, needed) in members(annotation).items():
        yield InputRead((*keys, name), hint, absent=not needed)


def _event(state: Mapping[str, Any], template: Any, handlers: _Handlers) -> Any:
    """Return the type of the event of a Task's handler; None if unknown."""
    resource = state.get("Resource")
    if state.get("Type") != "Task" or not isinstance(resource, str):
        return None
    names = TaskResource.of(resource).names(template)
    return next((event_type(handlers[name]) for name in names if name in handlers), None)


def _conditions(rule: Mapping[str, Any], base: Keys) -> Iterator[InputRead]:
    """Yield the parts of the input that a JSONPath rule compares."""
    stack = [rule]
    while stack:
        part = stack.pop()
        stack += [*part.get("And", []), *part.get("Or", [])] + ([part["Not"]] if "Not" in part else [])
        keys = keys_of_path(part.get("Variable"), base)
        if not keys:
            continue
        for name, value in part.items():
            if name == "IsPresent":
                yield InputRead(keys, absent=True)
            elif name == "IsNull":
                yield InputRead(keys, values=(None,))
            elif name == "StringMatches":
                yield InputRead(keys, values=(value.replace("*", "x"),))
            elif name.startswith(("String", "Numeric", "Boolean", "Timestamp")) and not name.endswith("Path"):
                yield InputRead(keys, values=(value,))


def keys_of_path(path: Any, base: Keys = ()) -> Keys | None:
    """Return the members that a JSONPath names; None for any other path or value."""
    match = _PATH.fullmatch(path) if isinstance(path, str) else None
    return None if match is None else base + _split(match[1])


def _of_expression(text: Any) -> Keys | None:
    match = _EXPRESSION.fullmatch(text) if isinstance(text, str) else None
    return None if match is None else _split(match[1])


def _split(keys: str) -> Keys:
    return tuple(plain or quoted for plain, quoted in _KEY.findall(keys))
