"""Pass: pass data on, changed or unchanged (ASL specification, "Pass State")."""

from __future__ import annotations

from typing import Any, Unpack

from aslant.asl.accept import destination, literal, payload
from aslant.asl.field import JSONPATH, Field
from aslant.asl.flow import Flow
from aslant.asl.path import Path
from aslant.asl.state import AssigningFields, Transition
from aslant.asl.unset import Unset
from aslant.json_value import Json

__all__ = ["Pass", "PassFields"]


class PassFields(AssigningFields, total=False):
    """The fields of a Pass state."""

    result: Any
    """The result, taken literally (JSONPath)."""
    parameters: dict[str, Any] | Unset | None
    """The result, as a payload template: a path as a member's value is evaluated (JSONPath)."""
    result_path: Path | str | Unset | None
    """Where to put the result in the input. `None` discards it (JSONPath)."""


class Pass(Transition, Flow[Any, Any]):
    """A state that does no work: it passes its input on, or creates data."""

    __slots__ = ()
    TYPE = "Pass"

    result = Field[Json]("Result", literal, JSONPATH, takes_none=True)
    parameters = Field[Json]("Parameters", payload, JSONPATH, takes_none=True)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH, takes_none=True)

    def __init__(self, name: str, **fields: Unpack[PassFields]) -> None:
        """Pass data on.

        Raises:
            DefinitionError: The name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)
