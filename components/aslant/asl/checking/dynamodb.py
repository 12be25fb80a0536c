"""The placeholders in DynamoDB's expressions: `#name` and `:value` must be defined, and what is defined must be used.

DynamoDB refuses a request with an undefined or unused placeholder when the task runs (DynamoDB developer guide,
"Expression attribute names" and "Expression attribute values").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from aslant.asl.checking.rule_context import RuleContext, is_unresolved

__all__ = ["PLACEHOLDER", "check_placeholders"]

PLACEHOLDER: Final = "UNDEFINED_PLACEHOLDER"
"""The code of these findings."""

_CALL: Final = re.compile(r"(?:aws-sdk:)?dynamodb:\w+")
_EXPRESSION: Final = re.compile(r"(?:Condition|Filter|KeyCondition|Projection|Update)Expression")
_PLACEHOLDER: Final = re.compile(r"[#:][A-Za-z0-9_]+")
_MAPS: Final = {"#": "ExpressionAttributeNames", ":": "ExpressionAttributeValues"}


class _Place(NamedTuple):
    """An object of the arguments that may contain expressions, and the steps to it."""

    members: dict[str, Any]
    steps: tuple[str | int, ...]


def check_placeholders(ctx: RuleContext, call: str, arguments: dict[str, Any], field: str) -> None:
    """Warn about undefined and unused placeholders in the arguments of a DynamoDB call."""
    if not _CALL.fullmatch(call):
        return
    for place in _objects(arguments, (field,)):
        expressions = {
            key: text
            for key, text in place.members.items()
            if type(key) is str and "Expression" in key and _EXPRESSION.fullmatch(key.removesuffix(".$"))
        }
        for sign, name in _MAPS.items():
            if expressions or name in place.members:
                _check(ctx, place, expressions, sign, name)


def _objects(arguments: dict[str, Any], steps: tuple[str | int, ...]) -> Iterator[_Place]:
    """Yield the objects that can contain expressions: the arguments, and the actions of a transaction."""
    yield _Place(arguments, steps)
    items = arguments.get("TransactItems")
    for index, item in enumerate(items if type(items) is list else ()):
        for action, members in item.items() if type(item) is dict else ():
            if type(members) is dict:
                yield _Place(members, (*steps, "TransactItems", index, action))


def _check(ctx: RuleContext, place: _Place, expressions: dict[str, Any], sign: str, name: str) -> None:
    defined = place.members.get(name, {})
    if f"{name}.$" in place.members or type(defined) is not dict or is_unresolved(defined):
        return
    known = {key.removesuffix(".$") for key in defined if type(key) is str}
    used: set[str] = set()
    is_certain = True
    for key, text in expressions.items():
        if not _is_fixed(ctx, key, text):
            is_certain = False
            continue
        found = dict.fromkeys(match for match in _PLACEHOLDER.findall(text) if match[0] == sign)
        used.update(found)
        for placeholder in found:
            if placeholder not in known:
                near = ctx.near(placeholder, known)
                repair = near or f'Add "{placeholder}" to {name}.'
                ctx.warning(
                    f"The placeholder '{placeholder}' in {key} is not defined, so DynamoDB refuses the request",
                    *place.steps,
                    key,
                    code=PLACEHOLDER,
                    repair=repair,
                )
    for placeholder in sorted(known - used) if is_certain else ():
        ctx.warning(
            f"The placeholder '{placeholder}' is not used in an expression, so DynamoDB refuses the request",
            *place.steps,
            name,
            code=PLACEHOLDER,
            repair=f"Remove it from {name}, or use it in an expression.",
        )


def _is_fixed(ctx: RuleContext, key: str, text: Any) -> bool:
    """Return whether an expression is a plain string that Step Functions passes on unchanged."""
    if type(text) is not str or key.endswith(".$") or is_unresolved(text):
        return False
    return not (ctx.jsonata and text.startswith("{%"))
