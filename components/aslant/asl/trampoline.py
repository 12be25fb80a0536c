"""Routines that call each other with `yield`, so that deep nesting does not need Python's stack."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

__all__ = ["Routine", "run"]

T = TypeVar("T")

Routine = Generator[Any, Any, T]
"""A routine that yields the routines it waits for, and receives their results."""


def run(routine: Routine[T]) -> T:
    """Run a routine and all that it waits for; an exception is raised in the routine that waits."""
    stack: list[Routine[Any]] = [routine]
    value: Any = None
    error: Exception | None = None
    while stack:
        try:
            inner = stack[-1].throw(error) if error else stack[-1].send(value)
        except StopIteration as done:
            stack.pop()
            value, error = done.value, None
        except Exception as why:
            stack.pop()
            error = why
        else:
            stack.append(inner)
            value, error = None, None
    if error:
        raise error
    result: T = value
    return result
