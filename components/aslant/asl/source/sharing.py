"""Equal arguments of several states as one variable, such as `retry_lambda` or `payload`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from aslant.asl.source.layout import Bracket, CallExpression, PlainExpression, PythonExpression
from aslant.asl.source.naming import VariableNames

__all__ = ["Assignment", "shared"]

_SHORTEST: Final = 40
"""The fewest characters of an argument that becomes a variable, except for retriers."""

_RETRY: Final = "retry="
_ERRORS: Final = re.compile(r"Retry\((\[[^\]]*\]|\"[^\"]*\"|'[^']*')")
"""The errors in the source of a retrier."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The statement `name = node`, with a comment that gives a reason, if it needs one."""

    name: str
    node: PythonExpression
    comment: str = ""


def shared(statements: list[Assignment], names: VariableNames) -> list[Assignment]:
    """Return the statements, with a variable for each longer argument that several of them have."""
    counts = Counter(node.flat for statement in statements for _, node in _arguments(statement.node))
    kept: dict[str, PlainExpression] = {}
    lines: list[Assignment] = []
    for statement in statements:
        for label, node in _arguments(statement.node):
            if counts[node.flat] > 1 and node.flat not in kept:
                kept[node.flat] = PlainExpression(names.take(_word(label, node)))
                lines.append(Assignment(kept[node.flat].flat, node))
        lines.append(replace(statement, node=_with_variables(statement.node, kept)))
    return lines


def _arguments(node: PythonExpression) -> Iterator[tuple[str, PythonExpression]]:
    """Yield the arguments that a variable may hold: those of a state, and of the service that it calls."""
    for label, argument in node.arguments if type(node) is CallExpression else ():
        if not label and type(argument) is CallExpression:
            yield from ((name, inner) for name, inner in argument.arguments if _can_share(name, inner))
        elif _can_share(label, argument):
            yield label, argument


def _can_share(label: str, node: PythonExpression) -> bool:
    if label == _RETRY:
        return node.flat != "[]"
    return bool(label) and type(node) in (CallExpression, Bracket) and len(node.flat) >= _SHORTEST


def _with_variables(node: PythonExpression, kept: dict[str, PlainExpression]) -> PythonExpression:
    """Return a call with variables in place of the arguments that they hold."""
    if type(node) is not CallExpression:
        return node
    arguments: list[tuple[str, PythonExpression]] = []
    for label, argument in node.arguments:
        if not label and type(argument) is CallExpression:
            inner = [
                (name, kept.get(each.flat, each) if _can_share(name, each) else each)
                for name, each in argument.arguments
            ]
            arguments.append((label, replace(argument, arguments=inner)))
        else:
            arguments.append((label, kept.get(argument.flat, argument) if _can_share(label, argument) else argument))
    return replace(node, arguments=arguments)


def _word(label: str, node: PythonExpression) -> str:
    """Return the word for a variable: the argument's name, and for retriers also their errors."""
    if label != _RETRY:
        return label.removesuffix("=")
    found: list[str] = []
    for match in _ERRORS.finditer(node.flat):
        errors = ast.literal_eval(match[1])
        found += [errors] if type(errors) is str else errors
    places = dict.fromkeys(error.removeprefix("States.").partition(".")[0] for error in found)
    if len(found) == 1:
        return f"retry_{found[0].removeprefix('States.')}"
    if len(places) == 1:
        return f"retry_{next(iter(places))}"
    return f"retry_{found[0].removeprefix('States.')}_and_others" if found else "retry"
