"""Pass: hand data on, changed or not (ASL specification, "Pass State")."""

from __future__ import annotations

from typing import Any, Unpack

from aslant.asl.accept import destination, literal, payload
from aslant.asl.field import JSONPATH, Field
from aslant.asl.flow import Flow
from aslant.asl.path import Path
from aslant.asl.state import AssigningFields, Transition
from aslant.json_value import Json

__all__ = ["Pass"]


class PassFields(AssigningFields, total=False):
    """What a Pass state may say."""

    result: Any
    """The result, as it stands (JSONPath)."""
    parameters: dict[str, Any]
    """The result, as a payload template: a path as a member's value is evaluated (JSONPath)."""
    result_path: Path | str | None
    """Where the result is put into the input; `None` drops it (JSONPath)."""


class Pass(Transition, Flow[Any, Any]):
    """Does no work: hands its input on, or makes data."""

    __slots__ = ()
    TYPE = "Pass"

    result = Field[Json]("Result", literal, JSONPATH)
    parameters = Field[Json]("Parameters", payload, JSONPATH)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH)

    def __init__(self, name: str, **fields: Unpack[PassFields]) -> None:
        """Hand data on.

        Raises:
            DefinitionError: the name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)
