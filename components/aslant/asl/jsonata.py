"""JSONata, written in Python (ASL specification, "JSONata Concepts"; JSONata's documentation for the language).

```python
from aslant.asl import Choice, Fail, Pass, when
from aslant.asl import jsonata as j

total = j.fn.sum(j.fn.map(j.states.input.lines, lambda line: line.price * line.count))
add = Pass("Add", assign={"total": total}, output=j.states.input.order)
greet = Pass("Greet", output={"text": j.concat("Hello ", j.states.input.name)})
large = Choice("Large?", when((j.variables.total > 100) & ~j.states.input.agreed, Fail("Ask")))
```

An `Expression` may stand wherever a string `"{% … %}"` may, alone or inside lists and objects, and such strings may
always be written instead. In an expression text, numbers, booleans, `None`, lists and dicts are themselves, and a
Python function becomes one of JSONata, its parameters' names with `$` before them. What operators and brackets
mean is told at `Expression`.
"""

from __future__ import annotations

from collections.abc import Callable
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
from aslant.asl.values import exact
from aslant.asl.variable import variable_fault
from aslant.errors import DefinitionError, did_you_mean

__all__ = ["Expression", "concat", "expression", "fn", "if_", "in_", "item", "literal", "states", "variables", "whole"]


class States(Expression):
    """`$states`, what Step Functions tells an expression (ASL specification, 'Reserved "states" Variable')."""

    __slots__ = ()

    _MEMBERS: ClassVar[tuple[str, ...]] = ("input", "result", "errorOutput", "context")

    def __getattr__(self, name: str) -> Expression:
        """One of its four members.

        Raises:
            DefinitionError: it has no such member.
        """
        if not name.startswith("_") and name not in self._MEMBERS:
            hint = did_you_mean(name, self._MEMBERS) or f"; it has {', '.join(self._MEMBERS)}"
            raise DefinitionError(f"$states has no {name!r}{hint}")
        return super().__getattr__(name)


class Variables:
    """The variables that `assign` sets: `jsonata.variables.total` is `$total`."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Expression:
        """The variable of that name.

        Raises:
            DefinitionError: no variable can have that name.
        """
        if name.startswith("_"):
            raise AttributeError(f"there is no variable {name!r}; a variable's name starts with a letter")
        return self[name]

    def __getitem__(self, name: str) -> Expression:
        """The variable of that name.

        Raises:
            DefinitionError: no variable can have that name.
        """
        name = exact(name)
        if type(name) is str and name == "states":
            raise DefinitionError("$states is no variable that a workflow sets; write jsonata.states")
        fault = variable_fault(name) if type(name) is str else "is no name; write it as text"
        if fault:
            raise DefinitionError(f"jsonata.variables[{name!r}]: {name!r} {fault}")
        return Expression(f"${name}", POSTFIX)


class Functions:
    """The functions of JSONata by their own names: `jsonata.fn.substringBefore(text, "@")`, and `not_` for `$not`."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Callable[..., Expression]:
        """The function of that name, which takes what an expression can hold.

        Raises:
            DefinitionError: Step Functions knows no such function.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        own = name.removesuffix("_")
        _refuse_unknown(own)

        def call(*arguments: Any) -> Expression:
            return Expression(f"${own}({', '.join(map(written, arguments))})", POSTFIX)

        return call


states: Final = States("$states", POSTFIX)
"""`states.input`; `states.result` and `states.errorOutput` once there is one; `states.context`, as `context` has it."""

variables: Final = Variables()
"""The variables of the workflow."""

fn: Final = Functions()
"""The functions: `fn.sum(…)`, `fn.uuid()`, …"""

item: Final = Expression("$", POSTFIX)
"""The item that a condition in brackets asks: `lines[item.price > 10]`."""


def expression(text: str) -> Expression:
    """An expression as JSONata writes it, with `{% %}` or without; it is put into parentheses where need be.

    Raises:
        DefinitionError: it is no text.
    """
    if type(text) is not str or not text.strip():
        raise DefinitionError(f"expression({text!r}): an expression is text, such as '$sum($states.input.prices)'")
    inside = text.strip()
    if inside.startswith("{%") and inside.endswith("%}"):
        inside = inside[2:-2].strip()
    return Expression(inside, ANYTHING)


def literal(value: Any) -> Expression:
    """A Python value as an expression, to start one with: `literal([1, 2]) == states.input.pair`."""
    return operand(value)


def whole(value: Any) -> Expression:
    """The expression in parentheses, so that what follows is said of the whole: `whole(orders.lines)[0]`."""
    return Expression(f"({written(value)})", POSTFIX)


def concat(*texts: Any) -> Expression:
    """All of them as one text, one after the other (JSONata's `&`); what is no text is written as JSON.

    Raises:
        DefinitionError: there are fewer than two.
    """
    if len(texts) < 2:
        raise DefinitionError(f"concat joins two texts or more, not {len(texts)}")
    first, *rest = (written(text, JOIN if number == 0 else JOIN + 1) for number, text in enumerate(texts))
    return Expression(" & ".join([first, *rest]), JOIN)


def in_(value: Any, items: Any) -> Expression:
    """Whether the value is one of the items."""
    return infix(value, "in", items, COMPARE)


def if_(condition: Any, yes: Any, *no: Any) -> Expression:
    """The first value where the condition holds, else the second; without one, nothing at all.

    Raises:
        DefinitionError: there are more than two values.
    """
    if len(no) > 1:
        raise DefinitionError(f"if_ chooses between two values and got {1 + len(no)}; nest one if_ in the other")
    otherwise = f" : {written(no[0])}" if no else ""
    return Expression(f"{written(condition, TERNARY + 1)} ? {written(yes)}{otherwise}", TERNARY)


def _refuse_unknown(name: str) -> None:
    from aslant.grammar import jsonata  # the language itself does not need the table

    if name in jsonata.FUNCTIONS:
        return
    instead = jsonata.REFUSED.get(name)
    if instead is not None:
        raise DefinitionError(f"Step Functions does not have the function ${name}. {instead}")
    hint = did_you_mean(name, jsonata.FUNCTIONS) or "; a function of your own is written as a lambda"
    raise DefinitionError(f"JSONata has no function ${name}{hint}")
