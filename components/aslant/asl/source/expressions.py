"""Values as Python source: paths, conditions, payload templates and plain JSON.

A value without an idiom of the builder is written as it is: a path as a string, a condition as `Condition({...})`, JSON
as a literal. So every value can be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from aslant.asl.condition import SYMBOLS
from aslant.asl.source.calls import computed
from aslant.asl.source.layout import (
    Bracket,
    CallExpression,
    JoinedExpression,
    NotExpression,
    PlainExpression,
    PythonExpression,
    quoted,
)
from aslant.asl.source.paths import LONGEST_PATH, path
from aslant.asl.trampoline import Routine
from aslant.asl.values import ATOMS
from aslant.json_value import Json

__all__ = ["DEEPEST", "Expressions", "atom"]

DEEPEST = 16
"""The most levels of an expression; a deeper part becomes a variable, for readers and for Python's parser."""

LONGEST_JOIN = 50
"""The most operands of one expression, since Python's compiler recurses over them."""

_KINDS: Final[dict[str, tuple[type, ...]]] = {"String": (str,), "Numeric": (int, float)}
_ORDERED: Final = {f"{kind}{word}" for kind in ("String", "Numeric", "Timestamp") for word in SYMBOLS}
_TESTS: Final = {"IsPresent": "exists", "IsNull": "is_null"} | {
    f"Is{kind}": f"is_{kind.lower()}" for kind in ("String", "Numeric", "Boolean", "Timestamp")
}
_METHODS: Final = {
    operator: re.sub("(?<!^)[A-Z]", lambda letter: f"_{letter[0]}", operator).lower()
    for operator in (*_ORDERED, "BooleanEquals")
} | {"StringMatches": "matches"}

_COMPARISONS: Final = {
    f"{operator}Path": method for operator, method in _METHODS.items() if operator != "StringMatches"
}


def atom(value: Json) -> PlainExpression:
    """Return the source of a value that contains no other values."""
    return PlainExpression(quoted(value) if type(value) is str else repr(value).replace("e+", "e"))


class Expressions:
    """A writer of values; `keep` makes a variable of an expression that would be too deep or too long.

    `keep` takes a word for the variable's name and the expression.
    """

    def __init__(self, keep: Callable[[str, PythonExpression], PlainExpression]) -> None:
        self._keep = keep

    def shallow(self, node: PythonExpression, word: str) -> PythonExpression:
        """Return the expression, or a variable for it if it nests too deep."""
        return node if node.height < DEEPEST else self._keep(word, node)

    def data(self, value: Json, *, template: bool = False) -> Routine[tuple[Any, PythonExpression]]:
        """Return JSON as the builder accepts it, with its source; a template's `{"a.$": "$.b"}` is `{"a": this.b}`."""
        if type(value) in ATOMS:
            return value, atom(value)
        entries: list[tuple[str, PythonExpression]] = []
        if type(value) is list:
            items = []
            for inner in value:
                item, node = (
                    (inner, atom(inner)) if type(inner) in ATOMS else (yield self.data(inner, template=template))
                )
                items.append(item)
                entries.append(("", node))
            return items, self.shallow(Bracket("[]", entries), "items")
        members = {}
        for key, inner in value.items():
            spelled = computed(inner) if template and key.endswith(".$") and type(inner) is str else None
            if spelled and key[:-2] not in value and not key[:-2].endswith(".$"):
                key = key[:-2]
                item, node = spelled
            elif type(inner) in ATOMS:
                item, node = inner, atom(inner)
            else:
                item, node = yield self.data(inner, template=template)
            members[key] = item
            entries.append((f"{quoted(key)}: ", node))
        return members, self.shallow(Bracket("{}", entries), "members")

    def condition(self, rule: dict[str, Json]) -> Routine[PythonExpression]:
        """Return the source of a Choice rule's comparison, such as `(this.total > 100) & ~this.paid.is_true()`."""
        node: PythonExpression | None = None
        if len(rule) == 1:
            ((word, inner),) = rule.items()
            if word in ("And", "Or") and type(inner) is list and inner and all(type(each) is dict for each in inner):
                operands = []
                for each in inner:
                    operands.append((yield self.condition(each)))
                node = self._joined(word, operands)
            elif word == "Not" and type(inner) is dict:
                node = self._test(inner, {"Equals": "!="}) or NotExpression(_operand((yield self.condition(inner))))
        else:
            node = self._test(rule, SYMBOLS)
        if node is None:
            _, data = yield self.data(rule)
            node = CallExpression("Condition", [("", data)], "Condition")
        return self.shallow(node, "condition")

    def _joined(self, word: str, operands: list[PythonExpression]) -> PythonExpression:
        if len(operands) != 2:
            function = "all_of" if word == "And" else "any_of"
            return CallExpression(function, [("", operand) for operand in operands], function)
        operator = "&" if word == "And" else "|"
        left, right = operands
        if type(left) is JoinedExpression and left.operator == operator:
            if len(left.operands) < LONGEST_JOIN:
                return JoinedExpression(operator, [*left.operands, _operand(right)])
            left = self._keep("condition", left)
        return JoinedExpression(operator, [_operand(left), _operand(right)])

    def _test(self, rule: dict[str, Json], symbols: dict[str, str]) -> PythonExpression | None:
        """Return the source of one comparison; `symbols` are the operators that may be used."""
        if len(rule) != 2 or type(rule.get("Variable")) is not str:
            return None
        operator, value = next((key, value) for key, value in rule.items() if key != "Variable")
        left = self._place(rule["Variable"])
        for kind, types in _KINDS.items():
            symbol = symbols.get(operator.removeprefix(kind))
            if operator.startswith(kind) and symbol and type(value) in types:
                return JoinedExpression(symbol, [left, atom(value)])
        if symbols is not SYMBOLS:
            return None
        argument: list[tuple[str, PythonExpression]] = []
        if operator in _TESTS and type(value) is bool:
            method = _TESTS[operator]
            argument = [] if value else [("", atom(value))]
        elif operator == "BooleanEquals" and type(value) is bool:
            method = "is_true" if value else "is_false"
        elif operator in _METHODS and type(value) is str and operator.startswith(("Timestamp", "StringMatches")):
            method, argument = _METHODS[operator], [("", atom(value))]
        elif operator in _COMPARISONS and type(value) is str:
            method, argument = _COMPARISONS[operator], [("", self._place(value))]
        else:
            return None
        return CallExpression(f"{left.flat}.{method}", argument, left.needs)

    def _place(self, text: str) -> PlainExpression:
        """Return the source of a path where the builder needs a `Path`."""
        spelled = path(text)
        if spelled:
            return spelled[1]
        if len(text) > LONGEST_PATH:
            return self._keep("path", CallExpression("Path", [("", atom(text))], "Path"))
        return PlainExpression(f"Path({quoted(text)})", "Path")


def _operand(node: PythonExpression) -> PythonExpression:
    """Return an expression as an operand of `& | ~`, which bind tighter than comparisons."""
    return Bracket("()", [("", node)]) if type(node) is JoinedExpression else node
