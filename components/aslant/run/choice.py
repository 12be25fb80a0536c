"""The conditions of Choice rules (ASL specification, "Choice State")."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import TypeAlias

from aslant.errors import DefinitionError, did_you_mean
from aslant.run.expression import Expression, compile_path
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.path import NoResult
from aslant.run.timestamps import parse_timestamp
from aslant.run.values import Json

__all__ = ["Test", "compile_condition"]

Test: TypeAlias = Callable[[Json, Fiber], bool]
_Compare: TypeAlias = Callable[[Json, Json], bool]

_ORDERS: dict[str, Callable[[Json, Json], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_boolean(value: Json) -> bool:
    return isinstance(value, bool)


def _typed(is_type: Callable[[Json], bool], compare: _Compare) -> _Compare:
    return lambda left, right: is_type(left) and is_type(right) and compare(left, right)


def _moments(compare: _Compare) -> _Compare:
    def test(left: Json, right: Json) -> bool:
        one, other = parse_timestamp(left), parse_timestamp(right)
        return one is not None and other is not None and compare(one, other)

    return test


_COMPARISONS: dict[str, _Compare] = {
    **{f"String{name}": _typed(_is_text, order) for name, order in _ORDERS.items()},
    **{f"Numeric{name}": _typed(_is_number, order) for name, order in _ORDERS.items()},
    **{f"Timestamp{name}": _moments(order) for name, order in _ORDERS.items()},
    "BooleanEquals": _typed(_is_boolean, operator.eq),
}

_TESTS: dict[str, Callable[[Json], bool]] = {
    "IsNull": lambda value: value is None,
    "IsString": _is_text,
    "IsNumeric": _is_number,
    "IsBoolean": _is_boolean,
    "IsTimestamp": lambda value: parse_timestamp(value) is not None,
}

_OWN = frozenset({"Variable", "Next", "Comment", "Assign", "Output", "Condition"})
_NOTHING = object()


def compile_condition(rule: Json, place: str) -> Test:
    """The function of a condition; DefinitionError names the place and what is wrong."""
    if not isinstance(rule, dict):
        raise DefinitionError(f"{place}: a condition is an object, not {rule!r}")
    if "Not" in rule:
        inner = compile_condition(rule["Not"], place)
        return lambda data, fiber: not inner(data, fiber)
    for word, combine in (("And", all), ("Or", any)):
        if word in rule:
            if not isinstance(rule[word], list):
                raise DefinitionError(f"{place}: {word} holds a list of conditions, not {rule[word]!r}")
            return _joined(combine, [compile_condition(part, place) for part in rule[word]])
    variable = rule.get("Variable")
    operators = [key for key in rule if key not in _OWN]
    if not isinstance(variable, str) or len(operators) != 1:
        raise DefinitionError(f"{place}: a condition has a Variable and one operator, unlike {rule!r}")
    return _comparison(variable, operators[0], rule[operators[0]], place)


def _joined(combine: Callable[[object], bool], parts: list[Test]) -> Test:
    return lambda data, fiber: combine(part(data, fiber) for part in parts)


def _comparison(variable: str, name: str, expected: Json, place: str) -> Test:
    left = _reference(variable)
    if name in _TESTS:
        test = _TESTS[name]
        return lambda data, fiber: test(left(data, fiber)) is expected
    if name == "IsPresent":
        path = compile_path(variable)
        return lambda data, fiber: _is_present(path, data, fiber) is expected
    if name == "StringMatches":
        pattern = _pattern(str(expected))
        return lambda data, fiber: _is_text(value := left(data, fiber)) and pattern.fullmatch(value) is not None
    if name in _COMPARISONS:
        compare = _COMPARISONS[name]
        return lambda data, fiber: compare(left(data, fiber), expected)
    plain = name.removesuffix("Path")
    if name.endswith("Path") and plain in _COMPARISONS:
        compare_paths, right = _COMPARISONS[plain], _reference(expected)
        return lambda data, fiber: compare_paths(left(data, fiber), right(data, fiber))
    known = [*_COMPARISONS, *_TESTS, "IsPresent", "StringMatches", "And", "Or", "Not"]
    raise DefinitionError(f"{place}: there is no comparison {name!r}{did_you_mean(name, known)}")


def _reference(path: Json) -> Expression:
    select = compile_path(path)

    def evaluate(data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult:
            raise EvaluationFailure(
                f"Invalid path '{path}': The choice state's condition path references an invalid value."
            ) from None

    return evaluate


def _is_present(path: Expression, data: Json, fiber: Fiber) -> bool:
    try:
        path(data, fiber)
    except NoResult:
        return False
    return True


def _pattern(text: str) -> re.Pattern[str]:
    """`*` is any text; a backslash takes the next character as it is."""
    parts = re.findall(r"\\.|\*|[^\\*]+|\\$", text, re.DOTALL)
    return re.compile(
        "".join(".*" if part == "*" else re.escape(part[1:] if part[0] == "\\" and part[1:] else part) for part in parts),
        re.DOTALL,
    )
