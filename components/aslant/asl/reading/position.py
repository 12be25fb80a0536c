"""Positions in the text of a definition, and the error that names one."""

from __future__ import annotations

from typing import TypeAlias

from aslant.errors import DefinitionError

__all__ = ["DEEPEST", "EMPTY", "Spot", "TextError", "Twice", "place"]

Spot: TypeAlias = tuple[int, "dict[str, Spot]"]
"""Where a value stands (its member's name, where it has one) and the spots inside it, by name or index."""

Twice: TypeAlias = tuple[tuple[str | int, ...], int, int]
"""A member that stands twice: the steps to it, and where its names stand."""

DEEPEST = "this {} is nested deeper than Python reads; no workflow needs that"
EMPTY = "the text is empty; a definition is an object with StartAt and States"


class TextError(DefinitionError):
    """Text that is no JSON or no YAML: what is wrong, and where.

    `line` and `column` count from 1, `problem` is the message without them.
    """

    def __init__(self, problem: str, line: int, column: int, message: str | None = None) -> None:
        """Refuse the text at a place."""
        super().__init__(message or f"line {line}, column {column}: {problem}")
        self.problem = problem
        self.line = line
        self.column = column


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
