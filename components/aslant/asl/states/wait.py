"""Wait: go on later (ASL specification, "Wait State")."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from aslant.asl.accept import moment, path, value
from aslant.asl.field import JSONPATH, Field
from aslant.asl.flow import Flow
from aslant.asl.path import Path
from aslant.asl.state import AssigningFields, Transition
from aslant.asl.values import Deferred
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Wait"]


class WaitFields(AssigningFields, total=False):
    """What a Wait state may say; one of the four says how long."""

    seconds: int | str | Expression | Deferred
    """How long, in seconds."""
    seconds_path: Path | str
    """Where in the input the seconds are (JSONPath)."""
    timestamp: datetime | str | Expression | Deferred
    """Until when: a datetime with a time zone, or RFC 3339 text."""
    timestamp_path: Path | str
    """Where in the input the moment is (JSONPath)."""


class Wait(Transition, Flow[Any, Any]):
    """Goes on after a while, or at a moment."""

    __slots__ = ()
    TYPE = "Wait"

    seconds = Field[Json]("Seconds", value)
    seconds_path = Field[str]("SecondsPath", path, JSONPATH)
    timestamp = Field[Json]("Timestamp", moment)
    timestamp_path = Field[str]("TimestampPath", path, JSONPATH)

    def __init__(self, name: str, **fields: Unpack[WaitFields]) -> None:
        """Wait.

        Raises:
            DefinitionError: the name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)
