"""Compiled conditions in a JSONPath: `[?(@.price < 10 && @.kind in ['book', 'map'])]`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from aslant.errors import SyntaxFault
from aslant.grammar.jsonpath_filters import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Constant,
    Exists,
    ListOf,
    Matches,
    Not,
    Operand,
)
from aslant.json_value import Json
from aslant.run.data.regular_expression import compile_pattern
from aslant.run.values import dumps, equal

__all__ = ["Filter", "compile_filter"]

Filter: TypeAlias = Callable[[Json, Json], bool]
"""A function that returns whether a condition is true for a value (`@`) of a document (`$`)."""

_Operand: TypeAlias = Callable[[Json, Json], Json]

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_MISSING = object()


def compile_filter(condition: Condition, text: str) -> Filter:
    """Compile a condition of a path. Raises SyntaxFault for a regular expression that Python does not support."""
    match condition:
        case Exists(operand):
            found = _operand(operand, text)
            return lambda item, root: found(item, root) is not _MISSING
        case Comparison(operator, left, right):
            compare, one, other = _COMPARE[operator], _operand(left, text), _operand(right, text)
            return lambda item, root: compare(one(item, root), other(item, root))
        case Matches(operand, pattern, flags, at):
            matches, value = _regex(pattern, flags, text, at), _operand(operand, text)
            return lambda item, root: matches(value(item, root))
        case Not(inner):
            negated = compile_filter(inner, text)
            return lambda item, root: not negated(item, root)
        case AllOf(conditions):
            every = [compile_filter(term, text) for term in conditions]
            return lambda item, root: all(term(item, root) for term in every)
        case AnyOf(conditions):
            some = [compile_filter(term, text) for term in conditions]
            return lambda item, root: any(term(item, root) for term in some)


def _operand(operand: Operand, text: str) -> _Operand:
    from aslant.run.data.path import CompiledPath  # a path has filters, and a filter has paths

    if isinstance(operand, Constant):
        value = operand.value
        return lambda item, root: value
    if isinstance(operand, ListOf):
        entries = [_operand(entry, text) for entry in operand.entries]
        return lambda item, root: [entry(item, root) for entry in entries]
    path = CompiledPath(operand, text)
    if operand.root == "@":
        return lambda item, root: path.find(item, _MISSING)
    return lambda item, root: path.find(root, _MISSING)


def _regex(pattern: str, flags: str, text: str, at: int) -> Callable[[Json], bool]:
    try:
        test = compile_pattern(pattern, ignore_case="i" in flags)
    except re.error as problem:
        raise SyntaxFault("path", text, at, f"the regular expression is invalid ({problem})") from None

    def matches(value: Json) -> bool:
        candidates = value if isinstance(value, list) else [value]
        return any(test(_matched(candidate)) for candidate in candidates)

    return matches


def _matched(value: Json) -> str:
    """Return the string that is matched with a regular expression; empty for a missing value or another type."""
    if isinstance(value, str):
        return value
    return dumps(value) if isinstance(value, (bool, int, float)) else ""


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _ordered(test: Callable[[Json, Json], bool]) -> Callable[[Json, Json], bool]:
    def compare(left: Json, right: Json) -> bool:
        numbers = _is_number(left) and _is_number(right)
        return (numbers or (isinstance(left, str) and isinstance(right, str))) and test(left, right)

    return compare


def _same(left: Json, right: Json) -> bool:
    """Return whether two values are equal. A number and a string are compared in the type of the left one.

    A missing value equals nothing, not even another missing value.
    """
    if left is _MISSING or right is _MISSING:
        return False
    if _is_number(left) and isinstance(right, str):
        return _DECIMAL.fullmatch(right) is not None and Decimal(right) == Decimal(dumps(left))
    if isinstance(left, str) and _is_number(right):
        return left == dumps(right)
    return equal(left, right)


def _same_type(left: Json, right: Json) -> bool:
    """Return whether two values are equal and of the same type: `===`."""
    return left is not _MISSING and right is not _MISSING and equal(left, right)


def _within(left: Json, right: Json) -> bool:
    return isinstance(right, list) and any(_same(left, entry) for entry in right)


def _overlap(left: Json, right: Json) -> list[bool]:
    """Return for each entry of the left list whether it is in the right one."""
    return [_within(entry, right) for entry in left] if isinstance(left, list) else []


_COMPARE: dict[str, Callable[[Json, Json], bool]] = {
    "==": _same,
    "!=": lambda left, right: not _same(left, right),
    "===": _same_type,
    "!==": lambda left, right: not _same_type(left, right),
    "<": _ordered(lambda left, right: bool(left < right)),
    "<=": _ordered(lambda left, right: bool(left <= right)),
    ">": _ordered(lambda left, right: bool(left > right)),
    ">=": _ordered(lambda left, right: bool(left >= right)),
    "in": _within,
    "nin": lambda left, right: isinstance(right, list) and not _within(left, right),
    "subsetof": lambda left, right: isinstance(left, list) and all(_overlap(left, right)),
    "anyof": lambda left, right: any(_overlap(left, right)),
    "noneof": lambda left, right: isinstance(left, list) and not any(_overlap(left, right)),
    "size": lambda left, right: isinstance(left, (list, str)) and len(left) == right,
    "empty": lambda left, right: isinstance(left, (list, str, dict)) and (not left) is right,
    "contains": lambda left, right: (
        _within(right, left) or (isinstance(left, str) and isinstance(right, str) and right in left)
    ),
}
"""The operators as in AWS's library (Jayway JsonPath)."""
