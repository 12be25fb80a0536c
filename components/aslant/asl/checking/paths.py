"""Rules for JSONPath: paths, intrinsic functions and payload templates."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.parsed_strings import BARE, SOUND, Facts, member_facts, path_facts
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.unevaluated_strings import looks_evaluated, looks_jsonata, warn_jsonata, warn_missing_suffix
from aslant.errors import sentence
from aslant.grammar.intrinsics import is_call
from aslant.json_value import Json

__all__ = [
    "compared_path",
    "items_path",
    "member",
    "output_path",
    "path",
    "path_or_intrinsic",
    "path_or_null",
    "payload",
    "reference",
    "reference_or_null",
    "warn_about_context",
]

NOT_A_REFERENCE = "Value is not a Reference Path"


def path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a path into the state's data, the context object or a variable."""
    if type(value) is not str:
        if not is_unresolved(value):
            ctx.error("Value must be a valid JSONPath.", *steps, repair=_path_repair())
        return
    facts = path_facts(value)
    if facts is SOUND:
        return
    if facts.fault:
        _refuse_path(ctx, value, facts.fault, steps)
        return
    ctx.reads.extend((name, steps) for name in facts.variables)
    warn_about_context(ctx, facts, steps)


def warn_about_context(ctx: RuleContext, facts: Facts, steps: tuple[str | int, ...]) -> None:
    """Warn about members that the context object does not have; note the members that only some states have."""
    for message, repair in facts.context:
        ctx.warning(message, *steps, code="UNKNOWN_CONTEXT_MEMBER", repair=repair)
    ctx.needs.extend((member, steps) for member in sorted(facts.needs))


def path_or_null(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `InputPath`: a path, `null`, or an intrinsic function, which works here although it is not documented."""
    if value is not None:
        path_or_intrinsic(ctx, value, *steps)


def output_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `OutputPath`: a path or `null`; an intrinsic function gives a warning."""
    path_or_null(ctx, value, *steps)
    _warn_undocumented(ctx, value, steps)


def items_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `ItemsPath`: a Reference Path; an intrinsic function gives a warning."""
    if _is_intrinsic(value):
        member(ctx, value, *steps)
        _warn_undocumented(ctx, value, steps)
    else:
        reference(ctx, value, *steps)


def _is_intrinsic(value: Json) -> bool:
    return type(value) is str and is_call(value)


def _warn_undocumented(ctx: RuleContext, value: Json, steps: tuple[str | int, ...]) -> None:
    """Warn about an intrinsic function in a field where AWS documents none and no known workflow uses one.

    `InputPath` is not among these fields, since workflows written by ts2asl use intrinsic functions there.
    """
    if _is_intrinsic(value):
        ctx.warning(
            f"AWS does not document intrinsic functions in '{steps[-1]}'",
            *steps,
            code="UNDOCUMENTED_INTRINSIC",
            repair="Compute the value in the Parameters of an earlier Pass state, and write the path to it here.",
        )


def compared_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a path in a choice rule; AWS's message calls it a Reference Path if it is invalid."""
    fault = path_facts(value).fault if type(value) is str else ""
    if fault:
        bare = not value.startswith("$")
        message = f"{NOT_A_REFERENCE}: Reference path didn't start with '$'" if bare else NOT_A_REFERENCE
        ctx.error(message, *steps, repair=_path_repair(value) if bare else sentence(fault))
    else:
        path(ctx, value, *steps)


def reference_or_null(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a `ResultPath`: a Reference Path into the state's data, or `null` (ASL specification, "ResultPath")."""
    if value is None or (type(value) is str and value[:2] != "$$" and path_facts(value) is SOUND):
        return
    if type(value) is str and (value.startswith("$$") or path_facts(value).variables):
        repair = f"Write a path into the state's data, such as '$.result', not {value!r}."
        if not value.startswith("$$"):
            repair += " Set variables in Assign."
        ctx.error(NOT_A_REFERENCE, *steps, repair=repair)
    else:
        reference(ctx, value, *steps)


def reference(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a Reference Path, which always names one place (ASL specification, "Reference Paths")."""
    path(ctx, value, *steps)
    if type(value) is str:
        facts = path_facts(value)
        if not facts.reference and not facts.fault:
            ctx.error(
                NOT_A_REFERENCE,
                *steps,
                repair=f"Name one place, such as '$.result', not {value!r}, without wildcards, slices and filters.",
            )


def path_or_intrinsic(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a path or an intrinsic function (Fail's `ErrorPath` and `CausePath`)."""
    if _is_intrinsic(value):
        member(ctx, value, *steps)
    else:
        path(ctx, value, *steps)


def _refuse_path(ctx: RuleContext, value: str, fault: str, steps: tuple[str | int, ...]) -> None:
    ctx.error(
        "Value must be a valid JSONPath.",
        *steps,
        repair=_path_repair(value) if fault == BARE else sentence(fault),
    )


def _path_repair(value: str = "") -> str:
    if value.startswith("{%"):
        return "Write QueryLanguage 'JSONata' to use an expression."
    name = value.strip().lstrip("$.")
    return f"Start the path with $, such as '$.{name if name.isidentifier() else 'order'}'."


def member(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check the value of a payload template's member whose name ends with `.$`."""
    facts = member_facts(value) if type(value) is str else Facts("it must be a string")
    if facts is SOUND:
        return
    if facts.fault:
        if is_unresolved(value):
            return
        fault = _path_repair(str(value)) if facts.fault == BARE else sentence(facts.fault)
        plain = " For a plain value, use a name without .$." if str(steps[-1]).endswith(".$") else ""
        ctx.error(
            f"The value for the field '{steps[-1]}' must be a valid JSONPath or a valid intrinsic function call",
            *(steps[:-1] if len(steps) > 1 else steps),
            repair=fault + plain,
        )
        return
    ctx.reads.extend((name, steps) for name in facts.variables)
    warn_about_context(ctx, facts, steps)
    if facts.doubt:
        ctx.warning(sentence(facts.doubt), *steps, code="INTRINSIC_FAILURE")


def payload(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a payload template (ASL specification, "Payload Template")."""
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
                    member(ctx, inner, *here, key)
                    if key[:-2] in item:
                        ctx.error(
                            f"The field '{key[:-2]}' is given twice, as '{key[:-2]}' and as '{key}'",
                            *here,
                            key,
                            repair="Keep one of them.",
                        )
                elif kind is str:
                    if inner[:1] in "$S{":
                        if looks_evaluated(inner):
                            warn_missing_suffix(ctx, key, here)
                        elif looks_jsonata(inner):
                            warn_jsonata(ctx, *here, key)
                elif kind is dict or kind is list:
                    stack.append((inner, (*here, key)))
        else:
            for index, inner in enumerate(item):
                if type(inner) is dict or type(inner) is list:
                    stack.append((inner, (*here, index)))
                elif type(inner) is str and looks_jsonata(inner):
                    warn_jsonata(ctx, *here, index)
        if len(stack) - below > 1:
            stack[below:] = reversed(stack[below:])
