"""Succeed: end the workflow, branch or processor well (ASL specification, "Succeed State")."""

from __future__ import annotations

from typing import Any, Unpack

from aslant.asl.flow import End
from aslant.asl.state import FilteredState, FilterFields
from aslant.json_value import Json

__all__ = ["Succeed"]


class Succeed(FilteredState, End[Any]):
    """The workflow is over and well; its output is what this state gets."""

    __slots__ = ()
    TYPE = "Succeed"

    def __init__(self, name: str, **fields: Unpack[FilterFields]) -> None:
        """End well.

        Raises:
            DefinitionError: the name is too long, or a field is unknown or in the wrong query language.
        """
        self._begin(name, fields)

    _open = False

    @property
    def _closed_because(self) -> str:
        return f"{self.name!r} is a Succeed state and ends the flow"

    def _link(self, following: str | None) -> dict[str, Json]:
        return self._doc
