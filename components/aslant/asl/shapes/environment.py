"""Environment: the shapes of the data that an expression can read, and the interface to report faults in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from aslant.asl.shapes.shape import UNKNOWN, Shape

__all__ = ["NO_VARIABLES", "Environment", "Report", "ignore"]

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
