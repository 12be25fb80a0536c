"""The shapes of JSON values: the literals of a definition, and the inputs of executions."""

from __future__ import annotations

from typing import Any, Final

from aslant.asl.shapes.shape import ANY, Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union
from aslant.asl.values import ATOMS, is_unresolved

__all__ = ["shape_of_value"]

_DEEPEST: Final = 12  # levels of a value that are read, so that states can wrap it in more
_LONGEST: Final = 16  # items of an array whose places are known
_MOST: Final = 1_000  # items of an array that are read


def shape_of_value(value: Any, origin: tuple[str, ...] = ()) -> Shape:
    """Return the shape of a JSON value, in which a value that is known only at deployment may be anything."""
    return _shape(value, origin, _DEEPEST)


def _shape(value: Any, origin: tuple[str, ...], levels: int) -> Shape:
    if is_unresolved(value) or not levels:
        return ANY
    kind = type(value)
    if kind in ATOMS:
        return literal(value)
    if kind is dict:
        members = {name: _shape(member, origin, levels - 1) for name, member in value.items()}
        return object_of(members, origin=origin)
    if len(value) > _MOST:
        return array_of(ANY, nonempty=True, origin=origin)
    items = [_shape(item, origin, levels - 1) for item in value]
    if len(items) <= _LONGEST:
        return tuple_of(items, origin)
    return array_of(union(*items), nonempty=True, origin=origin)
