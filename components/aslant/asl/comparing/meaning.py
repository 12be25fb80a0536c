"""The meaning of strings that Step Functions evaluates: two spellings of one path or expression have the same meaning.

`$['order'].id` means `$.order.id`, and `{%$states.input.a+1%}` means `{% $states.input.a + 1 %}`. Plain strings have
no other spelling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, Final

from aslant.asl.field import JSONATA, JSONPATH
from aslant.asl.states import KINDS
from aslant.errors import SyntaxFault
from aslant.grammar import intrinsics, jsonata, jsonpath
from aslant.json_value import Json
from aslant.walk import Place

__all__ = ["is_path", "means_same", "uses_jsonata"]

_NOT_MEANT: Final = frozenset({"text", "at", "written"})
"""The attributes of a parsed string that only say how it is written."""

_TEMPLATES: Final = frozenset(
    {"Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials", "BatchInput", "Arguments"}
)
"""The fields whose members have names of the user, so that a name does not say what the value is."""

_PLAIN: Final = frozenset({"Comment", "Result"})
"""The fields that Step Functions does not evaluate."""

_CLOSED: Final = frozenset(
    {"(string)", "(number)", "(value)", "variable", "operation", "condition", "function", "object"}
)
"""The parts of a JSONata expression around which parentheses only group, where they are not a step of a path."""


def uses_jsonata(state: Json, machine: Mapping[str, Any]) -> bool:
    """Return whether a state of a machine uses JSONata; `machine` is the outermost one."""
    own = state.get("QueryLanguage") if isinstance(state, dict) else None
    language = machine.get("QueryLanguage") if own is None else own
    return bool(language == "JSONata")


def means_same(place: Place, old: Json, new: Json, *, in_jsonata: bool) -> bool:
    """Return whether two values at a place of a state are strings that Step Functions evaluates alike."""
    if type(old) is not str or type(new) is not str or not place or place[0] in _PLAIN:
        return False
    if in_jsonata:
        return _is_expression(old) and _is_expression(new) and _expression(old[2:-2]) == _expression(new[2:-2])
    return is_path(place) and _path(old) == _path(new)


def _is_expression(text: str) -> bool:
    return len(text) >= 4 and text.startswith("{%") and text.endswith("%}")


def is_path(place: Place) -> bool:
    """Return whether a string at a place of a JSONPath state is a path or an intrinsic function."""
    name = place[-1]
    if type(name) is not str:
        return False
    if _TEMPLATES.isdisjoint(place[:-1]):
        return name in _PATHS or (place[0] == "Choices" and name.endswith(("Path", "Variable")))
    return name.endswith(".$")


_PATHS: Final = frozenset(
    {
        *(
            field.key
            for kind in KINDS.values()
            for field in kind.FIELDS.values()
            if field.key.endswith("Path") and field.languages & JSONPATH and not field.languages & JSONATA
        ),
        *("MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"),
    }
)
"""The fields of states and of their parts that contain a path."""


@lru_cache(4096)
def _path(text: str) -> object:
    """Return the meaning of a path or an intrinsic function; the string itself if it is neither."""
    try:
        return _tree(intrinsics.parse(text) if intrinsics.is_call(text) else jsonpath.parse(text))
    except SyntaxFault:
        return text


def _tree(node: Any) -> object:
    """Return a parsed string as nested tuples, without its spelling. The grammar limits the depth."""
    if type(node) is jsonpath.JsonPath:
        return node.root, _tree(node.steps)
    if is_dataclass(node):
        parts = (getattr(node, item.name) for item in fields(node) if item.name not in _NOT_MEANT)
        return (type(node).__name__, *map(_tree, parts))
    if type(node) is tuple:
        return tuple(map(_tree, node))
    return type(node), node


@lru_cache(4096)
def _expression(text: str) -> object:
    """Return the meaning of a JSONata expression; the string itself if it is not valid."""
    try:
        return _branch(text, jsonata.tree(text))
    except SyntaxFault:
        return text


def _branch(text: str, part: jsonata.Part) -> tuple[Any, ...]:
    """Return a part of a syntax tree as nested tuples, without its spelling. The grammar limits the depth."""
    if part.kind == "block" and len(part.parts) == 1 and not (part.predicates or part.group):
        inner = _branch(text, part.parts[0])
        if inner[0] in _CLOSED:  # parentheses that change nothing
            return inner
    return (
        part.kind,
        text[part.begin : part.end] if part.kind == "(regex)" or part.binds else part.value,
        part.names,
        None if part.reference is None else part.reference.name,
        part.keeps_array,
        *(tuple(_branch(text, each) for each in parts) for parts in (part.parts, part.predicates, part.group)),
    )
