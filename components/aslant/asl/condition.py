"""Conditions of Choice rules: a small tree of comparisons, joined by `&`, `|` and `~`.

A condition is made from a path, as in `this.total > 100`, and holds the JSON of the Choice rule, so the nesting is
exactly as it was written.
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
"""The comparisons that have an order, with their Python operators. ASL puts the type before them: `StringLessThan`."""


class Condition(Node):
    """A condition on a state's input (ASL specification, "Choice State"; a "data test expression")."""

    __slots__ = ("_doc",)
    _doc: dict[str, Json]

    def __init__(self, document: dict[str, Json]) -> None:
        """Copy a rule's JSON, without its `Next`: `{"Variable": "$.a", "IsNull": true}`."""
        put(self, "_doc", copy_json(document))

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        """Return a condition that holds this JSON without copying it, so that joining many conditions stays fast."""
        self = cls.__new__(cls)
        _doc(self, document)
        return self

    def __and__(self, other: Condition) -> Condition:
        """Return the condition that both hold."""
        return Condition._of({"And": [self._doc, _document(other)]})

    def __or__(self, other: Condition) -> Condition:
        """Return the condition that at least one of both holds."""
        return Condition._of({"Or": [self._doc, _document(other)]})

    def __invert__(self) -> Condition:
        """Return the condition that this one does not hold."""
        return Condition._of({"Not": self._doc})

    def __bool__(self) -> NoReturn:
        """Refuse `and`, `or`, `not`, `if` and chained comparisons, which would drop a part of the condition.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(
            "Step Functions evaluates a condition, not Python. Join conditions with & | ~ and parentheses instead of "
            "and, or, not, if or a < b < c."
        )

    def to_dict(self) -> dict[str, Json]:
        """Return the condition as its ASL object."""
        document: dict[str, Json] = copy_json(self._doc)
        return document

    def _parts(self) -> tuple[Any, ...]:
        return (self._doc,)

    def __repr__(self) -> str:
        return f"Condition({shown(self._doc)})"


_doc = setter(Condition, "_doc")


def all_of(*conditions: Condition) -> Condition:
    """Return one `And` of all conditions, where `a & b & c` nests one in the other."""
    return _join("And", conditions)


def any_of(*conditions: Condition) -> Condition:
    """Return one `Or` of all conditions, where `a | b | c` nests one in the other."""
    return _join("Or", conditions)


def _join(word: str, conditions: tuple[Condition, ...]) -> Condition:
    if not conditions:
        raise DefinitionError(f"{word} needs at least one condition")
    return Condition._of({word: [_document(condition) for condition in conditions]})


def _document(condition: object) -> dict[str, Json]:
    if isinstance(condition, Condition):
        return condition._doc
    if isinstance(condition, Computed) and condition._LANGUAGE == JSONATA:
        raise DefinitionError(
            f"{condition!s} is JSONata and cannot be joined with JSONPath conditions. Use only one of them."
        )
    raise DefinitionError(
        f"{condition!r} is not a condition. Write a comparison in parentheses, such as (this.total > 100)."
    )
