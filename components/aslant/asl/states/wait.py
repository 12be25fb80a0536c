"""Wait: continue after a delay (ASL specification, "Wait State")."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from aslant.asl.accept import moment, path, value
from aslant.asl.field import JSONPATH, Field
from aslant.asl.flow import Flow
from aslant.asl.path import Path
from aslant.asl.state import AssigningFields, Transition
from aslant.asl.unset import Unset
from aslant.asl.values import Deferred
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Wait", "WaitFields"]


class WaitFields(AssigningFields, total=False):
    """The fields of a Wait state. One of the four sets the time."""

    seconds: int | str | Expression | Deferred | Unset | None
    """The delay in seconds."""
    seconds_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""
    timestamp: datetime | str | Expression | Deferred | Unset | None
    """The time to wait for: a datetime with a time zone, or an RFC 3339 string."""
    timestamp_path: Path | str | Unset | None
    """A path to that time in the input (JSONPath)."""


class Wait(Transition, Flow[Any, Any]):
    """A state that continues after a delay, or at a given time."""

    __slots__ = ()
    TYPE = "Wait"

    seconds = Field[Json]("Seconds", value)
    seconds_path = Field[str]("SecondsPath", path, JSONPATH)
    timestamp = Field[Json]("Timestamp", moment)
    timestamp_path = Field[str]("TimestampPath", path, JSONPATH)

    def __init__(self, name: str, **fields: Unpack[WaitFields]) -> None:
        """Wait for a delay or until a given time.

        Raises:
            DefinitionError: The name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)
