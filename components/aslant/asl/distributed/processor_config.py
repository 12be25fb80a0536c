"""ProcessorConfig: how a Map's processor runs (developer guide, "Map workflow state")."""

from __future__ import annotations

from typing import Literal, Self

from aslant.asl.accept import value
from aslant.asl.field import Field, Record
from aslant.asl.unset import UNSET

__all__ = ["ProcessorConfig"]


class ProcessorConfig(Record):
    """The mode of a Map's processor: inside the execution, or in child executions."""

    __slots__ = ()

    mode = Field[str]("Mode", value)
    execution_type = Field[str]("ExecutionType", value)

    def __init__(
        self,
        mode: Literal["INLINE", "DISTRIBUTED"] = "INLINE",
        execution_type: Literal["STANDARD", "EXPRESS"] | None = None,
    ) -> None:
        """Run INLINE, or DISTRIBUTED as child executions of that type."""
        self._fill({}, {"mode": mode, "execution_type": execution_type or UNSET})

    @classmethod
    def distributed(cls, execution_type: Literal["STANDARD", "EXPRESS"] = "STANDARD") -> Self:
        """Run each item, or each batch of items, as a child execution."""
        return cls("DISTRIBUTED", execution_type)
