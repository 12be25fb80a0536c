"""Sample request bodies for a state machine, derived from what its definition reads of its input."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, NotRequired, Required, TypeAlias, Union, get_args, get_origin, is_typeddict

from aslant.handler_types import members
from aslant.run.reads import InputRead, Keys, kept, keys_of_path, reads

__all__ = ["UNKNOWN", "sample_body"]

_Handlers: TypeAlias = Mapping[str, Callable[..., Any]]

UNKNOWN = "..."
"""The value of a member whose type is not known."""
EXPRESSION = re.compile(r"\{%\s*\$states\.input\.(\w+(?:\.\w+)*)\s*%\}")
KINDS = {"Items": list[Any], "Seconds": int}
WRAPPERS = (Annotated, Required, NotRequired)
LISTS = (list, Sequence, Collection, Iterable)
DICTS = (dict, Mapping)
PLAIN: dict[Any, Any] = {bool: True, int: 1, float: 1.5, NoneType: None, None: None}
MENTION = re.compile(r"\$(?:states\.input)?\.([A-Za-z_]\w*)")


def sample_body(definition: Mapping[str, Any], handlers: _Handlers = MappingProxyType({})) -> Any:
    """Return a body with the members of the input that the first state to read any reads.

    The value of each is one that a Choice compares it with, or has the type that the state's handler or a field needs,
    or else is `"..."`. `handlers` are the functions' handlers, or stubs with their signatures, by function name.
    """
    names, whole = _first_reads(definition, handlers)
    if whole is not None:
        return _value(whole)
    body: dict[str, Any] = dict.fromkeys(names, UNKNOWN)
    found = [read for read in reads(definition, handlers) if read.annotation is None or not read.absent]
    found += _kinds(definition)
    used = [read for read in found if read.keys and read.keys[0] in names]
    for keys in dict.fromkeys(read.keys for read in used):
        _put(body, keys, _sample(read for read in used if read.keys == keys))
    return body


def _first_reads(definition: Mapping[str, Any], handlers: _Handlers) -> tuple[list[str], Any]:
    """Return the members of the input that the first state to read any reads, or else the type of the whole input.

    Members that earlier states have written are not part of the input.
    """
    states = definition.get("States", {})
    written: list[Keys] = []
    name, seen = definition.get("StartAt"), set()
    while name in states and name not in seen:
        seen.add(name)
        state = states[name]
        language = state.get("QueryLanguage", definition.get("QueryLanguage"))
        text = json.dumps({key: value for key, value in state.items() if key not in ("ResultPath", "OutputPath")})
        own = [keys[0] for keys in written]
        found = [member for member in MENTION.findall(text.replace("$$.", "")) if member not in ("states", *own)]
        alone = {"StartAt": name, "States": {name: state}, "QueryLanguage": language}
        typed = [read for read in reads(alone, handlers) if read.annotation is not None]
        found += [read.keys[0] for read in typed if read.keys and not read.absent and read.keys[0] not in own]
        if found:
            return list(dict.fromkeys(found)), None
        for read in typed:
            if not read.keys and _value(read.annotation) not in (UNKNOWN, {}):
                return [], read.annotation
        added = kept(state, keys_of_path, jsonata=language == "JSONata")
        if added is None:
            break
        written += [added] * bool(added)
        name = state.get("Next")
    return [], None


def _kinds(definition: Mapping[str, Any]) -> Iterator[InputRead]:
    """Yield the reads of JSONata expressions in fields that need a type."""
    for state in definition.get("States", {}).values():
        for field, kind in KINDS.items():
            match = EXPRESSION.fullmatch(str(state.get(field)))
            if match:
                yield InputRead(tuple(match[1].split(".")), kind)


def _put(body: dict[str, Any], keys: Keys, value: Any) -> None:
    """Set a nested member, unless one of its parents already has a value that is not an object."""
    for key in keys[:-1]:
        inner = body.get(key, UNKNOWN)
        if inner == UNKNOWN:
            inner = body[key] = {}
        if not isinstance(inner, dict):
            return
        body = inner
    if body.get(keys[-1], UNKNOWN) == UNKNOWN:
        body[keys[-1]] = value


def _sample(input_reads: Iterable[InputRead]) -> Any:
    for read in input_reads:
        values = [value for value in read.values if value is not None]
        if values:
            return values[0]
        if read.annotation is not None:
            return _value(read.annotation)
    return UNKNOWN


def _value(annotation: Any, parents: tuple[Any, ...] = ()) -> Any:
    """Return a value of a type; `"..."` for strings and unknown types."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in WRAPPERS:
        return _value(arguments[0], parents)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return _value(next((argument for argument in arguments if argument is not NoneType), None), parents)
    if is_typeddict(annotation):
        if annotation in parents:
            return {}
        inner = members(annotation)
        return {name: _value(hint, (*parents, annotation)) for name, (hint, needed) in inner.items() if needed}
    kind = origin or annotation
    if kind in LISTS:
        item = _value(arguments[0], parents) if arguments else UNKNOWN
        return [] if item in (UNKNOWN, {}) and arguments[:1] != (str,) else [item]
    return {} if kind in DICTS else PLAIN.get(kind, UNKNOWN)
