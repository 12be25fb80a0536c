"""Text that is evaluated: paths and intrinsic functions (JSONPath), and `{% … %}` (JSONata).

What a text is does not depend on where it stands, so it is read once, however often a definition repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from aslant.asl.checking.lookalikes import looks_evaluated, no_dollar
from aslant.asl.checking.site import Site, opaque
from aslant.asl.values import JSON
from aslant.errors import DefinitionError, SyntaxFault
from aslant.grammar import intrinsics, jsonata, jsonpath

__all__ = [
    "Facts",
    "compared_path",
    "expression",
    "jsonata_facts",
    "jsonata_template",
    "member",
    "member_facts",
    "path",
    "path_facts",
    "path_or_intrinsic",
    "path_or_null",
    "payload",
    "reference",
    "reference_or_null",
]

INVALID_JSONATA = "INVALID_JSONATA_EXPRESSION"
UNSUPPORTED_JSONATA = "UNSUPPORTED_JSONATA_EXPRESSION"
UNKNOWN_FUNCTION = "UNKNOWN_FUNCTION"

NO_REFERENCE = "Value is not a Reference Path"

_REMEMBERED = 1 << 14
_PLAIN = re.compile(r"\$\$?(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*")


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


_SOUND = Facts()


@lru_cache(_REMEMBERED)
def path_facts(text: str) -> Facts:
    """The facts of a JSONPath."""
    if _PLAIN.fullmatch(text) or "${" in text:
        return _SOUND
    if not text.startswith("$"):
        return Facts("a path starts with $", reference=False)
    try:
        parsed = jsonpath.parse(text)
    except DefinitionError as why:
        return Facts(str(why), reference=False)
    variables = (parsed.variable,) if parsed.variable else ()
    return Facts("", variables, parsed.reference)


@lru_cache(_REMEMBERED)
def member_facts(text: str) -> Facts:
    """The facts of what a payload template's `x.$` holds: a path or an intrinsic function."""
    if not text.lstrip().startswith("States."):
        return path_facts(text)
    if "${" in text:
        return _SOUND
    try:
        call = intrinsics.parse(text)
    except DefinitionError as why:
        return Facts(str(why))
    variables = tuple(dict.fromkeys(_read_by(call)))
    doubts = [*intrinsics.miscounts(text), *intrinsics.misfits(text)]
    for doubt in doubts:
        if _quoted_sum(doubt):
            return Facts(str(doubt))
    return Facts("", variables, doubt=str(doubts[0]) if doubts else "")


def _quoted_sum(fault: SyntaxFault) -> bool:
    """Whether a number in quotes is to be added, the one misfit that asl-validator's suite has AWS refuse."""
    return "States.MathAdd must be" in fault.rule and fault.text[fault.at + 1 :].lstrip("-")[:1].isdigit()


def _read_by(call: intrinsics.Call) -> list[str]:
    found: list[str] = []
    stack: list[Any] = [call]
    while stack:
        part = stack.pop()
        if isinstance(part, intrinsics.Call):
            stack.extend(reversed(part.arguments))
        elif isinstance(part, jsonpath.Path) and part.variable:
            found.append(part.variable)
    return found


@lru_cache(_REMEMBERED)
def jsonata_facts(text: str) -> Facts:
    """The facts of JSONata without its `{% %}`."""
    if "${" in text:
        return _SOUND
    try:
        parsed = jsonata.parse(text)
    except SyntaxFault as why:
        return Facts(str(why), reported=why.reported)
    variables = tuple(sorted(parsed.variables))
    return Facts("", variables, state_members=tuple(sorted(parsed.reads)), names=parsed.names, calls=parsed.calls)


def path(site: Site, value: JSON, *steps: str | int) -> None:
    """A path into the state's data, the context object or a variable."""
    if type(value) is not str:
        if not opaque(value):
            site.error("Value must be a valid JSONPath.", *steps, repair=_path_repair())
        return
    facts = path_facts(value)
    if facts.fault:
        _refuse_path(site, value, facts.fault, steps)
    elif facts.variables:
        site.reads.append((facts.variables[0], steps))


def path_or_null(site: Site, value: JSON, *steps: str | int) -> None:
    """A path, or `null` for none."""
    if value is not None:
        path(site, value, *steps)


