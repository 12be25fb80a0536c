"""Shapes of the values that paths, intrinsic functions and payload templates select from data of a known shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.checking.finding import MISMATCH
from aslant.asl.checking.parsed_strings import paths_of
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.shapes import ANY, Shape, array_shape, object_shape, shape_of_value, with_article
from aslant.errors import SyntaxFault, suggestion
from aslant.grammar import intrinsics, jsonpath

__all__ = ["check_member_path", "plain_path", "selected_shape", "template_shape"]


Steps = tuple[str | int, ...]

_DEEPEST: Final = 100  # levels of a template, more than any task needs

_TEXT, _NUMBER, _LIST = Shape("string"), Shape("number"), Shape("array")
_RESULTS: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("Format", "UUID", "JsonToString", "Base64Encode", "Base64Decode", "Hash"), _TEXT),
    **dict.fromkeys(("MathAdd", "MathRandom", "ArrayLength"), _NUMBER),
    **dict.fromkeys(("Array", "ArrayPartition", "ArrayRange", "ArrayUnique", "StringSplit"), _LIST),
    "ArrayContains": Shape("boolean"),
    "JsonMerge": Shape("object"),
}
"""The shapes of the results of intrinsic functions that always return one type, by name without `States.`."""


def selected_shape(text: Any, given: Shape, ctx: RuleContext | None, *steps: str | int) -> Shape:
    """Return the shape of a path or an intrinsic function; with a context, report a path that does not exist."""
    if type(text) is not str or "${" in text:
        return ANY
    if intrinsics.is_call(text):
        try:
            call = intrinsics.parse(text)
        except SyntaxFault:
            return ANY
        for path in paths_of(call):
            _shape_at(path, given, ctx, steps)
        return _RESULTS.get(call.name.removeprefix("States."), ANY)
    selected = plain_path(text)
    return _shape_at(selected, given, ctx, steps) if selected is not None else ANY


def check_member_path(value: Any, field: str, given: Shape, ctx: RuleContext | None, *steps: str | int) -> None:
    """Check the path in a member of an object, if the object has this member."""
    if type(value) is dict and field in value:
        selected_shape(value[field], given, ctx, *steps, field)


def template_shape(value: Any, given: Shape, ctx: RuleContext | None, *steps: str | int, depth: int = 0) -> Shape:
    """Return the shape of a payload template's result."""
    if is_unresolved(value) or depth > _DEEPEST:
        return ANY
    if type(value) is list:
        for index, item in enumerate(value):
            if type(item) in (dict, list):
                template_shape(item, given, ctx, *steps, index, depth=depth + 1)
        return array_shape()
    if type(value) is not dict:
        return shape_of_value(value)
    members: dict[str, Shape] = {}
    for name, inner in value.items():
        if type(name) is str and name.endswith(".$"):
            members[name[:-2]] = selected_shape(inner, given, ctx, *steps, name)
        else:
            members[name] = template_shape(inner, given, ctx, *steps, name, depth=depth + 1)
    return object_shape(members, members, closed=True)


def plain_path(text: Any) -> jsonpath.JsonPath | None:
    """Return a path of names and indices into the state's data; None for any other string."""
    if type(text) is not str or "${" in text or not text.startswith("$"):
        return None
    try:
        path = jsonpath.parse(text)
    except SyntaxFault:
        return None
    return path if path.root == "$" and _is_plain(path) else None


def _shape_at(path: jsonpath.JsonPath, shape: Shape, ctx: RuleContext | None, steps: Steps) -> Shape:
    """Return the shape that a path selects, which is known only for names and indices in the state's data."""
    if path.root != "$" or not _is_plain(path):
        return ANY
    for step in path.steps:
        found = _member(shape, step)
        if found is None:
            if ctx is not None:
                message, repair = _why_missing(shape, step)
                ctx.error(f"The path {path.text} does not exist: {message}", *steps, code=MISMATCH, repair=repair)
            return ANY
        shape = found
    return shape


def _is_plain(path: jsonpath.JsonPath) -> bool:
    return path.definite and not (path.steps and isinstance(path.steps[-1], jsonpath.Members))


def _member(shape: Shape, step: object) -> Shape | None:
    """Return the shape of a member or an item; None if it cannot exist."""
    if shape.kind == "any":
        return ANY
    if type(step) is not str:
        return shape.items or ANY if shape.kind == "array" else None
    if shape.kind != "object":
        return None
    return shape.members.get(step, None if shape.closed else ANY)


def _why_missing(shape: Shape, step: object) -> tuple[str, str]:
    """Return why a step does not exist in a shape, and what to write instead."""
    if type(step) is not str:
        return f"only an array has an item {step}, not {with_article(shape)}", ""
    if shape.kind != "object":
        return f"only an object has a member '{step}', not {with_article(shape)}", ""
    known = shape.members
    members = f"The members are {', '.join(sorted(known))}." if known else "The object is empty."
    return f"'{step}' is not a member of its object", suggestion(step, known) or members
