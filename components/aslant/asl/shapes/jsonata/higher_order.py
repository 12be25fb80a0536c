"""The results of JSONata's functions that call a function for each item of an array or member of an object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Sequence_
from typing import Final, TypeAlias

from aslant.asl.shapes.jsonata.narrowing import narrowed
from aslant.asl.shapes.jsonata.scope import Callback, Closure, Evaluation
from aslant.asl.shapes.jsonata.sequences import Sequence, absence, elements, with_absence
from aslant.asl.shapes.jsonata.signatures import Argument
from aslant.asl.shapes.shape import MISSING, NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union

__all__ = ["HIGHER_ORDER"]

_Rule: TypeAlias = Callable[[Sequence_[Argument], "Callback", Evaluation], Shape]
_ROUNDS: Final = 3
_LONGEST: Final = 16


def _map(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    shape = arguments[0].shape
    items = elements(shape)
    if not items.items.is_value:
        return MISSING
    found = run.apply(function, [items.items, NUMBER, array_of(items.items)])
    if found.unknown:
        return UNKNOWN
    places = shape.array.places if shape.array is not None and shape.kinds == {"array"} else None
    if places is not None and shape.missing is False and found.missing is False and 1 < len(places) <= _LONGEST:
        return tuple_of([found] * len(places)) if found.is_value else found
    missing = absence(items.missing, None if found.missing is not False and items.many else found.missing)
    return Sequence(found.present(), missing, items.many).value()


def _filter(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    items = elements(arguments[0].shape)
    kept = _kept(items.items, function, [NUMBER, array_of(items.items)], run)
    if kept.unknown:
        return UNKNOWN
    return Sequence(kept, absence(items.missing, None), items.many).value()


def _single(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    items = elements(arguments[0].shape)
    if len(arguments) < 2:
        return with_absence(items.items, arguments[0].shape.missing)
    kept = _kept(items.items, function, [NUMBER, array_of(items.items)], run)
    return with_absence(kept, arguments[0].shape.missing)


def _kept(item: Shape, function: Callback, others: list[Shape], run: Evaluation) -> Shape:
    """Return the shape of an item for which a function holds."""
    run.apply(function, [item, *others])
    if not isinstance(function, Closure) or not function.part.names or not item.is_value:
        return item
    name = function.part.names[0]
    scope = function.scope
    for parameter, shape in zip(function.part.names, [item, *others], strict=False):
        scope = scope.bind(parameter, shape)
    narrow = narrowed(function.part.parts[0], scope, True)
    found = UNKNOWN if narrow is None else narrow.bound[name]
    return found.present() if isinstance(found, Shape) else item


def _reduce(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    items = elements(arguments[0].shape)
    if not arguments[0].shape.is_value:
        return arguments[0].shape
    if items.items.unknown:
        return UNKNOWN
    start = arguments[2].shape if len(arguments) > 2 else MISSING
    has_start = start.missing is False
    found = start if has_start else union(start.present(), items.items)
    if found.unknown or not items.items.is_value:
        return found if has_start else UNKNOWN
    for _ in range(_ROUNDS):
        after = union(found, run.apply(function, [found, items.items, NUMBER, array_of(items.items)]))
        if after == found:
            missing = None if arguments[0].shape.missing is not False or not has_start else False
            return with_absence(found, absence(found.missing, (missing and items.missing) or missing))
        found = after
        if found.unknown:
            break
    return UNKNOWN


def _sort(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if not shape.is_value:
        return shape
    found = elements(shape)
    if len(arguments) > 1:
        run.apply(function, [found.items, found.items])
    nonempty = shape.array is None or shape.array.nonempty
    return with_absence(array_of(found.items, nonempty=nonempty and not shape.unknown), shape.missing)


def _each(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if not shape.objects:
        return UNKNOWN
    found = run.apply(function, [_values(shape), STRING, shape.only("object")])
    if found.unknown or not found.is_value:
        return UNKNOWN
    return Sequence(found.present(), absence(shape.missing, None), many=True).value()


def _sift(arguments: Sequence_[Argument], function: Callback, run: Evaluation) -> Shape:
    shape = arguments[0].shape
    if not shape.objects:
        return UNKNOWN
    run.apply(function, [_values(shape), STRING, shape.only("object")])
    found = [
        object_of({name: member.perhaps() for name, member in each.members.items()}, each.other)
        for each in shape.objects
    ]
    return with_absence(union(*found), absence(shape.missing, None))


def _values(shape: Shape) -> Shape:
    values = [value.present() for each in shape.objects for value in (*each.members.values(), each.other)]
    return union(*values)


HIGHER_ORDER: Final[Mapping[str, _Rule]] = {
    "each": _each,
    "filter": _filter,
    "map": _map,
    "reduce": _reduce,
    "sift": _sift,
    "single": _single,
    "sort": _sort,
}
"""The functions whose second argument is a function."""
