"""Environment: the shapes of the data that an expression can read, and the interface to report faults in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from aslant.asl.shapes.shape import MISSING, UNKNOWN, Shape
from aslant.asl.shapes.unions import union

__all__ = ["NO_VARIABLES", "Environment", "Report", "ignore", "joined", "joined_variables"]

NO_VARIABLES: Final[Mapping[str, Shape]] = MappingProxyType({})

Report: TypeAlias = Callable[[Literal["ERROR", "WARNING"], str, str], None]
"""A function that reports a fault by its severity, its message and its repair, which may be empty."""


class Environment(NamedTuple):
    """The data that the fields of one state can read. None is for a member of `$states` that does not exist there."""

    input: Shape
    result: Shape | None = None
    error_output: Shape | None = None
    context: Shape = UNKNOWN
    """The context object: `$$` in JSONPath, `$states.context` in JSONata."""
    variables: Mapping[str, Shape] = NO_VARIABLES
    """The variables by name. One that is assigned only on some ways here has `missing`."""


def ignore(severity: Literal["ERROR", "WARNING"], message: str, repair: str) -> None:
    """Do not report a fault, because the shapes are not final yet."""


def joined(one: Environment | None, other: Environment | None) -> Environment | None:
    """Return the environment of a place that is reached in either of two ways; None is a way that does not exist."""
    if one is None or other is None:
        return one or other
    if one is other:
        return one
    return Environment(
        union(one.input, other.input),
        one.result,
        one.error_output,
        union(one.context, other.context),
        joined_variables(one.variables, other.variables),
    )


def joined_variables(one: Mapping[str, Shape], other: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """Return the variables of a place that is reached in either of two ways; the first ones if nothing is added."""
    if one is other or one == other:
        return one
    variables = {name: union(one.get(name, MISSING), other.get(name, MISSING)) for name in {**one, **other}}
    if len(variables) == len(one) and all(shape is one[name] for name, shape in variables.items()):
        return one
    return variables
