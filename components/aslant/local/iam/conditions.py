"""The Condition element of IAM policies: its operators, as in the IAM User Guide, and policy variables."""

from __future__ import annotations

import base64
import functools
import ipaddress
import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aslant.errors import LocalError, did_you_mean

__all__ = ["conditions_hold", "like", "resolve_variables"]

Context = Mapping[str, Any]


def conditions_hold(condition: Any, context: Context) -> bool:
    """Return whether every operator and key of a Condition holds. An unknown operator is a `LocalError`.

    Keys are case-insensitive. Several values of one key are alternatives; with a negated operator, none may match. If
    the request does not have a key, a plain operator fails, and a negated or an `IfExists` operator holds.
    """
    actual = {key.lower(): value for key, value in context.items()}
    return all(
        _holds(name, actual.get(key.lower()), _resolved(expected, context))
        for name, tests in (condition or {}).items()
        for key, expected in tests.items()
    )


def _holds(name: str, actual: Any, expected: list[str]) -> bool:
    quantifier, _, rest = name.rpartition(":")
    base = rest.removesuffix("IfExists")
    if base == "Null":
        return any((actual is None) == (value.lower() == "true") for value in expected)
    negated = base in NEGATED
    test = OPERATORS.get(NEGATED.get(base, base))
    if test is None or quantifier not in ("", "ForAllValues", "ForAnyValue"):
        raise LocalError(f"the condition operator {name!r} does not exist{did_you_mean(base, [*OPERATORS, *NEGATED])}")
    if actual is None:
        return quantifier == "ForAllValues" or negated or rest != base
    values = [str(item) for item in (actual if isinstance(actual, list | tuple) else [actual])]
    results = (any(test(value, item) for item in expected) != negated for value in values)
    return all(results) if quantifier == "ForAllValues" else any(results)


def _resolved(expected: Any, context: Context) -> list[str]:
    items = expected if isinstance(expected, list | tuple) else [expected]
    return [resolve_variables(_to_string(item), context) for item in items]


def _to_string(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def resolve_variables(text: str, context: Context) -> str:
    """Replace policy variables such as `${aws:PrincipalTag/team, 'none'}`. An unknown variable is not changed.

    `${*}`, `${?}` and `${$}` mean the characters themselves. The first two are left for `like`, which must tell them
    from wildcards.
    """
    if "${" not in text:
        return text
    values = {key.lower(): value for key, value in context.items()}

    def value(match: re.Match[str]) -> str:
        name, _, default = match[1].partition(",")
        if name.strip() == "$":
            return "$"
        found = values.get(name.strip().lower())
        if found is not None:
            return str(found)
        return default.strip().strip("'") if default else match[0]

    return re.sub(r"\$\{([^}]*)\}", value, text)


def like(value: str, pattern: str) -> bool:
    """Return whether a value matches a pattern in which `*` is any string and `?` any character."""
    return _like(pattern).fullmatch(value) is not None


@functools.lru_cache(maxsize=1024)
def _like(pattern: str) -> re.Pattern[str]:
    parts = [""]
    for piece in re.split(r"(\$\{[*?]\}|\*|\?)", pattern):
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += "." if piece == "?" else re.escape(_literal(piece))
    if len(parts) == 1:
        return re.compile(parts[0], re.DOTALL)
    first, *middle, last = parts
    # Each part matches at its first position only (an atomic group), so no value makes the matching slow.
    return re.compile(first + "".join(f"(?>.*?{part})" for part in middle) + f".*{last}", re.DOTALL)


def _literal(piece: str) -> str:
    return piece[2] if piece in ("${*}", "${?}") else piece


def _arn_like(value: str, pattern: str) -> bool:
    """Compare ARNs part by part, so that a wildcard does not match a colon before the sixth part."""
    parts, patterns = value.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(patterns) and all(map(like, parts, patterns))


def _number(test: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, expected: str) -> bool:
        try:
            return test(float(value), float(expected))
        except ValueError:
            return False

    return compare


def _date(test: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, expected: str) -> bool:
        try:
            return test(_instant(value), _instant(expected))
        except ValueError:
            return False

    return compare


def _instant(text: str) -> float:
    """Return the epoch seconds of an ISO 8601 date or of a number."""
    try:
        return float(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _in_network(value: str, expected: str) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(expected, strict=False)
    except ValueError:
        return False


def _binary(value: str, expected: str) -> bool:
    return base64.b64decode(value) == base64.b64decode(expected)


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringEqualsIgnoreCase": lambda value, expected: value.lower() == expected.lower(),
    "StringLike": like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "NumericEquals": _number(operator.eq),
    "NumericLessThan": _number(operator.lt),
    "NumericLessThanEquals": _number(operator.le),
    "NumericGreaterThan": _number(operator.gt),
    "NumericGreaterThanEquals": _number(operator.ge),
    "DateEquals": _date(operator.eq),
    "DateLessThan": _date(operator.lt),
    "DateLessThanEquals": _date(operator.le),
    "DateGreaterThan": _date(operator.gt),
    "DateGreaterThanEquals": _date(operator.ge),
    "Bool": lambda value, expected: value.lower() == expected.lower(),
    "BinaryEquals": _binary,
    "IpAddress": _in_network,
}

NEGATED: dict[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}
