"""Text that is evaluated in JSONPath: paths, intrinsic functions and payload templates."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.parsed_strings import BARE, SOUND, Facts, member_facts, path_facts
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.unevaluated_strings import looks_evaluated, looks_jsonata, warn_jsonata, warn_missing_suffix
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
    """A path into the state's data, the context object or a variable."""
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
    """Doubt what a text reads of the context object, where that has no such member; note what only some states have."""
    for message, repair in facts.context:
        ctx.warning(message, *steps, code="UNKNOWN_CONTEXT_MEMBER", repair=repair)
    ctx.needs.extend((member, steps) for member in sorted(facts.needs))


def path_or_null(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """`InputPath`: a path, `null` for none, or an intrinsic function, which is not documented here and works."""
    if value is not None:
        path_or_intrinsic(ctx, value, *steps)


def output_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """`OutputPath`: a path or `null` for none; an intrinsic function is doubted."""
    path_or_null(ctx, value, *steps)
    _warn_undocumented(ctx, value, steps)


def items_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """`ItemsPath`: a Reference Path; an intrinsic function is doubted."""
    if _is_intrinsic(value):
        member(ctx, value, *steps)
        _warn_undocumented(ctx, value, steps)
    else:
        reference(ctx, value, *steps)


def _is_intrinsic(value: Json) -> bool:
    return type(value) is str and is_call(value)


def _warn_undocumented(ctx: RuleContext, value: Json, steps: tuple[str | int, ...]) -> None:
    """Doubt an intrinsic function where the developer guide ("Intrinsic functions") has none, and nobody one at work.

    Machines that ts2asl wrote have them in `InputPath`.
    """
    if _is_intrinsic(value):
        ctx.warning(
            f"AWS documents no intrinsic function in '{steps[-1]}'",
            *steps,
            code="UNDOCUMENTED_INTRINSIC",
            repair="make the value in the Parameters of a Pass state before, and write the path to it here",
        )


def compared_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """A path that a choice rule looks at; AWS calls it a Reference Path where it cannot read it."""
    fault = path_facts(value).fault if type(value) is str else ""
    if fault:
        bare = not value.startswith("$")
        message = f"{NOT_A_REFERENCE}: Reference path didn't start with '$'" if bare else NOT_A_REFERENCE
        ctx.error(message, *steps, repair=_path_repair(value) if bare else fault)
    else:
        path(ctx, value, *steps)


def reference_or_null(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """A Reference Path into the state's data, or `null`: where a result is put (ASL specification, "ResultPath")."""
    if value is None or (type(value) is str and value[:2] != "$$" and path_facts(value) is SOUND):
        return
    if type(value) is str and (value.startswith("$$") or path_facts(value).variables):
        what = "in the context object" if value.startswith("$$") else "a variable; set variables in Assign"
        ctx.error(NOT_A_REFERENCE, *steps, repair=f"{value!r} is {what}, and a result is put into the state's data")
    else:
        reference(ctx, value, *steps)


def reference(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """A Reference Path: it can only name one place (ASL specification, "Reference Paths")."""
    path(ctx, value, *steps)
    if type(value) is str:
        facts = path_facts(value)
        if not facts.reference and not facts.fault:
            ctx.error(
                NOT_A_REFERENCE,
                *steps,
                repair=f"{value!r} may name several places; name one, such as '$.result', without * : , ? or ..",
            )


def path_or_intrinsic(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """A path or an intrinsic function (Fail's `ErrorPath` and `CausePath`)."""
    if _is_intrinsic(value):
        member(ctx, value, *steps)
    else:
        path(ctx, value, *steps)


def _refuse_path(ctx: RuleContext, value: str, fault: str, steps: tuple[str | int, ...]) -> None:
    ctx.error(
        "Value must be a valid JSONPath.",
        *steps,
        repair=_path_repair(value) if fault == BARE else fault,
    )


def _path_repair(value: str = "") -> str:
    if value.startswith("{%"):
        return "an expression needs QueryLanguage 'JSONata'"
    name = value.strip().lstrip("$.")
    return f"a path starts with $, such as '$.{name if name.isidentifier() else 'order'}'"


def member(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """What a member of a payload template holds whose name ends with `.$`."""
    facts = member_facts(value) if type(value) is str else Facts("it is no text")
    if facts is SOUND:
        return
    if facts.fault:
        if is_unresolved(value):
            return
        fault = _path_repair(str(value)) if facts.fault == BARE else facts.fault
        plain = "; plain text belongs to a member without .$" if str(steps[-1]).endswith(".$") else ""
        ctx.error(
            f"The value for the field '{steps[-1]}' must be a valid JSONPath or a valid intrinsic function call",
            *(steps[:-1] if len(steps) > 1 else steps),
            repair=fault + plain,
        )
        return
    ctx.reads.extend((name, steps) for name in facts.variables)
    warn_about_context(ctx, facts, steps)
    if facts.doubt:
        ctx.warning(facts.doubt, *steps, code="INTRINSIC_FAILURE")


def payload(ctx: RuleContext, value: Json, *steps: str | int) -> None:
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
                    member(ctx, inner, *here, key)
                    if key[:-2] in item:
                        ctx.error(
                            f"The field '{key[:-2]}' stands twice, as '{key[:-2]}' and as '{key}'",
                            *here,
                            key,
                            repair="keep one of them",
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