def compared_path(site: Site, value: JSON, *steps: str | int) -> None:
    """A path that a choice rule looks at; AWS calls it a Reference Path where it cannot read it."""
    fault = path_facts(value).fault if type(value) is str else ""
    if fault:
        bare = not value.startswith("$")
        message = f"{NO_REFERENCE}: Reference path didn't start with '$'" if bare else NO_REFERENCE
        site.error(message, *steps, repair=_path_repair(value) if bare else fault)
    else:
        path(site, value, *steps)


def reference_or_null(site: Site, value: JSON, *steps: str | int) -> None:
    """A Reference Path into the state's data, or `null`: where a result is put (ASL specification, "ResultPath")."""
    if value is None or (type(value) is str and value[:2] != "$$" and path_facts(value) is _SOUND):
        return
    if type(value) is str and (value.startswith("$$") or path_facts(value).variables):
        what = "in the context object" if value.startswith("$$") else "a variable; set variables in Assign"
        site.error(NO_REFERENCE, *steps, repair=f"{value!r} is {what}, and a result is put into the state's data")
    else:
        reference(site, value, *steps)


def reference(site: Site, value: JSON, *steps: str | int) -> None:
    """A Reference Path: it can only name one place (ASL specification, "Reference Paths")."""
    path(site, value, *steps)
    if type(value) is str:
        facts = path_facts(value)
        if not facts.reference and not facts.fault:
            site.error(
                NO_REFERENCE,
                *steps,
                repair=f"{value!r} may name several places; name one, such as '$.result', without * : , ? or ..",
            )


def path_or_intrinsic(site: Site, value: JSON, *steps: str | int) -> None:
    """A path or an intrinsic function (Fail's `ErrorPath` and `CausePath`)."""
    if type(value) is str and value.lstrip().startswith("States."):
        member(site, value, *steps)
    else:
        path(site, value, *steps)


def _refuse_path(site: Site, value: str, fault: str, steps: tuple[str | int, ...]) -> None:
    site.error(
        "Value must be a valid JSONPath.",
        *steps,
        repair=_path_repair(value) if fault == "a path starts with $" else fault,
    )


def _path_repair(value: str = "") -> str:
    name = value.strip().lstrip("$.")
    return f"a path starts with $, such as '$.{name if name.isidentifier() else 'order'}'"


def member(site: Site, value: JSON, *steps: str | int) -> None:
    """What a member of a payload template holds whose name ends with `.$`."""
    facts = member_facts(value) if type(value) is str else Facts("it is no text")
    if facts is _SOUND:
        return
    if facts.fault:
        if opaque(value):
            return
        fault = _path_repair(str(value)) if facts.fault == "a path starts with $" else facts.fault
        plain = "; plain text belongs to a member without .$" if str(steps[-1]).endswith(".$") else ""
        site.error(
            f"The value for the field '{steps[-1]}' must be a valid JSONPath or a valid intrinsic function call",
            *(steps[:-1] if len(steps) > 1 else steps),
            repair=fault + plain,
        )
        return
    site.reads.extend((name, steps) for name in facts.variables)
    if facts.doubt:
        site.warning(facts.doubt, *steps, code="INTRINSIC_FAILURE")


def payload(site: Site, value: JSON, *steps: str | int) -> None:
    """A payload template (ASL specification, "Payload Template")."""
    kind = type(value)
    if kind is not dict and kind is not list:
        return
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(value, steps)]
    while stack:
        item, here = stack.pop()
        below = len(stack)
        if type(item) is dict:
            for key, inner in item.items():
                kind = type(inner)
                if type(key) is str and key[-2:] == ".$":
                    member(site, inner, *here, key)
                    if key[:-2] in item:
                        site.error(
                            f"The field '{key[:-2]}' stands twice, as '{key[:-2]}' and as '{key}'",
                            *here,
                            key,
                            repair="keep one of them",
                        )
                elif kind is str:
                    if inner[:1] in "$S" and looks_evaluated(inner):
                        no_dollar(site, key, here)
                elif kind is dict or kind is list:
                    stack.append((inner, (*here, key)))
        else:
            for index, inner in enumerate(item):
                if type(inner) is dict or type(inner) is list:
                    stack.append((inner, (*here, index)))
        if len(stack) - below > 1:
            stack[below:] = reversed(stack[below:])


