"""Scope: the data that a part of a JSONata expression can read, and the interface of its evaluation for the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.shape import UNKNOWN, Shape
from aslant.asl.shapes.unions import object_of
from aslant.grammar.jsonata import Part

__all__ = ["STATES", "Callback", "Closure", "Evaluation", "Scope", "Severity", "constant", "is_constant", "variable_of"]

Severity: TypeAlias = Literal["ERROR", "WARNING"]

STATES: Final = {"input": "input", "result": "result", "errorOutput": "error_output", "context": "context"}
"""The members of `$states`, and their names in an environment."""
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPED: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


class Closure(NamedTuple):
    """A function that an expression defines, with the data that its body can read."""

    part: Part
    scope: Scope


Callback: TypeAlias = Closure | str | None
"""A function that is an argument: one of the expression, the name of a built-in one, or an unknown one."""


class Scope(NamedTuple):
    """The data that a part of an expression can read."""

    environment: Environment
    item: Shape | None = None
    """The context item, `$`; None outside of paths and predicates."""
    bound: Mapping[str, Shape | Callback] = MappingProxyType({})
    """The variables that the expression itself binds."""

    def bind(self, name: str, value: Shape | Callback) -> Scope:
        """Return the scope with a variable."""
        return self._replace(bound={**self.bound, name: value})


class Evaluation(Protocol):
    """The evaluation of an expression on shapes, as the rules see it."""

    def shape(self, part: Part, scope: Scope, *, is_guard: bool = False) -> Shape:
        """Return the shape of a part's value.

        A guard tests whether there is a value, so that a path that selects nothing is not reported.
        """

    def apply(self, function: Callback, arguments: list[Shape]) -> Shape:
        """Return the shape of a function's result."""

    def callback(self, part: Part | None, scope: Scope) -> Callback:
        """Return the function that a part defines or names."""

    def text(self, part: Part, until: Part | None = None) -> str:
        """Return the source of a part, or of its beginning until the end of a part inside it, for a message."""

    def report(self, severity: Severity, message: str, repair: str = "") -> None:
        """Report a fault, once."""

    def explain(self, part: Part, why: str, repair: str) -> None:
        """Remember why a part may lack a value."""

    def why(self, part: Part) -> tuple[str, str] | None:
        """Return why a part may lack a value, and how to repair that."""


def variable_of(name: str, scope: Scope) -> Shape:
    """Return the shape of a variable, which has `missing` if it may not be assigned."""
    if name in scope.bound:
        found = scope.bound[name]
        return found if isinstance(found, Shape) else UNKNOWN
    if name == "states":
        members = {own: getattr(scope.environment, attribute) for own, attribute in STATES.items()}
        return object_of({own: shape for own, shape in members.items() if shape is not None}, UNKNOWN)
    if name == "":
        return UNKNOWN if scope.item is None else scope.item
    return UNKNOWN if name == "$" else scope.environment.variables.get(name, UNKNOWN)


def is_constant(part: Part) -> bool:
    """Return whether a part is a literal string, number, boolean or null."""
    return part.kind in ("(string)", "(number)", "(value)") and not part.predicates and not part.group


def constant(part: Part) -> Any:
    """Return the value of a literal."""
    if part.kind == "(string)":
        return _unescaped(part.value)
    if part.kind == "(value)":
        return _WORDS[part.value]
    number = float(part.value)
    return int(number) if number.is_integer() else number


def _unescaped(source: str) -> str:
    def character(match: re.Match[str]) -> str:
        escape = match[1]
        return chr(int(escape[1:], 16)) if len(escape) > 1 else _ESCAPED.get(escape, escape)

    return _ESCAPE.sub(character, source) if "\\" in source else source
