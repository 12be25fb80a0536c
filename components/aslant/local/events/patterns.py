"""Patterns that select events: those of rules and pipes, the filters of event source mappings, and filter policies.

EventBridge user guide, "Comparison operators for use in event patterns"; SNS developer guide, "Subscription filter
policies". Values match as in AWS's own library: a field with a list matches if one of its items does, and all
conditions below an object that is in a list must match the same object.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aslant.errors import did_you_mean

__all__ = ["PatternError", "matches", "matches_attributes", "read_pattern"]

MAX_DEPTH = 50
"""The levels of a pattern that can be read. AWS does not document its own limit."""

OR = "$or"
"""The key of alternatives among the fields of a pattern."""


class PatternError(ValueError):
    """Raised when a pattern is not valid. The message is a complete sentence."""


def read_pattern(text: Any) -> dict[str, Any]:
    """Return the pattern in a JSON string. Raise PatternError if it is not valid."""
    try:
        pattern = json.loads(text) if isinstance(text, str | bytes) else text
    except (ValueError, RecursionError) as error:
        raise PatternError(f"The pattern is not valid JSON: {error}.") from None
    if not isinstance(pattern, dict):
        raise PatternError("The pattern must be an object.")
    _check(pattern, (), 0)
    return pattern


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Return whether an event, which is a JSON value, matches a pattern from `read_pattern`."""
    for key, wanted in pattern.items():
        if key == OR and isinstance(wanted, list):
            found = any(matches(option, event) for option in wanted)
        elif isinstance(wanted, Mapping):
            value = event.get(key) if isinstance(event, Mapping) else None
            objects = list(_leaves(value)) if isinstance(value, list) else [{} if value is None else value]
            found = any(matches(wanted, item) for item in objects)
        else:
            found = _selects(wanted, event.get(key, MISSING) if isinstance(event, Mapping) else MISSING)
        if not found:
            return False
    return True


def matches_attributes(policy: Mapping[str, Any], attributes: Mapping[str, Mapping[str, Any]]) -> bool:
    """Return whether the attributes of an SNS message, each with Type and Value, match a filter policy."""
    return matches(policy, {name: _attribute(value) for name, value in attributes.items()})


def _attribute(attribute: Mapping[str, Any]) -> Any:
    kind, value = str(attribute.get("Type")), attribute.get("Value")
    if kind == "String.Array" or kind.startswith("Number"):
        try:
            return json.loads(str(value))
        except (ValueError, RecursionError):
            return value
    return value


class _Missing:
    """The value of a field that an event does not have."""


MISSING = _Missing()


def _leaves(value: list[Any]) -> Iterator[Any]:
    """Yield the items of a list and of the lists in it, in order."""
    waiting = [iter(value)]
    while waiting:
        item = next(waiting[-1], MISSING)
        if item is MISSING:
            waiting.pop()
        elif isinstance(item, list):
            waiting.append(iter(item))
        else:
            yield item


def _selects(options: Any, value: Any) -> bool:
    values = list(_leaves(value)) if isinstance(value, list) else [value]
    return any(_accepts(option, item) for option in options for item in values or [MISSING])


def _accepts(option: Any, value: Any) -> bool:
    """Return whether one alternative of a pattern accepts a value, which is not a list."""
    if not isinstance(option, Mapping):
        return _equal(option, value)
    ((operator, operand),) = option.items()
    if operator == "exists":
        return operand is (value is not MISSING and not isinstance(value, Mapping))
    if value is MISSING or isinstance(value, Mapping):
        return False
    return OPERATORS[operator](operand, value)


