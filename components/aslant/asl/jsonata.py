"""JSONata, written in Python (ASL specification, "JSONata Concepts"; for the language, JSONata's documentation).

```python
from aslant.asl import Choice, Fail, Pass, when
from aslant.asl import jsonata as j

total = j.fn.sum(j.fn.map(j.states.input.lines, lambda line: line.price * line.count))
add = Pass("Add", assign={"total": total}, output=j.states.input.order)
greet = Pass("Greet", output={"text": j.concat("Hello ", j.states.input.name)})
large = Choice("Large?", when((j.variables.total > 100) & ~j.states.input.agreed, Fail("Ask")))
```

An `Expression` is accepted wherever a string `"{% … %}"` is, alone or inside lists and objects, and you can always
write such a string instead. In an expression, strings, numbers, booleans, `None`, lists and dicts are literals, and a
Python function becomes a JSONata function with `$` before the names of its parameters. `Expression` documents the
operators and brackets.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from aslant.asl.expression import (
    ANYTHING,
    COMPARE,
    JOIN,
    POSTFIX,
    TERNARY,
    Expression,
    infix,
    operand,
    written,
)
from aslant.asl.jsonata_functions import Functions
from aslant.asl.values import exact
from aslant.asl.variable import variable_fault
from aslant.errors import DefinitionError, did_you_mean

__all__ = [
    "Expression",
    "concat",
    "expression",
    "fn",
    "if_",
    "in_",
    "item",
    "literal",
    "regex",
    "states",
    "variables",
    "whole",
]


_SLASH: Final = re.compile(r"\\.|/", re.DOTALL)  # a slash, or an escaped character, which remains


class States(Expression):
    """`$states`, the variable that Step Functions sets (ASL specification, 'Reserved "states" Variable')."""

    __slots__ = ()

    _MEMBERS: ClassVar[tuple[str, ...]] = ("input", "result", "errorOutput", "context")

    def __getattr__(self, name: str) -> Expression:
        """Return the expression for one of its four members.

        Raises:
            DefinitionError: It has no such member.
        """
        if not name.startswith("_") and name not in self._MEMBERS:
            hint = did_you_mean(name, self._MEMBERS) or f". Its members are {', '.join(self._MEMBERS)}."
            raise DefinitionError(f"$states has no {name!r}{hint}")
        return super().__getattr__(name)


class Variables:
    """The variables that `assign` sets: `jsonata.variables.total` is `$total`."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Expression:
        """Return the expression for the variable of that name.

        Raises:
            DefinitionError: The name is not valid for a variable.
        """
        if name.startswith("_"):
            raise AttributeError(f"{name!r} is not a valid variable name. Start it with a letter.")
        return self[name]

    def __getitem__(self, name: str) -> Expression:
        """Return the expression for the variable of that name.

        Raises:
            DefinitionError: The name is not valid for a variable.
        """
        name = exact(name)
        if type(name) is str and name == "states":
            raise DefinitionError("a workflow cannot set $states. Write jsonata.states.")
        fault = variable_fault(name) if type(name) is str else "must be a string"
        if fault:
            raise DefinitionError(f"jsonata.variables[{name!r}]: {name!r} {fault}")
        return Expression(f"${name}", POSTFIX)


states: Final = States("$states", POSTFIX)
"""`states.input`, and where they exist `states.result` and `states.errorOutput`. `states.context` is like `context`."""

variables: Final = Variables()
"""The variables of the workflow."""

fn: Final = Functions()
"""The functions: `fn.sum(…)`, `fn.uuid()`, …"""

item: Final = Expression("$", POSTFIX)
"""The current item in a condition in brackets: `lines[item.price > 10]`."""


def expression(text: str) -> Expression:
    """Return JSONata text as an expression, with `{% %}` or without. It is put into parentheses where necessary.

    Raises:
        DefinitionError: `text` is not a string.
    """
    if type(text) is not str or not text.strip():
        raise DefinitionError(
            f"expression({text!r}): an expression must be a string, such as '$sum($states.input.prices)'"
        )
    inside = text.strip()
    if inside.startswith("{%") and inside.endswith("%}"):
        inside = inside[2:-2].strip()
    return Expression(inside, ANYTHING)


def literal(value: Any) -> Expression:
    """Return a Python value as an expression for use as a left operand: `literal([1, 2]) == states.input.pair`."""
    return operand(value)


def whole(value: Any) -> Expression:
    """Return the expression in parentheses, so that brackets apply to the whole of it: `whole(orders.lines)[0]`."""
    return Expression(f"({written(value)})", POSTFIX)


def regex(pattern: str, flags: str = "") -> Expression:
    """Return a regular expression for `fn.contains`, `fn.match`, `fn.replace` and `fn.split`: `regex("[a-z]+", "i")`.

    The flags are `i`, which ignores case, and `m`, with which `^` and `$` match at each line.

    Raises:
        DefinitionError: The pattern is empty, or a flag does not exist.
    """
    if type(pattern) is not str or not pattern:
        raise DefinitionError(f"regex({pattern!r}): a pattern must be a non-empty string")
    if flags not in ("", "i", "m", "im", "mi"):
        raise DefinitionError(f"regex({pattern!r}, {flags!r}): the flags are i and m, each at most once")
    escaped = _SLASH.sub(lambda match: match[0] if match[0] != "/" else "\\/", pattern)
    return Expression(f"/{escaped}/{flags}", ANYTHING)


def concat(*texts: Any) -> Expression:
    """Return the concatenation of all values (JSONata's `&`). Values that are not strings are written as JSON.

    Raises:
        DefinitionError: There are fewer than two values.
    """
    if len(texts) < 2:
        raise DefinitionError(f"concat needs at least two values, not {len(texts)}")
    first, *rest = (written(text, JOIN if number == 0 else JOIN + 1) for number, text in enumerate(texts))
    return Expression(" & ".join([first, *rest]), JOIN)


def in_(value: Any, items: Any) -> Expression:
    """Test whether the value is one of the items."""
    return infix(value, "in", items, COMPARE)


def if_(condition: Any, yes: Any, *no: Any) -> Expression:
    """Return the first value if the condition holds, otherwise the second. Without a second, there is no value.

    Raises:
        DefinitionError: There are more than two values.
    """
    if len(no) > 1:
        raise DefinitionError(f"if_ chooses between two values, not {1 + len(no)}. Nest one if_ in the other.")
    otherwise = f" : {written(no[0])}" if no else ""
    return Expression(f"{written(condition, TERNARY + 1)} ? {written(yes)}{otherwise}", TERNARY)
