"""Expression: JSONata written in Python, as text that knows how tightly it binds.

An expression is made from the roots and functions of `aslant.asl.jsonata`. Operators join the texts of their
operands, in parentheses where JSONata would otherwise read another tree, so nothing here is ever walked again
(JSONata documentation, "Operators" and "Path Operators"; the order of precedence is that of its parser).
"""

from __future__ import annotations

import json
import math
import re
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from aslant.asl.computed import Computed, a_kind
from aslant.asl.condition import Condition
from aslant.asl.field import JSONATA
from aslant.asl.node import put
from aslant.errors import DefinitionError

__all__ = ["ANYTHING", "JOIN", "POSTFIX", "TERNARY", "Expression", "infix", "operand", "written"]

# How tightly a text binds: an operand is put into parentheses where it binds less than its operator.
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

_STARRED: Final = 0x04 | 0x08  # CO_VARARGS and CO_VARKEYWORDS of the module inspect, which takes long to import
_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS: Final = frozenset({"and", "or", "in", "true", "false", "null", "function"})


class Expression(Computed):
    """An expression of JSONata; `str` of it is `{% … %}`.

    An attribute is the member of that name, and `expression["order id"]` one of any name. `[0]` and `[-1]` are items,
    `[1:3]` some of them, and `[condition]` those for which it holds, `jsonata.item` being the one that is asked. As
    in JSONata, such brackets belong to the last step: `orders.lines[0]` is the first line of each order, and
    `jsonata.whole(orders.lines)[0]` the first of all.

    `+ - * / %` calculate, `== != < <= > >=` compare, and `& | ~` are `and`, `or` and not, as in a `Condition`. Text is
    joined by `jsonata.concat`, and whether something is in a list is asked by `jsonata.in_`.
    """

    __slots__ = ("_binding",)
    _binding: int
    _LANGUAGE = JSONATA
    _KIND = "expression"
    __hash__ = object.__hash__
    __iter__: ClassVar[None] = None  # without this, `for x in expression` would never end

    def __init__(self, text: str, binding: int = ANYTHING) -> None:
        """Make an expression of its text, without `{% %}`, that binds as tightly as `binding` says."""
        super().__init__(text)
        put(self, "_binding", binding)

    def __str__(self) -> str:
        return f"{{% {self._text} %}}"

    def _joined(self) -> str:
        return "jsonata.concat('…', …)"

    if not TYPE_CHECKING:  # a type checker knows that an expression is no function

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse what looks like a method.

            Raises:
                DefinitionError: always.
            """
            raise DefinitionError(f"{self!s} is no function; a function of JSONata is called jsonata.fn.name(…)")

    def __getattr__(self, name: str) -> Expression:
        """The member of that name."""
        if name.startswith("_"):
            raise AttributeError(
                f'an expression has no attribute {name!r}; a member of that name is expression["{name}"]'
            )
        return _member(self, name)

    def __getitem__(self, key: str | int | slice | Expression) -> Expression:
        """A member by any name, an item by its number, a slice, or the items for which a condition holds."""
        if isinstance(key, str):
            return _member(self, key)
        if isinstance(key, Expression):
            inside = key._text
        elif type(key) is int:
            inside = str(key)
        elif type(key) is slice and _countable(key):
            inside = f"[{key.start or 0}..{key.stop - 1}]"
        else:
            raise DefinitionError(
                f"{self!s} [{key!r}]: a member is named by text, an item by a whole number, some items by a slice such "
                "as [0:3] or by a condition such as [jsonata.item.price > 10]"
            )
        return Expression(f"{_within(self, POSTFIX)}[{inside}]", POSTFIX)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self!s} is an expression: it says what to compute and cannot be assigned")

    def __bool__(self) -> NoReturn:
        """Refuse `and`, `or`, `not`, `if` and chained comparisons, which would drop half of the question.

        Raises:
            DefinitionError: always.
        """
        raise DefinitionError(
            f"{self!s} has no value before the workflow runs; join conditions with & | ~ and parentheses instead of "
            "and, or, not or a < b < c, and choose by jsonata.if_(condition, yes, no)"
        )

    def __contains__(self, item: object) -> NoReturn:
        raise DefinitionError(f"`in` asks Python, which knows nothing of {self!s}; write jsonata.in_(item, items)")

    def __add__(self, other: Any) -> Expression:
        return infix(self, "+", _no_text(self, "+", other), ADD)

    def __radd__(self, other: Any) -> Expression:
        return infix(_no_text(self, "+", other), "+", self, ADD)

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
        return infix(self, "=", other, COMPARE)

    def __ne__(self, other: Any) -> Expression:  # type: ignore[override]
        return infix(self, "!=", other, COMPARE)

    def __lt__(self, other: Any) -> Expression:
        return infix(self, "<", other, COMPARE)

    def __le__(self, other: Any) -> Expression:
        return infix(self, "<=", other, COMPARE)

    def __gt__(self, other: Any) -> Expression:
        return infix(self, ">", other, COMPARE)

    def __ge__(self, other: Any) -> Expression:
        return infix(self, ">=", other, COMPARE)

    def __and__(self, other: Any) -> Expression:
        return infix(self, "and", _no_text(self, "&", other), AND)

    def __rand__(self, other: Any) -> Expression:
        return infix(_no_text(self, "&", other), "and", self, AND)

    def __or__(self, other: Any) -> Expression:
        return infix(self, "or", other, OR)

    def __ror__(self, other: Any) -> Expression:
        return infix(other, "or", self, OR)

    def __invert__(self) -> Expression:
        return Expression(f"$not({self._text})", POSTFIX)


def infix(left: Any, operator: str, right: Any, binding: int) -> Expression:
    """Both values joined by an operator, which JSONata reads from the left."""
    return Expression(f"{written(left, binding)} {operator} {written(right, binding + 1)}", binding)


def _no_text(of: Expression, operator: str, other: Any) -> Any:
    """What stands beside `+` or `&`, which join no texts."""
    if isinstance(other, str):
        does = "adds numbers" if operator == "+" else "asks whether both hold"
        raise DefinitionError(f"{of!s} {operator} {other!r}: {operator} {does}; join texts by jsonata.concat(…, …)")
    return other


def written(value: Any, binding: int = ANYTHING) -> str:
    """A value as text for a place whose operator binds as tightly as `binding`."""
    return _within(operand(value), binding)


def operand(value: Any) -> Expression:
    """A Python value as an expression: JSON is a literal, in which expressions may stand, a function a function.

    Raises:
        DefinitionError: JSONata cannot hold such a value.
    """
    if isinstance(value, Expression):
        return value
    pieces: list[str] = []
    stack: list[tuple[bool, Any]] = [(False, value)]  # whether it is text already; no recursion
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
            names = _parameters(item)
            stack.append((True, " }"))
            stack.append((False, item(*(Expression(f"${name}", POSTFIX) for name in names))))
            stack.append((True, f"function({', '.join(f'${name}' for name in names)}) {{ "))
        else:
            pieces.append(_atom(item))
    negative = isinstance(value, int | float) and not isinstance(value, bool) and value < 0
    return Expression("".join(pieces), NEGATE if negative else POSTFIX)


def _parameters(function: FunctionType) -> tuple[str, ...]:
    """The names of a function's parameters.

    Raises:
        DefinitionError: JSONata has no such parameters.
    """
    code = function.__code__
    if code.co_kwonlyargcount or code.co_flags & _STARRED:
        raise DefinitionError(
            f"a function of JSONata takes its parameters by place, and {function.__name__} has others; "
            "name each, such as lambda line, index: …"
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
        return (
            "a condition of JSONPath cannot stand in an expression of JSONata; compare jsonata.states.input.… instead"
        )
    if isinstance(value, Computed):
        return (
            f"{value!s} is {a_kind(value)} of JSONPath and cannot stand in an expression of JSONata; "
            "write jsonata.states.input, .context or jsonata.variables"
        )
    return (
        f"{value!r} cannot stand in an expression of JSONata, which takes text, numbers, booleans, None, lists, dicts "
        "and expressions; a value known only at deployment goes into a variable, by assign"
    )


def _quoted(text: str) -> str:
    """Text between single quotes, since JSON escapes double ones; JSONata cannot escape a single one."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if "'" in text else "'" + quoted[1:-1].replace('\\"', '"') + "'"


def _key(name: Any) -> str:
    if isinstance(name, str):
        return _quoted(name)
    raise DefinitionError(f"an object of JSONata has no member {name!r}; JSON names members by text")


def _member(of: Expression, name: str) -> Expression:
    if _BARE.fullmatch(name) and name not in _WORDS:
        return Expression(f"{_within(of, POSTFIX)}.{name}", POSTFIX)
    if "`" in name or not name:  # a name between backticks can hold neither
        return Expression(f"$lookup({of._text}, {_quoted(name)})", POSTFIX)
    return Expression(f"{_within(of, POSTFIX)}.`{name}`", POSTFIX)


def _within(of: Expression, binding: int) -> str:
    return of._text if of._binding >= binding else f"({of._text})"


def _countable(key: slice) -> bool:
    start = 0 if key.start is None else key.start
    return type(start) is int and type(key.stop) is int and key.step is None and 0 <= start < key.stop
