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


def shape_of_value(value: Any, *, soft: bool = False) -> Shape:
    """Return the shape of a JSON value, in which a value that is known only at deployment may be anything.

    `soft` is for constants of the definition, which its author may change.
    """
    return _shape(value, soft, _DEEPEST)


def _shape(value: Any, soft: bool, levels: int) -> Shape:
    if is_unresolved(value) or not levels:
        return ANY
    kind = type(value)
    if kind in ATOMS:
        return literal(value, soft=soft)
    if kind is dict:
        members = {name: _shape(member, soft, levels - 1) for name, member in value.items()}
        return object_of(members)
    if len(value) > _MOST:
        return array_of(ANY, nonempty=True)
    items = [_shape(item, soft, levels - 1) for item in value]
    if len(items) <= _LONGEST:
        return tuple_of(items)
    return array_of(union(*items), nonempty=True)
