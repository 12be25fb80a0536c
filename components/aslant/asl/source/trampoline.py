"""Routines that call each other with `yield` in place of the stack, so that nesting costs memory and no frames."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

__all__ = ["Routine", "run"]

T = TypeVar("T")

Routine = Generator[Any, Any, T]
"""A routine that yields the routines it waits for, and gets what they return."""


def run(routine: Routine[T]) -> T:
    """Run a routine and all that it waits for; what one of them raises reaches the one that waits."""
    stack: list[Routine[Any]] = [routine]
    answer: Any = None
    error: Exception | None = None
    while stack:
        try:
            inner = stack[-1].throw(error) if error else stack[-1].send(answer)
        except StopIteration as done:
            stack.pop()
            answer, error = done.value, None
        except Exception as why:
            stack.pop()
            error = why
        else:
            stack.append(inner)
            answer, error = None, None
    if error:
        raise error
    result: T = answer
    return result
