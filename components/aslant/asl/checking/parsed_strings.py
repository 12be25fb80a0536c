"""Cached facts about strings that Step Functions evaluates: paths, intrinsic functions and JSONata expressions.

The facts of a string do not depend on its place, so each string is parsed once, however often a definition repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from aslant.asl.checking.context import SOMETIMES_PRESENT, context_fault
from aslant.errors import DefinitionError, SyntaxFault
from aslant.grammar import intrinsics, jsonata, jsonpath

__all__ = ["BARE", "SOUND", "Facts", "jsonata_facts", "member_facts", "path_facts", "paths_of"]

_REMEMBERED = 1 << 14
_PLAIN = re.compile(r"\$\$?|\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*")
_CONTEXT = re.compile(r"\$states\.context((?:\.[A-Za-z_]\w*)+)")

BARE = "a path starts with $"
"""The fault of a string that does not look like a path."""


class Facts(NamedTuple):
    """The facts about a string that is evaluated."""

    fault: str = ""
    """The syntax error; empty if there is none."""
    variables: tuple[str, ...] = ()
    """The variables that it reads."""
    reference: bool = True
    """Whether it is a Reference Path (ASL specification), which always names one place."""
    state_members: tuple[str, ...] = ()
    """The members of `$states` that it reads (JSONata)."""
    doubt: str = ""
    """The reason why it will fail at run time although AWS accepts it."""
    reported: str = ""
    """AWS's message for the fault."""
    names: tuple[str, ...] = ()
    """The names that it reads from a context item (JSONata), which Step Functions does not provide."""
    calls: Mapping[str, frozenset[int]] = MappingProxyType({})
    """The functions that it calls but does not define (JSONata), with the numbers of arguments."""
    context: tuple[tuple[str, str], ...] = ()
    """Messages and repairs for members of the context object that it reads but that do not exist."""
    needs: frozenset[str] = frozenset()
    """The members of the context object (`Task`, `Map`) without which it cannot be evaluated."""


SOUND = Facts()
"""The facts of a string with nothing to report."""


@lru_cache(_REMEMBERED)
def path_facts(text: str) -> Facts:
    """Return the facts about a JSONPath."""
    if _PLAIN.fullmatch(text) or "${" in text:
        return SOUND
    if not text.startswith("$"):
        return Facts(BARE, reference=False)
    try:
        parsed = jsonpath.parse(text)
    except DefinitionError as why:
        return Facts(str(why), reference=False)
    context, needs = _absent_of([parsed]), _needed_of([parsed])
    facts = Facts("", _variables([parsed]), parsed.reference, context=context, needs=needs)
    return SOUND if facts == SOUND else facts


@lru_cache(_REMEMBERED)
def member_facts(text: str) -> Facts:
    """Return the facts about a path or an intrinsic function, such as the value of `x.$` in a payload template."""
    if not intrinsics.is_call(text):
        return path_facts(text)
    if "${" in text:
        return SOUND
    try:
        call = intrinsics.parse(text)
    except DefinitionError as why:
        return Facts(str(why))
    paths = paths_of(call)
    doubts = [*intrinsics.argument_faults(text)]
    for doubt in doubts:
        if _adds_quoted_number(doubt):
            return Facts(str(doubt))
    uncertain = str(doubts[0]) if doubts else ""
    return Facts("", _variables(paths), doubt=uncertain, context=_absent_of(paths), needs=_needed_of(paths))


def _adds_quoted_number(fault: SyntaxFault) -> bool:
    """Return whether MathAdd gets a number in quotes, the only argument fault that AWS refuses at creation."""
    return "States.MathAdd must be" in fault.rule and fault.text[fault.at + 1 :].lstrip("-")[:1].isdigit()


def paths_of(call: intrinsics.IntrinsicCall) -> list[jsonpath.JsonPath]:
    """Return the paths among the arguments of a call and of the calls nested in it, in reading order."""
    found: list[jsonpath.JsonPath] = []
    stack: list[Any] = [call]
    while stack:
        part = stack.pop()
        if isinstance(part, intrinsics.IntrinsicCall):
            stack.extend(reversed(part.arguments))
        elif isinstance(part, jsonpath.JsonPath):
            found.append(part)
    return found


def _variables(paths: Iterable[jsonpath.JsonPath]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path.variable for path in paths if path.variable))


def _absent_of(paths: Iterable[jsonpath.JsonPath]) -> tuple[tuple[str, str], ...]:
    return _absent(path.steps for path in paths if path.root == "$$")


def _needed_of(paths: Iterable[jsonpath.JsonPath]) -> frozenset[str]:
    return _needed(path.steps for path in paths if path.root == "$$" and path.definite)


def _needed(places: Iterable[Sequence[object]]) -> frozenset[str]:
    """Return the members of the context object that the places need and that only some states have."""
    return frozenset(
        str(steps[0]) for steps in places if steps and steps[0] in SOMETIMES_PRESENT and not context_fault(steps)
    )


def _absent(places: Iterable[Sequence[object]]) -> tuple[tuple[str, str], ...]:
    """Return a message and a repair for each place that does not exist in the context object."""
    return tuple(dict.fromkeys(fault for fault in map(context_fault, places) if fault))


@lru_cache(_REMEMBERED)
def jsonata_facts(text: str) -> Facts:
    """Return the facts about a JSONata expression without its `{% %}`."""
    if "${" in text:
        return SOUND
    try:
        parsed = jsonata.parse(text)
    except SyntaxFault as why:
        return Facts(str(why), reported=why.reported)
    absent: tuple[tuple[str, str], ...] = ()
    needs: frozenset[str] = frozenset()
    if "context" in parsed.reads:
        entire = _CONTEXT.fullmatch(text.strip())  # any other expression may handle a missing value
        needs = _needed([entire[1].split(".")[1:]] if entire else [])
        absent = _absent(found[1].split(".")[1:] for found in _CONTEXT.finditer(text))
    return Facts(
        "",
        tuple(sorted(parsed.variables)),
        state_members=tuple(sorted(parsed.reads)),
        names=parsed.names,
        calls=parsed.calls,
        context=absent,
        needs=needs,
    )
