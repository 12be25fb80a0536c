"""Rules for objects with a fixed set of members, each with its test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.values import Test, required

__all__ = ["Members", "members", "unsupported"]

_LISTED = 30  # names in a message

Members: TypeAlias = Mapping[str, Test | None]
"""The members that an object may have, with their tests; None if another rule tests the value."""


def members(
    ctx: RuleContext, document: dict[str, Any], table: Members, needed: tuple[str, ...] = (), *steps: str | int
) -> None:
    """Check each member of an object, and report unknown and missing members."""
    if is_unresolved(document):
        return
    if needed:
        required(ctx, document, needed, *steps, table=table)
    for name, value in document.items():
        try:
            test = table[name]
        except (KeyError, TypeError):
            unsupported(ctx, name, table, *steps)
            continue
        if test is not None:
            test(ctx, value, *steps, name)


def unsupported(ctx: RuleContext, name: Any, table: Mapping[str, Any], *steps: str | int) -> None:
    """Report a member that the object cannot have."""
    names = sorted(table)
    names[_LISTED:] = ["…"] * (len(names) > _LISTED)
    ctx.error(
        f"Field '{name}' is not supported",
        *steps,
        repair=ctx.near(name, table) or f"The fields are {', '.join(names)}.",
        member=name,
    )
