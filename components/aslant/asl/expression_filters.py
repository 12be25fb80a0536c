"""Conditions in the brackets of an expression that would be valid JSONata, but do not filter."""

from __future__ import annotations

import re
from typing import Final

from aslant.errors import SyntaxFault

__all__ = ["is_same_for_all_items", "looks_like_condition"]

_CONDITION: Final = re.compile(r" (?:=|==|!=|<|<=|>|>=) ")
_TESTS: Final = frozenset(
    ["=", "!=", "<", "<=", ">", ">=", "in", "and", "or", "not", "exists", "boolean", "contains"],
)
"""The operators and functions whose value is a boolean."""


def looks_like_condition(name: str) -> bool:
    """Return whether the name of a member has a comparison in it."""
    return _CONDITION.search(name) is not None


def is_same_for_all_items(text: str) -> bool:
    """Return whether a condition does not read the item that it tests. An index does not have to read it."""
    from aslant.grammar import jsonata  # most programs need no grammar to build a workflow

    try:
        part, names = jsonata.tree(text), jsonata.parse(text).names
    except SyntaxFault:
        return False  # `check` reports it
    called = part.reference.name if part.kind == "function" and part.reference is not None else ""
    return not names and (called in _TESTS or (part.kind == "operation" and part.value in _TESTS))
