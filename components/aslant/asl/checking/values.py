"""Tests of the values that a member of an ASL object may have.

A *test* is called with the rule context, the value and the steps to it. It reports faults and returns nothing. Other
functions here return a test. Tests skip values known only at deployment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

from aslant.asl.checking.expressions import expression
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.comparing.excerpt import shortened
from aslant.json_value import Json

__all__ = [
    "NOT_A_TIMESTAMP",
    "TIMESTAMP_REPAIR",
    "Test",
    "boolean",
    "exclusive",
    "integer",
    "is_timestamp",
    "kind_of",
    "misspelled",
    "number",
    "of_other_language",
    "one_of",
    "one_required",
    "required",
    "shown",
    "string",
    "timestamp",
    "wrong_type",
]

Test: TypeAlias = Callable[..., None]
"""A function that checks a value: `test(ctx, value, *steps)`."""

Table: TypeAlias = Mapping[str, Any]
"""The members that an object may have, by name."""

# RFC 3339 with upper-case T and Z, as the ASL specification requires under "Timestamps".
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)")
_KINDS = {str: "a string", int: "a number", float: "a number", bool: "a boolean", dict: "an object", list: "a list"}
_NO_TABLE: Mapping[str, Any] = {}
Kind = Literal["STRING", "BOOLEAN", "INTEGER", "NUMBER", "OBJECT", "ARRAY"]


def kind_of(value: Json) -> str:
    """Return the type of a value for a message, such as 'a number'."""
    return "null" if value is None else _KINDS.get(type(value), type(value).__name__)


def shown(value: Json, longest: int = 60) -> str:
    """Return a value as a message shows it, shortened if it is long."""
    return shortened(repr(value), longest)


def wrong_type(ctx: RuleContext, value: Json, kind: Kind, steps: tuple[str | int, ...], wanted: str) -> None:
    """Report a value of another type, unless it is known only at deployment."""
    if not is_unresolved(value):
        found = shown(value) if type(value) in (int, float) else kind_of(value)
        ctx.error(_expected(kind), *steps, repair=f"Write {wanted}, not {found}.")


def _expected(kind: Kind) -> str:
    return f"Expected value of type {'Integer' if kind == 'INTEGER' else f'[{kind}]'}"


def string(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check that a value is a string."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a string")


def boolean(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check that a value is `true` or `false`."""
    if type(value) is not bool:
        wrong_type(ctx, value, "BOOLEAN", steps, "true or false")


def integer(least: int, most: int, *, jsonata: bool = True) -> Test:
    """Return the test for an integer from `least` to `most`; with `jsonata`, a JSONata state may have an expression."""
    return _numeric(least, most, jsonata, integral=True)


def number(least: float, most: float, *, jsonata: bool = True) -> Test:
    """Return the test for a number from `least` to `most`; with `jsonata`, a JSONata state may have an expression."""
    return _numeric(least, most, jsonata, integral=False)


