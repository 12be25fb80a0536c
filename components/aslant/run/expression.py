"""What a JSONPath field may hold: a path into the state's data, the context object (`$$.…`) or a variable (`$x…`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from aslant.errors import DefinitionError
from aslant.run.fiber import Fiber
from aslant.run.path import NoResult, Path
from aslant.run.values import Json

__all__ = ["Expression", "compile_path"]

Expression: TypeAlias = Callable[[Json, Fiber], Json]
"""Evaluates a field against a state's data; a definite path that finds nothing raises `NoResult`."""

_VARIABLE = re.compile(r"\$([^\W\d]\w*)")


def compile_path(text: str) -> Expression:
    """The function of a path: `compile_path("$.a")({"a": 1}, fiber)` is 1. DefinitionError for what is no path."""
    if not text.startswith("$"):
        raise DefinitionError(
            f"the path {text!r} must start with $ (the state's data), $$ (the context object) or $name (a variable)"
        )
    if text.startswith("$$"):
        context_path = Path(text, 2)
        return lambda data, fiber: context_path.select(fiber.context())
    variable = _VARIABLE.match(text)
    if variable is not None:
        return _of_variable(variable[1], Path(text, variable.end()))
    path = Path(text)
    if not path.steps:
        return lambda data, fiber: data
    if len(path.keys) == 1 and isinstance(path.keys[0], str):
        return _of_member(path.keys[0], path)
    return lambda data, fiber: path.select(data)


def _of_member(key: str, path: Path) -> Expression:
    """The commonest path, a member of an object, without the walk."""

    def select(data: Json, fiber: Fiber) -> Json:
        try:
            return data[key]
        except (KeyError, TypeError, IndexError):
            return path.select(data)

    return select


def _of_variable(name: str, path: Path) -> Expression:
    def select(data: Json, fiber: Fiber) -> Json:
        if name not in fiber.variables:
            raise NoResult(f"The variable '${name}' is not assigned")
        return path.select(fiber.variables[name])

    return select
