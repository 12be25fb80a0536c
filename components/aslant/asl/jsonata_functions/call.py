"""The call of a JSONata function in the builder, with the check of its literal arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import FunctionType
from typing import Any, Final, TypeAlias

from aslant.asl.expression import ANYTHING, POSTFIX, Expression, parameters, unmarked, written
from aslant.asl.unset import UNSET
from aslant.errors import DefinitionError

__all__ = ["Array", "Boolean", "Function", "Number", "Object", "Text", "call"]

Text: TypeAlias = str | Expression
Number: TypeAlias = int | float | Expression
Boolean: TypeAlias = bool | Expression
Array: TypeAlias = list[Any] | tuple[Any, ...] | Expression
Object: TypeAlias = dict[str, Any] | Expression
Function: TypeAlias = Callable[..., Any] | Expression

_WORDS: Final = {
    "a": ("an array", (list, tuple)),
    "b": ("a boolean", (bool,)),
    "c": ("an object or an array", (dict, list, tuple)),
    "n": ("a number", (int, float)),
    "o": ("an object", (dict,)),
    "r": ("a string, or a regular expression from jsonata.regex", (str,)),
    "s": ("a string", (str,)),
    "v": ("a number, a string or a boolean", (int, float, str, bool)),
}
_ITEMS: Final = {"N": ("numbers", "n"), "S": ("strings", "s"), "O": ("objects", "o")}
_NAMED: Final = re.compile(r"\$[^.\W]\w*(?:\(.*\))?|\(?(?:function|λ)\s*\(.*", re.DOTALL)
"""A function by name, the call of one that may return a function, or one written as JSONata."""


def call(name: str, kinds: str, *arguments: Any, most: int = 0, least: int = 0) -> Expression:
    """Return the call of a function, without the arguments at the end that are `UNSET`.

    `kinds` has a letter for each argument: `a` an array, `b` a boolean, `c` an object or an array, `f` a function,
    `n` a number, `o` an object, `r` a string or a regular expression, `s` a string, `v` any scalar, and `x` any value.
    `N`, `S` and `O` are an array of numbers, strings or objects, or one of them. A function takes `least` to `most`
    parameters.

    Raises:
        DefinitionError: A literal has the wrong type, or an argument is left out before another one.
    """
    given = [argument for argument in arguments if argument is not UNSET]
    if any(argument is UNSET for argument in arguments[: len(given)]):
        raise DefinitionError(
            f"jsonata.fn.{name}: an argument in the middle cannot be left out. Pass its default instead."
        )
    for number, (kind, argument) in enumerate(zip(kinds, given, strict=False), start=1):
        fault = _fault(kind, argument, least, most)
        if fault:
            raise DefinitionError(f"jsonata.fn.{name}: argument {number} must be {fault}")
    return Expression(f"${name}({', '.join(map(written, given))})", POSTFIX)


def _fault(kind: str, argument: Any, least: int, most: int) -> str:
    """Return what an argument must be, and what it is; empty if it may be right."""
    if kind == "f":
        return _function_fault(argument, least, most)
    if isinstance(argument, Expression) or kind == "x":
        return ""
    if isinstance(argument, FunctionType):
        return f"{_words(kind)}, not a function"
    if kind in _ITEMS:
        items = argument if isinstance(argument, list | tuple) else [argument]
        wrong = [item for item in items if _fault(_ITEMS[kind][1], item, 0, 0)]
        return f"{_words(kind)}, not {argument!r}" if wrong else ""
    _, types = _WORDS[kind]
    if not isinstance(argument, types) or (isinstance(argument, bool) and bool not in types):
        return f"{_words(kind)}, not {argument!r}"
    return ""


def _words(kind: str) -> str:
    return f"an array of {_ITEMS[kind][0]}" if kind in _ITEMS else _WORDS[kind][0]


def _function_fault(argument: Any, least: int, most: int) -> str:
    if isinstance(argument, FunctionType):
        count = len(parameters(argument))
        if not least <= count <= most:
            counts = str(least) if least == most else f"{least} to {most}"
            return f"a function with {counts} parameter{'s' * (counts != '1')}, and it has {count}"
        return ""
    if not isinstance(argument, Expression):
        return f"a function, such as lambda line: line.price > 10, not {argument!r}"
    if argument._binding == ANYTHING or _NAMED.fullmatch(unmarked(argument._text)):
        return ""
    return f"a function, and {argument!s} is a value. Write a function, such as lambda line: line.price > 10."
