"""The results of JSONata's functions of arrays and objects, and of those that test for a value."""

from __future__ import annotations

from collections.abc import Sequence as Sequence_
from typing import Final

from aslant.asl.shapes.jsonata.paths import members_hint
from aslant.asl.shapes.jsonata.scope import Evaluation, constant, is_constant
from aslant.asl.shapes.jsonata.sequences import Sequence, absence, elements, looked_up, with_absence
from aslant.asl.shapes.jsonata.signatures import Argument
from aslant.asl.shapes.shape import BOOLEAN, MISSING, NEVER, NUMBER, OBJECT, STRING, UNKNOWN, Object, Shape, literal
from aslant.asl.shapes.unions import array_of, merged, object_of, tuple_of, union

__all__ = ["RULES"]

_TYPES: Final = ("null", "boolean", "number", "string", "array", "object")


def _count(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return NUMBER


def _test(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return BOOLEAN


def _type(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if shape.unknown:
        return with_absence(STRING, shape.missing)
    kinds = [literal(kind) for kind in _TYPES if shape.has(kind)]
    return with_absence(union(*kinds), shape.missing) if kinds else MISSING


def _keys(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shape = arguments[0].shape
    known = shape.objects[0] if len(shape.objects) == 1 and shape.kinds == {"object"} else None
    if (
        known is None
        or known.other is not NEVER
        or any(member.missing is not False for member in known.members.values())
    ):
        found = Sequence(STRING, None, many=True).value()
    elif len(known.members) < 2:
        found = union(*map(literal, known.members)) if known.members else MISSING
    else:
        found = array_of(union(*map(literal, known.members)), nonempty=True)
    return with_absence(found, absence(found.missing, shape.missing))


def _lookup(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    (shape, _), (_, key) = arguments[:2]
    if key is None or key.kind != "(string)" or not is_constant(key) or shape.unknown:
        return UNKNOWN
    name = str(constant(key))
    found = looked_up(shape.present(), name)
    objects = shape.only("object")
    if not found.is_value and shape.is_value and objects is not NEVER and shape.array is None:
        run.report("ERROR", f"$lookup never finds '{name}' in {_named(arguments[0], run)}", members_hint(objects, name))
        return UNKNOWN
    return with_absence(found, absence(found.missing, shape.missing))


def _named(argument: Argument, run: Evaluation) -> str:
    made = f", which is {' or '.join(argument.shape.origin)}" if argument.shape.origin else ""
    return f"{run.text(argument.part)}{made}" if argument.part is not None else "the value"


def _spread(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    items = elements(arguments[0].shape).items
    return Sequence(OBJECT, None, many=True).value() if items.kinds == {"object"} else UNKNOWN


def _append(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    left, right = (argument.shape for argument in arguments[:2])
    if left.unknown or right.unknown:
        return UNKNOWN
    found = array_of(union(elements(left).items, elements(right).items))
    for shape, other in ((left, right), (right, left)):
        if shape.missing is not False:
            found = union(found, other.present())
    if not found.is_value:
        return found
    absent = None if left.missing is not False and right.missing is not False else False
    return with_absence(found, True if left.missing and right.missing else absent)


def _merge(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if shape.unknown:
        return UNKNOWN
    places = [shape.present()] if shape.array is None else shape.array.places
    if shape.array is None and shape.kinds == {"object"}:
        return shape
    if places is None or shape.kinds != {"array"} or not all(place.kinds == {"object"} for place in places):
        found = elements(shape).items
        if not found.objects:
            return with_absence(OBJECT, shape.missing)
        every = merged(found.objects)
        members = {name: member.perhaps() for name, member in every.members.items()}
        return with_absence(object_of(members, every.other), shape.missing)
    found = object_of({})
    for place in places:
        found = _over(found.objects[0] if len(found.objects) == 1 else merged(found.objects), merged(place.objects))
    return with_absence(found, shape.missing)


def _over(below: Object, above: Object) -> Shape:
    """Return the object that has all members of two, those of the second one if both have them."""
    members = {}
    for name in {**below.members, **above.members}:
        old, new = below.member(name), above.member(name)
        members[name] = (
            new
            if new.missing is False
            else with_absence(
                union(old.present(), new.present()), False if old.missing is False else new.missing and old.missing
            )
        )
    return object_of(members, union(below.other, above.other))


def _listed(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    """Return the array of the same items in another order."""
    shape = arguments[0].shape
    if not shape.is_value:
        return shape
    found = elements(shape)
    nonempty = found.missing is False or (shape.array is None and not shape.unknown)
    return with_absence(array_of(found.items, nonempty=nonempty), shape.missing)


def _distinct(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if shape.unknown or shape.array is None:
        return shape
    items = shape.array.items
    found = array_of(items, nonempty=shape.array.nonempty)
    return union(shape.without("array"), found, items) if items.is_value else union(shape.without("array"), found)


def _zip(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shapes = [argument.shape for argument in arguments]
    if any(shape.unknown or shape.missing is not False for shape in shapes):
        return UNKNOWN
    return array_of(tuple_of([elements(shape).items for shape in shapes]))


def _range(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return Sequence(NUMBER, None, many=True).value()


def _partition(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if shape.unknown:
        return UNKNOWN
    return array_of(array_of(elements(shape).items, nonempty=True), nonempty=True).perhaps()


def _same(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return arguments[0].shape


def _never(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return NEVER


def _nothing(arguments: Sequence_[Argument], run: Evaluation) -> Shape:
    return MISSING


RULES: Final = {
    "append": _append,
    "assert": _nothing,
    "clone": _same,
    "count": _count,
    "distinct": _distinct,
    "error": _never,
    "exists": _test,
    "keys": _keys,
    "lookup": _lookup,
    "merge": _merge,
    "partition": _partition,
    "range": _range,
    "reverse": _listed,
    "shuffle": _listed,
    "spread": _spread,
    "type": _type,
    "zip": _zip,
}
"""The functions whose result depends on the shapes of their arguments."""
