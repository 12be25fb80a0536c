"""What came of an execution."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from aslant.json_value import Json
from aslant.run.history import Decision, Event, History
from aslant.run.session import MachineType, Session

if TYPE_CHECKING:
    from aslant.run.program import Program

__all__ = ["Execution", "Status"]

Status: TypeAlias = Literal["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
"""How an execution ended; ABORTED are those whose parent stopped waiting for them."""


class Execution:
    """An execution that has ended: `execution.status`, `execution.output`, the way it took."""

    status: Status
    """How it ended, as DescribeExecution says."""
    output: Json
    """The output, a value of the caller's own; None unless it succeeded."""
    error: str | None
    """The error name of one that failed; None where the Fail state gives none.

    As on AWS, a STANDARD execution that timed out has neither error nor cause; an EXPRESS one has `States.Timeout`.
    """
    cause: str | None
    """The text beside the error."""
    start_date: float
    """When it began, in epoch seconds."""
    stop_date: float
    """When it ended, in epoch seconds."""

    def __init__(
        self, session: Session, history: History, status: Status, output: Json, error: str | None, cause: str | None
    ) -> None:
        """Keep what an execution leaves behind."""
        self.status = status
        self.output = output
        self.error = error
        self.cause = cause
        self.start_date = session.start
        self.stop_date = session.clock.now()
        self._session = session
        self._history = history

    @property
    def program(self) -> Program:
        """What ran. A child execution of a distributed Map is a part of the program that the Map stands in."""
        return self._session.program

    @property
    def children(self) -> list[Execution]:
        """The executions that this one started, in order: nested ones and the child executions of distributed Maps."""
        children = self._session.children
        return [children[number] for number in sorted(children)]

    @property
    def written(self) -> dict[str, str]:
        """What ResultWriters put into S3, by `s3://bucket/key`."""
        return self._session.world.written

    @property
    def duration(self) -> float:
        """The seconds that it took by its clock: under a FakeClock, those that AWS would have waited."""
        return self.stop_date - self.start_date

    @property
    def machine_arn(self) -> str:
        """The ARN of the machine that ran; of a child execution of a distributed Map, it ends in `/Label`."""
        return self._session.machine_arn

    @property
    def name(self) -> str:
        """The execution's name."""
        return self._session.name

    @property
    def arn(self) -> str:
        """The execution's ARN."""
        return self._session.arn

    @property
    def type(self) -> MachineType:
        """The type of the machine that ran."""
        return self._session.type

    @property
    def input(self) -> Json:
        """The input, which must not be changed."""
        return self._session.input

    @cached_property
    def history(self) -> list[Event]:
        """The events, as GetExecutionHistory has them."""
        return self._history.events()

    @cached_property
    def visited(self) -> list[str]:
        """The names of the states that were entered, in order, those within Parallel and Map included."""
        return self._history.visited()

    @property
    def decisions(self) -> list[Decision]:
        """What decided the way: the Choice rules taken, the retriers and the catchers, in order."""
        return self._history.decisions

    def __repr__(self) -> str:
        told = (
            f"output={self.output!r}" if self.status == "SUCCEEDED" else f"error={self.error!r}, cause={self.cause!r}"
        )
        return f"Execution(status={self.status!r}, {told})"
