"""Action: the call of a service in a part of a distributed Map, with its arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from aslant.asl.accept import expression, payload, template, value
from aslant.asl.computed import Computed, allowed_languages
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, Record, Refused
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import Deferred
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Action", "Count", "Name", "config", "present", "unless_empty"]

Name: TypeAlias = str | Computed | Deferred
"""A name in S3, a path to it, or an expression that computes it."""
Count: TypeAlias = "int | str | Expression | Deferred"
"""An integer, or a JSONata expression that returns one."""


def config(kind: type[Record]) -> Callable[[Any], Json]:
    """Return the `accept` function of a field that takes such a record or an equivalent dict."""

    def accept(given: Any) -> Json:
        if isinstance(given, kind):
            return given._doc
        if isinstance(given, Record):
            raise Refused(f"must be a {kind.__name__} or an equivalent dict, not {given!r}")
        return template(given)

    return accept


def present(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members that are set: neither `None` nor `UNSET`."""
    return {name: item for name, item in members.items() if item is not None and item is not UNSET}


def unless_empty(record: Record) -> Record | Unset:
    """Return the record, or `UNSET` if it is empty."""
    return record if record._doc else UNSET


class Action(Record):
    """An action of a service. Its arguments are `parameters` in JSONPath, and `arguments` in JSONata."""

    __slots__ = ()

    resource = Field[str]("Resource", value, takes_none=True)
    parameters = Field[Json]("Parameters", payload, JSONPATH, takes_none=True)
    arguments = Field[Json]("Arguments", expression, JSONATA)

    @classmethod
    def _s3(cls, action: str, members: dict[str, Any], **config: Any) -> Self:
        self = cls.__new__(cls)
        given = present(members)
        written = any(isinstance(item, str) and item.startswith("{%") for item in given.values())
        key = "arguments" if written or allowed_languages(given, BOTH) == JSONATA else "parameters"
        self._fill({}, {"resource": f"arn:aws:states:::s3:{action}", **config, key: given})
        return self
