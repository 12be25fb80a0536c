"""The types of the arguments and results of JSONata's functions, and the check of calls.

JSONata documentation, "Function Library"; developer guide, 'JSONata functions provided by Step Functions'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from aslant.asl.shapes.jsonata.scope import Evaluation
from aslant.asl.shapes.jsonata.sequences import absence, elements, with_absence
from aslant.asl.shapes.shape import ARRAY, BOOLEAN, NUMBER, OBJECT, STRING, UNKNOWN, Shape
from aslant.asl.shapes.text import kind_text
from aslant.asl.shapes.unions import array_of
from aslant.grammar.jsonata import Part

__all__ = ["SIGNATURES", "Argument", "Signature", "checked", "result_of"]

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "a": ("array", "object", "string", "number", "boolean", "null"),
    "b": ("boolean",),
    "f": (),
    "n": ("number",),
    "o": ("object",),
    "oa": ("object", "array"),
    "s": ("string",),
    "sf": ("string",),
    "nsb": ("number", "string", "boolean"),
    "x": ("array", "object", "string", "number", "boolean", "null"),
}
_WORDS: Final = {
    "b": "a boolean",
    "n": "a number",
    "o": "an object",
    "oa": "an object or an array",
    "s": "a string",
    "sf": "a string or a regular expression",
    "nsb": "a number, string or boolean",
    "an": "an array of numbers",
    "as": "an array of strings",
    "ao": "an array of objects",
}
_RESULTS: Final[Mapping[str, Shape]] = {
    "b": BOOLEAN,
    "n": NUMBER,
    "o": OBJECT,
    "s": STRING,
    "a": ARRAY,
    "as": array_of(STRING),
    "x": UNKNOWN,
}


class Signature(NamedTuple):
    """The types of a function's arguments and of its result, as letters of JSONata's notation.

    `an` is an array of numbers, or a single number; `sf` is a string or a function, `n?` may be left out.
    """

    arguments: tuple[str, ...]
    result: str
    least: int
    """The arguments that must be there."""
    uses_item: bool
    """Whether the context item replaces a first argument that is left out."""


def _signature(notation: str) -> Signature:
    arguments, _, result = notation.partition(":")
    words = arguments.split()
    letters = tuple(word.strip("?-") for word in words)
    least = sum("?" not in word for word in words)
    return Signature(letters, result.strip(), least, any("-" in word for word in words))


SIGNATURES: Final[Mapping[str, Signature]] = {
    name: _signature(notation)
    for notation, names in {
        "n- : n": "abs ceil floor sqrt",
        "n- n? : n": "round",
        "n- n : n": "power",
        "an : n": "sum",
        "an : n?": "average max min",
        "a : n": "count",
        "x- b? : s": "string",
        "s- : n": "length",
        "s- : s": "base64decode base64encode decodeUrl decodeUrlComponent encodeUrl encodeUrlComponent lowercase trim "
        "uppercase",
        "s- n n? : s": "substring",
        "s- s : s": "substringAfter substringBefore",
        "s- n s? : s": "pad",
        "s- sf : b": "contains",
        "s- sf sf n? : s": "replace",
        "s- sf n? : as": "split",
        "s- f n? : x": "match",
        "as s? : s": "join",
        "n- s o? : s": "formatNumber",
        "n- n? : s": "formatBase",
        "n- s : s": "formatInteger",
        "s- s : n": "parseInteger",
        "nsb- : n": "number",
        "x- : b": "boolean not",
        "x : b": "exists",
        "x : s": "type",
        "s? s? : s": "now",
        ": n": "millis",
        "s- s? : n": "toMillis",
        "n- s? s? : s": "fromMillis",
        "x- : x": "keys spread",
        "x- s : x": "lookup",
        "x x : x": "append",
        "ao : x": "merge",
        "a : x": "reverse shuffle",
        "a f? : x": "sort single",
        "x : x": "distinct",
        "a f : x": "filter map",
        "a f x? : x": "reduce",
        "o- f : x": "each",
        "o- f? : x": "sift",
        "oa- : x": "clone",
        "s? : x": "error",
        "b s? : x": "assert",
        "n? : n": "random",
        ": s": "uuid",
        "s s : s": "hash",
        "s : x": "parse",
        "a n : x": "partition",
        "n n n : x": "range",
    }.items()
    for name in names.split()
}
"""The functions by name. `zip` takes any number of arrays."""


class Argument(NamedTuple):
    """An argument of a call."""

    shape: Shape
    part: Part | None
    """Its part of the expression; None for a value that JSONata passes to a function."""


def checked(name: str, signature: Signature, arguments: Sequence[Argument], run: Evaluation) -> bool:
    """Report arguments that never have the right type, or that may be null. Returns False for the former."""
    for (shape, part), letters in zip(arguments, signature.arguments, strict=False):
        if part is not None and letters not in ("x", "a", "f") and not _is_fit(name, letters, shape, part, run):
            return False
    return True


def _is_fit(name: str, letters: str, shape: Shape, part: Part, run: Evaluation) -> bool:
    value = shape.present()
    tested = value
    kinds = _KINDS.get(letters)
    if kinds is None:
        kinds = _KINDS[letters[1:]]
        tested = elements(value).items
    if not tested.is_value or tested.unknown or (letters == "sf" and part.kind in ("(regex)", "lambda")):
        return True
    if not any(tested.has(kind) for kind in kinds):
        is_items = kinds is not _KINDS.get(letters) and value.array is not None
        made = f" in {' or '.join(value.origin)}" if value.origin else ""
        actual = f"an array with {_items(tested)}" if is_items else kind_text(value)
        run.report(
            "ERROR",
            f"${name} always fails: it needs {_WORDS[letters]}, and {run.text(part)} is {actual}{made}",
            _conversion(letters, tested, run.text(part)),
        )
        return False
    other = other_scalars(tested, kinds)
    if other.is_value:
        is_items = tested is not value and value.array is not None
        only_null = other.kinds == {"null"}
        repair = "Remove null from it with a predicate, [$ != null]." if only_null else "Select its items with $filter."
        run.report(
            "WARNING",
            f"${name} may fail: it needs {_WORDS[letters]}, and {run.text(part)} may "
            f"{f'have {kind_text(other)} in it' if is_items else f'be {kind_text(other)}'}",
            repair if is_items else type_test(other),
        )
    return True


def other_scalars(shape: Shape, kinds: tuple[str, ...]) -> Shape:
    """Return the alternatives of a shape that are null or scalars, and not of some types.

    Arrays are left out, because a path that selects one value gives it without an array. So are constants.
    """
    other = shape.present().without(*kinds, "array", "object")
    return other.only("null") if shape.soft else other


def type_test(other: Shape) -> str:
    """Return the repair for a value that may have another type."""
    return "Compare it with null first." if other.kinds == {"null"} else "Test its type with $type first."


def _items(shape: Shape) -> str:
    text = kind_text(shape)
    return text if " or " in text or text == "null" else f"{text} in it"


def _conversion(letters: str, shape: Shape, text: str) -> str:
    if letters in ("s", "sf") and shape.kinds <= {"number", "boolean"}:
        return f"Convert it with $string({text})."
    if letters == "n" and shape.kinds == {"string"}:
        return f"Convert it with $number({text})."
    return ""


def result_of(signature: Signature, arguments: Sequence[Argument]) -> Shape:
    """Return the shape of a function's result, which is missing if its first argument is."""
    result = signature.result
    shape = _RESULTS[result.rstrip("?")]
    if result.endswith("?"):
        shape = shape.perhaps()
    if not signature.arguments or not signature.least:
        return shape
    first = arguments[0].shape if arguments else UNKNOWN
    others = [None for argument in arguments[1:] if argument.shape.missing is not False]
    return with_absence(shape, absence(first.missing, shape.missing, *others))
