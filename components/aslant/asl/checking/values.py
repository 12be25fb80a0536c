"""The kinds of value that a member of an ASL object may have.

Each function is a *test*, or makes one: it is called with the site, the value and the steps to it, reports what is
wrong and returns nothing. Values known only at deployment are skipped.
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
"""Looks at a value: `test(site, value, *steps)`."""

Table: TypeAlias = Mapping[str, Any]
"""The members that an object may have, by name."""

# RFC 3339 with upper-case T and Z, as the ASL specification asks under "Timestamps".
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)")
_KINDS = {str: "text", int: "a number", float: "a number", bool: "a boolean", dict: "an object", list: "a list"}
_NO_TABLE: Mapping[str, Any] = {}
Kind = Literal["STRING", "BOOLEAN", "INTEGER", "NUMBER", "OBJECT", "ARRAY"]


def kind_of(value: Json) -> str:
    """What a value is, as words of a message."""
    return "null" if value is None else _KINDS.get(type(value), type(value).__name__)


def shown(value: Json, longest: int = 60) -> str:
    """A value as a message shows it."""
    return shortened(repr(value), longest)


def wrong_type(ctx: RuleContext, value: Json, kind: Kind, steps: tuple[str | int, ...], wanted: str) -> None:
    """Report a value that is of another kind, unless it is known only at deployment."""
    if not is_unresolved(value):
        found = shown(value) if type(value) in (int, float) else kind_of(value)
        ctx.error(_expected(kind), *steps, repair=f"write {wanted}, not {found}")


def _expected(kind: Kind) -> str:
    return f"Expected value of type {'Integer' if kind == 'INTEGER' else f'[{kind}]'}"


def string(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Any text."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "text")


def boolean(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """`true` or `false`."""
    if type(value) is not bool:
        wrong_type(ctx, value, "BOOLEAN", steps, "true or false")


def integer(least: int, most: int, *, jsonata: bool = True) -> Test:
    """A whole number in a range, both ends included; in a JSONata state also an expression where `jsonata` says so."""
    return _numeric(least, most, jsonata, integral=True)


def number(least: float, most: float, *, jsonata: bool = True) -> Test:
    """A number in a range, both ends included."""
    return _numeric(least, most, jsonata, integral=False)


def _numeric(least: float, most: float, jsonata: bool, *, integral: bool) -> Test:
    kind_wanted: Kind = "INTEGER" if integral else "NUMBER"
    wanted = "a whole number" if integral else "a number"

    def test(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        kind = type(value)
        if kind is int or (kind is float and (not integral or value.is_integer())):
            if value < least:
                ctx.error(f"Minimum value is {least}", *steps, repair=f"{value} is too small")
            elif value > most:
                ctx.error(f"Maximum value is {most}", *steps, repair=f"{value} is too large")
        elif kind is str and jsonata and ctx.jsonata:
            if "${" not in value:
                expression(ctx, value, *steps, only=True)
        elif kind is str and "${" not in value:
            plain = value.strip()
            repair = f"write {wanted}, not {shown(value)}"
            if plain.lstrip("-").isdigit():
                repair = f"write {plain} without quotes"
            elif plain.startswith("$") and ctx.state is None:
                repair = f"{repair}; it is fixed before the machine runs"
            elif plain.startswith("$") and len(steps) == 1:
                repair = f"a path goes to '{steps[-1]}Path'"
            elif plain.startswith("{%") and jsonata:
                repair = f"{repair}; an expression needs QueryLanguage 'JSONata'"
            ctx.error(_expected(kind_wanted), *steps, repair=repair)
        elif kind is not str:
            wrong_type(ctx, value, kind_wanted, steps, wanted)

    return test


def one_of(names: Collection[str], *, jsonata: bool = False) -> Test:
    """One of some words."""
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
            wrong_type(ctx, value, "STRING", steps, "the text " + " or ".join(map(repr, names)))
            return
        repair = ctx.near(value, names) or f"it is {shown(value)}"
        ctx.error(f"Value should be one of the following: [{words}]", *steps, repair=repair)

    return test


NOT_A_TIMESTAMP = "String does not match RFC3339 timestamp"
TIMESTAMP_REPAIR = "write such as '2026-03-14T01:59:00Z', with T, and Z or an offset"


def timestamp(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """A moment as RFC 3339 writes it; in a JSONata state also an expression."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a moment such as '2026-03-14T01:59:00Z'")
    elif ctx.jsonata and ("{%" in value or "%}" in value):
        expression(ctx, value, *steps, only=True)
    elif "${" not in value and not is_timestamp(value):
        ctx.error(NOT_A_TIMESTAMP, *steps, repair=TIMESTAMP_REPAIR)


def is_timestamp(value: str) -> bool:
    """Whether text is a moment that exists."""
    if not _TIMESTAMP.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value.replace(":60", ":59")))
    except ValueError:
        return False
    return True


def exclusive(ctx: RuleContext, document: dict[str, Any], names: tuple[str, ...], *steps: str | int) -> None:
    """Report members that may not stand beside each other."""
    there = 0
    for name in names:
        there += name in document
    if there > 1:
        given = [name for name in names if name in document]
        ctx.error(
            f"There should only be one of the following fields: [{', '.join(names)}]",
            *steps,
            repair=f"keep one of {', '.join(given)}",
        )


def one_required(
    ctx: RuleContext,
    document: dict[str, Any],
    names: tuple[str, ...],
    *steps: str | int,
    table: Table,
    repair: str = "",
) -> None:
    """Report that none of some members is there, of which one must be; one that is misspelt is reported as that."""
    if not misspelled(ctx, document, names, table):
        ctx.error(
            f"This object should have only one of the following fields: [{', '.join(names)}]",
            *steps,
            repair=repair or f"write one of {', '.join(names)}",
        )


def required(
    ctx: RuleContext, document: dict[str, Any], names: tuple[str, ...], *steps: str | int, table: Table = _NO_TABLE
) -> None:
    """Report members that are missing; one that is misspelt, for all that `table` has, is reported as that."""
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
    """Those of some members that are missing, and that an unknown one is the nearest to of all in the table."""
    hints = {ctx.near(name, table) for name in document if name not in table} if table else ()
    return [name for name in names if name not in document and f"did you mean {name!r}?" in hints]


def of_other_language(repair: str) -> Test:
    """What the other query language has and this one has not; `repair` is what to write instead."""

    def other_language(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        if ctx.downgraded:
            return
        own, other = ("JSONata", "JSONPath") if ctx.jsonata else ("JSONPath", "JSONata")
        ctx.error(
            f"The QueryLanguage is set to '{own}', but field '{steps[-1]}' is only supported for the '{other}' "
            "QueryLanguage",
            *steps[:-1],
            repair=repair or f"say QueryLanguage '{other}' in this state",
            member=steps[-1],
        )

    return other_language
