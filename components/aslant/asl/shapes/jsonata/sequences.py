"""Sequences: the values that JSONata collects, of which a single one becomes the value itself and none is nothing.

JSONata documentation, "Sequences" and "Path Operators". An array that is a member's value stays an array, unless a path
continues from it.
"""

from __future__ import annotations

from typing import NamedTuple

from aslant.asl.shapes.shape import ANY, MISSING, NEVER, UNKNOWN, Array, Shape
from aslant.asl.shapes.unions import array_of, member_of, union

__all__ = ["Sequence", "absence", "elements", "looked_up", "with_absence"]


class Sequence(NamedTuple):
    """Values that are collected."""

    items: Shape
    """The shape of each value, never missing; `NEVER` if there are none."""
    missing: bool | None = False
    """Whether there may be no values, as in a shape."""
    many: bool = False
    """Whether there may be more than one."""

    def value(self) -> Shape:
        """Return the shape of the sequence as a value."""
        if not self.items.is_value:
            return NEVER if self.missing is False else MISSING
        found = union(self.items, array_of(self.items, nonempty=True)) if self.many else self.items
        return with_absence(found, self.missing)


def absence(*missing: bool | None) -> bool | None:
    """Return whether one of several values may be missing: True, False or None as in a shape."""
    return True if True in missing else None if None in missing else False


def with_absence(shape: Shape, missing: bool | None) -> Shape:
    """Return a shape that may also be missing."""
    return shape if missing is False else shape.optional() if missing else shape.perhaps()


def elements(shape: Shape) -> Sequence:
    """Return the values over which JSONata goes: the items of an array, or the value itself."""
    if shape.unknown:
        return Sequence(ANY, True if shape.missing else None, many=True)
    array = shape.array
    if array is None:
        return Sequence(shape.present(), shape.missing)
    others = shape.present().without("array")
    items = array.items.present() if others is NEVER else union(others, array.items.present())
    missing = absence(shape.missing, False if array.nonempty else None)
    return Sequence(items, missing, not _is_single(array))


def _is_single(array: Array) -> bool:
    return array.places is not None and len(array.places) < 2


def looked_up(shape: Shape, name: str) -> Shape:
    """Return the shape of the member of a name. Of an array, it is the sequence of its items' members."""
    if shape.unknown:
        return UNKNOWN
    if shape.array is None:
        return member_of(shape, name)
    found = elements(looked_up(shape.array.items, name))
    missing = None if found.missing is not False or not shape.array.nonempty else False
    inside = Sequence(found.items, missing, found.many or not _is_single(shape.array)).value()
    others = shape.without("array")
    return inside if not others.is_value else union(member_of(others, name), inside)
