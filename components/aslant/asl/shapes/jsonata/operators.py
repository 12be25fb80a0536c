"""The shapes of JSONata's operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aslant.asl.shapes.jsonata.narrowing import narrowed
from aslant.asl.shapes.jsonata.scope import Evaluation, Scope, is_constant
from aslant.asl.shapes.jsonata.sequences import absence, elements, with_absence
from aslant.asl.shapes.jsonata.signatures import other_scalars, type_test
from aslant.asl.shapes.shape import BOOLEAN, NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.text import kind_text, shape_text
from aslant.errors import suggestion
from aslant.grammar.jsonata import Part

__all__ = ["OPERATORS", "binary", "guards_operands", "negated", "range_ends"]

_ARITHMETIC: Final = ("+", "-", "*", "/", "%")
_ORDER: Final = ("<", "<=", ">", ">=")
OPERATORS: Final = (*_ARITHMETIC, *_ORDER, "=", "!=", "in", "&", "and", "or", "..")


def binary(part: Part, left: Shape, scope: Scope, run: Evaluation, *, is_guard: bool = False) -> Shape:
    """Return the shape of an operation whose left operand has been evaluated, and report what never works."""
    operator, second = part.value, part.parts[1]
    if operator in ("and", "or"):
        inner = narrowed(part.parts[0], scope, operator == "and")
        if inner is not None:
            run.shape(second, inner, is_guard=True)
        return BOOLEAN
    right = run.shape(second, scope, is_guard=guards_operands(operator, is_guard))
    if operator == "&":
        return STRING
    if operator in _ARITHMETIC:
        return _arithmetic(part, left, right, run, is_guard)
    if operator in _ORDER:
        return _ordered(part, left, right, run)
    return _compared(part, left, right, run)


def guards_operands(operator: str, is_guard: bool) -> bool:
    """Return whether an operand may be missing: in `and` and `or`, and in calculations of a guard."""
    return operator in ("and", "or") or (is_guard and operator in _ARITHMETIC)


def negated(part: Part, operand: Shape, run: Evaluation, *, is_guard: bool = False) -> Shape:
    """Return the shape of a negative number."""
    return _numeric(part, [(part.parts[0], operand)], run, is_guard)


def _arithmetic(part: Part, left: Shape, right: Shape, run: Evaluation, is_guard: bool) -> Shape:
    return _numeric(part, [(part.parts[0], left), (part.parts[1], right)], run, is_guard)


def _numeric(part: Part, operands: list[tuple[Part, Shape]], run: Evaluation, is_guard: bool) -> Shape:
    missing: bool | None = False
    for operand, shape in operands:
        if not _fits(part, operand, shape, ("number",), "numbers", run):
            return UNKNOWN
        why = run.why(operand) if shape.missing and not is_guard else None
        if why is not None:
            run.report("WARNING", *why)
        missing = absence(missing, None if why is not None else shape.missing)
    return with_absence(NUMBER, missing)


def _fits(part: Part, operand: Part, shape: Shape, kinds: tuple[str, ...], words: str, run: Evaluation) -> bool:
    """Report an operand that never has the right type, or may have another. Returns False for the former."""
    if shape.unknown or not shape.is_value:
        return True
    if not any(shape.has(kind) for kind in kinds):
        made = f" in {' or '.join(shape.origin)}" if shape.origin else ""
        run.report(
            "ERROR",
            f"`{run.text(part)}` always fails: `{part.value}` needs {words}, and {run.text(operand)} is "
            f"{kind_text(shape)}{made}",
            _conversion(shape, words, run.text(operand)),
        )
        return False
    other = other_scalars(shape, kinds)
    if other.is_value:
        run.report(
            "WARNING",
            f"`{run.text(part)}` may fail: `{part.value}` needs {words}, and {run.text(operand)} may be "
            f"{kind_text(other)}",
            type_test(other),
        )
    return True


def range_ends(part: Part, ends: Sequence[Shape], run: Evaluation) -> None:
    """Report the ends of a range, `[first..last]`, that are not numbers."""
    for operand, shape in zip(part.parts, ends, strict=True):
        _fits(part, operand, shape, ("number",), "numbers", run)


def _conversion(shape: Shape, words: str, text: str) -> str:
    if words == "numbers" and shape.kinds == {"string"}:
        return f"Join strings with `&`, or convert the string with $number({text})."
    return ""


def _ordered(part: Part, left: Shape, right: Shape, run: Evaluation) -> Shape:
    kinds, words = ("number", "string"), "numbers or strings"
    for operand, shape in zip(part.parts, (left, right), strict=True):
        if not _fits(part, operand, shape, kinds, words, run):
            return UNKNOWN
    if _known(left) and _known(right) and not any(left.has(kind) and right.has(kind) for kind in kinds):
        first, second = part.parts
        run.report(
            "ERROR",
            f"`{run.text(part)}` always fails: {run.text(first)} is {kind_text(left.only(*kinds))}, and "
            f"{run.text(second)} is {kind_text(right.only(*kinds))}",
            "Convert one of them with $number or $string.",
        )
        return UNKNOWN
    return with_absence(BOOLEAN, absence(left.missing, right.missing))


def _known(shape: Shape) -> bool:
    return not shape.unknown and shape.is_value


def _compared(part: Part, left: Shape, right: Shape, run: Evaluation) -> Shape:
    """Return the shape of an equality or a test with `in`, and report one that is never true."""
    operator = part.value
    one, other = left.present(), right.present()
    if operator == "in":
        other = elements(other).items
    if not _known(one) or not _known(other):
        return BOOLEAN
    common = [kind for kind in sorted(one.kinds) if other.has(kind)]
    if common and (operator == "!=" or not _are_different(one, other, common)):
        return BOOLEAN
    if {"null"} in (one.kinds, other.kinds) and (_is_soft(one) or _is_soft(other) or operator == "!="):
        return BOOLEAN
    first, second = part.parts
    always = "never true" if operator != "!=" else "always true, unless one of them is missing"
    repair = ""
    if not common and "null" in one.kinds | other.kinds and absence(left.missing, right.missing):
        repair = "A member that is missing is not null. Test it with $exists."
    run.report(
        "WARNING" if operator == "!=" else "ERROR",
        f"`{run.text(part)}` is {always}: {_described(first, left, second, right, run)}",
        repair or _literal_hint(one, other),
    )
    return BOOLEAN


def _described(first: Part, left: Shape, second: Part, right: Shape, run: Evaluation) -> str:
    if is_constant(second):
        return f"{run.text(first)} is {shape_text(left.present())}"
    if is_constant(first):
        return f"{run.text(second)} is {shape_text(right.present())}"
    return f"{run.text(first)} is {shape_text(left.present())}, and {run.text(second)} is {shape_text(right.present())}"


def _is_soft(shape: Shape) -> bool:
    return bool(getattr(shape, "soft", False))


def _are_different(left: Shape, right: Shape, common: list[str]) -> bool:
    """Return whether no value has both of two shapes."""
    if _is_soft(left) and _is_soft(right):
        return False
    for kind in common:
        if kind not in ("boolean", "number", "string"):
            return False
        one, other = getattr(left, kind), getattr(right, kind)
        if one is True or other is True or one & other:
            return False
    return True


def _literal_hint(left: Shape, right: Shape) -> str:
    for one, other in ((left, right), (right, left)):
        if type(one.string) is frozenset and type(other.string) is frozenset and len(one.string) == 1:
            return suggestion(next(iter(one.string)), sorted(other.string))
    return ""
