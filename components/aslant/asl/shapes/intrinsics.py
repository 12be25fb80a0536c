"""The shapes of the results of intrinsic functions, and the types of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.kinds import expect
from aslant.asl.shapes.paths import path_shape
from aslant.asl.shapes.shape import ANY, ARRAY, BOOLEAN, NEVER, NUMBER, OBJECT, STRING, UNKNOWN, Object, Shape, literal
from aslant.asl.shapes.unions import MOST_OBJECTS, array_of, item_of, object_of, tuple_of, union
from aslant.asl.shapes.visit import Steps, Visit
from aslant.errors import SyntaxFault
from aslant.grammar import intrinsics
from aslant.grammar.intrinsics import FUNCTIONS, IntrinsicCall, Literal

__all__ = ["call_shape"]


def call_shape(text: str, environment: Environment, visit: Visit, steps: Steps) -> Shape:
    """Return the shape of the result of a call, and report faults of its arguments."""
    call = _parsed(text)
    return ANY if call is None else _result(call, environment, visit, steps)


@lru_cache(4096)
def _parsed(text: str) -> IntrinsicCall | None:
    if "${" in text:
        return None
    try:
        call = intrinsics.parse(text)
        return None if any(True for _ in intrinsics.count_faults(text)) else call
    except SyntaxFault:
        return None


def _result(call: IntrinsicCall, environment: Environment, visit: Visit, steps: Steps) -> Shape:
    shapes = []
    fine = True
    signature = FUNCTIONS[call.name]
    for number, argument in enumerate(call.arguments):
        if isinstance(argument, Literal):  # the types of literals are checked elsewhere
            shapes.append(literal(argument.value, soft=True))
            continue
        if isinstance(argument, IntrinsicCall):
            shape = _result(argument, environment, visit, steps)
        else:
            shape = path_shape(argument, environment, visit, steps)
        kind = signature.kind(number)
        if kind != "any":
            fine &= expect(shape, (kind,), f"Argument {number + 1} of {call.name}, {argument.text},", visit, steps)
        shapes.append(shape.present())
    rule = _RULES.get(call.name)
    if rule is None:
        return _FIXED[call.name]
    return rule(shapes) if fine else ANY


def _item(shapes: list[Shape]) -> Shape:
    array, index = shapes[0].only("array"), shapes[1].number
    if type(index) is frozenset and len(index) == 1:
        found = item_of(array, int(*index)).present()
        return found if found.is_value else ANY
    return array.array.items.present() if array.array is not None else ANY


def _same_items(shapes: list[Shape]) -> Shape:
    array = shapes[0].only("array").array
    return array_of(array.items, nonempty=array.nonempty) if array is not None else ARRAY


def _chunks(shapes: list[Shape]) -> Shape:
    array = shapes[0].only("array").array
    if array is None:
        return ARRAY
    if array.items is NEVER:
        return array_of(NEVER)
    return array_of(array_of(array.items, nonempty=True), nonempty=array.nonempty)


def _merge(shapes: list[Shape]) -> Shape:
    left, right = (shape.only("object").objects for shape in shapes[:2])
    if len(left) * len(right) > MOST_OBJECTS or not left or not right:
        return OBJECT
    return union(*(_merged(one, other) for one in left for other in right))


def _merged(left: Object, right: Object) -> Shape:
    """Return the shape of an object with the members of both, where those of the right one take precedence."""
    members = {}
    for name in {**left.members, **right.members}:
        old, new = left.member(name), right.member(name)
        members[name] = union(new.present(), old) if new.missing is not False else new
    return object_of(members, UNKNOWN if left.other is not NEVER or right.other is not NEVER else NEVER)


_FIXED: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("States.Format", "States.UUID", "States.JsonToString", "States.Hash"), STRING),
    **dict.fromkeys(("States.Base64Encode", "States.Base64Decode"), STRING),
    **dict.fromkeys(("States.MathAdd", "States.MathRandom", "States.ArrayLength"), NUMBER),
    "States.ArrayContains": BOOLEAN,
    "States.ArrayRange": array_of(NUMBER),
    "States.StringSplit": array_of(STRING),
    "States.StringToJson": ANY,
}
"""The shapes of the results of functions that do not depend on the arguments."""

_RULES: Final[Mapping[str, Callable[[list[Shape]], Shape]]] = {
    "States.Array": tuple_of,
    "States.ArrayGetItem": _item,
    "States.ArrayPartition": _chunks,
    "States.ArrayUnique": _same_items,
    "States.JsonMerge": _merge,
}
"""The functions that return the shape of a result for those of the arguments."""
