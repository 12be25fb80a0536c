"""Shape: the type of a JSON value, as far as the annotations of Python handlers define it."""

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
    "with_article",
    "with_member",
]

Kind = Literal["any", "object", "array", "string", "number", "boolean", "null"]


DEEPEST = 20
"""The most levels of a shape; anything deeper has the shape `ANY`."""

LARGEST = 10_000
"""The most nested values of a shape; a larger one becomes `ANY`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The known type of a value: its kind, and an object's members or an array's items."""

    kind: Kind = "any"
    members: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    """The members that always exist."""
    closed: bool = False
    """Whether the object is closed to other members."""
    items: Shape | None = None
    """The shape of an array's items, if it is known."""
    depth: int = field(default=1, compare=False)
    """The number of levels that the shape describes."""
    size: int = field(default=1, compare=False)
    """The number of values that the shape describes, including itself."""


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
    """Return the shape of an object."""
    depth = 1 + max((member.depth for member in members.values()), default=0)
    size = 1 + sum(member.size for member in members.values())
    if depth > DEEPEST or size > LARGEST:
        return ANY
    return Shape("object", members, frozenset(required), closed=closed, depth=depth, size=size)


def array_shape(items: Shape | None = None) -> Shape:
    """Return the shape of an array."""
    if items is None or items.kind == "any":
        return Shape("array")
    if items.depth >= DEEPEST or items.size >= LARGEST:
        return ANY
    return Shape("array", items=items, depth=items.depth + 1, size=items.size + 1)


def shape_of_value(value: Any) -> Shape:
    """Return the shape of a JSON value in a definition; a value known only at deployment has the shape `ANY`."""
    kind = type(value)
    return _SCALARS.get(kind, object_shape({}) if kind is dict else array_shape() if kind is list else ANY)


def event_and_result(handler: object) -> tuple[Shape, Shape]:
    """Return the shapes of a handler's event and result, from its annotations."""
    try:
        hints = get_type_hints(handler)
        names = getattr(handler, "__code__").co_varnames  # noqa: B009  # a handler is any callable
    except Exception:  # annotations are the user's code, and may name something that does not exist
        return ANY, ANY
    event = shape_of(hints[names[0]]) if names and names[0] in hints else ANY
    return event, shape_of(hints["return"]) if "return" in hints else ANY


def shape_of(annotation: Any) -> Shape:
    """Return the shape of an annotation: TypedDict, scalars, lists, Literal, unions of one kind; else `ANY`."""
    try:
        return _read(annotation, {}, 1)
    except Exception:  # an annotation can be any object, even one that cannot be compared
        return ANY


def _read(annotation: Any, known: dict[int, Shape], depth: int) -> Shape:
    """Return the shape of a nested annotation; `known` has the shapes of TypedDicts by identity."""
    if depth > DEEPEST:
        return ANY
    if is_typeddict(annotation):
        if id(annotation) not in known:
            known[id(annotation)] = ANY  # for a TypedDict that contains itself
            try:
                hints = get_type_hints(annotation, include_extras=True)
            except Exception:
                return object_shape({})
            members = {name: _read(hint, known, depth + 1) for name, hint in hints.items()}
            there = annotation.__required_keys__  # ignores Required and NotRequired in an annotation that is a string
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
    """Return whether a member of a TypedDict is required."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return {Required: True, NotRequired: False}.get(get_origin(hint), otherwise)


def _one_of(shapes: list[Shape]) -> Shape:
    shape = shapes[0]
    for right in shapes[1:]:
        shape = merged_shape(shape, right)
    return shape


def merged_shape(left: Shape, right: Shape) -> Shape:
    """Return the shape of a value that has either of two shapes."""
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
    """Return an object's shape with a nested member set; missing objects along `names` are created."""
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
    """Return why a value of one shape cannot have the wanted one; empty if it can."""
    if "any" in (given.kind, wanted.kind):
        return ""
    if given.kind != wanted.kind:
        return f"{place} must be {with_article(wanted)}, not {with_article(given)}"
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


def with_article(shape: Shape) -> str:
    """Return a shape's kind for a message, such as 'an object'."""
    return "null" if shape.kind == "null" else f"{'an' if shape.kind[0] in 'ao' else 'a'} {shape.kind}"
