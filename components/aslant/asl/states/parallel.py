"""Parallel: run several flows at once (ASL specification, "Parallel State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from aslant.asl.accept import expression
from aslant.asl.field import JSONATA, Field
from aslant.asl.flow import AnyFlow, Flow
from aslant.asl.nesting import adopt, view
from aslant.asl.state import WorkFields, WorkState
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.machine import StateMachine

__all__ = ["Parallel", "ParallelFields"]


class ParallelFields(WorkFields, total=False):
    """The fields of a Parallel state."""

    arguments: Any
    """The input of each branch (JSONata)."""


class Parallel(WorkState, Flow[Any, Any]):
    """A state that runs its branches at once, each with the same input. The result is the list of their outputs."""

    __slots__ = ()
    TYPE = "Parallel"

    arguments = Field[Json]("Arguments", expression, JSONATA)

    def __init__(self, name: str, *branches: AnyFlow | StateMachine, **fields: Unpack[ParallelFields]) -> None:
        """Run the branches at once.

        Raises:
            DefinitionError: There is no branch, one is not a flow, or a field is unknown or in the wrong query
                language.
        """
        self._refuse_unknown(name, fields, "catch")
        if not branches:
            raise DefinitionError(
                f"state {name!r}: a Parallel needs at least one branch. Pass the flows after its name."
            )
        machines = [adopt(branch, f"state {name!r}: a branch") for branch in branches]
        self._work(name, dict(fields), {"Branches": [machine._doc for machine in machines]})
        self._adopt_needs(machines)

    @property
    def branches(self) -> tuple[StateMachine, ...]:
        """The branches, in the order of their outputs."""
        return tuple(view(branch) for branch in self._doc["Branches"])

    def _structure(self) -> set[str]:
        return {"Branches", *super()._structure()}
