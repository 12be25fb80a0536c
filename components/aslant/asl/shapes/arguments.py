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
from aslant.json_value import Json

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
    """A part of the arguments."""

    type: Type
    shape: Shape
    template: Json
    """The template that makes it; None if it is data."""
    steps: Steps
    name: str


def argument_faults(resource: str, given: Shape, template: Json) -> Iterator[tuple[Misfit, Steps]]:
    """Yield the arguments that do not fit the action that a task with this resource calls, with the steps to each.

    `template` makes the arguments: a payload template, or JSON with JSONata.
    """
    action = None if given.unknown else called(resource)
    if action is None:
        return
    waiting = [_Part(action.arguments, given, None if _is_data(template) else template, (), "")]
    while waiting:
        part = waiting.pop()
        if part.shape.unknown or not part.shape.is_value or part.type.is_attribute_value or len(part.steps) > _DEEPEST:
            continue
        fault = _fault(part) if part.template is None else None
        if fault is not None:
            yield fault, part.steps
        elif part.type.kind in ("structure", "map", "list"):
            waiting += [*_inside(part)][::-1]


def _is_data(template: Json) -> bool:
    return template is None or (type(template) is str and template.startswith("{%"))


def _inside(part: _Part) -> Iterator[_Part]:
    """Yield the parts of a part."""
    kind, shape, template = part.type, part.shape, part.template
    if template is None:
        if kind.kind == "list" and shape.array is not None:
            yield _Part(kind.item, shape.array.items, None, part.steps, f"an item of {part.name}")
        for known in kind.members.values():
            found = member_of(shape, known.name)
            if found is not MISSING:
                yield _Part(known.type, found, None, part.steps, _joined(part.name, known.name))
    elif type(template) is dict and kind.kind != "list":
        for key, inner in template.items():
            name = key.removesuffix(".$") if type(key) is str else ""
            member = kind.members.get(name)
            if member is not None or kind.kind == "map":
                of = kind.item if member is None else member.type
                if of.accepts_anything:
                    continue
                made = None if name != key or _is_data(inner) else inner
                if made is not None or name != key or inner is not None:  # null is not data
                    yield _Part(of, member_of(shape, name), made, (*part.steps, key), _joined(part.name, name))
    elif type(template) is list and kind.kind == "list" and shape.array is not None:
        for index, inner in enumerate(template):
            made = None if _is_data(inner) else inner
            if inner is not None:
                yield _Part(kind.item, shape.array.item(index), made, (*part.steps, index), f"an item of {part.name}")


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
