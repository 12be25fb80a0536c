"""Expression: JSONata written in Python, as text with its operator precedence.

An expression is made from the roots and functions of `aslant.asl.jsonata`. Operators join the text of their operands,
in parentheses where JSONata would otherwise parse them differently, so no tree has to be walked later (JSONata
documentation, "Operators" and "Path Operators"; the order of precedence is that of its parser).
"""

from __future__ import annotations

import itertools
import json
import math
import re
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from aslant.asl.computed import Computed, a_kind
from aslant.asl.condition import Condition
from aslant.asl.expression_filters import is_same_for_all_items, looks_like_condition
from aslant.asl.field import JSONATA
from aslant.asl.node import put
from aslant.errors import DefinitionError

__all__ = [
    *("ANYTHING", "JOIN", "POSTFIX", "TERNARY"),
    *("Expression", "infix", "operand", "parameters", "unmarked", "written"),
]

# Operator precedence: an operand gets parentheses if it binds less tightly than its operator.
ANYTHING: Final = 0
TERNARY: Final = 20
OR: Final = 25
AND: Final = 30
COMPARE: Final = 40
JOIN: Final = 50
ADD: Final = 50
MULTIPLY: Final = 60
NEGATE: Final = 70
POSTFIX: Final = 80

_MARKED: Final = re.compile("\\$\x01([0-9]+)\x02(\\w+)")
_COUNT: Final = itertools.count()
_STARRED: Final = 0x04 | 0x08  # CO_VARARGS and CO_VARKEYWORDS of the module inspect, which takes long to import
_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS: Final = frozenset({"and", "or", "in", "true", "false", "null", "function"})


class Expression(Computed):
    """A JSONata expression. Its `str` is `{% … %}`.

    An attribute is the member of that name; write `expression["order id"]` for other names. `[0]` and `[-1]` select an
    item, `[1:3]` a range of items, and `[condition]` the items for which a condition on `jsonata.item` holds. As in
    JSONata, brackets belong to the last step: `orders.lines[0]` is the first line of each order, and
    `jsonata.whole(orders.lines)[0]` the first of all.

    `+ - * / %` calculate, `== != < <= > >=` compare, and `& | ~` are `and`, `or` and not, as in a `Condition`. Use
    `jsonata.concat` to join strings, and `jsonata.in_` to test whether a value is in a list.
    """

    __slots__ = ("_binding",)
    _binding: int
    _LANGUAGE = JSONATA
    _KIND = "expression"
    __hash__ = object.__hash__
    __iter__: ClassVar[None] = None  # without this, `for x in expression` would never end

    def __init__(self, text: str, binding: int = ANYTHING) -> None:
        """Create an expression from its text, without `{% %}`, with its operator precedence."""
        super().__init__(text)
        put(self, "_binding", binding)

    def __str__(self) -> str:
        return f"{{% {unmarked(self._text)} %}}"

    def _joined(self) -> str:
        return "jsonata.concat('…', …)"

    if not TYPE_CHECKING:  # type checkers report this call themselves

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse what looks like a method call.

            Raises:
                DefinitionError: Always.
            """
            raise DefinitionError(f"{self!s} is not a function. Call a function of JSONata as jsonata.fn.name(…).")

    def __getattr__(self, name: str) -> Expression:
        """Return the expression for the member of that name."""
        if name.startswith("_"):
            raise AttributeError(
                f'an expression has no attribute {name!r}. Write expression["{name}"] for a member of that name.'
            )
        return _member(self, name)

    def __getitem__(self, key: str | int | slice | Expression) -> Expression:
        """Return a member by any name, an item by its index, a slice, or the items for which a condition holds."""
        if isinstance(key, str):
            if looks_like_condition(key):
                raise DefinitionError(
                    f"{self!s} [{key!r}]: a string in brackets is the name of a member. Write a condition such as "
                    "[jsonata.item.price > 10], or jsonata.fn.lookup(…) for a member of that name."
                )
            return _member(self, key)
        if isinstance(key, Expression):
            inside = key._text
            if is_same_for_all_items(inside):
                raise DefinitionError(
                    f"{self!s} [{key!s}]: the condition does not read the item, so it holds for all items or for "
                    "none. Write jsonata.item for the item, such as [jsonata.item.price > 10]."
                )
        elif type(key) is int:
            inside = str(key)
        elif type(key) is slice and _countable(key):
            inside = f"[{key.start or 0}..{key.stop - 1}]"
        else:
            raise DefinitionError(
                f"{self!s} [{key!r}]: use a string for a member, an integer for an item, and a slice such as [0:3] or "
                "a condition such as [jsonata.item.price > 10] for several items"
            )
        return Expression(f"{_within(self, POSTFIX)}[{inside}]", POSTFIX)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self!s} is an expression and cannot be assigned")

    def __bool__(self) -> NoReturn:
        """Refuse `and`, `or`, `not`, `if` and chained comparisons, which would drop a part of the condition.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(
            f"{self!s} has no value before the workflow runs. Join conditions with & | ~ and parentheses instead of "
            "and, or, not or a < b < c, and choose with jsonata.if_(condition, yes, no)."
        )

    def __contains__(self, item: object) -> NoReturn:
        raise DefinitionError(
            f"Python evaluates `in` before the workflow runs, when {self!s} has no value. Write "
            "jsonata.in_(item, items)."
        )

    def __add__(self, other: Any) -> Expression:
        return infix(self, "+", _refuse_string(self, "+", other), ADD)

    def __radd__(self, other: Any) -> Expression:
        return infix(_refuse_string(self, "+", other), "+", self, ADD)

    def __sub__(self, other: Any) -> Expression:
        return infix(self, "-", other, ADD)

    def __rsub__(self, other: Any) -> Expression:
        return infix(other, "-", self, ADD)

    def __mul__(self, other: Any) -> Expression:
        return infix(self, "*", other, MULTIPLY)

    def __rmul__(self, other: Any) -> Expression:
        return infix(other, "*", self, MULTIPLY)

    def __truediv__(self, other: Any) -> Expression:
        return infix(self, "/", other, MULTIPLY)

    def __rtruediv__(self, other: Any) -> Expression:
        return infix(other, "/", self, MULTIPLY)

    def __mod__(self, other: Any) -> Expression:
        return infix(self, "%", other, MULTIPLY)

    def __rmod__(self, other: Any) -> Expression:
        return infix(other, "%", self, MULTIPLY)

    def __neg__(self) -> Expression:
        return Expression(f"-{_within(self, NEGATE)}", NEGATE)

    def __eq__(self, other: Any) -> Expression:  # type: ignore[override]
        return infix(self, "=", _refuse_joined(self, "==", other), COMPARE)

    def __ne__(self, other: Any) -> Expression:  # type: ignore[override]
        return infix(self, "!=", _refuse_joined(self, "!=", other), COMPARE)

    def __lt__(self, other: Any) -> Expression:
        return infix(self, "<", _refuse_joined(self, "<", other), COMPARE)

    def __le__(self, other: Any) -> Expression:
        return infix(self, "<=", _refuse_joined(self, "<=", other), COMPARE)

    def __gt__(self, other: Any) -> Expression:
        return infix(self, ">", _refuse_joined(self, ">", other), COMPARE)

    def __ge__(self, other: Any) -> Expression:
        return infix(self, ">=", _refuse_joined(self, ">=", other), COMPARE)

    def __and__(self, other: Any) -> Expression:
        return infix(self, "and", _refuse_value(self, "&", _refuse_string(self, "&", other)), AND)

    def __rand__(self, other: Any) -> Expression:
        return infix(_refuse_value(self, "&", _refuse_string(self, "&", other)), "and", self, AND)

    def __or__(self, other: Any) -> Expression:
        return infix(self, "or", _refuse_value(self, "|", other), OR)

    def __ror__(self, other: Any) -> Expression:
        return infix(_refuse_value(self, "|", other), "or", self, OR)

    def __invert__(self) -> Expression:
        return Expression(f"$not({self._text})", POSTFIX)


