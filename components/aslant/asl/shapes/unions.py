"""Unions of shapes, and shapes made of other shapes: objects, arrays, their members and items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from aslant.asl.shapes.shape import ANY, DEEPEST, LARGEST, NEVER, UNKNOWN, Array, Object, Shape, Values

__all__ = [
    "MOST_LITERALS",
    "MOST_OBJECTS",
    "array_of",
    "item_of",
    "member_of",
    "merged",
    "object_of",
    "tuple_of",
    "union",
    "with_member",
]

MOST_LITERALS: Final = 24
"""The most literals of one type; with more, any value of the type is possible."""
MOST_OBJECTS: Final = 8
"""The most alternatives of objects; with more, they are merged into one."""


def object_of(members: Mapping[str, Shape], other: Shape = NEVER, origin: tuple[str, ...] = ()) -> Shape:
    """Return the shape of an object, closed to other members unless `other` is their shape."""
    depth = size = 1
    for member in members.values():
        size += member.size
        if member.depth >= depth:
            depth = member.depth + 1
    if depth > DEEPEST or size > LARGEST:
        return ANY
    return Shape(objects=(Object(members, other),), origin=origin, depth=depth, size=size)


def array_of(items: Shape, *, nonempty: bool = False, origin: tuple[str, ...] = ()) -> Shape:
    """Return the shape of an array of any length, or of an empty one if `items` is `NEVER`."""
    if items.depth >= DEEPEST or items.size >= LARGEST:
        return ANY
    places = () if items is NEVER else None
    return Shape(array=Array(items, places, nonempty), origin=origin, depth=items.depth + 1, size=items.size + 1)


def tuple_of(places: Sequence[Shape], origin: tuple[str, ...] = ()) -> Shape:
    """Return the shape of an array whose length is known."""
    depth, size = 1 + max((place.depth for place in places), default=0), 1 + sum(place.size for place in places)
    if depth > DEEPEST or size > LARGEST:
        return ANY
    return Shape(array=Array(union(*places), tuple(places)), origin=origin, depth=depth, size=size)


def union(*shapes: Shape) -> Shape:
    """Return the shape of a value that has one of some shapes; the first one itself if it includes the others."""
    if not shapes:
        return NEVER
    found = shapes[0]
    for shape in shapes[1:]:
        if shape is not found:
            found = _either(found, shape)
    return found


def _either(left: Shape, right: Shape) -> Shape:
    if right is NEVER:
        return left
    if left is NEVER:
        return right
    missing = left.missing if right.missing is False else right.missing if left.missing is False else None
    if left.missing is True or right.missing is True:
        missing = True
    if left.unknown or right.unknown:
        known = left if left.unknown else right
        return known if missing is known.missing else known._changed(missing=missing)._normal()
    objects, array = _objects(left.objects, right.objects), _arrays(left.array, right.array)
    boolean, number = _values(left.boolean, right.boolean, 1), _values(left.number, right.number)
    string, null = _values(left.string, right.string), left.null or right.null
    soft = left.soft or right.soft
    same = (
        soft is left.soft
        and objects is left.objects
        and array is left.array
        and null is left.null
        and missing is left.missing
    )
    if same and boolean == left.boolean and number == left.number and string == left.string:
        return left
    nested = [array.items, *(array.places or ())] if array is not None else []
    for each in objects:
        nested += each.members.values()
    depth, size = 1 + max((shape.depth for shape in nested), default=0), 1 + sum(shape.size for shape in nested)
    if depth > DEEPEST or size > LARGEST:
        return ANY if missing is False else UNKNOWN
    origin = left.origin if left.origin == right.origin else tuple(dict.fromkeys((*left.origin, *right.origin)))[:3]
    return Shape(
        missing=missing,
        null=null,
        boolean=boolean,
        number=number,
        string=string,
        array=array,
        objects=objects,
        soft=soft,
        origin=origin,
        depth=depth,
        size=size,
    )._normal()


def _values(left: Values, right: Values, most: int = MOST_LITERALS) -> Values:
    if left is True or right is False or left is right:
        return left
    if right is True or left is False:
        return right
    both: frozenset[Any] = left | right
    return both if len(both) <= most else True


def _arrays(left: Array | None, right: Array | None) -> Array | None:
    if right is None or left is right or left == right:
        return left
    if left is None:
        return right
    nonempty = left.nonempty and right.nonempty
    places = None
    if left.places is not None and right.places is not None and len(left.places) == len(right.places):
        pairs = list(zip(left.places, right.places, strict=True))
        places = tuple(union(one, other) for one, other in pairs)
        if all(new is one for new, (one, _) in zip(places, pairs, strict=True)):
            return left
    items = union(left.items, right.items)
    if places is None and left.places is None and items is left.items and nonempty is left.nonempty:
        return left
    return Array(items, places, nonempty)


def _objects(left: tuple[Object, ...], right: tuple[Object, ...]) -> tuple[Object, ...]:
    if not right or left is right:
        return left
    if not left:
        return right
    found = list(left)
    changed = False
    for new in right:
        at, joined = _joined(found, new)
        if at is None:
            found.append(new)
            changed = True
        elif joined is not found[at]:
            found[at] = joined
            changed = True
    if not changed:
        return left
    return (merged(found),) if len(found) > MOST_OBJECTS else tuple(found)


def _joined(known: Sequence[Object], new: Object) -> tuple[int | None, Object]:
    """Return the place of an alternative that a new one can be joined with, and both as one without any loss.

    That is so if one has all values of the other, or if they differ in a single member.
    """
    for at, old in enumerate(known):
        if old is new or old == new:
            return at, old
    for at, old in enumerate(known):
        if old.other is not new.other and old.other != new.other:
            continue
        different = [
            name for name in {**old.members, **new.members} if old.members.get(name) is not new.members.get(name)
        ]
        unions = {name: union(old.member(name), new.member(name)) for name in different}
        if all(both is old.member(name) for name, both in unions.items()):
            return at, old
        if all(both is new.member(name) or both == new.member(name) for name, both in unions.items()):
            return at, new
        if len(different) > 1:
            unions = {name: both for name, both in unions.items() if old.member(name) != new.member(name)}
        if len(unions) == 1:
            return at, Object({**old.members, **unions}, old.other)
    return None, new


def merged(alternatives: Iterable[Object]) -> Object:
    """Return one alternative for several. Members that only some of them have are perhaps missing."""
    each = list(alternatives)
    names = dict.fromkeys(name for alternative in each for name in alternative.members)
    members = {}
    for name in names:
        member = union(*(alternative.member(name) for alternative in each))
        if member.missing and not all(alternative.member(name).missing is True for alternative in each):
            member = member.present().perhaps()
        if member.is_value:
            members[name] = member
    return Object(members, union(*(alternative.other for alternative in each)))


def member_of(shape: Shape, name: str) -> Shape:
    """Return the shape of an object's member. It has `missing` if the member, or an object, may be missing."""
    if shape.unknown:
        return UNKNOWN
    shapes = [alternative.member(name) for alternative in shape.objects]
    found = shapes[0] if len(shapes) == 1 else union(*shapes)
    return found.optional() if shape.null or shape.is_scalar or shape.array or shape.missing else found


