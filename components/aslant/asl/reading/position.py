"""Positions in the text of a definition, and the error that names one."""

from __future__ import annotations

from typing import TypeAlias

from aslant.errors import DefinitionError

__all__ = ["DEEPEST", "EMPTY", "DuplicateOffsets", "Spot", "TextError", "place"]

Spot: TypeAlias = tuple[int, "dict[str, Spot]"]
"""The offset of a value (of its name, if it is a member) and the spots of its parts, by name or index."""

DuplicateOffsets: TypeAlias = tuple[tuple[str | int, ...], int, int]
"""A member that occurs twice: the steps to it, and the offsets of both names."""

DEEPEST = "this {} is nested too deeply to read"
EMPTY = "the text is empty. A definition is an object with StartAt and States."


class TextError(DefinitionError):
    """An error in the syntax of JSON or YAML, with its position.

    `line` and `column` count from 1, and `problem` is the message without them.
    """

    def __init__(self, problem: str, line: int, column: int, message: str | None = None) -> None:
        super().__init__(message or f"line {line}, column {column}: {problem}")
        self.problem = problem
        self.line = line
        self.column = column


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
