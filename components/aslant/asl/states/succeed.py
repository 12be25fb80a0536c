"""Succeed: end the workflow, branch or processor successfully (ASL specification, "Succeed State")."""

from __future__ import annotations

from typing import Any, Unpack

from aslant.asl.flow import End
from aslant.asl.state import FilteredState, FilterFields
from aslant.json_value import Json

__all__ = ["Succeed", "SucceedFields"]


class SucceedFields(FilterFields, total=False):
    """The fields of a Succeed state."""


class Succeed(FilteredState, End[Any]):
    """A state that ends the workflow successfully. Its input becomes the workflow's output."""

    __slots__ = ()
    TYPE = "Succeed"

    def __init__(self, name: str, **fields: Unpack[SucceedFields]) -> None:
        """End the workflow successfully.

        Raises:
            DefinitionError: The name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)

    _open = False

    @property
    def _closed_because(self) -> str:
        return f"{self.name!r} is a Succeed state and ends the flow"

    def _link(self, following: str | None) -> dict[str, Json]:
        return self._doc