def item_of(shape: Shape, index: int) -> Shape:
    """Return the shape of an array's item. It has `missing` if the item, or an array, may be missing."""
    if shape.unknown:
        return UNKNOWN
    found = NEVER if shape.array is None else shape.array.item(index)
    return found.optional() if shape.null or shape.is_scalar or shape.objects or shape.missing else found


def with_member(shape: Shape, name: str, member: Shape, origin: tuple[str, ...] | None = None) -> Shape:
    """Return the shape of an object with a member set. Values that are not objects are left out.

    Its origin is that of the object, unless another one is given.
    """
    origin = shape.origin if origin is None else origin
    alternatives = shape.objects or ((Object({}, UNKNOWN),) if shape.unknown else ())
    if len(alternatives) == 1 and shape.objects:
        (only,) = alternatives
        old = only.members.get(name)
        size = shape.size + member.size - (0 if old is None else old.size)
        depth = shape.depth if shape.depth > member.depth else member.depth + 1
        if depth > DEEPEST or size > LARGEST:
            return ANY
        made = Object({**only.members, name: member}, only.other)
        return Shape(objects=(made,), origin=origin, depth=depth, size=size)
    shapes = [object_of({**each.members, name: member}, each.other, origin) for each in alternatives]
    return union(*shapes)