def jsonata_template(site: Site, value: JSON, *steps: str | int) -> None:
    """Any JSON in which text between `{%` and `%}` is JSONata."""
    kind = type(value)
    if kind is str:
        expression(site, value, *steps)
        return
    if kind is not dict and kind is not list:
        return
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(value, steps)]
    while stack:
        item, here = stack.pop()
        below = len(stack)
        for key, inner in item.items() if type(item) is dict else enumerate(item):
            kind = type(inner)
            if kind is str:
                expression(site, inner, *here, key)
                if type(key) is str and key[-2:] == ".$" and inner[:1] == "$":
                    site.warning(
                        f"'{key}' is a member of a payload template, and this state is in JSONata",
                        *here,
                        key,
                        code="JSONPATH_IN_JSONATA",
                        repair=f"write '{key[:-2]}': '{{% … %}}'",
                    )
            elif kind is dict or kind is list:
                stack.append((inner, (*here, key)))
        stack[below:] = reversed(stack[below:])


def expression(site: Site, value: JSON, *steps: str | int, only: bool = False) -> None:
    """Text in a JSONata state: an expression between `{%` and `%}`, or plain text unless `only` forbids it."""
    if type(value) is not str:
        if only and not opaque(value):
            site.error(f"'{steps[-1]}' must be an expression such as '{{% $states.input.total %}}'", *steps)
        return
    opened, closed = value[:2] == "{%", value[-2:] == "%}"
    if not opened and not closed:
        if only and "${" not in value:
            site.error("JSONata string must start with {% and end with %}", *steps, repair=f"write '{{% {value} %}}'")
        return
    if not (opened and closed and len(value) >= 4):
        if "${" not in value:
            site.error(
                "JSONata string must start with {% and end with %}",
                *steps,
                repair=f"write {'%} at its end' if opened else '{% at its start'}, with nothing outside",
            )
        return
    facts = jsonata_facts(value[2:-2])
    if facts.fault:
        site.error(facts.reported or facts.fault, *steps, code=INVALID_JSONATA, repair=facts.fault)
        return
    if facts.names:
        _refuse_names(site, facts.names, steps)
    for member_of in facts.state_members:
        _state_member(site, member_of, steps)
    for name, counts in facts.calls.items():
        _call(site, name, counts, steps)
    site.reads.extend((name, steps) for name in facts.variables)


def _refuse_names(site: Site, names: tuple[str, ...], steps: tuple[str | int, ...]) -> None:
    """Report what an expression reads of a context item, which it does not have in Step Functions."""
    for name in names:
        if name == "$$":
            message, repair = "Reference to '$$' is not supported.", "the context object is $states.context"
        else:
            message = f"Reference to '{name}' at the top level is not supported."
            repair = (
                "the state's input is $states.input"
                if name == "$"
                else f"write $states.input.{name}, or ${name} for a variable"
            )
        site.error(message, *steps, code=UNSUPPORTED_JSONATA, repair=repair)


def _state_member(site: Site, name: str, steps: tuple[str | int, ...]) -> None:
    """Report a member of `$states` that is not there (developer guide, "Reserved variable: $states")."""
    if name in ("input", "context", "*"):
        return
    if name == "result" and site.has_result and steps[0] in ("Output", "Assign"):
        return
    if name == "errorOutput" and steps[0] == "Catch":
        return
    where = "$states has input, context, result and errorOutput"
    if name == "result":
        where = "the result is there in Output and Assign of a Task, Parallel or Map"
    elif name == "errorOutput":
        where = "the error is there in Output and Assign of a catcher"
    site.error(f"Field '$states.{name}' does not exist.", *steps, code=UNSUPPORTED_JSONATA, repair=where)


def _call(site: Site, name: str, counts: frozenset[int], steps: tuple[str | int, ...]) -> None:
    """Doubt a call of a function that Step Functions does not have, or with arguments that it does not take."""
    if name in jsonata.REFUSED:
        site.warning(
            f"Step Functions has no function ${name}", *steps, code=UNKNOWN_FUNCTION, repair=jsonata.REFUSED[name]
        )
        return
    arity = jsonata.FUNCTIONS.get(name)
    if arity is None:
        site.reads.append((name, steps))
        return
    for count in sorted(counts):
        if not arity.least <= count <= arity.most:
            site.warning(
                f"${name} is called with {count} arguments", *steps, code=UNKNOWN_FUNCTION, repair=f"it takes {arity}"
            )
