"""ResultPath: the shape of a state's input with a result put into it."""

from __future__ import annotations

from collections.abc import Sequence

from aslant.asl.shapes.shape import ANY, NEVER, UNKNOWN, Array, Shape
from aslant.asl.shapes.text import kind_text
from aslant.asl.shapes.unions import item_of, member_of, object_of, union, with_member
from aslant.asl.shapes.visit import Steps, Visit

__all__ = ["placed"]

_DEEPEST = 20
_EMPTY = object_of({})


def placed(
    document: Shape,
    keys: Sequence[str | int],
    value: Shape,
    text: str,
    visit: Visit,
    steps: Steps,
    origin: tuple[str, ...] = (),
) -> Shape:
    """Return the shape of data with a value at a place, whose missing objects are created; report where that fails.

    `origin` says what made the whole.
    """
    if len(keys) > _DEEPEST:
        return ANY
    if len(keys) == 1 and type(keys[0]) is str and document.is_object:
        return with_member(document, keys[0], value, origin)
    return _Placing(text, visit, steps).put(document, keys, value, "$").made_by(*origin)


class _Placing:
    """The placing of one result, which reports the first value on the way that cannot contain the next step."""

    def __init__(self, text: str, visit: Visit, steps: Steps) -> None:
        self.text = text
        self.visit = visit
        self.steps = steps

    def put(self, shape: Shape, keys: Sequence[str | int], value: Shape, place: str) -> Shape:
        """Return the shape of a value with the result at some keys in it."""
        if not keys:
            return value
        key, rest = keys[0], keys[1:]
        if type(key) is str:
            return self._member(shape, key, rest, value, place)
        return self._item(shape, int(key), rest, value, place)

    def _member(self, shape: Shape, key: str, rest: Sequence[str | int], value: Shape, place: str) -> Shape:
        if not shape.unknown and not self._contains(shape, "object", key, place):
            return ANY
        old = UNKNOWN if shape.unknown else member_of(shape.only("object"), key)
        inner = old.present()
        if old.missing is not False and rest and not inner.unknown:
            inner = union(inner, _EMPTY)
        if rest and inner.unknown and type(rest[0]) is int:
            inner = ANY
        new = self.put(inner, rest, value, f"{place}.{key}")
        if shape.unknown and new.unknown:
            return ANY
        return with_member(shape if shape.unknown else shape.only("object"), key, new)

    def _item(self, shape: Shape, index: int, rest: Sequence[str | int], value: Shape, place: str) -> Shape:
        if shape.unknown:
            return ANY
        if not self._contains(shape, "array", index, place):
            return ANY
        array = shape.array
        assert array is not None  # noqa: S101 - it contains items
        old = item_of(shape.only("array"), index)
        if not old.is_value:
            length = len(array.places or ())
            self._report("ERROR", f"{place} has {length} item{'' if length == 1 else 's'}, and no item {index}")
            return ANY
        new = self.put(old.present(), rest, value, f"{place}[{index}]")
        if array.places is not None:
            places = (*array.places[:index], new, *array.places[index + 1 :])
            return Shape(array=Array(union(*places), places), depth=shape.depth + new.depth, size=shape.size + new.size)
        items = union(array.items, new)
        return Shape(array=Array(items, None, True), depth=items.depth + 1, size=items.size + 1)

    def _contains(self, shape: Shape, kind: str, key: str | int, place: str) -> bool:
        """Report a value that is not, or may not be, of the type that has a key; return whether it may be."""
        where = "the input" if place == "$" else place
        made = f" in {' or '.join(shape.origin)}" if shape.origin and place != "$" else ""
        if place == "$" and shape.origin:
            where = " or ".join(shape.origin)
        wanted = "an object" if kind == "object" else "an array"
        if not shape.has(kind):
            self._report("ERROR", f"{where} is {kind_text(shape)}{made}, not {wanted}")
            return False
        others = shape.present().without(kind)
        if others is not NEVER:
            self._report("WARNING", f"{where} may be {kind_text(others)}{made}")
        return True

    def _report(self, severity: str, why: str) -> None:
        if severity == "ERROR":
            repair = "Choose another place, or put the value into an object first."
            self.visit.error(f"The ResultPath {self.text} cannot be applied: {why}", self.steps, repair)
        else:
            self.visit.warning(f"The ResultPath {self.text} may not be applicable: {why}", self.steps)
