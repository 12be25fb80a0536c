"""Narrowing by JSONata conditions: the data for which a condition is true or false.

It follows tests of a single place: `$exists(…)`, `$type(…) = '…'`, comparisons with literals, `in`, the place itself as
a condition, and `and`, `or` and `$not` of these. Any other condition leaves the data as it is. A place whose path may
go through an array is left as well, because it is then a sequence of several places.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.jsonata.scope import STATES, Scope, constant, is_constant, variable_of
from aslant.asl.shapes.narrowing import Change, at_path, equal_to, narrow_at, other_than
from aslant.asl.shapes.shape import MISSING, NEVER, Shape, literal
from aslant.asl.shapes.unions import object_of, union
from aslant.grammar.jsonata import Part

__all__ = ["joined", "narrowed", "unwrapped"]

_TYPES: Final = ("null", "boolean", "number", "string", "array", "object")
_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_TESTS: Final = ("=", "!=", "in", "and", "or")
"""The operators whose value is never missing."""
_BUILT_IN: Final = ("exists", "not", "boolean", "type")


class _Place(NamedTuple):
    """A place in the data of a scope."""

    root: str
    """The variable that holds it; `""` for the context item, and `states` with the member as first step."""
    steps: tuple[str, ...]


def narrowed(part: Part, scope: Scope, truth: bool) -> Scope | None:
    """Return the data for which a condition is true, or false; None if there is none."""
    part = unwrapped(part)
    if part.predicates or part.group:
        return scope
    if part.kind == "operation" and part.value in ("and", "or") and len(part.parts) == 2:
        return _joined_by(part, scope, truth)
    if part.kind == "(value)":
        return scope if (part.value == "true") is truth else None
    place = _place(part, scope)
    if place is not None:
        return _at(place, scope, _truthy if truth else _falsy)
    called = _built_in(part, scope)
    if called == "boolean":
        return narrowed(part.parts[1], scope, truth)
    if called == "not":
        return _negated(unwrapped(part.parts[1]), scope, truth)
    if called == "exists":
        place = _place(unwrapped(part.parts[1]), scope)
        return scope if place is None else _at(place, scope, _present if truth else _absent)
    if part.kind == "operation" and len(part.parts) == 2:
        return _compared(part, scope, truth)
    return scope


def unwrapped(part: Part) -> Part:
    """Return a part without parentheses around it."""
    while part.kind == "block" and len(part.parts) == 1 and not part.predicates and not part.group:
        part = part.parts[0]
    return part


def joined(one: Scope | None, other: Scope | None) -> Scope | None:
    """Return the data of either of two scopes, which differ only by narrowing."""
    if one is None or other is None or one is other:
        return one or other
    left, right = one.environment, other.environment
    environment = left
    if left is not right:
        environment = left._replace(
            **{name: _either(getattr(left, name), getattr(right, name)) for name in STATES.values()},
            variables={name: union(shape, right.variables[name]) for name, shape in left.variables.items()},
        )
    bound = {name: _either(value, other.bound[name]) for name, value in one.bound.items()}
    return Scope(environment, _either(one.item, other.item), bound)


def _either(left: Any, right: Any) -> Any:
    return union(left, right) if isinstance(left, Shape) and isinstance(right, Shape) else left


def _negated(operand: Part, scope: Scope, truth: bool) -> Scope | None:
    """Return the data for which `$not` of an operand is true or false. It is missing if the operand is."""
    place = _place(operand, scope)
    if place is not None:
        return _at(place, scope, (lambda shape: _falsy(shape).present()) if truth else _truthy_or_missing)
    is_test = (operand.kind == "operation" and operand.value in _TESTS) or _built_in(operand, scope) == "exists"
    return narrowed(operand, scope, not truth) if truth or is_test else scope


def _joined_by(part: Part, scope: Scope, truth: bool) -> Scope | None:
    first, second = part.parts
    one, other = narrowed(first, scope, True), narrowed(first, scope, False)
    if part.value == "and":
        both = None if one is None else narrowed(second, one, truth)
        return both if truth else joined(other, both)
    both = None if other is None else narrowed(second, other, truth)
    return joined(one, both) if truth else both


def _place(part: Part, scope: Scope) -> _Place | None:
    """Return the place that a part names; None if it is not a single place of known data."""
    steps = part.parts if part.kind == "path" else [part]
    if part.group or any(step.predicates or step.keeps_array or step.binds or step.group for step in steps):
        return None
    first = steps[0]
    names = tuple(step.value for step in steps[1:])
    if not all(step.kind == "name" for step in steps[1:]):
        return None
    if first.kind == "variable" and first.reference is not None:
        root = first.reference.name
    elif first.kind == "name":
        root, names = "", (first.value, *names)
    else:
        return None
    if root is None or root == "$" or (root == "states" and (not names or names[0] not in STATES)):
        return None
    if root not in scope.bound and root not in ("", "states") and root not in scope.environment.variables:
        return None
    shape = variable_of(root, scope)
    for name in names:
        if shape.unknown or shape.array is not None:
            return None
        shape = at_path(shape, (name,))
    return _Place(root, names)


def _at(place: _Place, scope: Scope, change: Change) -> Scope | None:
    root, steps = place
    if root == "states":
        attribute, steps = STATES[steps[0]], steps[1:]
        old = getattr(scope.environment, attribute)
    else:
        old = variable_of(root, scope)
    new = narrow_at(old, steps, change)
    if new is NEVER:  # constants of the definition may change, so that they make no condition impossible
        new = narrow_at(old, steps, lambda shape: change(shape.softened()))
    if new is old:
        return scope
    if new is NEVER:
        return None
    if root == "states":
        environment: Environment = scope.environment._replace(**{attribute: new})  # type: ignore[arg-type]
        return scope._replace(environment=environment)
    if root == "":
        return scope._replace(item=new)
    if root in scope.bound:
        return scope.bind(root, new)
    variables = {**scope.environment.variables, root: new}
    return scope._replace(environment=scope.environment._replace(variables=variables))


def _built_in(part: Part, scope: Scope) -> str:
    """Return the name of the built-in function that a part calls with one argument, if it is one that narrows."""
    reference = part.reference
    if part.kind != "function" or reference is None or len(part.parts) != 2:
        return ""
    name = reference.name or ""
    known = name in _BUILT_IN and name not in scope.bound and name not in scope.environment.variables
    return name if known else ""


def _compared(part: Part, scope: Scope, truth: bool) -> Scope | None:
    """Return the data for which a comparison with literals is true or false."""
    operator = part.value
    left, right = map(unwrapped, part.parts)
    if operator == "in":
        items = right.parts if right.kind == "array" else [right]
        place = _place(left, scope)
        if place is None or not items or right.predicates or not all(map(is_constant, items)):
            return scope
        values = [constant(item) for item in items]
        return _at(place, scope, lambda shape: _one_of(shape, values) if truth else _none_of(shape, values))
    if operator not in _MIRRORED:
        return scope
    if is_constant(left):
        left, right, operator = right, left, _MIRRORED[operator]
    if not is_constant(right):
        return scope
    value = constant(right)
    if _built_in(left, scope) == "type":
        place = _place(unwrapped(left.parts[1]), scope)
        if place is None or operator not in ("=", "!=") or value not in _TYPES:
            return scope
        is_type = truth if operator == "=" else not truth
        if is_type:
            return _at(place, scope, lambda shape: _of_type(shape, str(value), keeps_missing=operator == "!="))
        return _at(place, scope, lambda shape: _present_if(shape.without(str(value)), operator == "!="))
    place = _place(left, scope)
    if place is None:
        return scope
    if operator not in ("=", "!="):
        kind = "string" if type(value) is str else "number"
        return _at(place, scope, lambda shape: shape.only(kind)) if truth else scope
    if (operator == "=") is truth:
        return _at(place, scope, lambda shape: _one_of(shape, [value], keeps_missing=operator == "!="))
    return _at(place, scope, lambda shape: _none_of(shape, [value], is_present=operator == "!="))


# A comparison with a missing value is false, also with `!=`.


def _of_type(shape: Shape, kind: str, *, keeps_missing: bool) -> Shape:
    found = shape.only(kind)
    return _with_missing_of(shape, found) if keeps_missing else found


def _with_missing_of(shape: Shape, found: Shape) -> Shape:
    if shape.missing is False:
        return found
    return MISSING if found is NEVER else found.optional() if shape.missing else found.perhaps()


def _present_if(shape: Shape, is_present: bool) -> Shape:
    return shape.present() if is_present else shape


def _one_of(shape: Shape, values: list[Any], *, keeps_missing: bool = False) -> Shape:
    found = union(*(equal_to(shape, value) for value in values))
    return _with_missing_of(shape, found) if keeps_missing else found


def _none_of(shape: Shape, values: list[Any], *, is_present: bool = False) -> Shape:
    for value in values:
        shape = other_than(shape, value)
    return _present_if(shape, is_present)


def _present(shape: Shape) -> Shape:
    return shape.present()


def _absent(shape: Shape) -> Shape:
    return NEVER if shape.missing is False else MISSING


def _truthy(shape: Shape) -> Shape:
    if shape.unknown:
        return shape.present()
    found = shape.present().without("null")
    return other_than(other_than(other_than(found, False), ""), 0)


def _truthy_or_missing(shape: Shape) -> Shape:
    return _with_missing_of(shape, _truthy(shape))


def _falsy(shape: Shape) -> Shape:
    if shape.unknown:
        return shape
    kept = [shape.present().without("boolean", "number", "string", "object")]
    kept += [literal(value) for value in (False, 0, "") if equal_to(shape, value) is not NEVER]
    kept += [
        object_of(each.members, each.other)
        for each in shape.objects
        if all(member.missing is not False for member in each.members.values())
    ]
    return _with_missing_of(shape, union(*kept))