def unmarked(text: str) -> str:
    """Return text without the marks of parameters, which it has inside a function."""
    return _MARKED.sub(r"$\2", text) if "\x01" in text else text


def infix(left: Any, operator: str, right: Any, binding: int) -> Expression:
    """Return both values joined by a left-associative operator."""
    return Expression(f"{written(left, binding)} {operator} {written(right, binding + 1)}", binding)


def _refuse_value(of: Expression, operator: str, other: Any) -> Any:
    """Return an operand of `&` or `|`, and refuse a constant: Python joins it before it compares."""
    if isinstance(other, str | int | float | None) and not isinstance(other, bool):
        raise DefinitionError(
            f"{of!s} {operator} {other!r}: {operator} binds tighter than a comparison in Python. Put each comparison "
            f"into parentheses: (a > 1) {operator} (b == 2)."
        )
    return other


def _refuse_joined(of: Expression, operator: str, other: Any) -> Any:
    """Return an operand of a comparison, and refuse to compare conditions that `&` or `|` joined with a value."""
    for side in (of, other):
        if isinstance(side, Expression) and side._binding in (AND, OR) and not isinstance(other, bool):
            raise DefinitionError(
                f"{side!s} is compared as a whole, because & and | bind tighter than {operator} in Python. Put each "
                f"comparison into parentheses: (a > 1) & (b {operator} 2)."
            )
    return other


def _refuse_string(of: Expression, operator: str, other: Any) -> Any:
    """Return an operand of `+` or `&`, and refuse a string: they do not join strings in JSONata."""
    if isinstance(other, str):
        does = "adds numbers" if operator == "+" else "tests whether both hold"
        raise DefinitionError(
            f"{of!s} {operator} {other!r}: {operator} {does}. Join strings with jsonata.concat(…, …)."
        )
    return other


