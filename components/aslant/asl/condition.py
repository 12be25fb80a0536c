"""What a Choice asks: a small tree of comparisons, joined by `&`, `|` and `~`.

A condition is made from a path, `this.total > 100`, and wraps the JSON that the Choice rule will hold, so that
nesting stays exactly as it was written.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn, Self

from aslant.asl.computed import Computed
from aslant.asl.field import JSONATA
from aslant.asl.node import Node, put, setter, shown
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["SYMBOLS", "Condition", "all_of", "any_of"]

SYMBOLS: Final = {
    "Equals": "==",
    "LessThan": "<",
    "LessThanEquals": "<=",
    "GreaterThan": ">",
    "GreaterThanEquals": ">=",
}
"""The comparisons that have an order, each with its operator in Python; before it stands the kind: `StringLessThan`."""


class Condition(Node):
    """A question about a state's input (ASL specification, "Choice State"; a "data test expression")."""

    __slots__ = ("_doc",)
    _doc: dict[str, Json]

    def __init__(self, document: dict[str, Json]) -> None:
        """Copy a rule's JSON, without its `Next`: `{"Variable": "$.a", "IsNull": true}`."""
        put(self, "_doc", copy_json(document))

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        """A condition of JSON that nobody else changes, which joining many of them does not copy again."""
        self = cls.__new__(cls)
        _doc(self, document)
        return self

    def __and__(self, other: Condition) -> Condition:
        """Both hold."""
        return Condition._of({"And": [self._doc, _document(other)]})

    def __or__(self, other: Condition) -> Condition:
        """One of both holds."""
        return Condition._of({"Or": [self._doc, _document(other)]})

    def __invert__(self) -> Condition:
        """It does not hold."""
        return Condition._of({"Not": self._doc})

    def __bool__(self) -> NoReturn:
        """Refuse `and`, `or`, `not`, `if` and chained comparisons, which would drop half of the question.

        Raises:
            DefinitionError: always.
        """
        raise DefinitionError(
            "a condition is asked by Step Functions, not by Python; "
            "join conditions with & | ~ and parentheses instead of and, or, not, if or a < b < c"
        )

    def to_dict(self) -> dict[str, Json]:
        """The condition as ASL writes it."""
        document: dict[str, Json] = copy_json(self._doc)
        return document

    def _parts(self) -> tuple[Any, ...]:
        return (self._doc,)

    def __repr__(self) -> str:
        return f"Condition({shown(self._doc)})"


_doc = setter(Condition, "_doc")


def all_of(*conditions: Condition) -> Condition:
    """One `And` over all of them, where `a & b & c` nests one in the other."""
    return _join("And", conditions)


def any_of(*conditions: Condition) -> Condition:
    """One `Or` over all of them, where `a | b | c` nests one in the other."""
    return _join("Or", conditions)


def _join(word: str, conditions: tuple[Condition, ...]) -> Condition:
    if not conditions:
        raise DefinitionError(f"{word} needs at least one condition; none was given")
    return Condition._of({word: [_document(condition) for condition in conditions]})


def _document(condition: object) -> dict[str, Json]:
    if isinstance(condition, Condition):
        return condition._doc
    if isinstance(condition, Computed) and condition._LANGUAGE == JSONATA:
        raise DefinitionError(
            f"{condition!s} is JSONata and cannot be joined with conditions of JSONPath; keep to one of them"
        )
    raise DefinitionError(
        f"{condition!r} is no condition; write a comparison in parentheses, such as (this.total > 100)"
    )
