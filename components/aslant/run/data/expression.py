"""Compiled JSONPath fields: a path into the state's data, the context object (`$$.…`) or a variable (`$x…`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from aslant.grammar import jsonpath
from aslant.json_value import Json
from aslant.run.data.path import CompiledPath, NoResult
from aslant.run.fiber import Fiber

__all__ = ["Expression", "compile_path"]

Expression: TypeAlias = Callable[[Json, Fiber], Json]
"""A function that evaluates a field against a state's data. A definite path that finds nothing raises `NoResult`."""


def compile_path(text: str | jsonpath.JsonPath) -> Expression:
    """Compile a path: `compile_path("$.a")({"a": 1}, fiber)` is 1. Raises SyntaxFault for an invalid path."""
    parsed = jsonpath.parse(text) if isinstance(text, str) else text
    path = CompiledPath(parsed)
    if parsed.root == "$$":
        return lambda data, fiber: path.select(fiber.context())
    if parsed.variable is not None:
        return _of_variable(parsed.variable, path)
    if not parsed.steps:
        return lambda data, fiber: data
    if len(parsed.steps) == 1 and isinstance(parsed.steps[0], str):
        return _of_member(parsed.steps[0], path)
    return lambda data, fiber: path.select(data)


def _of_member(key: str, path: CompiledPath) -> Expression:
    """Return the function of the most common path, a member of an object, which needs no walk."""

    def select(data: Json, fiber: Fiber) -> Json:
        try:
            return data[key]
        except (KeyError, TypeError, IndexError):
            return path.select(data)

    return select


def _of_variable(name: str, path: CompiledPath) -> Expression:
    def select(data: Json, fiber: Fiber) -> Json:
        if name not in fiber.variables:
            raise NoResult(f"The variable '${name}' is not assigned")
        return path.select(fiber.variables[name])

    return select
