"""The shapes of JSONata's paths: steps, predicates and indices."""

from __future__ import annotations

from typing import Final

from aslant.asl.shapes.jsonata.narrowing import narrowed
from aslant.asl.shapes.jsonata.scope import Evaluation, Scope, constant
from aslant.asl.shapes.jsonata.sequences import Sequence, absence, elements, looked_up, with_absence
from aslant.asl.shapes.shape import MISSING, NEVER, UNKNOWN, Shape
from aslant.asl.shapes.text import kind_text
from aslant.asl.shapes.unions import array_of, item_of, union
from aslant.errors import suggestion
from aslant.grammar.jsonata import Part

__all__ = ["filtered", "members_hint", "path_shape"]

_MOST_LISTED: Final = 12
_FROM_WORKFLOW: Final = ("Execution", "Input"), ("Map", "Item")
"""The members of the context object whose content the workflow decides. `check` has rules for all others."""
_OPTIONAL: Final = "Test it with $exists first, or make it a required member."


def path_shape(path: Part, scope: Scope, run: Evaluation, *, is_guard: bool = False) -> Shape:
    """Return the shape of what a path selects, and report a path that never selects anything."""
    if any(step.binds or step.value in ("%", "**") for step in path.parts):
        return UNKNOWN
    walk = _Walk(path, scope, run, is_guard)
    try:
        value = walk.value()
    except _NeverExistsError:
        return UNKNOWN
    if value.unknown or not value.is_value or not any(step.keeps_array for step in path.parts):
        return value
    wrapped = array_of(value.present(), nonempty=True)
    return with_absence(union(wrapped, value.only("array")) if value.array else wrapped, value.missing)


class _NeverExistsError(Exception):
    """A step that never selects anything, which was reported."""


class _Walk:
    """A walk along the steps of a path."""

    def __init__(self, path: Part, scope: Scope, run: Evaluation, is_guard: bool) -> None:
        self.path = path
        self.scope = scope
        self.run = run
        self.is_guard = is_guard
        self.made: tuple[str, ...] = ()
        """The origin of the value that contains the current one."""
        self.names: list[str] = []
        """The names of the steps from there to the current value."""

    def value(self) -> Shape:
        """Return the shape of what the path selects."""
        first, *rest = self.path.parts
        item = self.scope.item
        if first.kind in ("name", "wildcard", "sort"):
            if item is None or item.unknown:
                return UNKNOWN
            found, rest = elements(item), self.path.parts
        elif first.kind in ("variable", "array") or item is None or not item.has("array"):
            value = self.run.shape(first, self.scope, is_guard=self.is_guard)
            if not rest:
                return value
            found = elements(value)
            self._enter(value, self.run.text(first))
        else:
            return UNKNOWN  # it is evaluated for each item
        for step in rest:
            if found.items.unknown or not found.items.is_value:
                return UNKNOWN if found.items.unknown else MISSING
            if step.kind == "sort":
                for term in step.parts:
                    self.run.shape(term, self.scope._replace(item=found.items))
                exact = filtered(step, found.value(), self.scope, self.run)
                found = elements(exact) if step.predicates else found
                continue
            each = self._each(step, found)
            missing = None if found.many and each.missing else each.missing
            exact = self._as_value(step, found, each, absence(found.missing, missing))
            inner = elements(each)
            missing = None if found.many and inner.missing else inner.missing
            found = Sequence(inner.items, absence(found.missing, missing), found.many or inner.many)
        return exact

    def _as_value(self, step: Part, found: Sequence, each: Shape, missing: bool | None) -> Shape:
        """Return the value of the path if a step is its last one."""
        if not each.is_value:
            return MISSING
        if not found.many:
            return with_absence(each.present(), missing)
        if step.kind == "array":  # its arrays are not joined
            return Sequence(each.present(), missing, many=True).value()
        flat = Sequence(elements(each).items, absence(missing, elements(each).missing and None), many=True).value()
        return flat if each.array is None else union(flat, each.only("array"))

    def _each(self, step: Part, found: Sequence) -> Shape:
        """Return the shape of a step's value for each of the values before it."""
        if step.kind in ("name", "(string)"):
            result = self._member(step, found)
        elif step.kind == "wildcard":
            result = _members(found.items)
        elif step.kind == "object" and found.items.has("array"):
            return UNKNOWN  # it is one object for all items of the array
        else:
            return self.run.shape(step, self.scope._replace(item=found.items), is_guard=self.is_guard)
        self._enter(result, step.value)
        return filtered(step, result, self.scope, self.run) if step.predicates else result

    def _enter(self, value: Shape, name: str) -> None:
        if value.origin:
            self.made, self.names = value.origin, []
        else:
            self.names.append(name)

    def _member(self, step: Part, found: Sequence) -> Shape:
        name = str(constant(step)) if step.kind == "(string)" else step.value
        result = looked_up(found.items, name)
        if self._is_checked_elsewhere():
            return result if result.is_value else UNKNOWN
        if not result.is_value:
            if self.is_guard:
                return MISSING
            message, repair = self._why_missing(found.items, name)
            text = self.run.text(self.path, step)
            self.run.report("ERROR", f"The path {text} does not exist: {message}", repair)
            raise _NeverExistsError
        if result.missing and not found.many:
            self.run.explain(self.path, *self._why_optional(step, found.items, name))
        return result

    def _is_checked_elsewhere(self) -> bool:
        names = [step.value for step in self.path.parts[1:4]]
        first = self.path.parts[0].reference
        if first is None or first.name != "states" or names[:1] != ["context"]:
            return False
        return tuple(names[1:]) not in _FROM_WORKFLOW

    def _place(self) -> str:
        names = ".".join(self.names)
        if not self.made:
            return names or "the item"
        made = " or ".join(self.made)
        return f"{names} in {made}" if names else made

    def _why_missing(self, shape: Shape, name: str) -> tuple[str, str]:
        place = self._place()
        objects = _all_objects(shape)
        if not objects.objects:
            return f"only an object has a member '{name}', and {place} is {kind_text(shape)}", ""
        return f"'{name}' is not a member of {place}", members_hint(objects, name)

    def _why_optional(self, step: Part, shape: Shape, name: str) -> tuple[str, str]:
        place, path = self._place(), self.run.text(self.path, step)
        others = shape.present().without("object", "array")
        begin = f"The path {path} may not exist: "
        if others.is_value:
            kinds = kind_text(others)
            test = "Compare it with null first." if kinds == "null" else "Test it with $type first."
            return f"{begin}{place} may be {kinds}", test
        always = all(alternative.member(name).missing for alternative in shape.objects)
        return f"{begin}'{name}' is {'an optional' if always else 'not always a'} member of {place}", _OPTIONAL


