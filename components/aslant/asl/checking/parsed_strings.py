"""What is known of a text that is evaluated: paths and intrinsic functions (JSONPath), and JSONata.

What a text is does not depend on where it stands, so it is read once, however often a definition repeats it.
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
"""The fault of what is no path at all."""


class Facts(NamedTuple):
    """What is known of a text that is evaluated."""

    fault: str = ""
    """What is wrong with it; empty where nothing is."""
    variables: tuple[str, ...] = ()
    """The variables it reads."""
    reference: bool = True
    """Whether it is a Reference Path (ASL specification): it can only name one place."""
    state_members: tuple[str, ...] = ()
    """What it reads of `$states` (JSONata)."""
    doubt: str = ""
    """Why it will fail when it is run, though AWS takes it."""
    reported: str = ""
    """The fault in the words of AWS."""
    names: tuple[str, ...] = ()
    """What it reads of a context item (JSONata), which Step Functions does not give."""
    calls: Mapping[str, frozenset[int]] = MappingProxyType({})
    """The functions that it calls and does not define (JSONata), with the numbers of arguments."""
    context: tuple[tuple[str, str], ...] = ()
    """What it reads of the context object and is not there, each with its repair."""
    needs: frozenset[str] = frozenset()
    """Which of `Task` and `Map` in the context object it cannot be evaluated without."""


SOUND = Facts()
"""The facts of a text of which there is nothing to say."""


@lru_cache(_REMEMBERED)
def path_facts(text: str) -> Facts:
    """The facts of a JSONPath."""
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
    """The facts of a path or an intrinsic function, such as what a payload template's `x.$` holds."""
    if not intrinsics.is_call(text):
        return path_facts(text)
    if "${" in text:
        return SOUND
    try:
        call = intrinsics.parse(text)
    except DefinitionError as why:
        return Facts(str(why))
    paths = paths_of(call)
    doubts = [*intrinsics.misfits(text)]
    for doubt in doubts:
        if _adds_quoted_number(doubt):
            return Facts(str(doubt))
    uncertain = str(doubts[0]) if doubts else ""
    return Facts("", _variables(paths), doubt=uncertain, context=_absent_of(paths), needs=_needed_of(paths))


def _adds_quoted_number(fault: SyntaxFault) -> bool:
    """Whether a number in quotes is to be added, the one misfit that asl-validator's suite has AWS refuse."""
    return "States.MathAdd must be" in fault.rule and fault.text[fault.at + 1 :].lstrip("-")[:1].isdigit()


def paths_of(call: intrinsics.IntrinsicCall) -> list[jsonpath.JsonPath]:
    """The paths among the arguments of a call and of those in it, in reading order."""
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
    """The members of the context object that only some states have, and without which there is nothing at a place."""
    return frozenset(
        str(steps[0]) for steps in places if steps and steps[0] in SOMETIMES_PRESENT and not context_fault(steps)
    )


def _absent(places: Iterable[Sequence[object]]) -> tuple[tuple[str, str], ...]:
    """What of some places in the context object is not there, each with its repair."""
    return tuple(dict.fromkeys(fault for fault in map(context_fault, places) if fault))


@lru_cache(_REMEMBERED)
def jsonata_facts(text: str) -> Facts:
    """The facts of JSONata without its `{% %}`."""
    if "${" in text:
        return SOUND
    try:
        parsed = jsonata.parse(text)
    except SyntaxFault as why:
        return Facts(str(why), reported=why.reported)
    absent: tuple[tuple[str, str], ...] = ()
    needs: frozenset[str] = frozenset()
    if "context" in parsed.reads:
        entire = _CONTEXT.fullmatch(text.strip())  # in any other expression nothing may be good enough
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
