"""Shapes of data, as far as the annotations of Python handlers tell them."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

__all__ = [
    "ANY",
    "DEEPEST",
    "LARGEST",
    "Shape",
    "array_shape",
    "event_and_result",
    "merged_shape",
    "mismatch",
    "object_shape",
    "shape_of",
    "shape_of_value",
    "with_member",
]

Kind = Literal["any", "object", "array", "string", "number", "boolean", "null"]


DEEPEST = 20
"""Levels of a shape; what is deeper is anything."""

LARGEST = 10_000
"""Values within values that a shape tells of; one that has more is anything."""


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
    depth: int = field(default=1, compare=False)
    """How many levels it tells of."""
    size: int = field(default=1, compare=False)
    """How many values it tells of, itself included."""


ANY = Shape()
_EMPTY = Shape("object", closed=True)
_SCALARS: dict[object, Shape] = {
    str: Shape("string"),
    bool: Shape("boolean"),
    int: Shape("number"),
    float: Shape("number"),
    None: Shape("null"),
    type(None): Shape("null"),
}


def object_shape(members: Mapping[str, Shape], required: Iterable[str] = (), *, closed: bool = False) -> Shape:
    """The shape of an object."""
    depth = 1 + max((member.depth for member in members.values()), default=0)
    size = 1 + sum(member.size for member in members.values())
    if depth > DEEPEST or size > LARGEST:
        return ANY
    return Shape("object", members, frozenset(required), closed=closed, depth=depth, size=size)


def array_shape(items: Shape | None = None) -> Shape:
    """The shape of an array."""
    if items is None or items.kind == "any":
        return Shape("array")
    if items.depth >= DEEPEST or items.size >= LARGEST:
        return ANY
    return Shape("array", items=items, depth=items.depth + 1, size=items.size + 1)


def shape_of_value(value: Any) -> Shape:
    """The shape of JSON that stands in a definition; a value known only at deployment is anything."""
    kind = type(value)
    return _SCALARS.get(kind, object_shape({}) if kind is dict else array_shape() if kind is list else ANY)


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
    try:
        return _read(annotation, {}, 1)
    except Exception:  # an annotation is any object, which need not even compare
        return ANY


def _read(annotation: Any, known: dict[int, Shape], depth: int) -> Shape:
    """The shape of an annotation inside of others, of which those that are TypedDicts are `known` by identity."""
    if depth > DEEPEST:
        return ANY
    if is_typeddict(annotation):
        if id(annotation) not in known:
            known[id(annotation)] = ANY  # where it holds itself
            try:
                hints = get_type_hints(annotation, include_extras=True)
            except Exception:
                return object_shape({})
            members = {name: _read(hint, known, depth + 1) for name, hint in hints.items()}
            there = annotation.__required_keys__  # which take no notice of an annotation that is still text
            required = [name for name, hint in hints.items() if _is_required(hint, name in there)]
            known[id(annotation)] = object_shape(members, required, closed=True)
        return known[id(annotation)]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (list, Sequence, tuple, set, frozenset):
        return array_shape(_read(arguments[0], known, depth + 1) if len(arguments) == 1 else None)
    if annotation is list:
        return array_shape()
    if annotation is dict or origin in (dict, Mapping):
        return object_shape({})
    if origin is Literal:
        return _one_of([_SCALARS.get(type(value), ANY) for value in arguments])
    if origin in (Union, types.UnionType):
        return _one_of([_read(argument, known, depth) for argument in arguments])
    if origin in (Annotated, Required, NotRequired):
        return _read(arguments[0], known, depth)
    return _SCALARS.get(annotation, ANY)


def _is_required(hint: Any, otherwise: bool) -> bool:
    """Whether a member of a TypedDict must be there."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return {Required: True, NotRequired: False}.get(get_origin(hint), otherwise)


def _one_of(shapes: list[Shape]) -> Shape:
    shape = shapes[0]
    for right in shapes[1:]:
        shape = merged_shape(shape, right)
    return shape


def merged_shape(left: Shape, right: Shape) -> Shape:
    """What is known of a value that is the one or the other."""
    if left == right:
        return left
    if left.kind != right.kind or left.kind not in ("object", "array"):
        return Shape(left.kind) if left.kind == right.kind else ANY
    if left.kind == "array":
        items = merged_shape(left.items, right.items) if left.items and right.items else None
        return array_shape(items)
    both = left.members.keys() & right.members.keys()
    members = {name: merged_shape(left.members[name], right.members[name]) for name in both}
    if left.closed and right.closed:
        for shape in (left, right):
            members.update({name: member for name, member in shape.members.items() if name not in both})
    return object_shape(members, left.required & right.required, closed=left.closed and right.closed)


def with_member(shape: Shape, names: Sequence[str], member: Shape) -> Shape:
    """The object with one member set, at a depth; members on the way are made where they are missing."""
    if len(names) > DEEPEST:
        return ANY
    parents: list[Shape] = []
    for name in names:
        if shape.kind not in ("object", "any"):
            return ANY
        parents.append(shape)
        shape = shape.members.get(name, _EMPTY if shape.closed else ANY)
    for outer, name in zip(reversed(parents), reversed(names), strict=True):
        member = object_shape({**outer.members, name: member}, outer.required | {name}, closed=outer.closed)
    return member


def mismatch(given: Shape, wanted: Shape, place: str = "it") -> str:
    """Why a value of one shape is not what is wanted, as words; empty where it may be."""
    if "any" in (given.kind, wanted.kind):
        return ""
    if given.kind != wanted.kind:
        return f"{place} is {_with_article(given)} where {_with_article(wanted)} is wanted"
    for name in sorted(wanted.members):
        if name in given.members:
            why = mismatch(given.members[name], wanted.members[name], f"'{name}'")
            if why:
                return why
        elif given.closed and name in wanted.required:
            return f"'{name}' is missing"
    if given.items and wanted.items:
        return mismatch(given.items, wanted.items, "an item")
    return ""


def _with_article(shape: Shape) -> str:
    return {"string": "text", "null": "null"}.get(shape.kind, f"{'an' if shape.kind[0] in 'ao' else 'a'} {shape.kind}")
