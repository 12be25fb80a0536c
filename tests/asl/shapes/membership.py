"""Whether a JSON value is one of a shape's values: the meaning of shapes, against which everything else is tested."""

from __future__ import annotations

import random
from typing import Any

from aslant.asl.shapes.shape import Object, Shape, Values

__all__ = ["contains", "random_value"]


def contains(shape: Shape, value: Any) -> bool:
    """Return whether a value is one of a shape's values."""
    if shape.unknown:
        return True
    if value is None:
        return shape.null
    if isinstance(value, bool):
        return _among(shape.boolean, value)
    if isinstance(value, str):
        return _among(shape.string, value)
    if isinstance(value, int | float):
        return _among(shape.number, value)
    if isinstance(value, dict):
        return any(_is_object(alternative, value) for alternative in shape.objects)
    array = shape.array
    if array is None or (array.nonempty and not value):
        return False
    if array.places is not None:
        return len(value) == len(array.places) and all(map(contains, array.places, value))
    return all(contains(array.items, item) for item in value)


def _among(values: Values, value: Any) -> bool:
    return values if isinstance(values, bool) else value in values


def _is_object(alternative: Object, value: dict[str, Any]) -> bool:
    required = all(name in value or member.missing is not False for name, member in alternative.members.items())
    return required and all(contains(alternative.member(name), member) for name, member in value.items())


def random_value(source: random.Random, levels: int = 3) -> Any:
    """Return a JSON value with few different names and scalars, so that values are often alike."""
    kind = source.randrange(9 if levels else 6)
    if kind < 6:
        return source.choice([None, True, False, 0, 1, 2.5, "", "a", "b"])
    if kind < 7:
        return [random_value(source, levels - 1) for _ in range(source.randrange(4))]
    return {name: random_value(source, levels - 1) for name in "abc" if source.random() < 0.6}
