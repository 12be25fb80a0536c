"""The shapes that JSONPaths select: from a state's data, the context object or a variable."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.shape import ANY, ARRAY, MISSING, NEVER, UNKNOWN, Shape
from aslant.asl.shapes.text import kind_text
from aslant.asl.shapes.unions import array_of, item_of, member_of, object_of, union
from aslant.asl.shapes.visit import Steps, Visit
from aslant.errors import SyntaxFault
from aslant.grammar import jsonpath
from aslant.grammar.jsonpath import Descend, Filtered, JsonPath, Many, Members, Slice, Wildcard
from aslant.grammar.jsonpath_filters import AllOf, AnyOf, Comparison, Condition, Not

__all__ = ["parsed_path", "path_shape", "root_shape", "selected"]

_MOST_LISTED: Final = 12
_OPTIONAL: Final = "Test it with IsPresent in a Choice first, or make it a required member."


def parsed_path(text: Any) -> JsonPath | None:
    """Return a path; None if the value is not one, or contains a value known only at deployment."""
    return _parsed(text) if type(text) is str else None


@lru_cache(4096)
def _parsed(text: str) -> JsonPath | None:
    if "${" in text or not text.startswith("$"):
        return None
    try:
        return jsonpath.parse(text)
    except SyntaxFault:
        return None


def selected(text: Any, environment: Environment, visit: Visit, steps: Steps) -> Shape:
    """Return the shape of what a path selects, and report a path that selects nothing."""
    path = parsed_path(text)
    return ANY if path is None else path_shape(path, environment, visit, steps)


def root_shape(path: JsonPath, environment: Environment) -> Shape:
    """Return the shape of the document where a path starts. A variable that may not be assigned has `missing`."""
    if path.root == "$":
        return environment.input
    if path.root == "$$":
        return environment.context
    return environment.variables.get(path.root[1:], UNKNOWN)


def path_shape(path: JsonPath, environment: Environment, visit: Visit, steps: Steps) -> Shape:
    """Return the shape of what a path selects, and report a path that selects nothing."""
    shape = root_shape(path, environment)
    if path.variable is not None and shape.missing:
        shape = _variable(path.variable, shape, visit, steps)
    found = shape
    for step in path.steps if path.definite else ():  # nearly every path leads through objects with these members
        if found.unknown:
            return found
        if type(step) is not str or len(found.objects) != 1 or not found.is_object:
            break
        alternative = found.objects[0]
        member = alternative.members.get(step)
        if member is None and alternative.other is UNKNOWN:
            return UNKNOWN
        if member is None or member.missing or not member.is_value:
            break
        found = member
    else:
        return found if path.definite else _Walk(path, visit, steps).shape(shape)
    return _Walk(path, visit, steps).shape(shape)


def _variable(name: str, shape: Shape, visit: Visit, steps: Steps) -> Shape:
    if shape.is_value:
        visit.warning(
            f"The variable ${name} may not be assigned here",
            steps,
            "Assign it in every state that leads here, such as in the other branches of a Choice.",
        )
        return shape.present()
    visit.error(f"The variable ${name} is never assigned before this state", steps, "Assign it in an earlier state.")
    return UNKNOWN


class _Walk:
    """A walk along the steps of a path, which stops with a report where the path selects nothing."""

    def __init__(self, path: JsonPath, visit: Visit, steps: Steps) -> None:
        self.path = path
        self.visit = visit
        self.steps = steps
        self.made = ""
        """The origin of the value that contains the current one."""
        self.inside = ""
        """The steps from that value to the current one, as a path."""

    def shape(self, shape: Shape) -> Shape:
        """Return the shape of what the path selects from a document."""
        for number, step in enumerate(self.path.steps):
            if shape.unknown:
                return shape if self.path.definite else ARRAY
            if shape.origin:
                self.made, self.inside = " or ".join(shape.origin), ""
            if type(step) is str:
                found = member_of(shape, step)
            elif type(step) is int:
                found = item_of(shape, step)
            elif isinstance(step, Members) and self.path.definite:
                return self._members(shape, step)
            else:
                return _many(self.path.steps[number:], shape, self)
            if not found.is_value:
                self._missing(shape, step)
                return UNKNOWN if self.path.definite else ARRAY
            if found.missing and self.path.definite:
                self._optional(shape, step)
            self.inside += f".{step}" if type(step) is str else f"[{step}]"
            shape = found.present()
        return shape

    def _missing(self, shape: Shape, step: str | int) -> None:
        message, repair = self._why_missing(shape, step)
        problem = "does not exist" if self.path.definite else "selects nothing"
        self.visit.error(f"The path {self.path.text} {problem}: {message}", self.steps, repair)

    def _why_missing(self, shape: Shape, step: str | int) -> tuple[str, str]:
        place = self.place()
        if type(step) is int:
            if shape.array is None:
                return f"only an array has an item {step}, and {place} is {kind_text(shape)}", ""
            length = len(shape.array.places or ())
            return f"{place} has {length} item{'' if length == 1 else 's'}, so there is no item {step}", ""
        if not shape.objects:
            return f"only an object has a member '{step}', and {place} is {kind_text(shape)}", _items_repair(shape)
        names = sorted({name for alternative in shape.objects for name in alternative.members})
        near = self.visit.near(str(step), names)
        return f"'{step}' is not a member of {place}", near or _listed(names)

    def place(self) -> str:
        """Return the words for the current value: which part of what it is."""
        part = f"${self.inside}" if self.inside else ""
        if not self.made:
            return part or "the data"
        return f"{part} in {self.made}" if part else self.made

    def _optional(self, shape: Shape, step: str | int) -> None:
        if type(step) is int:
            self.visit.warning(
                f"The path {self.path.text} may not exist: {self.place()} may be {_others(shape, 'array')}", self.steps
            )
            return
        others = _others(shape, "object")
        if others:
            why = f"{self.place()} may be {others}"
            repair = (
                f"Test it with {'IsNull' if others == 'null' else 'a type test such as IsString'} in a Choice first."
            )
        elif all(alternative.member(str(step)).missing for alternative in shape.objects):
            why, repair = f"'{step}' is an optional member of {self.place()}", _OPTIONAL
        else:
            why, repair = f"'{step}' is not always a member of {self.place()}", _OPTIONAL
        self.visit.warning(f"The path {self.path.text} may not exist: {why}", self.steps, repair)

    def _members(self, shape: Shape, union_: Members) -> Shape:
        """Return the shape of a union of names, which selects an object with those that exist."""
        if not shape.objects:
            self._missing(shape, union_.names[0])
            return UNKNOWN
        members = {name: member_of(shape.only("object"), name) for name in union_.names}
        return object_of({name: member for name, member in members.items() if member.is_value})


def _others(shape: Shape, kind: str) -> str:
    """Return the JSON types of a shape other than one, for a message; empty if there are none."""
    others = shape.present().without(kind)
    return kind_text(others) if others.is_value else ""


def _items_repair(shape: Shape) -> str:
    return "Select an item, such as [0], or all items with [*]." if shape.array is not None else ""


def _listed(names: list[str]) -> str:
    if not names:
        return "The object is empty."
    return f"The members are {', '.join(names[:_MOST_LISTED])}{', …' if len(names) > _MOST_LISTED else ''}."


def _many(steps: tuple[Any, ...], shape: Shape, walk: _Walk) -> Shape:
    """Return the shape of the array that the rest of an indefinite path selects."""
    first = steps[0]
    kind = "array" if isinstance(first, Slice) or (isinstance(first, Many) and type(first.keys[0]) is int) else ""
    if kind and not shape.has(kind):
        walk.visit.error(
            f"The path {walk.path.text} fails: {walk.place()} is {kind_text(shape)}, not an array", walk.steps
        )
        return ARRAY
    found = shape
    for step in steps:
        if found.unknown:
            return ARRAY
        if isinstance(step, Descend):
            return ARRAY
        if isinstance(step, Filtered):
            _check_filter(step.condition, _elements(found), walk)
        found = _selected(found, step)
        if found is NEVER:
            break
    return array_of(found)


def _selected(shape: Shape, step: Any) -> Shape:
    """Return the shape of the values that one step selects from a value, never missing; `NEVER` if there are none."""
    match step:
        case str():
            return member_of(shape, step).present()
        case int():
            return item_of(shape, step).present()
        case Many(keys):
            return union(*(_selected(shape, key) for key in keys))
        case Wildcard():
            return union(_items(shape), *(_values(each) for each in shape.objects))
        case Slice():
            return _items(shape)
        case Filtered():
            return _elements(shape)
        case Members(names):
            members = {name: member_of(shape, name).optional() for name in names}
            return object_of({name: member for name, member in members.items() if member.is_value})
        case _:
            return ANY


def _items(shape: Shape) -> Shape:
    return NEVER if shape.array is None else shape.array.items.present()


def _values(alternative: Any) -> Shape:
    members = (member.present() for member in alternative.members.values())
    return union(*members, alternative.other.present())


def _elements(shape: Shape) -> Shape:
    """Return the shape of the values that a filter tests: the items of an array, or an object itself."""
    return union(_items(shape), shape.only("object")) if shape.objects else _items(shape)


def _check_filter(condition: Condition, shape: Shape, walk: _Walk) -> None:
    """Report comparisons of a filter with a member that no element has, which are never true."""
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case AllOf(conditions) | AnyOf(conditions):
                waiting.extend(conditions)
            case Not(inner):
                waiting.append(inner)
            case Comparison(_, left, right):
                for operand in (left, right):
                    if isinstance(operand, JsonPath) and operand.root == "@" and operand.definite:
                        _check_operand(operand, shape, walk)


def _check_operand(operand: JsonPath, shape: Shape, walk: _Walk) -> None:
    for step in operand.steps:
        if shape.unknown or not shape.is_value or isinstance(step, Members):
            return
        found = member_of(shape, step) if type(step) is str else item_of(shape, int(str(step)))
        if found == MISSING:
            names = sorted({name for alternative in shape.objects for name in alternative.members})
            near = walk.visit.near(step, names) if type(step) is str else ""
            walk.visit.error(
                f"The filter of {walk.path.text} compares {operand.text}, which does not exist",
                walk.steps,
                near or (_listed(names) if names else ""),
            )
            return
        shape = found.present()
