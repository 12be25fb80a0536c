"""The builder's spelling of paths and intrinsic functions, so that another spelling needs no string in the source.

`$['order'].id` is written as `this.order.id`, whose string is `$.order.id`. Both mean the same.
"""

from __future__ import annotations

from typing import Any

from aslant.asl.comparing.meaning import is_path, means_same, uses_jsonata
from aslant.asl.path import Path
from aslant.asl.values import copy_json, leaves
from aslant.errors import AslantError
from aslant.grammar import intrinsics, jsonpath
from aslant.walk import machines_of, nested_machines

__all__ = ["respelled"]


def respelled(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a definition with its paths and intrinsic functions as the builder spells them."""
    document: Any = copy_json(definition)
    for machine in machines_of(document):
        for state in machine["States"].values():
            if not uses_jsonata(state, document):
                _respell(state)
    return document  # type: ignore[no-any-return]


def _respell(state: dict[str, Any]) -> None:
    nested = {place[0] for place in nested_machines(state)}
    for place, text in leaves({key: value for key, value in state.items() if key not in nested}):
        if type(text) is not str or not is_path(place):
            continue
        spelled = _spelled(text)
        if spelled != text and means_same(place, text, spelled, in_jsonata=False):
            parent: Any = state
            for step in place[:-1]:
                parent = parent[step]
            parent[place[-1]] = spelled


def _spelled(text: str) -> str:
    """Return the builder's spelling of a path or an intrinsic function; the string itself if it has none."""
    try:
        return _of(intrinsics.parse(text) if intrinsics.is_call(text) else jsonpath.parse(text))
    except AslantError:
        return text


def _of(node: intrinsics.Argument) -> str:
    """Return the builder's spelling of a parsed string. The grammar limits the depth."""
    if isinstance(node, intrinsics.IntrinsicCall):
        return f"{node.name}({', '.join(map(_of, node.arguments))})"
    if isinstance(node, intrinsics.Literal):
        return f"'{node.written}'" if type(node.value) is str else node.written
    path = Path(node.root)
    for step in node.steps:
        if type(step) is jsonpath.Slice:
            path = path[step.first : step.last]
        elif type(step) is jsonpath.Wildcard:
            path = path[:]
        elif isinstance(step, str | int):
            path = path[step]
        else:
            return node.text.strip()
    return str(path)
