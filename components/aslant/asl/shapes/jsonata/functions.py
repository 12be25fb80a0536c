"""The shapes of the results of JSONata's built-in functions."""

from __future__ import annotations

from collections.abc import Sequence

from aslant.asl.shapes.jsonata.collecting import RULES
from aslant.asl.shapes.jsonata.higher_order import HIGHER_ORDER
from aslant.asl.shapes.jsonata.scope import Evaluation, Scope
from aslant.asl.shapes.jsonata.signatures import SIGNATURES, Argument, Signature, checked, result_of
from aslant.asl.shapes.shape import UNKNOWN, Shape

__all__ = ["GUARDS", "built_in"]

GUARDS = ("boolean", "exists", "not", "type")
"""The functions that test whether there is a value."""


def built_in(name: str, arguments: Sequence[Argument], scope: Scope, run: Evaluation) -> Shape:
    """Return the shape of a built-in function's result, and report arguments that it never accepts."""
    if name == "zip":
        return RULES[name](arguments, run) if arguments else UNKNOWN
    signature = SIGNATURES.get(name)
    if signature is None or len(arguments) > len(signature.arguments):
        return UNKNOWN
    if signature.uses_item and len(arguments) < len(signature.arguments) and scope.item is not None:
        # The context item may be the first argument.
        if len(arguments) < signature.least or signature.least < len(signature.arguments):
            return UNKNOWN
    elif len(arguments) < signature.least:
        _report_too_few(name, signature, len(arguments), scope, run)
        return UNKNOWN
    if not checked(name, signature, arguments, run):
        return UNKNOWN
    if name in HIGHER_ORDER:
        function = run.callback(arguments[1].part, scope) if len(arguments) > 1 else None
        return HIGHER_ORDER[name](arguments, function, run)
    rule = RULES.get(name)
    return rule(arguments, run) if rule is not None else result_of(signature, arguments)


def _report_too_few(name: str, signature: Signature, count: int, scope: Scope, run: Evaluation) -> None:
    """Report a call whose first argument was meant to be the context item, where there is none."""
    if signature.uses_item and scope.item is None and signature.arguments[0] != "x" and count == signature.least - 1:
        run.report(
            "ERROR",
            f"${name} always fails: it needs {signature.least} argument{'' if signature.least == 1 else 's'}, not "
            f"{count}. Its first argument may be left out only in a path or a predicate",
            "Pass the value as the first argument.",
        )
