"""The shapes of payload templates: JSON in which paths, intrinsic functions or JSONata are evaluated."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from aslant.asl.shapes.context import NO_CONTEXT
from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.intrinsics import call_shape
from aslant.asl.shapes.jsonata import infer
from aslant.asl.shapes.paths import selected
from aslant.asl.shapes.shape import ANY, Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.values import ATOMS, is_unresolved
from aslant.grammar.intrinsics import is_call

__all__ = [
    "expression_of",
    "jsonata_data",
    "jsonata_shape",
    "member_shape",
    "reads_unknown",
    "template_data",
    "template_shape",
]

_DEEPEST: Final = 100  # levels of a template, more than any task needs
_LONGEST: Final = 16  # items of an array whose places are known


@lru_cache(4096, typed=True)
def _constant(value: Any) -> Shape:
    return literal(value, soft=True)


def template_shape(value: Any, environment: Environment, visit: Visit, steps: Steps, depth: int = 0) -> Shape:
    """Return the shape of a JSONPath payload template's result, and report faults of its paths."""
    if is_unresolved(value) or depth > _DEEPEST:
        return ANY
    kind = type(value)
    if kind in ATOMS:
        return _constant(value)
    if kind is list:
        items = [
            template_shape(item, environment, visit, (*steps, index), depth + 1) for index, item in enumerate(value)
        ]
        return _array(items)
    members = {}
    for name, inner in value.items():
        if type(name) is str and name.endswith(".$"):
            members[name[:-2]] = member_shape(inner, environment, visit, (*steps, name)).present()
        else:
            members[name] = template_shape(inner, environment, visit, (*steps, name), depth + 1)
    return object_of(members)


def template_data(
    value: Any, environment: Environment, visit: Visit, steps: Steps, depth: int = 0
) -> list[tuple[Steps, Shape]]:
    """Return the known data in a JSONPath payload template, with the steps to it, and report faults of its paths.

    It is for readers that do not need constants, and makes no shapes of them.
    """
    found: list[tuple[Steps, Shape]] = []
    kind = type(value)
    if (kind is not dict and kind is not list) or depth > _DEEPEST:
        return found
    for name, inner in value.items() if kind is dict else enumerate(value):
        if type(name) is str and name[-2:] == ".$":
            shape = member_shape(inner, environment, visit, (*steps, name))
            if not shape.unknown:
                found.append(((*steps, name), shape.present()))
        elif type(inner) is dict or type(inner) is list:
            found += template_data(inner, environment, visit, (*steps, name), depth + 1)
    return found


def jsonata_data(value: Any, environment: Environment, visit: Visit, steps: Steps) -> list[tuple[Steps, Shape]]:
    """Return the known data in JSON with JSONata expressions, as `template_data` does."""
    found: list[tuple[Steps, Shape]] = []
    waiting: list[tuple[Any, Steps]] = [(value, steps)]
    while waiting:
        inner, place = waiting.pop()
        kind = type(inner)
        if kind is str:
            if inner[:2] == "{%" and inner[-2:] == "%}":
                shape = jsonata_shape(inner, environment, visit, place)
                if not shape.unknown:
                    found.append((place, shape))
        elif (kind is dict or kind is list) and len(place) <= _DEEPEST:
            entries = inner.items() if kind is dict else enumerate(inner)
            waiting += [(each, (*place, name)) for name, each in entries][::-1]
    return found


def member_shape(text: Any, environment: Environment, visit: Visit, steps: Steps) -> Shape:
    """Return the shape of the value of a path or an intrinsic function."""
    if type(text) is str and text[:1] != "$" and is_call(text):
        return call_shape(text, environment, visit, steps)
    return selected(text, environment, visit, steps)


def expression_of(value: Any) -> str | None:
    """Return the JSONata of a string `{% … %}`; None for any other value."""
    if type(value) is str and value.startswith("{%") and value.endswith("%}") and len(value) > 3:
        return value[2:-2]
    return None


def reads_unknown(source: str, environment: Environment) -> bool:
    """Return whether an expression reads data, and nothing is known of what it may read.

    This looks for names only: most expressions of a workflow without types need no inference, and no parsing for it.
    """
    if "${" in source:
        return True
    input, result, context = environment.input, environment.result, environment.context
    in_states = "$states" in source
    if in_states and not (input.unknown and (result is None or result.unknown) and context is NO_CONTEXT):
        return False
    if "errorOutput" in source:
        return False
    for name, shape in environment.variables.items():
        if not (shape.unknown and shape.missing is not True) and f"${name}" in source:
            return False
    return in_states


def jsonata_shape(value: Any, environment: Environment, visit: Visit, steps: Steps, depth: int = 0) -> Shape:
    """Return the shape of JSON with JSONata expressions, and report faults of the expressions."""
    kind = type(value)
    if kind is str and value[:2] == "{%" and value[-2:] == "%}":
        source = value[2:-2]
        if reads_unknown(source, environment):
            return ANY
        found = infer(source, environment, visit.at(steps)).present()
        return found if found.is_value else ANY
    if is_unresolved(value) or depth > _DEEPEST:
        return ANY
    if kind in ATOMS:
        return _constant(value)
    if kind is dict:
        return object_of(
            {name: jsonata_shape(inner, environment, visit, (*steps, name), depth + 1) for name, inner in value.items()}
        )
    items = [jsonata_shape(item, environment, visit, (*steps, index), depth + 1) for index, item in enumerate(value)]
    return _array(items)


def _array(items: list[Shape]) -> Shape:
    return tuple_of(items) if len(items) <= _LONGEST else array_of(union(*items), nonempty=True)
