"""Action: what a part of a distributed Map calls, and what it hands over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from aslant.asl.accept import expression, payload, template, value
from aslant.asl.computed import Computed, spoken
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, Record, Refused
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import Deferred
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Action", "Count", "Name", "config", "present", "said"]

Name: TypeAlias = str | Computed | Deferred
"""The name of something in S3, where the name is, or what makes it."""
Count: TypeAlias = "int | str | Expression | Deferred"
"""A whole number, or JSONata that gives one."""


def config(kind: type[Record]) -> Callable[[Any], Json]:
    """The `accept` of a field that takes such a record, or the dict that spells it."""

    def accept(given: Any) -> Json:
        if isinstance(given, kind):
            return given._doc
        if isinstance(given, Record):
            raise Refused(f"is a {kind.__name__} or a dict that spells one, not {given!r}")
        return template(given)

    return accept


def present(members: dict[str, Any]) -> dict[str, Any]:
    """The members that were given: neither `None` nor `UNSET`."""
    return {name: item for name, item in members.items() if item is not None and item is not UNSET}


def said(record: Record) -> Record | Unset:
    """The record, or nothing where it says nothing."""
    return record if record._doc else UNSET


class Action(Record):
    """An action of a service: what it is handed is `parameters` in JSONPath, and `arguments` in JSONata."""

    __slots__ = ()

    resource = Field[str]("Resource", value)
    parameters = Field[Json]("Parameters", payload, JSONPATH)
    arguments = Field[Json]("Arguments", expression, JSONATA)

    @classmethod
    def _s3(cls, action: str, members: dict[str, Any], **config: Any) -> Self:
        self = cls.__new__(cls)
        given = present(members)
        written = any(isinstance(item, str) and item.startswith("{%") for item in given.values())
        handed = "arguments" if written or spoken(given, BOTH) == JSONATA else "parameters"
        self._fill({}, {"resource": f"arn:aws:states:::s3:{action}", **config, handed: given})
        return self
