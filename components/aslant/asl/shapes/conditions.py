"""The conditions of a Choice in JSONPath: the data for which they are true or false, and those that never are true."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from aslant.asl.shapes.environment import Environment, joined
from aslant.asl.shapes.kinds import is_timestamp
from aslant.asl.shapes.narrowing import Change, equal_to, narrow_at, other_than
from aslant.asl.shapes.paths import parsed_path, path_shape, root_shape
from aslant.asl.shapes.patterns import matches
from aslant.asl.shapes.shape import MISSING, NEVER, UNKNOWN, Shape
from aslant.asl.shapes.text import kind_text, shape_text
from aslant.asl.shapes.unions import union
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.values import is_unresolved
from aslant.grammar.jsonpath import JsonPath

__all__ = ["Outcome", "outcome_of"]

_DEEPEST: Final = 100  # levels of And, Or and Not
_TYPES: Final = {"IsNull": "null", "IsNumeric": "number", "IsString": "string", "IsBoolean": "boolean"}
_KINDS: Final = {"String": "string", "Numeric": "number", "Boolean": "boolean", "Timestamp": "string"}
_ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "Equals": operator.eq,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
}


class Outcome(NamedTuple):
    """The data for which a condition is true, and for which it is false; None if it never is."""

    true: Environment | None
    false: Environment | None


class _Tester:
    """A test of conditions.

    With `soft`, constants of the definition count as any value of their type: their author may change them.
    """

    def __init__(self, visit: Visit, soft: bool) -> None:
        self.visit = visit
        self.soft = soft

    def test(self, rule: Any, environment: Environment, steps: Steps, depth: int = 0) -> Outcome:
        """Return the outcomes of a condition, and report faults of its paths and comparisons that are never true."""
        if type(rule) is not dict or depth > _DEEPEST or is_unresolved(rule):
            return Outcome(environment, environment)
        for name in ("And", "Or"):
            if name in rule:
                return self._combined(name, rule[name], environment, (*steps, name), depth)
        if "Not" in rule:
            return Outcome(*reversed(self.test(rule["Not"], environment, (*steps, "Not"), depth + 1)))
        path = parsed_path(rule.get("Variable"))
        name = next((name for name in rule if name not in _NOT_OPERATORS), "")
        if path is None or not name:
            return Outcome(environment, environment)
        if name == "IsPresent":
            return self._presence(path, rule[name], environment)
        shape = path_shape(path, environment, self.visit, (*steps, "Variable"))
        there = narrowed(environment, path, _present) or environment
        if name in _TYPES or name == "IsTimestamp":
            return _type_test(path, name, rule[name], there)
        return self._comparison(path, shape, name, rule[name], there, steps)

    def _combined(self, name: str, parts: Any, environment: Environment, steps: Steps, depth: int) -> Outcome:
        """Return the outcomes of And and Or, which stop at the first part that decides."""
        if type(parts) is not list or not parts:
            return Outcome(environment, environment)
        decided: Environment | None = None
        rest: Environment | None = environment
        for index, part in enumerate(parts):
            if rest is None:
                break
            outcome = self.test(part, rest, (*steps, index), depth + 1)
            rest, stopped = outcome if name == "And" else reversed(outcome)
            decided = joined(decided, stopped)
        return Outcome(rest, decided) if name == "And" else Outcome(decided, rest)

    def _presence(self, path: JsonPath, expected: Any, environment: Environment) -> Outcome:
        if not path.definite:
            outcome = Outcome(environment, environment)
        else:
            outcome = Outcome(narrowed(environment, path, _present), narrowed(environment, path, _absent))
        return outcome if expected is not False else Outcome(outcome.false, outcome.true)

    def _comparison(
        self, path: JsonPath, shape: Shape, name: str, operand: Any, environment: Environment, steps: Steps
    ) -> Outcome:
        kind = next((kind for prefix, kind in _KINDS.items() if name.startswith(prefix)), "")
        if not kind or is_unresolved(operand):
            return Outcome(environment, environment)
        order = name.removesuffix("Path")
        for prefix in _KINDS:
            order = order.removeprefix(prefix)
        if name.endswith("Path"):
            other = parsed_path(operand)
            if other is None:
                return Outcome(environment, environment)
            right = path_shape(other, environment, self.visit, (*steps, name))
            return self._with_path(path, shape, other, right, kind, name, environment, steps)
        if not path.definite:
            if not shape.unknown:
                self._never(path, shape, kind, name, operand, steps)
            return Outcome(environment, environment)
        holds = _holds(name, order, operand)
        true_change, false_change = _changes(kind, order, operand, holds)
        true = narrowed(environment, path, self._softly(true_change))
        false = narrowed(environment, path, self._softly(false_change))
        if true is None and narrowed(environment, path, lambda found: true_change(found.softened())) is None:
            self._never(path, shape, kind, name, operand, steps)
            return Outcome(environment, environment)
        return Outcome(true, false)

    def _softly(self, change: Change) -> Change:
        return (lambda shape: change(shape.softened())) if self.soft else change

    def _with_path(
        self,
        path: JsonPath,
        left: Shape,
        other: JsonPath,
        right: Shape,
        kind: str,
        name: str,
        environment: Environment,
        steps: Steps,
    ) -> Outcome:
        """Return the outcomes of a comparison of two paths, which is never true if one of them has another type."""
        for each, shape in ((path, left), (other, right)):
            if not shape.has(kind):
                self._never(each, shape, kind, name, None, steps)
                return Outcome(environment, environment)
        one, two = left.softened(), right.softened()
        if name.endswith("EqualsPath") and name.removesuffix("EqualsPath") in _KINDS:
            values = getattr(one, kind), getattr(two, kind)
            if all(type(each) is frozenset for each in values) and not values[0] & values[1]:
                self.visit.error(
                    f"This is never true: {path.text} is {shape_text(one)}, and {other.text} is {shape_text(two)}",
                    (*steps, name),
                )
                return Outcome(environment, environment)
        true: Environment | None = environment
        for each in (path, other):
            if true is not None and each.definite:
                true = narrowed(true, each, lambda shape: shape.only(kind))
        return Outcome(true or environment, environment)

    def _never(self, path: JsonPath, shape: Shape, kind: str, name: str, operand: Any, steps: Steps) -> None:
        """Report a comparison that is never true."""
        place = (*steps, name)
        if shape.unknown:
            return
        made = f" in {' or '.join(shape.origin)}" if shape.origin else ""
        if not shape.has(kind):
            self.visit.error(
                f"{name} is never true: {path.text} is {kind_text(shape)}{made}", place, _other_operator(shape)
            )
            return
        values = getattr(shape, kind)
        near = self.visit.near(operand, values) if type(operand) is str and type(values) is frozenset else ""
        self.visit.error(
            f"{name} is never true: {path.text} is {shape_text(shape)}, not {_written(operand)}", place, near
        )


_NOT_OPERATORS: Final = frozenset({"Variable", "Next", "Comment", "Assign", "QueryLanguage", "Output"})


def outcome_of(rule: Any, environment: Environment, visit: Visit, steps: Steps, *, soft: bool = False) -> Outcome:
    """Return the data for which a rule is true or false, and report faults of its paths and comparisons."""
    return _Tester(visit, soft).test(rule, environment, steps)


def narrowed(environment: Environment, path: JsonPath, change: Change) -> Environment | None:
    """Return the environment in which the value of a definite path has a changed shape; None if it cannot."""
    if not path.definite or not all(type(step) in (str, int) for step in path.steps):
        return environment
    root = root_shape(path, environment)
    shape = narrow_at(root, path.steps, change)  # type: ignore[arg-type]  # names and indices only
    if shape is root:
        return environment
    if shape is NEVER:
        return None
    if path.root == "$":
        return environment._replace(input=shape)
    if path.root == "$$":
        return environment._replace(context=shape)
    return environment._replace(variables={**environment.variables, path.root[1:]: shape})


def _present(shape: Shape) -> Shape:
    return shape.present()


def _absent(shape: Shape) -> Shape:
    return (UNKNOWN if shape.unknown else MISSING) if shape.missing is not False else NEVER


def _type_test(path: JsonPath, name: str, expected: Any, environment: Environment) -> Outcome:
    if not path.definite:
        return Outcome(environment, environment)
    kind = _TYPES.get(name, "string")
    true = narrowed(environment, path, lambda shape: shape.only(kind))
    false = environment if name == "IsTimestamp" else narrowed(environment, path, lambda shape: shape.without(kind))
    return Outcome(true, false) if expected is not False else Outcome(false, true)


def _holds(name: str, order: str, operand: Any) -> Callable[[Any], bool] | None:
    """Return the function that compares a literal; None if a comparison of literals is not decided here."""
    if name == "StringMatches":
        return (lambda value: matches(operand, value)) if type(operand) is str else None
    if name.startswith("Timestamp"):
        return is_timestamp
    compare = _ORDERS.get(order)
    numeric = name.startswith("Numeric")
    if compare is None or (type(operand) not in (int, float) if numeric else type(operand) is not str):
        return None
    return lambda value: compare(value, operand)


def _changes(kind: str, order: str, operand: Any, holds: Callable[[Any], bool] | None) -> tuple[Change, Change]:
    """Return the changes of a shape where a comparison with a literal is true, and where it is false."""
    if order == "Equals" and type(operand) in (str, int, float, bool) and holds is not is_timestamp:
        return (lambda shape: equal_to(shape.only(kind), operand)), (lambda shape: other_than(shape, operand))

    def true(shape: Shape) -> Shape:
        found = shape.only(kind)
        values = getattr(found, kind)
        if holds is None or type(values) is not frozenset:
            return found
        return union(*(equal_to(found, value) for value in values if holds(value)))

    def false(shape: Shape) -> Shape:
        values = getattr(shape, kind)
        if holds is None or holds is is_timestamp or type(values) is not frozenset:
            return shape
        for value in values:
            if holds(value):
                shape = other_than(shape, value)
        return shape

    return true, false


def _other_operator(shape: Shape) -> str:
    """Return the operators that fit a shape, as a repair."""
    fitting = [
        name for name, kind in (("String", "string"), ("Numeric", "number"), ("Boolean", "boolean")) if shape.has(kind)
    ]
    return f"Compare it with {' or '.join(f'{name}Equals' for name in fitting)}." if fitting else ""


def _written(operand: Any) -> str:
    import json  # only messages need it

    return json.dumps(operand, ensure_ascii=False)
