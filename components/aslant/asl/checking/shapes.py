"""Shapes of data, as far as the annotations of Python handlers tell them."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

__all__ = ["ANY", "Shape", "event_and_result", "fits", "merged", "shape_of", "with_member"]

Kind = Literal["any", "object", "array", "string", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a value: its kind, the members of an object, the items of an array."""

    kind: Kind = "any"
    members: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    """The members that are there."""
    closed: bool = False
    """Whether there are no other members."""
    items: Shape | None = None
    """What the items of an array are, where it is known."""


ANY = Shape()
_SCALARS: dict[object, Shape] = {
    str: Shape("string"),
    bool: Shape("boolean"),
    int: Shape("number"),
    float: Shape("number"),
    None: Shape("null"),
    type(None): Shape("null"),
}


def event_and_result(handler: object) -> tuple[Shape, Shape]:
    """What a handler takes and what it returns, by its annotations."""
    try:
        hints = get_type_hints(handler)
        names = getattr(handler, "__code__").co_varnames  # noqa: B009  # a handler is any callable
    except Exception:  # annotations are the user's code, and may name what is not there
        return ANY, ANY
    event = shape_of(hints[names[0]]) if names and names[0] in hints else ANY
    return event, shape_of(hints["return"]) if "return" in hints else ANY


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation: TypedDict, scalars, lists, Literal, unions of one kind; anything else is anything."""
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if is_typeddict(annotation):
        try:
            hints = get_type_hints(annotation)
        except Exception:
            return Shape("object")
        return Shape(
            "object",
            {name: shape_of(hint) for name, hint in hints.items()},
            frozenset(annotation.__required_keys__),
            closed=True,
        )
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (list, Sequence, tuple, set, frozenset):
        return Shape("array", items=shape_of(arguments[0]) if len(arguments) == 1 else None)
    if annotation is list:
        return Shape("array")
    if annotation is dict or origin in (dict, Mapping):
        return Shape("object")
    if origin is Literal:
        return _one_of([_SCALARS.get(type(value), ANY) for value in arguments])
    if origin in (Union, types.UnionType):
        return _one_of([shape_of(argument) for argument in arguments])
    if origin in (Required, NotRequired):
        return shape_of(arguments[0])
    return ANY


def _one_of(shapes: list[Shape]) -> Shape:
    shape = shapes[0]
    for other in shapes[1:]:
        shape = merged(shape, other)
    return shape


def merged(one: Shape, other: Shape) -> Shape:
    """What is known of a value that is the one or the other."""
    if one == other:
        return one
    if one.kind != other.kind or one.kind not in ("object", "array"):
        return Shape(one.kind) if one.kind == other.kind else ANY
    if one.kind == "array":
        items = merged(one.items, other.items) if one.items and other.items else None
        return Shape("array", items=items)
    both = one.members.keys() & other.members.keys()
    members = {name: merged(one.members[name], other.members[name]) for name in both}
    if one.closed and other.closed:
        for shape in (one, other):
            members.update({name: member for name, member in shape.members.items() if name not in both})
    return Shape("object", members, one.required & other.required, closed=one.closed and other.closed)


def with_member(shape: Shape, names: Sequence[str], member: Shape) -> Shape:
    """The object with one member set, at a depth; members on the way are made where they are missing."""
    if not names:
        return member
    inner = shape.members.get(names[0], Shape("object", closed=True)) if shape.kind == "object" else ANY
    made = with_member(inner, names[1:], member)
    if shape.kind not in ("object", "any"):
        return ANY
    return Shape("object", {**shape.members, names[0]: made}, shape.required | {names[0]}, closed=shape.closed)


def fits(given: Shape, wanted: Shape, place: str = "it") -> str:
    """Why a value of one shape is not what is wanted, as words; empty where it may be."""
    if "any" in (given.kind, wanted.kind):
        return ""
    if given.kind != wanted.kind:
        return f"{place} is {_named(given)} where {_named(wanted)} is wanted"
    for name in sorted(wanted.members):
        if name in given.members:
            why = fits(given.members[name], wanted.members[name], f"'{name}'")
            if why:
                return why
        elif given.closed and name in wanted.required:
            return f"'{name}' is missing"
    if given.items and wanted.items:
        return fits(given.items, wanted.items, "an item")
    return ""


def _named(shape: Shape) -> str:
    return {"string": "text", "null": "null"}.get(shape.kind, f"{'an' if shape.kind[0] in 'ao' else 'a'} {shape.kind}")
