"""The readable form of shapes, such as `{flavour: string, size?: "small" | "large", toppings: string[]}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from aslant.asl.shapes.shape import NEVER, Array, Object, Shape, Values

__all__ = ["kind_text", "shape_text"]

_DEEPEST: Final = 4  # levels that are shown; `…` stands for the rest
_LONGEST: Final = 40  # characters of a literal
_MOST: Final = 24  # members of an object, items of an array, or literals


def shape_text(shape: Shape, levels: int = _DEEPEST) -> str:
    """Return a shape as a type, in the notation of TypeScript. A member that may be missing has a question mark."""
    return " | ".join(_alternatives(shape, levels)) or "never"


def kind_text(shape: Shape) -> str:
    """Return the JSON types of a shape for a message, such as `a string or null`."""
    if shape.unknown:
        return "any value"
    names = [
        kind if kind == "null" else f"{'an' if kind[0] in 'ao' else 'a'} {kind}"
        for kind in ("object", "array", "string", "number", "boolean", "null")
        if shape.has(kind)
    ]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0] if names else "nothing"


def _alternatives(shape: Shape, levels: int) -> Iterator[str]:
    if shape.unknown:
        yield "unknown"
    for alternative in shape.objects:
        yield _object(alternative, levels - 1)
    if shape.array is not None:
        yield _array(shape.array, levels - 1)
    yield from _scalars("string", shape.string)
    yield from _scalars("number", shape.number)
    yield from _scalars("boolean", shape.boolean)
    if shape.null:
        yield "null"
    if shape.missing is True:
        yield "missing"


def _scalars(kind: str, values: Values) -> Iterator[str]:
    if values is True:
        yield kind
    elif values:
        written = sorted(json.dumps(value, ensure_ascii=False) for value in values)
        for text in written[:_MOST]:
            yield text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        if len(written) > _MOST:
            yield "…"


def _object(alternative: Object, levels: int) -> str:
    if levels < 1 and alternative.members:
        return "{…}"
    written = []
    for name, member in list(alternative.members.items())[:_MOST]:
        mark = "" if member.missing is False else "?"
        written.append(f"{name}{mark}: {shape_text(member.present(), levels)}")
    if len(alternative.members) > _MOST or alternative.other.unknown:
        written.append("…")
    elif alternative.other is not NEVER:
        written.append(f"[name]: {shape_text(alternative.other.present(), levels)}")
    return f"{{{', '.join(written)}}}"


def _array(array: Array, levels: int) -> str:
    if array.places is not None:
        if levels < 1 and array.places:
            return "[…]"
        places = [shape_text(place, levels) for place in array.places[:_MOST]]
        return f"[{', '.join([*places, *(['…'] if len(array.places) > _MOST else [])])}]"
    if levels < 1 and not array.items.unknown:
        return "[…]"
    alternatives = list(_alternatives(array.items, levels))
    return f"({' | '.join(alternatives)})[]" if len(alternatives) > 1 else f"{alternatives[0]}[]"