def _numeric(least: float, most: float, jsonata: bool, *, integral: bool) -> Test:
    kind_wanted: Kind = "INTEGER" if integral else "NUMBER"
    wanted = "an integer" if integral else "a number"

    def test(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        kind = type(value)
        if kind is int or (kind is float and (not integral or value.is_integer())):
            if value < least:
                ctx.error(f"Minimum value is {least}", *steps, repair=f"Write at least {least}, not {value}.")
            elif value > most:
                ctx.error(f"Maximum value is {most}", *steps, repair=f"Write at most {most}, not {value}.")
        elif kind is str and jsonata and ctx.jsonata:
            if "${" not in value:
                expression(ctx, value, *steps, only=True)
        elif kind is str and "${" not in value:
            plain = value.strip()
            repair = f"Write {wanted}, not {shown(value)}."
            if plain.lstrip("-").isdigit():
                repair = f"Write {plain} without quotes."
            elif plain.startswith("$") and ctx.state is None:
                repair = f"{repair} It cannot depend on the input."
            elif plain.startswith("$") and len(steps) == 1:
                repair = f"Write the path in '{steps[-1]}Path'."
            elif plain.startswith("{%") and jsonata:
                repair = f"{repair} An expression needs QueryLanguage 'JSONata'."
            ctx.error(_expected(kind_wanted), *steps, repair=repair)
        elif kind is not str:
            wrong_type(ctx, value, kind_wanted, steps, wanted)

    return test


def one_of(names: Collection[str], *, jsonata: bool = False) -> Test:
    """Return the test for one of the given strings."""
    words = ", ".join(names)

    def test(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        if type(value) is str and value in names:
            return
        if is_unresolved(value):
            return
        if jsonata and ctx.jsonata and type(value) is str and value.lstrip().startswith("{%"):
            expression(ctx, value, *steps, only=True)
            return
        if type(value) is not str:
            wrong_type(ctx, value, "STRING", steps, " or ".join(map(repr, names)))
            return
        repair = ctx.near(value, names) or f"Write one of these, not {shown(value)}."
        ctx.error(f"Value should be one of the following: [{words}]", *steps, repair=repair)

    return test


NOT_A_TIMESTAMP = "String does not match RFC3339 timestamp"
TIMESTAMP_REPAIR = "Write a timestamp such as '2026-03-14T01:59:00Z', with T, and Z or an offset."


def timestamp(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check that a value is a timestamp in RFC 3339 format or, in a JSONata state, an expression."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a timestamp such as '2026-03-14T01:59:00Z'")
    elif ctx.jsonata and ("{%" in value or "%}" in value):
        expression(ctx, value, *steps, only=True)
    elif "${" not in value and not is_timestamp(value):
        ctx.error(NOT_A_TIMESTAMP, *steps, repair=TIMESTAMP_REPAIR)


def is_timestamp(value: str) -> bool:
    """Return whether a string is a timestamp of an existing date and time."""
    if not _TIMESTAMP.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value.replace(":60", ":59")))
    except ValueError:
        return False
    return True


def exclusive(ctx: RuleContext, document: dict[str, Any], names: tuple[str, ...], *steps: str | int) -> None:
    """Report members of which an object may have only one."""
    there = 0
    for name in names:
        there += name in document
    if there > 1:
        given = [name for name in names if name in document]
        ctx.error(
            f"There should only be one of the following fields: [{', '.join(names)}]",
            *steps,
            repair=f"Keep only one of {', '.join(given)}.",
        )


def one_required(
    ctx: RuleContext,
    document: dict[str, Any],
    names: tuple[str, ...],
    *steps: str | int,
    table: Table,
    repair: str = "",
) -> None:
    """Report that an object has none of the members of which it needs one, unless one is misspelled."""
    if not misspelled(ctx, document, names, table):
        ctx.error(
            f"This object should have only one of the following fields: [{', '.join(names)}]",
            *steps,
            repair=repair or f"Write one of {', '.join(names)}.",
        )


def required(
    ctx: RuleContext, document: dict[str, Any], names: tuple[str, ...], *steps: str | int, table: Table = _NO_TABLE
) -> None:
    """Report missing members, except those that are misspelled according to `table`, which another rule reports."""
    for name in names:
        if name not in document:
            break
    else:
        return
    written = misspelled(ctx, document, names, table)
    missing = [name for name in names if name not in document and name not in written]
    if missing:
        ctx.error(f"These fields are required: [{', '.join(missing)}]", *steps)


def misspelled(ctx: RuleContext, document: dict[str, Any], names: Collection[str], table: Table) -> list[str]:
    """Return the missing members to which an unknown member is closer than to any other name in the table."""
    hints = {ctx.near(name, table) for name in document if name not in table} if table else ()
    return [name for name in names if name not in document and f"Did you mean {name!r}?" in hints]


def of_other_language(repair: str) -> Test:
    """Return the test that reports a field of the other query language; `repair` is what to write instead."""

    def other_language(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        if ctx.downgraded:
            return
        own, other = ("JSONata", "JSONPath") if ctx.jsonata else ("JSONPath", "JSONata")
        ctx.error(
            f"The QueryLanguage is set to '{own}', but field '{steps[-1]}' is only supported for the '{other}' "
            "QueryLanguage",
            *steps[:-1],
            repair=repair or f"Write QueryLanguage '{other}' in this state.",
            member=steps[-1],
        )

    return other_language
