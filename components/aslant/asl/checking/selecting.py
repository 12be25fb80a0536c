"""What paths, intrinsic functions and payload templates make of data whose shape is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.checking.finding import MISMATCH
from aslant.asl.checking.parsed_strings import paths_of
from aslant.asl.checking.rule_context import RuleContext, opaque
from aslant.asl.checking.shapes import ANY, Shape, an_array, an_object, of_value
from aslant.errors import SyntaxFault, did_you_mean
from aslant.grammar import intrinsics, jsonpath

__all__ = ["look", "look_inside", "select", "template"]


Steps = tuple[str | int, ...]

_DEEPEST: Final = 100  # levels of a template, of which no task needs so many

_TEXT, _NUMBER, _LIST = Shape("string"), Shape("number"), Shape("array")
_RESULTS: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("Format", "UUID", "JsonToString", "Base64Encode", "Base64Decode", "Hash"), _TEXT),
    **dict.fromkeys(("MathAdd", "MathRandom", "ArrayLength"), _NUMBER),
    **dict.fromkeys(("Array", "ArrayPartition", "ArrayRange", "ArrayUnique", "StringSplit"), _LIST),
    "ArrayContains": Shape("boolean"),
    "JsonMerge": Shape("object"),
}
"""What the intrinsic functions give whose results are of one kind, by their names without `States.`."""


def look(text: Any, given: Shape, site: RuleContext | None, *steps: str | int) -> Shape:
    """The shape of what a path or an intrinsic function gives; what leads nowhere is reported where there is a site."""
    if type(text) is not str or "${" in text:
        return ANY
    if intrinsics.is_call(text):
        try:
            call = intrinsics.parse(text)
        except SyntaxFault:
            return ANY
        for path in paths_of(call):
            _selected(path, given, site, steps)
        return _RESULTS.get(call.name.removeprefix("States."), ANY)
    selected = select(text)
    return _selected(selected, given, site, steps) if selected is not None else ANY


def look_inside(value: Any, field: str, given: Shape, site: RuleContext | None, *steps: str | int) -> None:
    """Look at a path that a member of an object holds, where it has one."""
    if type(value) is dict and field in value:
        look(value[field], given, site, *steps, field)


def template(value: Any, given: Shape, site: RuleContext | None, *steps: str | int, depth: int = 0) -> Shape:
    """The shape of what a payload template makes."""
    if opaque(value) or depth > _DEEPEST:
        return ANY
    if type(value) is list:
        for index, item in enumerate(value):
            if type(item) in (dict, list):
                template(item, given, site, *steps, index, depth=depth + 1)
        return an_array()
    if type(value) is not dict:
        return of_value(value)
    members: dict[str, Shape] = {}
    for name, inner in value.items():
        if type(name) is str and name.endswith(".$"):
            members[name[:-2]] = look(inner, given, site, *steps, name)
        else:
            members[name] = template(inner, given, site, *steps, name, depth=depth + 1)
    return an_object(members, members, closed=True)


def select(text: Any) -> jsonpath.JsonPath | None:
    """A path of names and indices into the state's data; None for any other."""
    if type(text) is not str or "${" in text or not text.startswith("$"):
        return None
    try:
        path = jsonpath.parse(text)
    except SyntaxFault:
        return None
    return path if path.root == "$" and _is_plain(path) else None


def _selected(path: jsonpath.JsonPath, shape: Shape, site: RuleContext | None, steps: Steps) -> Shape:
    """The shape of what a path selects, which is known for names and indices in the state's data alone."""
    if path.root != "$" or not _is_plain(path):
        return ANY
    for step in path.steps:
        found = _member(shape, step)
        if found is None:
            if site is not None:
                message, repair = _missing(shape, step)
                site.error(f"The path {path.text} leads nowhere: {message}", *steps, code=MISMATCH, repair=repair)
            return ANY
        shape = found
    return shape


def _is_plain(path: jsonpath.JsonPath) -> bool:
    return path.definite and not (path.steps and isinstance(path.steps[-1], jsonpath.Members))


def _member(shape: Shape, step: object) -> Shape | None:
    """The shape of a member or an item; None where there is none."""
    if shape.kind == "any":
        return ANY
    if type(step) is not str:
        return shape.items or ANY if shape.kind == "array" else None
    if shape.kind != "object":
        return None
    return shape.members.get(step, None if shape.closed else ANY)


def _missing(shape: Shape, step: object) -> tuple[str, str]:
    """Why a step leads nowhere, and what to write instead."""
    if type(step) is not str:
        return f"only an array has an item {step}", ""
    if shape.kind != "object":
        return f"there is no member '{step}' in {'an array' if shape.kind == 'array' else shape.kind}", ""
    known = shape.members
    has = f"there are {', '.join(sorted(known))}" if known else "the object is empty"
    return f"there is no '{step}'", did_you_mean(step, known).removeprefix("; ") or has
