"""How an execution went."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from aslant.run.history import Event, History
from aslant.run.values import Json

__all__ = ["Execution"]


@dataclass(frozen=True)
class Execution:
    """The end of an execution, as DescribeExecution would tell it, and the way it took."""

    status: Literal["SUCCEEDED", "FAILED", "TIMED_OUT"]
    output: Json
    """What came out, as JSON; None unless it succeeded."""
    error: str | None
    """The error's name, where it failed with one."""
    cause: str | None
    """The error's cause, where it failed with one."""
    name: str
    start_date: float
    """When it began, in epoch seconds."""
    stop_date: float
    """When it was over, in epoch seconds."""
    _history: History = field(repr=False, compare=False)

    @cached_property
    def history(self) -> list[Event]:
        """Its events, with AWS's types, ids and order."""
        return self._history.render()

    @property
    def visited(self) -> list[str]:
        """The names of the states, in the order in which they were entered."""
        return list(self._history.visited)
