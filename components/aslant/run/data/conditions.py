"""The conditions of a Choice in the JSONPath language (ASL specification, section 'Data-test expressions')."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json
from aslant.run.data.expression import Expression, compile_path
from aslant.run.data.path import NoResult
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.language import Condition
from aslant.run.timestamps import parse_timestamp

__all__ = ["compile_condition"]

_DEEPEST = 200
_NOT_OPERATORS = {"Variable", "Next", "Comment", "Assign", "QueryLanguage", "Output"}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}


def compile_condition(rule: Mapping[str, Any], depth: int = 0) -> Condition:
    """Compile the condition of a rule, and raise DefinitionError for an invalid one."""
    if not isinstance(rule, Mapping):
        raise DefinitionError(f"a Choice rule must be an object, not {rule!r}")
    if depth > _DEEPEST:
        raise DefinitionError(f"conditions may be nested {_DEEPEST} levels deep")
    if "Condition" in rule:
        raise DefinitionError('Condition belongs to JSONata. Set "QueryLanguage": "JSONata", or use Variable.')
    names = [name for name in rule if name not in _NOT_OPERATORS]
    if len(names) != 1:
        found = ", ".join(names) or "none"
        raise DefinitionError(f"a Choice rule must have one operator, such as StringEquals or And, not {found}")
    name = names[0]
    if name in ("And", "Or"):
        parts = rule[name]
        if not isinstance(parts, (list, tuple)) or not parts:
            raise DefinitionError(f"{name} must be an array of rules")
        return _combined(name, [compile_condition(part, depth + 1) for part in parts])
    if name == "Not":
        inner = compile_condition(rule[name], depth + 1)
        return lambda data, fiber: not inner(data, fiber)
    variable = rule.get("Variable")
    if not isinstance(variable, str):
        raise DefinitionError(f"the rule with {name} must have Variable, a path such as '$.order'")
    select = _compiled("Variable", variable)
    if name == "IsPresent":
        return _presence(select, rule[name])
    if name in _TYPES:
        return _type_test(variable, select, _TYPES[name], rule[name])
    return _comparison(variable, select, name, rule[name])


def _combined(name: str, parts: list[Condition]) -> Condition:
    if name == "And":
        return lambda data, fiber: all(part(data, fiber) for part in parts)
    return lambda data, fiber: any(part(data, fiber) for part in parts)


def _compiled(field: str, text: str) -> Expression:
    try:
        return compile_path(text)
    except DefinitionError as problem:
        raise DefinitionError(f"{field}: {problem}") from None


def _selected(text: str, select: Expression, data: Json, fiber: Fiber) -> Json:
    try:
        return select(data, fiber)
    except NoResult:
        raise EvaluationFailure(
            f"Invalid path '{text}': The choice state's condition path references an invalid value."
        ) from None


def _presence(select: Expression, expected: Json) -> Condition:
    def test(data: Json, fiber: Fiber) -> bool:
        try:
            select(data, fiber)
        except NoResult:
            return expected is False
        return expected is not False

    return test


def _type_test(text: str, select: Expression, is_type: Callable[[Json], bool], expected: Json) -> Condition:
    return lambda data, fiber: is_type(_selected(text, select, data, fiber)) is (expected is not False)


def _comparison(text: str, select: Expression, name: str, operand: Json) -> Condition:
    from_path = name.endswith("Path")
    compare = _COMPARISONS.get(name.removesuffix("Path"))
    if compare is None or (from_path and name == "StringMatchesPath"):
        known = [*_COMPARISONS, *_TYPES, "IsPresent", "And", "Or", "Not"]
        raise DefinitionError(f"unknown operator {name!r}{did_you_mean(name, known)}")
    if not from_path:
        if name == "StringMatches":
            matches = _pattern(operand)
            return lambda data, fiber: matches(_selected(text, select, data, fiber))
        return lambda data, fiber: compare(_selected(text, select, data, fiber), operand)
    if not isinstance(operand, str):
        raise DefinitionError(f"{name} must be a path such as '$.limit', not {operand!r}")
    other = _compiled(name, operand)
    return lambda data, fiber: compare(_selected(text, select, data, fiber), _selected(operand, other, data, fiber))


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _typed(is_type: Callable[[Json], bool], order: Callable[[Any, Any], bool]) -> Callable[[Json, Json], bool]:
    """Return a comparison that is false for values of other types."""
    return lambda left, right: is_type(left) and is_type(right) and order(left, right)


def _timed(order: Callable[[Any, Any], bool]) -> Callable[[Json, Json], bool]:
    def compare(left: Json, right: Json) -> bool:
        first, second = parse_timestamp(left), parse_timestamp(right)
        return first is not None and second is not None and order(first, second)

    return compare


def _pattern(pattern: Json) -> Callable[[Json], bool]:
    r"""Compile a pattern of StringMatches: `*` matches any string, `\*` a star and `\\` a backslash."""
    if not isinstance(pattern, str):
        raise DefinitionError(f"StringMatches must be a string, not {pattern!r}")
    parts = [""]
    letters = iter(pattern)
    for letter in letters:
        if letter == "*":
            parts.append("")
        else:
            parts[-1] += next(letters, letter) if letter == "\\" else letter
    first, *middle, last = parts if len(parts) > 1 else [parts[0], ""]

    def matches(value: Json) -> bool:
        if not isinstance(value, str):
            return False
        if len(parts) == 1:
            return value == first
        end = len(value) - len(last)
        if len(first) > end or not value.startswith(first) or not value.endswith(last):
            return False
        at = len(first)
        for part in middle:  # the first match of each part leaves the most room for the others
            at = value.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True

    return matches


def _is_string(value: Json) -> bool:
    return isinstance(value, str)


def _is_boolean(value: Json) -> bool:
    return isinstance(value, bool)


_TYPES: dict[str, Callable[[Json], bool]] = {
    "IsNull": lambda value: value is None,
    "IsNumeric": _is_number,
    "IsString": _is_string,
    "IsBoolean": _is_boolean,
    "IsTimestamp": lambda value: parse_timestamp(value) is not None,
}

_COMPARISONS: dict[str, Callable[[Json, Json], bool]] = {
    **{f"String{name}": _typed(_is_string, order) for name, order in _ORDER.items()},
    **{f"Numeric{name}": _typed(_is_number, order) for name, order in _ORDER.items()},
    **{f"Timestamp{name}": _timed(order) for name, order in _ORDER.items()},
    "BooleanEquals": _typed(_is_boolean, operator.eq),
    "StringMatches": lambda value, pattern: _pattern(pattern)(value),
}
