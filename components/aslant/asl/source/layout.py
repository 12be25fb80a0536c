"""Python expressions as a small tree, and their layout in lines as by `ruff format`.

An expression that fits into a line stays in it. A longer one is split at its outermost bracket, and then each of its
parts in the same way. A tree is never deeper than `expressions.DEEPEST`, so recursion is safe.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

__all__ = [
    "Bracket",
    "CallExpression",
    "JoinedExpression",
    "NotExpression",
    "PlainExpression",
    "PythonExpression",
    "assignment",
    "quoted",
    "wide",
]

WIDTH = 120
"""The most columns of a line."""


class PythonExpression:
    """An expression. `flat` is its source in one line, `height` its nesting depth, `needs` the name that it imports."""

    __slots__ = ()
    flat: str
    height: int
    needs: str

    def parts(self) -> Sequence[PythonExpression]:
        """Return the nested expressions."""
        return ()


@dataclass(frozen=True, slots=True)
class PlainExpression(PythonExpression):
    """An expression that is never split."""

    flat: str
    needs: str = ""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Bracket(PythonExpression):
    """A list, a dict or an expression in parentheses: entries in brackets, each with its label."""

    brackets: str
    entries: Sequence[tuple[str, PythonExpression]]
    flat: str = field(init=False)
    height: int = field(init=False)
    needs: str = ""

    def __post_init__(self) -> None:
        """Compute the source in one line and the height."""
        inner = ", ".join(label + node.flat for label, node in self.entries)
        object.__setattr__(self, "flat", f"{self.brackets[0]}{inner}{self.brackets[1]}")
        object.__setattr__(self, "height", 1 + max((node.height for _, node in self.entries), default=0))

    def parts(self) -> Sequence[PythonExpression]:
        """Return the nested expressions."""
        return [node for _, node in self.entries]


@dataclass(frozen=True, slots=True)
class CallExpression(PythonExpression):
    """A call with an optional attribute of its result: `function(arguments).attribute[item]`, or `….method(item)`."""

    function: str
    arguments: Sequence[tuple[str, PythonExpression]]
    needs: str
    attribute: str = ""
    item: str = ""
    brackets: str = "[]"
    flat: str = field(init=False)
    height: int = field(init=False)

    def __post_init__(self) -> None:
        """Compute the source in one line and the height."""
        object.__setattr__(self, "flat", f"{self.function}({self.inner}){self.after}")
        object.__setattr__(self, "height", 1 + max((node.height for _, node in self.arguments), default=0))

    def giving(self, label: str, node: PythonExpression) -> CallExpression:
        """Return the same call with another argument for a label."""
        arguments = [(other, node if other == label else argument) for other, argument in self.arguments]
        return replace(self, arguments=arguments)

    @property
    def after(self) -> str:
        """The attribute that follows the call."""
        return f".{self.attribute}{self.brackets[0]}{self.item}{self.brackets[1]}" if self.attribute else ""

    @property
    def until_item(self) -> str:
        """The call and its attribute, up to the item."""
        return self.flat.removesuffix(self.item + self.brackets[1])

    @property
    def inner(self) -> str:
        """The arguments in one line."""
        return ", ".join(label + node.flat for label, node in self.arguments)

    def parts(self) -> Sequence[PythonExpression]:
        """Return the nested expressions."""
        return [node for _, node in self.arguments]


@dataclass(frozen=True, slots=True)
class JoinedExpression(PythonExpression):
    """Operands joined by one operator."""

    operator: str
    operands: Sequence[PythonExpression]
    flat: str = field(init=False)
    height: int = field(init=False)
    needs: str = ""

    def __post_init__(self) -> None:
        """Compute the source in one line and the height."""
        object.__setattr__(self, "flat", f" {self.operator} ".join(node.flat for node in self.operands))
        object.__setattr__(self, "height", max(node.height for node in self.operands))

    def parts(self) -> Sequence[PythonExpression]:
        """Return the nested expressions."""
        return self.operands


@dataclass(frozen=True, slots=True)
class NotExpression(PythonExpression):
    """An expression with `~` before it."""

    operand: PythonExpression
    flat: str = field(init=False)
    height: int = field(init=False)
    needs: str = ""

    def __post_init__(self) -> None:
        """Compute the source in one line and the height."""
        object.__setattr__(self, "flat", f"~{self.operand.flat}")
        object.__setattr__(self, "height", 1 + self.operand.height)

    def parts(self) -> Sequence[PythonExpression]:
        """Return the nested expressions."""
        return (self.operand,)


def quoted(text: str) -> str:
    """Return a string as Python source, in double quotes unless it contains more of them than single quotes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    inner = [
        f"\\{letter}" if letter in ("\\", quote) else letter if letter.isprintable() else repr(letter)[1:-1]
        for letter in text
    ]
    return f"{quote}{''.join(inner)}{quote}"


def wide(text: str) -> int:
    """Return the columns that a string takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(letter) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def assignment(name: str, node: PythonExpression) -> list[str]:
    """Return the lines of `name = node`."""
    before = f"{name} = "
    if type(node) is JoinedExpression and not _fits(0, before + node.flat):
        first, last = node.operands[0], node.operands[-1]
        head = f"{before}{first.flat} {node.operator} "
        if len(node.operands) == 2 and type(last) is CallExpression and _fits(0, f"{head}{last.function}("):
            return list(_lines(last, 0, head, ""))
        return [f"{before}(", *_lines(node, 4, "", ""), ")"]
    return list(_lines(node, 0, before, ""))


def _fits(indent: int, text: str) -> bool:
    return indent + wide(text) <= WIDTH


def _lines(node: PythonExpression, indent: int, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a node, with `before` at the start of the first and `after` at the end of the last."""
    margin = " " * indent
    line = f"{before}{node.flat}{after}"
    if _fits(indent, line):
        yield margin + line
    elif type(node) is CallExpression and node.item and _fits(indent, before + node.until_item):
        yield f"{margin}{before}{node.until_item}"
        yield f"{margin}    {node.item}"
        yield f"{margin}{node.brackets[1]}{after}"
    elif type(node) is CallExpression and node.arguments:
        yield f"{margin}{before}{node.function}("
        if _fits(indent + 4, node.inner):
            yield f"{margin}    {node.inner}"
        else:
            for label, argument in node.arguments:
                yield from _lines(argument, indent + 4, label, ",")
        yield f"{margin}){node.after}{after}"
    elif type(node) is Bracket and node.entries:
        comma = "" if node.brackets == "()" else ","
        yield f"{margin}{before}{node.brackets[0]}"
        for label, entry in node.entries:
            yield from _lines(entry, indent + 4, label, comma)
        yield f"{margin}{node.brackets[1]}{after}"
    elif type(node) is JoinedExpression:
        last = len(node.operands) - 1
        for index, operand in enumerate(node.operands):
            ahead = f"{node.operator} " if index else before
            yield from _lines(operand, indent, ahead, after if index == last else "")
    elif type(node) is NotExpression:
        yield from _lines(node.operand, indent, f"{before}~", after)
    else:
        yield margin + line
