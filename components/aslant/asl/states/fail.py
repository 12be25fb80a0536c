"""Fail: end the workflow with an error (ASL specification, "Fail State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from aslant.asl.accept import source, value
from aslant.asl.field import JSONPATH, Field
from aslant.asl.flow import End
from aslant.asl.path import Path
from aslant.asl.state import CommonFields, State
from aslant.asl.unset import Unset
from aslant.asl.values import Deferred
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression
    from aslant.asl.intrinsics import Intrinsic

__all__ = ["Fail", "FailFields"]


class FailFields(CommonFields, total=False):
    """The fields of a Fail state."""

    error: str | Expression | Deferred | Unset | None
    """The error's name, which Catch and Retry of an enclosing state can match."""
    cause: str | Expression | Deferred | Unset | None
    """A human-readable description of the error."""
    error_path: Path | Intrinsic | str | Unset | None
    """A path to the error's name in the input, or an intrinsic function that computes it (JSONPath)."""
    cause_path: Path | Intrinsic | str | Unset | None
    """A path to the cause in the input, or an intrinsic function that computes it (JSONPath)."""


class Fail(State, End[Any]):
    """A state that ends the workflow with an error."""

    __slots__ = ()
    TYPE = "Fail"

    error = Field[Json]("Error", value)
    cause = Field[Json]("Cause", value)
    error_path = Field[str]("ErrorPath", source, JSONPATH)
    cause_path = Field[str]("CausePath", source, JSONPATH)

    def __init__(self, name: str, **fields: Unpack[FailFields]) -> None:
        """End the workflow with an error.

        Raises:
            DefinitionError: The name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)

    _open = False

    @property
    def _closed_because(self) -> str:
        return f"{self.name!r} is a Fail state and ends the flow"

    def _link(self, following: str | None) -> dict[str, Json]:
        return self._doc
