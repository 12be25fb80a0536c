"""Narrowing: the part of a shape that remains after a test of one place in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from aslant.asl.shapes.shape import MISSING, NEVER, UNKNOWN, Array, Object, Shape, Values, literal
from aslant.asl.shapes.unions import item_of, member_of, object_of, union

__all__ = ["Change", "at_path", "equal_to", "narrow_at", "other_than"]

Change = Callable[[Shape], Shape]
"""A function that returns the part of a shape for which a test holds; `NEVER` if it never does."""


def at_path(shape: Shape, steps: Sequence[str | int]) -> Shape:
    """Return the shape of a place by the names and indices that lead to it. It has `missing` if it may not exist."""
    for step in steps:
        shape = member_of(shape, step) if type(step) is str else item_of(shape, int(step))
    return shape


def narrow_at(shape: Shape, steps: Sequence[str | int], change: Change) -> Shape:
    """Return the values of a shape that have, at a place, a value of the changed shape there.

    `change` gets the shape of the place with `missing`. If what it returns is never missing, then values without the
    place are left out.
    """
    if not steps:
        return change(shape)
    step, rest = steps[0], steps[1:]
    if type(step) is str and len(shape.objects) == 1 and shape.missing is False and shape.is_object:
        (only,) = shape.objects
        old = only.member(step)
        new = narrow_at(old, rest, change)
        return shape if new is old else _with_narrowed(only, step, new, shape.origin)
    if type(step) is str:
        found = [_narrowed_object(alternative, step, rest, change) for alternative in shape.objects]
    else:
        found = [] if shape.array is None else [_narrowed_array(shape, shape.array, int(step), rest, change)]
    if shape.unknown:
        inner = narrow_at(UNKNOWN, rest, change)
        if inner.unknown or inner.missing is not False or type(step) is not str:
            return shape if inner is not NEVER else NEVER
        return object_of({step: inner}, UNKNOWN)
    # A value of another type does not have the place.
    other = shape.without("object" if type(step) is str else "array")
    if other is not NEVER and narrow_at(MISSING, rest, change).missing is not False:
        found.append(other)
    narrowed = union(*found)
    return narrowed if narrowed is NEVER else _missing_as(shape, narrowed).made_by(*shape.origin)


def _missing_as(shape: Shape, narrowed: Shape) -> Shape:
    """Return a narrowed shape, of which it is not known whether it may be missing if that was not known before."""
    unknown = shape.missing is None and narrowed.missing and narrowed.is_value
    return narrowed.present().perhaps() if unknown else narrowed


def _narrowed_object(alternative: Object, name: str, rest: Sequence[str | int], change: Change) -> Shape:
    old = alternative.member(name)
    new = narrow_at(old, rest, change)
    return object_of(alternative.members, alternative.other) if new is old else _with_narrowed(alternative, name, new)


def _with_narrowed(alternative: Object, name: str, new: Shape, origin: tuple[str, ...] = ()) -> Shape:
    if new is NEVER:
        return NEVER
    members = {**alternative.members, name: new}
    if new is MISSING and alternative.other is NEVER:
        del members[name]
    return object_of(members, alternative.other, origin)


def _narrowed_array(shape: Shape, array: Array, index: int, rest: Sequence[str | int], change: Change) -> Shape:
    only = shape.only("array")
    old = array.item(index)
    new = narrow_at(old, rest, change)
    if new is NEVER:
        return NEVER
    if new is old or array.places is None or new.missing is not False:
        return only
    places = [*array.places]
    places[index] = new
    return Shape(array=Array(union(*places), tuple(places)), depth=only.depth, size=only.size)


def equal_to(shape: Shape, value: str | int | float | bool | None) -> Shape:
    """Return the part of a shape that equals a scalar; `NEVER` if no value of it does."""
    if shape.unknown:
        return literal(value)
    if value is None:
        return shape.only("null")
    kind = "boolean" if type(value) is bool else "string" if type(value) is str else "number"
    values: Values = getattr(shape, kind)
    return literal(value, soft=shape.soft) if values is True or (values and value in values) else NEVER


def other_than(shape: Shape, value: str | int | float | bool | None) -> Shape:
    """Return the part of a shape that does not equal a scalar. Its `missing` is kept."""
    if shape.unknown:
        return shape
    if value is None:
        return shape.without("null")
    kind = "boolean" if type(value) is bool else "string" if type(value) is str else "number"
    values: Values = getattr(shape, kind)
    if kind == "boolean" and values is True:
        values = frozenset([True, False])
    if values is True or not values or value not in values:
        return shape
    rest: frozenset[Any] = values - {value}
    without = shape.without(kind)
    left = union(*(literal(each, soft=shape.soft) for each in rest))
    return _missing_as(shape, union(without, left)) if left is not NEVER else without
