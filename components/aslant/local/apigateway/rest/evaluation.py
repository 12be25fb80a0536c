"""The evaluation of mapping templates: it walks airspeed's syntax tree as API Gateway's Velocity would."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from airspeed import operators as vtl

from aslant.local.apigateway.rest.dialect import BreakDirective, LiteralBlock
from aslant.local.apigateway.rest.java import METHODS, to_string
from aslant.local.apigateway.rest.regular_expressions import PatternError

__all__ = ["Evaluation", "TemplateFault", "Tool"]


class TemplateFault(Exception):
    """A mapping template that fails."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tool:
    """An object that API Gateway provides to templates, such as `$util`."""

    members: Mapping[str, Any]
    methods: Mapping[str, Callable[..., Any]]


class TemplateStopped(Exception):
    """The template reached `#stop`."""


class LoopBroken(Exception):
    """The template reached `#break`."""


LONGEST_RANGE = 100_000
"""The maximum length of a range, whose bounds may come from a request."""


class Evaluation:
    """One evaluation of a template."""

    def __init__(self, variables: dict[str, Any]) -> None:
        """Start with some variables. The template may set more."""
        self._variables = variables
        self._output: list[str] = []

    def run(self, block: vtl.Block) -> str:
        """Return the output of a template, or raise `TemplateFault`."""
        with contextlib.suppress(TemplateStopped, LoopBroken):
            self._write(block)
        return "".join(self._output)

    def _write(self, block: vtl.Block) -> None:
        for node in block.children:
            match node:
                case vtl.Text() | vtl.FallthroughHashText():
                    self._output.append(node.text)
                case vtl.FormalReference():
                    self._output.append(to_string(self._value(node)) if node.expression else node.my_text())
                case vtl.Comment():  # a line break after `*#` stays
                    self._output.append(node.my_text().rpartition("*#")[2] if node.my_text()[1] == "*" else "")
                case vtl.IfDirective():
                    self._write(self._branch(node))
                case vtl.SetDirective():
                    self._assign(node.assignment)
                case vtl.ForeachDirective():
                    self._repeat(node)
                case vtl.DefineDefinition():
                    self._variables[node.function_name] = node
                case vtl.StopDirective():
                    raise TemplateStopped
                case vtl.UserDefinedDirective(directive=BreakDirective()):
                    raise LoopBroken
                case vtl.UserDefinedDirective(directive=LiteralBlock(text=literal)):
                    self._output.append(literal)
                case vtl.MacroDefinition():
                    pass
                case _:
                    self._output.append(node.my_text())

    def _output_of(self, block: vtl.Block, *ends: type[Exception]) -> str:
        """Return the output of a block, up to one of the exceptions `ends`."""
        outer, self._output = self._output, []
        try:
            with contextlib.suppress(*ends):
                self._write(block)
            return "".join(self._output)
        finally:
            self._output = outer

    def _branch(self, node: vtl.IfDirective) -> vtl.Block:
        for branch in (node, *node.elseifs):
            if _true(self._value(branch.condition.expression)):
                return branch.block
        return node.else_block.block if isinstance(node.else_block, vtl.ElseBlock) else NOTHING

    def _repeat(self, node: vtl.ForeachDirective) -> None:
        """Write the block for each item of a list or value of a map; do nothing for other values."""
        items = self._value(node.value)
        items = list(items.values() if isinstance(items, Mapping) else items if isinstance(items, list) else ())
        names = (node.loop_var_name, "foreach", "velocityCount", "velocityHasNext")
        outer = {name: self._variables.get(name) for name in names}
        for index, item in enumerate(items):
            more = index + 1 < len(items)
            loop = {"index": index, "count": index + 1, "hasNext": more, "first": not index, "last": not more}
            self._variables.update(zip(names, (item, loop, index + 1, more), strict=True))
            try:
                self._write(node.block)
            except LoopBroken:
                break
        self._variables.update(outer)

    def _assign(self, node: vtl.Assignment) -> None:
        """Set a variable, or a member of a map or list. For other targets do nothing, as Velocity does."""
        value = self._value(node.value)
        keys = [self._value(term.term) for term in node.terms]
        if not keys:
            self._variables[node.root_term] = value
            return
        target = self._variables.get(node.root_term)
        for key in keys[:-1]:
            target = self._index(target, key)
        if isinstance(target, dict):
            target[keys[-1]] = value
        elif isinstance(target, list):
            self._call(target, "set", [_from_end(target, keys[-1]), value])

    def _value(self, node: Any) -> Any:
        match node:
            case vtl.Value():
                return self._value(node.expression)
            case vtl.FormalReference():
                found = self._reference(node.expression) if node.expression else node.my_text()
                return "" if found is None else found
            case vtl.InterpolatedStringLiteral():
                return self._output_of(node.block)
            case vtl.ParenthesizedExpression():
                return self._value(node.calculate.__self__)
            case vtl.Expression():
                return self._expression(node.expression)
            case vtl.UnaryOperatorValue():
                return not _true(self._value(node.value))
            case vtl.ArrayLiteral():
                return self._value(node.values)
            case vtl.ValueList():
                return [self._value(value) for value in node.values]
            case vtl.Range():
                return _range(self._value(node.value1), self._value(node.value2))
            case vtl.DictionaryLiteral():
                return {self._value(key): self._value(value) for key, value in node.local_data.items()}
            case vtl.BracketedValueTerm():
                return self._value(node.value)
        return node.value

    def _expression(self, terms: Sequence[Any]) -> Any:
        """Evaluate values with operators between them, last the one that binds least, or the rightmost of equals."""
        if len(terms) == 1:
            return self._value(terms[0])
        at = max(range(1, len(terms), 2), key=lambda place: (terms[place].precedence, place))
        name = terms[at].my_text().strip()
        left = self._expression(terms[:at])
        if name in ("&&", "and"):
            return _true(left) and _true(self._expression(terms[at + 1 :]))
        if name in ("||", "or"):
            return _true(left) or _true(self._expression(terms[at + 1 :]))
        return _apply(name, left, self._expression(terms[at + 1 :]))

    def _reference(self, reference: vtl.VariableExpression) -> Any:
        """Return the value of a reference such as `$a.b.c(d)[0]`; None if a part of it does not exist."""
        root = reference.part
        value = self._variables.get(root.name)
        if isinstance(value, vtl.DefineDefinition):
            return self._output_of(value.block, LoopBroken) + (root.parameters.my_text() if root.parameters else "")
        value = None if root.parameters else self._indexed(value, root)
        link = reference.subexpression
        while link is not None and value is not None:
            if isinstance(link.expression, vtl.ArrayIndex):
                value, link = self._index(value, self._value(link.expression.index)), link.subexpression
            else:
                value, link = self._member(value, link.expression.part), link.expression.subexpression
        return value

    def _member(self, value: Any, part: vtl.NameOrCall) -> Any:
        if part.parameters is not None:
            found = self._call(value, part.name, self._value(part.parameters.values))
        elif isinstance(value, Tool):
            found = value.members.get(part.name)
        else:
            found = value.get(part.name) if isinstance(value, dict) else None
        return self._indexed(found, part)

    def _indexed(self, value: Any, part: vtl.NameOrCall) -> Any:
        return value if part.index is None else self._index(value, self._value(part.index.index))

    def _index(self, value: Any, key: Any) -> Any:
        return self._call(value, "get", [_from_end(value, key)])

    def _call(self, value: Any, name: str, arguments: list[Any]) -> Any:
        """Call a method. Return None if it does not exist or its arguments are wrong, as Velocity does."""
        if isinstance(value, Tool):
            method = value.methods.get(name)
            receiver = []
        else:
            kinds = [kind for kind in METHODS if isinstance(value, kind)]
            method = METHODS[kinds[0]].get(name) if kinds else None
            receiver = [value]
        if method is None:
            return None
        try:
            return method(*receiver, *arguments)
        except (TypeError, AttributeError):
            return None
        except (ValueError, IndexError, PatternError) as error:
            raise TemplateFault(f"{name} failed: {error}") from None


