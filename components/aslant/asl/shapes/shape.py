"""Shape: the set of JSON values that a place in a workflow may have, as a union of alternatives.

A shape has a slot for each JSON type: whether a value may be null, a boolean, a number or a string (any, or one of a
few literals), the shape of arrays, and up to `MOST_OBJECTS` alternatives of objects. The union of two shapes is taken
slot by slot. A value may be *missing* as well: an optional member is a member whose shape may be missing, and a
JSONata expression that returns nothing has the shape `MISSING`.

Shapes never change. They are limited in depth and size; whatever exceeds the limits is unknown, and unknown data is
never reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

__all__ = [
    "ANY",
    "ARRAY",
    "BOOLEAN",
    "DEEPEST",
    "FALSE",
    "LARGEST",
    "MISSING",
    "NEVER",
    "NULL",
    "NUMBER",
    "OBJECT",
    "STRING",
    "TRUE",
    "UNKNOWN",
    "Array",
    "Object",
    "Shape",
    "Values",
    "literal",
]

DEEPEST: Final = 20
"""The most levels of a shape; anything deeper is unknown."""
LARGEST: Final = 10_000
"""The most nested shapes of a shape; a larger one is unknown."""

Values: TypeAlias = "bool | frozenset[Any]"
"""The values of one scalar type: False for none, True for any, or a set of literals."""


class Object:
    """One alternative of an object."""

    __slots__ = ("_hash", "members", "other")
    members: Mapping[str, Shape]
    """The shapes of the known members. That of an optional one has `missing`."""
    other: Shape
    """The shape of all other members: `NEVER` if the object is closed, `UNKNOWN` if it is open."""

    def __init__(self, members: Mapping[str, Shape], other: Shape) -> None:
        self.members = members
        self.other = other
        self._hash = 0

    def member(self, name: str) -> Shape:
        """Return the shape of a member, which has `missing` if the member may be missing."""
        found = self.members.get(name)
        if found is not None:
            return found
        return MISSING if self.other is NEVER else self.other.perhaps()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not Object or hash(self) != hash(other):
            return False
        return self.members == other.members and self.other == other.other

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = hash((frozenset(self.members.items()), self.other)) or 1
        return self._hash


class Array:
    """The arrays of a shape."""

    __slots__ = ("_hash", "items", "nonempty", "places")
    items: Shape
    """The shape of every item; `NEVER` for an empty array."""
    places: tuple[Shape, ...] | None
    """The shapes of the items one by one if the length is known, else None."""
    nonempty: bool
    """Whether the array is known to have an item."""

    def __init__(self, items: Shape, places: tuple[Shape, ...] | None = None, nonempty: bool = False) -> None:
        self.items = items
        self.places = places
        self.nonempty = nonempty or bool(places)
        self._hash = 0

    def item(self, index: int) -> Shape:
        """Return the shape of an item, which has `missing` if the array may be too short."""
        if self.places is not None:
            return self.places[index] if -len(self.places) <= index < len(self.places) else MISSING
        if self.items is NEVER:
            return MISSING
        return self.items if self.nonempty and index in (0, -1) else self.items.perhaps()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not Array or self.nonempty is not other.nonempty:
            return False
        return self.places == other.places and self.items == other.items

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = hash((self.items, self.places, self.nonempty)) or 1
        return self._hash


class Shape:
    """A set of JSON values. Equal shapes allow the same values; `origin` is not compared."""

    __slots__ = (
        *("_hash", "array", "boolean", "depth", "missing", "null", "number", "objects"),
        *("origin", "size", "soft", "string", "unknown"),
    )
    unknown: bool
    """Whether any JSON value is possible. All other slots but `missing` are then unset."""
    missing: bool | None
    """True if there may be no value at all, False if there always is one, None if that is not known."""
    null: bool
    boolean: Values
    number: Values
    string: Values
    array: Array | None
    objects: tuple[Object, ...]
    soft: bool
    """Whether its literals are constants of the definition. Tests that they make impossible are not mistakes."""
    origin: tuple[str, ...]
    """The origin of the value, for messages, such as `the result of state 'Pay'`."""
    depth: int
    """The number of levels that the shape describes."""
    size: int
    """The number of shapes in it, including itself."""

    def __init__(
        self,
        *,
        unknown: bool = False,
        missing: bool | None = False,
        null: bool = False,
        boolean: Values = False,
        number: Values = False,
        string: Values = False,
        array: Array | None = None,
        objects: tuple[Object, ...] = (),
        soft: bool = False,
        origin: tuple[str, ...] = (),
        depth: int = 1,
        size: int = 1,
    ) -> None:
        self.unknown = unknown
        self.missing = missing
        self.null = null
        self.boolean = boolean
        self.number = number
        self.string = string
        self.array = array
        self.objects = objects
        self.soft = soft
        self.origin = origin
        self.depth = depth
        self.size = size
        self._hash = 0

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not Shape or hash(self) != hash(other):
            return False
        return self._slots() == other._slots()

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = hash(self._slots()) or 1
        return self._hash

    def __repr__(self) -> str:
        kinds = "unknown" if self.unknown else " | ".join(sorted(self.kinds)) or "no value"
        return f"<Shape {kinds}{'' if self.missing is False else ' | missing'}>"

    def _slots(self) -> tuple[Any, ...]:
        return (
            *(self.unknown, self.missing, self.null, self.boolean, self.number, self.string, self.array),
            self.soft,
            self.objects if len(self.objects) < 2 else frozenset(self.objects),
        )

    def _copy(self) -> Shape:
        """Return a copy, whose slots the caller changes."""
        shape = Shape.__new__(Shape)
        shape.unknown, shape.missing, shape.null = self.unknown, self.missing, self.null
        shape.boolean, shape.number, shape.string = self.boolean, self.number, self.string
        shape.array, shape.objects, shape.soft = self.array, self.objects, self.soft
        shape.origin, shape.depth, shape.size = self.origin, self.depth, self.size
        shape._hash = 0
        return shape

    def _changed(self, **slots: Any) -> Shape:
        """Return a copy with other slots."""
        shape = self._copy()
        for slot, value in slots.items():
            setattr(shape, slot, value)
        return shape

    def _with_missing(self, missing: bool | None) -> Shape:
        """Return a copy with another `missing`."""
        if self.unknown and missing is not True:
            return UNKNOWN if missing is None else ANY
        shape = self._copy()
        shape.missing = missing
        return shape._normal()

    @property
    def is_value(self) -> bool:
        """Whether a value is possible: False for `NEVER` and `MISSING`."""
        return bool(
            self.unknown
            or self.null
            or self.objects
            or self.array
            or self.string is not False
            or self.number is not False
            or self.boolean is not False
        )

    @property
    def kinds(self) -> frozenset[str]:
        """The JSON types that are possible, all of them if the shape is unknown. Missing is not one."""
        if self.unknown:
            return _KINDS
        return frozenset(kind for kind in _KINDS if self.has(kind))

    def has(self, kind: str) -> bool:
        """Return whether a value of a JSON type is possible."""
        if self.unknown:
            return True
        return bool(self.objects) if kind == "object" else getattr(self, kind) not in (False, None)

    def only(self, *kinds: str) -> Shape:
        """Return the shape without values of other JSON types, and never missing."""
        if self.unknown:
            return Shape(**{_SLOT_OF[kind]: _WHOLE[kind] for kind in kinds})._normal()
        kept = {slot: getattr(self, slot) if kind in kinds else _NONE[slot] for kind, slot in _SLOT_OF.items()}
        return self._changed(missing=False, **kept)._normal()

    def without(self, *kinds: str) -> Shape:
        """Return the shape without values of some JSON types. `missing` is kept."""
        if self.unknown or not any(self.has(kind) for kind in kinds):
            return self
        return self._changed(**{_SLOT_OF[kind]: _NONE[_SLOT_OF[kind]] for kind in kinds})._normal()

    def present(self) -> Shape:
        """Return the shape of a value that is not missing."""
        return self if self.missing is False else self._with_missing(False)

    def optional(self) -> Shape:
        """Return the shape of a value that may really be missing."""
        return self if self.missing is True else self._with_missing(True)

    def perhaps(self) -> Shape:
        """Return the shape of a value for which it is not known whether it may be missing."""
        return self._with_missing(None) if self.missing is False else self

    def made_by(self, *origin: str) -> Shape:
        """Return the shape with another origin, for messages. Unknown data has none."""
        if self.unknown or self is NEVER:
            return self
        shape = self._copy()
        shape.origin = origin
        return shape

    def softened(self) -> Shape:
        """Return the shape with any value of their type in place of constants of the definition."""
        if not self.soft:
            return self
        values = {kind: bool(getattr(self, kind)) for kind in ("boolean", "number", "string")}
        return self._changed(soft=False, **values)

    @property
    def is_object(self) -> bool:
        """Whether every value is an object, and there always is one."""
        if not self.objects or self.missing or self.null or self.array is not None:
            return False
        return self.string is False and self.number is False and self.boolean is False

    @property
    def is_scalar(self) -> bool:
        """Whether a boolean, a number or a string is possible."""
        return self.string is not False or self.number is not False or self.boolean is not False

    def _normal(self) -> Shape:
        """Return the constant for a shape that is equal to one which is compared by identity."""
        if self.is_value:
            if self.unknown:
                return ANY if self.missing is False else UNKNOWN if self.missing is None else self
            return self
        return NEVER if self.missing is False else MISSING if self.missing else _PERHAPS_MISSING


_SLOT_OF: Final[Mapping[str, str]] = {
    **{kind: kind for kind in ("null", "boolean", "number", "string", "array")},
    "object": "objects",
}
_KINDS: Final = frozenset(_SLOT_OF)
_NONE: Final[Mapping[str, Any]] = {
    "null": False,
    "boolean": False,
    "number": False,
    "string": False,
    "array": None,
    "objects": (),
}
NEVER: Final = Shape()
"""No value: no input reaches this place."""
MISSING: Final = Shape(missing=True)
"""The absence of a value: JSONata's undefined, or a member that an object does not have."""
_PERHAPS_MISSING: Final = Shape(missing=None)
UNKNOWN: Final = Shape(unknown=True, missing=None)
"""Anything, and perhaps missing. It is never reported."""
ANY: Final = Shape(unknown=True)
"""Any JSON value, but never missing."""
NULL: Final = Shape(null=True)
BOOLEAN: Final = Shape(boolean=True)
TRUE: Final = Shape(boolean=frozenset([True]))
FALSE: Final = Shape(boolean=frozenset([False]))
NUMBER: Final = Shape(number=True)
STRING: Final = Shape(string=True)
OBJECT: Final = Shape(objects=(Object({}, UNKNOWN),))
"""An object of which nothing is known."""
ARRAY: Final = Shape(array=Array(ANY))
"""An array of which nothing is known."""
_WHOLE: Final[Mapping[str, Any]] = {
    "null": True,
    "boolean": True,
    "number": True,
    "string": True,
    "array": ARRAY.array,
    "object": OBJECT.objects,
}
"""The value of a slot for every value of a JSON type."""


def literal(value: str | int | float | bool | None, *, soft: bool = False) -> Shape:
    """Return the shape of one scalar value, which is `soft` if it is a constant of the definition."""
    if value is None:
        return NULL
    if value is True or value is False:
        return Shape(boolean=frozenset([value]), soft=soft) if soft else TRUE if value else FALSE
    values = frozenset([value])
    return Shape(string=values, soft=soft) if type(value) is str else Shape(number=values, soft=soft)
