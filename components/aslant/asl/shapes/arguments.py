"""Whether data that a task passes to a service has the types of the API's arguments.

Constants of the definition are checked elsewhere, by `aslant.asl.checking.service_calls`. Step Functions converts
anything to a string, and some strings to booleans. It converts strings of digits to numbers too, but data whose type is
a string is not meant to be a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from aslant.asl.services.model import Type
from aslant.asl.shapes.fitting import Misfit
from aslant.asl.shapes.services import called
from aslant.asl.shapes.shape import MISSING, Shape
from aslant.asl.shapes.text import kind_text, shape_text
from aslant.asl.shapes.unions import member_of
from aslant.asl.shapes.visit import Steps

__all__ = ["argument_faults"]

_KINDS: Final = {
    "boolean": ("a boolean", frozenset(["boolean", "string", "number", "null"])),
    "list": ("an array", frozenset(["array", "null"])),
    "map": ("an object", frozenset(["object", "null"])),
    "number": ("a number", frozenset(["number", "null"])),
    "structure": ("an object", frozenset(["object", "null"])),
    "timestamp": ("a timestamp", frozenset(["string", "number", "null"])),
}
"""The JSON types of which Step Functions can make an argument, by its type."""
_DEEPEST: Final = 20


class _Part(NamedTuple):
    """Data that becomes an argument, or a part of one."""

    type: Type
    shape: Shape
    name: str
    level: int


def argument_faults(resource: str, given: Shape, steps: Steps | None = None) -> Iterator[tuple[Misfit, Steps]]:
    """Yield why data does not fit the action that a task with this resource calls, and the steps to the data.

    `steps` lead to it in the payload template, or in the JSON with JSONata, that makes the arguments; None if the data
    is all arguments.
    """
    steps = steps or ()
    action = None if given.unknown else called(resource)
    first = None if action is None else _argument(action.arguments, steps)
    waiting = [] if first is None else [_Part(first[0], given, first[1], len(steps))]
    while waiting:
        part = waiting.pop()
        if part.shape.unknown or not part.shape.is_value or part.type.is_attribute_value or part.level > _DEEPEST:
            continue
        fault = _fault(part)
        if fault is not None:
            yield fault, steps
        elif part.type.kind in ("structure", "map", "list"):
            waiting += [*_inside(part)][::-1]


def _argument(type: Type, steps: Steps) -> tuple[Type, str] | None:
    """Return the type and the name of the argument at some steps; None if there is none, or if it accepts anything."""
    name = ""
    for step in steps:
        if type.is_attribute_value:
            return None
        if isinstance(step, int):
            if type.kind != "list":
                return None
            type, name = type.item, f"an item of {name}"
            continue
        plain = step.removesuffix(".$")
        member = type.members.get(plain)
        if member is None and type.kind != "map":
            return None
        type, name = type.item if member is None else member.type, _joined(name, plain)
        if type.accepts_anything:
            return None
    return type, name


def _inside(part: _Part) -> Iterator[_Part]:
    """Yield the parts of a part."""
    kind, shape, level = part.type, part.shape, part.level + 1
    if kind.kind == "list" and shape.array is not None:
        yield _Part(kind.item, shape.array.items, f"an item of {part.name}", level)
    for known in kind.members.values():
        found = member_of(shape, known.name)
        if found is not MISSING:
            yield _Part(known.type, found, _joined(part.name, known.name), level)


def _joined(name: str, member: str) -> str:
    return f"{name}.{member}" if name else member


def _fault(part: _Part) -> Misfit | None:
    """Return why data cannot be an argument; None if it can."""
    kind, given, name = part.type, part.shape, part.name
    if not name or given.soft or (given.array is not None and given.array.places is not None):
        return None  # constants, and lists that an intrinsic function makes
    if kind.values:
        return _not_listed(kind, given, name)
    if kind.kind not in _KINDS:
        return None
    word, accepted = _KINDS[kind.kind]
    if not given.kinds & accepted:
        return Misfit("ERROR", f"{name} must be {word}, not {kind_text(given)}")
    return None


def _not_listed(kind: Type, given: Shape, name: str) -> Misfit | None:
    if type(given.string) is not frozenset or given.kinds != {"string"} or given.string & set(kind.values):
        return None
    return Misfit("ERROR", f"{name} must be one of {', '.join(kind.values[:12])}, not {shape_text(given)}")