def _equal(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None:
        return wanted is value
    return type(wanted) is type(value) and wanted == value if isinstance(wanted, str) else _same_number(wanted, value)


def _same_number(wanted: Any, value: Any) -> bool:
    return isinstance(value, int | float) and bool(wanted == value)


def _anything_but(operand: Any, value: Any) -> bool:
    if isinstance(operand, Mapping):
        ((operator, inner),) = operand.items()
        return not any(OPERATORS[operator](item, value) for item in _listed(inner))
    return not any(_equal(item, value) for item in _listed(operand))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _affix(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def accepts(operand: Any, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if isinstance(operand, Mapping):
            return test(value.casefold(), str(operand["equals-ignore-case"]).casefold())
        return test(value, operand)

    return accepts


def _numeric(operand: Any, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    pairs = zip(operand[::2], operand[1::2], strict=True)
    return all(COMPARISONS[operator](value, number) for operator, number in pairs)


def _wildcard(operand: Any, value: Any) -> bool:
    """Match `*` as any characters. A backslash makes the next character a literal one."""
    parts = [".*" if part == "*" else re.escape(part.lstrip("\\") or "\\") for part in WILDCARD.findall(operand)]
    return isinstance(value, str) and re.fullmatch("".join(parts), value, re.DOTALL) is not None


WILDCARD = re.compile(r"\\.|\*|[^*\\]+|\\", re.DOTALL)


def _cidr(operand: Any, value: Any) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(operand, strict=False)
    except ValueError:
        return False


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, number: bool(value == number),
    "<": lambda value, number: bool(value < number),
    "<=": lambda value, number: bool(value <= number),
    ">": lambda value, number: bool(value > number),
    ">=": lambda value, number: bool(value >= number),
}

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": lambda operand, value: isinstance(value, str) and value.casefold() == operand.casefold(),
    "numeric": _numeric,
    "prefix": _affix(str.startswith),
    "suffix": _affix(str.endswith),
    "wildcard": _wildcard,
}


def _check(pattern: Mapping[str, Any], place: tuple[str, ...], depth: int) -> None:
    """Raise PatternError unless a part of a pattern is valid."""
    if depth > MAX_DEPTH:
        raise PatternError(f"The pattern has more than {MAX_DEPTH} levels.")
    for key, wanted in pattern.items():
        where = (*place, key)
        if key == OR and isinstance(wanted, list) and all(isinstance(item, dict) for item in wanted):
            for option in wanted:
                _check(option, where, depth + 1)
        elif isinstance(wanted, dict):
            _check(wanted, where, depth + 1)
        elif not isinstance(wanted, list) or not wanted:
            raise PatternError(f"{_path(where)} must be an object or a list with at least one value.")
        else:
            for option in wanted:
                _check_option(option, _path(where))


def _check_option(option: Any, where: str) -> None:
    if isinstance(option, list):
        raise PatternError(f"{where} must not have a list in its list.")
    if not isinstance(option, dict):
        return
    if len(option) != 1:
        raise PatternError(f"{where}: a comparison must be an object with one operator, not {json.dumps(option)}.")
    ((operator, operand),) = option.items()
    if operator == "exists":
        if not isinstance(operand, bool):
            raise PatternError(f"{where}: exists must be true or false, not {json.dumps(operand)}.")
        return
    if operator not in OPERATORS:
        near = did_you_mean(operator, [*OPERATORS, "exists"]) or f". Use one of {', '.join([*OPERATORS, 'exists'])}."
        raise PatternError(f"{where}: {operator!r} is not an operator of event patterns{near}")
    if not _is_operand(operator, operand):
        raise PatternError(f"{where}: {json.dumps(operand)} is not a valid operand of {operator}.")


def _is_operand(operator: str, operand: Any) -> bool:
    if operator == "anything-but":
        if isinstance(operand, dict) and len(operand) == 1:
            ((inner, value),) = operand.items()
            words = ("prefix", "suffix", "equals-ignore-case", "wildcard")
            return inner in words and bool(_listed(value)) and all(_is_operand(inner, item) for item in _listed(value))
        values = _listed(operand)
        return bool(values) and all(item is None or isinstance(item, str | int | float) for item in values)
    if operator == "numeric":
        return (
            isinstance(operand, list)
            and len(operand) in (2, 4)
            and all(item in COMPARISONS for item in operand[::2] if isinstance(item, str))
            and all(isinstance(item, str) for item in operand[::2])
            and all(isinstance(item, int | float) and not isinstance(item, bool) for item in operand[1::2])
        )
    if operator in ("prefix", "suffix") and isinstance(operand, dict):
        return list(operand) == ["equals-ignore-case"] and isinstance(operand["equals-ignore-case"], str)
    if operator == "cidr" and isinstance(operand, str):
        try:
            ipaddress.ip_network(operand, strict=False)
        except ValueError:
            return False
    return isinstance(operand, str)


def _path(place: tuple[str, ...]) -> str:
    return ".".join(place)