def written(value: Any, binding: int = ANYTHING) -> str:
    """Return a value as text for an operand of an operator with this precedence."""
    return _within(operand(value), binding)


def operand(value: Any) -> Expression:
    """Return a Python value as an expression: a literal, which may contain expressions, or a function.

    Raises:
        DefinitionError: JSONata cannot express the value.
    """
    if isinstance(value, Expression):
        return value
    pieces: list[str] = []
    stack: list[tuple[bool, Any]] = [(False, value)]  # the boolean says whether the item is text already; no recursion
    while stack:
        ready, item = stack.pop()
        if ready:
            pieces.append(item)
        elif isinstance(item, Expression):
            pieces.append(item._text)
        elif isinstance(item, dict):
            _push(stack, "{", "}", [([(True, f"{_key(name)}: ")], inner) for name, inner in item.items()])
        elif isinstance(item, list | tuple):
            _push(stack, "[", "]", [([], inner) for inner in item])
        elif isinstance(item, FunctionType):
            pieces.append(_function(item))
        else:
            pieces.append(_atom(item))
    negative = isinstance(value, int | float) and not isinstance(value, bool) and value < 0
    return Expression("".join(pieces), NEGATE if negative else POSTFIX)


def _function(function: FunctionType) -> str:
    """Return a Python function as JSONata.

    In its body, each parameter has a mark until the name is final: a function inside another one may read a parameter
    of the outer function that has the same name as its own, which then gets a number.
    """
    names = {str(next(_COUNT)): name for name in parameters(function)}
    body = written(function(*(Expression(f"$\x01{mark}\x02{name}", POSTFIX) for mark, name in names.items())))
    outer = {match[2] for match in _MARKED.finditer(body) if match[1] not in names}
    final: dict[str, str] = {}
    for mark, name in names.items():
        number = 1
        while (name if number == 1 else f"{name}_{number}") in {*outer, *final.values()}:
            number += 1
        final[mark] = name if number == 1 else f"{name}_{number}"
    body = _MARKED.sub(lambda match: f"${final[match[1]]}" if match[1] in final else match[0], body)
    return f"function({', '.join(f'${name}' for name in final.values())}) {{ {body} }}"


def parameters(function: FunctionType) -> tuple[str, ...]:
    """Return the names of a function's parameters.

    Raises:
        DefinitionError: A parameter is keyword-only or variadic.
    """
    code = function.__code__
    if code.co_kwonlyargcount or code.co_flags & _STARRED:
        raise DefinitionError(
            f"a JSONata function has only positional parameters, and {function.__name__} has others. Name each, such "
            "as lambda line, index: …."
        )
    return code.co_varnames[: code.co_argcount]


def _push(stack: list[tuple[bool, Any]], opening: str, closing: str, items: list[tuple[list[Any], Any]]) -> None:
    entries: list[tuple[bool, Any]] = [(True, opening)]
    for number, (before, item) in enumerate(items):
        entries += [(True, ", ")] if number else []
        entries += [*before, (False, item)]
    stack.extend(reversed([*entries, (True, closing)]))


def _atom(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return repr(float(value))
    raise DefinitionError(_refusal(value))


def _refusal(value: Any) -> str:
    if isinstance(value, Condition):
        return "a JSONPath condition cannot be part of a JSONata expression. Compare jsonata.states.input.… instead."
    if isinstance(value, Computed):
        return (
            f"{value!s} is {a_kind(value)} of JSONPath and cannot be part of a JSONata expression. Write "
            "jsonata.states.input, .context or jsonata.variables."
        )
    return (
        f"{value!r} cannot be part of a JSONata expression, which supports strings, numbers, booleans, None, lists, "
        "dicts and expressions. Assign a value known only at deployment to a variable."
    )


def _quoted(text: str) -> str:
    """Return text in single quotes, so that JSON needs no escapes. JSONata cannot escape a single quote."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if "'" in text else "'" + quoted[1:-1].replace('\\"', '"') + "'"


def _key(name: Any) -> str:
    if isinstance(name, str):
        return _quoted(name)
    raise DefinitionError(f"an object of JSONata cannot have a member {name!r}: names of JSON members must be strings")


def _member(of: Expression, name: str) -> Expression:
    if _BARE.fullmatch(name) and name not in _WORDS:
        return Expression(f"{_within(of, POSTFIX)}.{name}", POSTFIX)
    if "`" in name or not name:  # a quoted name cannot contain a backtick or be empty
        return Expression(f"$lookup({of._text}, {_quoted(name)})", POSTFIX)
    return Expression(f"{_within(of, POSTFIX)}.`{name}`", POSTFIX)


def _within(of: Expression, binding: int) -> str:
    return of._text if of._binding >= binding else f"({of._text})"


def _countable(key: slice) -> bool:
    start = 0 if key.start is None else key.start
    return type(start) is int and type(key.stop) is int and key.step is None and 0 <= start < key.stop