NOTHING = vtl.Block("", "")


def _range(first: Any, last: Any) -> list[int] | None:
    """Return the numbers from `first` to `last`, up or down; None if one of them is not an integer."""
    if type(first) is not int or type(last) is not int:
        return None
    if abs(last - first) >= LONGEST_RANGE:
        raise TemplateFault(f"[{first}..{last}] must not have more than {LONGEST_RANGE} numbers")
    return list(range(first, last + 1) if first <= last else range(first, last - 1, -1))


def _from_end(values: Any, key: Any) -> Any:
    """Return an index, after converting one that counts from the end of a list, as in `$list[-1]`."""
    from_end = isinstance(values, list) and type(key) is int and key < 0
    return len(values) + key if from_end else key


def _true(value: Any) -> bool:
    return value is not None and value is not False


def _apply(name: str, left: Any, right: Any) -> Any:
    """Apply an operator. Numbers are only compared with numbers; values of different types are equal as strings."""
    if name in ("==", "eq"):
        return _equal(left, right)
    if name in ("!=", "ne"):
        return not _equal(left, right)
    if name == "+" and (isinstance(left, str) or isinstance(right, str)):
        return to_string(left) + to_string(right)
    if not (_is_number(left) and _is_number(right)):
        return False if name in COMPARISONS else None
    if name in COMPARISONS:
        return COMPARISONS[name](left, right)
    if name in ("/", "%"):
        return _divided(name, left, right)
    return ARITHMETIC[name](left, right)


def _divided(name: str, left: Any, right: Any) -> Any:
    """Divide as Java does, which rounds integers towards zero; return None for the divisor zero."""
    if not right:
        return None
    if isinstance(left, float) or isinstance(right, float):
        return left / right if name == "/" else math.fmod(left, right)
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient if name == "/" else left - right * quotient


def _equal(left: Any, right: Any) -> bool:
    if _is_number(left) and _is_number(right):
        return bool(left == right)
    return bool(left == right) if type(left) is type(right) else to_string(left) == to_string(right)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    "gt": operator.gt,
    ">=": operator.ge,
    "ge": operator.ge,
    "<": operator.lt,
    "lt": operator.lt,
    "<=": operator.le,
    "le": operator.le,
}
ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
