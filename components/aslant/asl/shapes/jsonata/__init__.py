"""The shapes of JSONata expressions: the inference of an expression's shape, and narrowing by conditions.

A path that never selects anything is an error, wherever its value is used. It is not reported where an expression
tests for it: as the argument of `$exists`, `$type`, `$boolean` and `$not`, as a condition, and as an operand of `and`
and `or`. A member that may be missing is a warning if the whole expression then has no value, since Step Functions
fails, and in arithmetic. It is fine in `&`, in `=`, and as a value of an object or array, which leave it out.

Anything that is not followed has an unknown shape: `@`, `#`, `%`, `**`, groupings, transforms, partial application and
regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from aslant.asl.shapes.environment import Environment, Report
from aslant.asl.shapes.jsonata.inference import Inference
from aslant.asl.shapes.jsonata.narrowing import narrowed
from aslant.asl.shapes.jsonata.scope import Scope
from aslant.asl.shapes.shape import UNKNOWN, Shape
from aslant.errors import SyntaxFault
from aslant.grammar.jsonata import Part, tree

__all__ = ["infer", "narrow"]

_REMEMBERED: Final = 4096
_PLAIN: Final = re.compile(r"\s*\$states\.input((?:\.(?!(?:true|false|null|and|or|in)\b)[A-Za-z_]\w*)*)\s*")


class _Prepared(NamedTuple):
    """A parsed expression."""

    tree: Part
    loose: frozenset[str]
    """The variables that it assigns in a way that is not followed."""
    names: tuple[str, ...] | None
    """The names of a plain path from `$states.input`; None for any other expression."""


def infer(source: str, environment: Environment, report: Report) -> Shape:
    """Return the shape of an expression's value, and report its faults. `source` is without `{% %}`."""
    prepared = _prepared(source)
    if prepared is None:
        return UNKNOWN
    shape = None if prepared.names is None else _member(environment.input, prepared.names)
    return shape or Inference(source, prepared.tree, prepared.loose, report).whole(environment)


def _member(shape: Shape, names: tuple[str, ...]) -> Shape | None:
    """Return the shape at a plain path through objects with these members, as most are; None for any other data."""
    for name in names:
        if len(shape.objects) != 1 or shape.null or shape.array or shape.is_scalar or shape.missing is not False:
            return None
        member = shape.objects[0].members.get(name)
        if member is None or member.missing is not False or not member.is_value:
            return None
        shape = member
    return shape


def narrow(source: str, environment: Environment, truth: bool) -> Environment | None:
    """Return the environment where a condition is true, or false; None if it never is."""
    prepared = _prepared(source)
    if prepared is None:
        return environment
    scope = narrowed(prepared.tree, Scope(environment), truth)
    return None if scope is None else scope.environment


@lru_cache(_REMEMBERED)
def _prepared(source: str) -> _Prepared | None:
    """Return a parsed expression; None if it is invalid or contains a value known only at deployment."""
    if "${" in source:
        return None
    try:
        parsed = tree(source)
    except SyntaxFault:
        return None
    plain = _PLAIN.fullmatch(source)
    names = None if plain is None else tuple(plain[1].split(".")[1:])
    return _Prepared(parsed, frozenset(_loose(parsed)) if ":=" in source else frozenset(), names)


def _loose(root: Part) -> Iterator[str]:
    """Yield the variables whose value depends on more than the order of the statements in a block.

    These are variables that are assigned inside a larger expression, or more than once while there are functions, or
    after a function that reads them.
    """
    assigned: dict[str, list[int]] = {}
    read_later: list[tuple[str, int]] = []
    waiting = [(root, True, False)]
    while waiting:
        part, is_statement, is_in_function = waiting.pop()
        if part.kind == "assignment":
            assigned.setdefault(part.value, []).append(part.begin)
            if not is_statement:
                yield part.value
        elif part.kind == "variable" and part.reference is not None and is_in_function:
            read_later.append((part.reference.name or "", part.begin))
        in_function = is_in_function or part.kind == "lambda"
        inner_statement = part.kind in ("block", "assignment")
        waiting += [(inner, inner_statement, in_function) for inner in part.parts]
        waiting += [(inner, False, in_function) for inner in (*part.predicates, *part.group)]
    for name, places in assigned.items():
        if any(read == name and (len(places) > 1 or begin < places[0]) for read, begin in read_later):
            yield name