def _all_objects(shape: Shape) -> Shape:
    """Return the objects of a shape, and those inside its arrays."""
    found = shape.only("object")
    while shape.array is not None:
        shape = shape.array.items
        found = union(found, shape.only("object"))
    return found


def members_hint(shape: Shape, name: str) -> str:
    """Return the repair for a name that is not a member of objects: a similar name, or all of them."""
    names = sorted({known for alternative in shape.objects for known in alternative.members})
    if not names:
        return "The object is empty."
    listed = f"The members are {', '.join(names[:_MOST_LISTED])}{', …' if len(names) > _MOST_LISTED else ''}."
    return suggestion(name, names) or listed


def _members(shape: Shape) -> Shape:
    """Return the values that a wildcard selects."""
    values = [value.present() for each in shape.objects for value in (*each.members.values(), each.other)]
    inside = union(*values)
    if shape.array is not None or inside.unknown or inside.array is not None:
        return UNKNOWN
    return Sequence(inside, None, many=True).value() if inside.is_value else MISSING


def filtered(part: Part, shape: Shape, scope: Scope, run: Evaluation) -> Shape:
    """Return the shape of the values for which all predicates of a part hold, or that have their index."""
    for predicate in part.predicates:
        items = elements(shape).items
        if shape.unknown or items.unknown or items.array is not None:
            return UNKNOWN
        if not shape.is_value:
            return shape
        index = int(constant(predicate) // 1) if predicate.kind == "(number)" and not predicate.predicates else None
        shape = _selected(predicate, shape, scope, run) if index is None else _indexed(part, shape, index, run)
    return shape


def _indexed(part: Part, shape: Shape, index: int, run: Evaluation) -> Shape:
    others = shape.present().without("array")
    if others is not NEVER and index not in (0, -1):
        others = MISSING
    found = others if shape.array is None else union(item_of(shape.only("array"), index), others)
    if not found.is_value:
        run.report("ERROR", f"The item {run.text(part)} does not exist: there is no item {index}", _items_hint(shape))
        return UNKNOWN
    return with_absence(found.present(), absence(shape.missing, found.missing))


def _items_hint(shape: Shape) -> str:
    array = shape.array
    if array is None:
        return f"The value is {kind_text(shape)}, which has only the item 0."
    length = len(array.places or ())
    return f"The array has {length} item{'' if length == 1 else 's'}, and the first one is 0."


def _selected(predicate: Part, shape: Shape, scope: Scope, run: Evaluation) -> Shape:
    """Return the shape of the values for which a condition holds."""
    found = elements(shape)
    inner = scope._replace(item=found.items)
    condition = run.shape(predicate, inner, is_guard=True)
    items = found.items
    if condition.has("number") and shape.array is not None and len(set(shape.array.places or ())) > 1:
        return UNKNOWN  # the condition may be an index, and the items have different shapes
    if not condition.has("number") and not condition.has("array"):
        narrow = narrowed(predicate, inner, True)
        if narrow is None or narrow.item is None:
            return UNKNOWN
        items = narrow.item.present()
    return Sequence(items, absence(found.missing, None), found.many).value()
