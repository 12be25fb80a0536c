"""Rules for JSONata: a `{% … %}` string, alone or anywhere in JSON."""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.parsed_strings import jsonata_facts
from aslant.asl.checking.paths import warn_about_context
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.errors import sentence
from aslant.grammar import jsonata
from aslant.json_value import Json

__all__ = ["UNKNOWN_FUNCTION", "expression", "jsonata_facts", "jsonata_template"]

INVALID_JSONATA = "INVALID_JSONATA_EXPRESSION"
UNSUPPORTED_JSONATA = "UNSUPPORTED_JSONATA_EXPRESSION"
UNKNOWN_FUNCTION = "UNKNOWN_FUNCTION"

_UNMARKED = re.compile(r"\$states\.(?:input|context|result|errorOutput)\b")


def jsonata_template(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check JSON in which strings between `{%` and `%}` are JSONata."""
    kind = type(value)
    if kind is str:
        expression(ctx, value, *steps)
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
                expression(ctx, inner, *here, key)
                if type(key) is str and key[-2:] == ".$" and inner[:1] == "$":
                    ctx.warning(
                        f"'{key}' looks like a member of a payload template, but this state uses JSONata",
                        *here,
                        key,
                        code="JSONPATH_IN_JSONATA",
                        repair=f"Write '{key[:-2]}': '{{% … %}}'.",
                    )
            elif kind is dict or kind is list:
                stack.append((inner, (*here, key)))
        stack[below:] = reversed(stack[below:])


def expression(ctx: RuleContext, value: Json, *steps: str | int, only: bool = False) -> None:
    """Check a string in a JSONata state: an expression between `{%` and `%}`, or a plain one unless `only` is set."""
    if type(value) is not str:
        if only and not is_unresolved(value):
            ctx.error(f"'{steps[-1]}' must be an expression such as '{{% $states.input.total %}}'", *steps)
        return
    opened, closed = value[:2] == "{%", value[-2:] == "%}"
    if not opened and not closed:
        if only and "${" not in value:
            ctx.error("JSONata string must start with {% and end with %}", *steps, repair=f"Write '{{% {value} %}}'.")
        elif value[:1] == "$" and _UNMARKED.match(value):
            ctx.warning(
                f"The string {value!r} looks like an expression, but it is not evaluated",
                *steps,
                code="NO_EXPRESSION",
                repair=f"Write '{{% {value} %}}'.",
            )
        return
    if not (opened and closed and len(value) >= 4):
        if "${" not in value:
            ctx.error(
                "JSONata string must start with {% and end with %}",
                *steps,
                repair=f"Write {'%} at its end' if opened else '{% at its start'}, with nothing outside.",
            )
        return
    facts = jsonata_facts(value[2:-2])
    if facts.fault:
        repair = sentence(facts.fault) if facts.reported else ""  # without AWS's message, the fault is the message
        ctx.error(facts.reported or sentence(facts.fault), *steps, code=INVALID_JSONATA, repair=repair)
        return
    if facts.names:
        _refuse_names(ctx, facts.names, steps)
    for member_of in facts.state_members:
        _state_member(ctx, member_of, steps)
    for name, counts in facts.calls.items():
        _call(ctx, name, counts, steps)
    warn_about_context(ctx, facts, steps)
    ctx.reads.extend((name, steps) for name in facts.variables)


def _refuse_names(ctx: RuleContext, names: tuple[str, ...], steps: tuple[str | int, ...]) -> None:
    """Report names that an expression reads from a context item, since Step Functions does not give it one."""
    for name in names:
        if name == "$$":
            message, repair = "Reference to '$$' is not supported.", "Write $states.context for the context object."
        else:
            message = f"Reference to '{name}' at the top level is not supported."
            repair = (
                "Write $states.input for the state's input."
                if name == "$"
                else f"Write $states.input.{name}, or ${name} for a variable."
            )
        ctx.error(message, *steps, code=UNSUPPORTED_JSONATA, repair=repair)


def _state_member(ctx: RuleContext, name: str, steps: tuple[str | int, ...]) -> None:
    """Report a member of `$states` that does not exist (developer guide, "Reserved variable: $states")."""
    if name in ("input", "context", "*"):
        return
    if name == "result" and ctx.has_result and steps[0] in ("Output", "Assign"):
        return
    if name == "errorOutput" and steps[0] == "Catch":
        return
    repair = "$states has the members input, context, result and errorOutput."
    if name == "result":
        repair = "Read $states.result only in Output or Assign of a Task, Parallel or Map."
    elif name == "errorOutput":
        repair = "Read $states.errorOutput only in Output or Assign of a catcher."
    ctx.error(f"Field '$states.{name}' does not exist.", *steps, code=UNSUPPORTED_JSONATA, repair=repair)


def _call(ctx: RuleContext, name: str, counts: frozenset[int], steps: tuple[str | int, ...]) -> None:
    """Warn about a call of a function that Step Functions does not have, or with a wrong number of arguments."""
    if name in jsonata.REFUSED:
        ctx.warning(
            f"Step Functions does not have the function ${name}",
            *steps,
            code=UNKNOWN_FUNCTION,
            repair=jsonata.REFUSED[name],
        )
        return
    arity = jsonata.FUNCTIONS.get(name)
    if arity is None:
        ctx.reads.append((name, steps))
        ctx.calls.add(name)
        return
    for count in sorted(counts):
        if not arity.least <= count <= arity.most:
            ctx.warning(
                f"${name} is called with {count} argument{'s' * (count != 1)}",
                *steps,
                code=UNKNOWN_FUNCTION,
                repair=f"It takes {arity}.",
            )
