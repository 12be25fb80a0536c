"""The shapes of the results of JSONata's built-in functions."""

from __future__ import annotations

from collections.abc import Sequence

from aslant.asl.shapes.jsonata.collecting import RULES
from aslant.asl.shapes.jsonata.higher_order import HIGHER_ORDER
from aslant.asl.shapes.jsonata.scope import Evaluation, Scope
from aslant.asl.shapes.jsonata.signatures import SIGNATURES, Argument, checked, result_of
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
        return UNKNOWN
    if not checked(name, signature, arguments, run):
        return UNKNOWN
    if name in HIGHER_ORDER:
        function = run.callback(arguments[1].part, scope) if len(arguments) > 1 else None
        return HIGHER_ORDER[name](arguments, function, run)
    rule = RULES.get(name)
    return rule(arguments, run) if rule is not None else result_of(signature, arguments)
