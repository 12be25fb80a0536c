"""The Condition element of IAM policies: the operators of the IAM User Guide and policy variables."""

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
    """Whether every operator and key of a Condition holds; a `LocalError` for an operator IAM does not know.

    Keys are compared without case. Several values of one key are alternatives; for a negated operator none may
    match. A key that the request lacks fails a plain operator and satisfies a negated or an `IfExists` one.
    """
    known = {key.lower(): value for key, value in context.items()}
    return all(
        _holds(name, known.get(key.lower()), _resolved(wanted, context))
        for name, tests in (condition or {}).items()
        for key, wanted in tests.items()
    )


def _holds(name: str, actual: Any, wanted: list[str]) -> bool:
    quantifier, _, rest = name.rpartition(":")
    base = rest.removesuffix("IfExists")
    if base == "Null":
        return any((actual is None) == (value.lower() == "true") for value in wanted)
    negated = base in NEGATED
    test = OPERATORS.get(NEGATED.get(base, base))
    if test is None or quantifier not in ("", "ForAllValues", "ForAnyValue"):
        raise LocalError(
            f"the condition operator {name!r} is unknown to IAM{did_you_mean(base, [*OPERATORS, *NEGATED])}"
        )
    if actual is None:
        return quantifier == "ForAllValues" or negated or rest != base
    values = [str(item) for item in (actual if isinstance(actual, list | tuple) else [actual])]
    results = (any(test(value, item) for item in wanted) != negated for value in values)
    return all(results) if quantifier == "ForAllValues" else any(results)


def _resolved(wanted: Any, context: Context) -> list[str]:
    items = wanted if isinstance(wanted, list | tuple) else [wanted]
    return [resolve_variables(_text(item), context) for item in items]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def resolve_variables(text: str, context: Context) -> str:
    """Put values for policy variables such as `${aws:PrincipalTag/team, 'none'}`; an unknown one stays as it is.

    `${*}`, `${?}` and `${$}` are the characters themselves; the first two are kept as variables, since only the
    match can tell them from wildcards.
    """
    if "${" not in text:
        return text
    known = {key.lower(): value for key, value in context.items()}

    def value(match: re.Match[str]) -> str:
        name, _, default = match[1].partition(",")
        if name.strip() == "$":
            return "$"
        found = known.get(name.strip().lower())
        if found is not None:
            return str(found)
        return default.strip().strip("'") if default else match[0]

    return re.sub(r"\$\{([^}]*)\}", value, text)


def like(value: str, pattern: str) -> bool:
    """Whether a value matches a pattern in which `*` is any text and `?` any one character."""
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
    # Each part is taken where it is found first, and never again elsewhere: no value makes the matching slow.
    return re.compile(first + "".join(f"(?>.*?{part})" for part in middle) + f".*{last}", re.DOTALL)


def _literal(piece: str) -> str:
    return piece[2] if piece in ("${*}", "${?}") else piece


def _arn_like(value: str, pattern: str) -> bool:
    """ARNs are compared part by part, so that a wildcard does not reach over a colon before the sixth part."""
    parts, patterns = value.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(patterns) and all(map(like, parts, patterns))


def _number(test: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, wanted: str) -> bool:
        try:
            return test(float(value), float(wanted))
        except ValueError:
            return False

    return compare


def _date(test: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, wanted: str) -> bool:
        try:
            return test(_instant(value), _instant(wanted))
        except ValueError:
            return False

    return compare


def _instant(text: str) -> float:
    """Epoch seconds of an ISO 8601 date or of a number."""
    try:
        return float(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _in_network(value: str, wanted: str) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


def _binary(value: str, wanted: str) -> bool:
    return base64.b64decode(value) == base64.b64decode(wanted)


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
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
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
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
