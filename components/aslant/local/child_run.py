"""Child executions of Map Runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from aslant.local.answers import UTF_8
from aslant.local.history import ended_in, pack
from aslant.local.machines import LocalMachine, MachineType
from aslant.local.map_run_record import MapRunRecord
from aslant.local.run_record import RunRecord

if TYPE_CHECKING:
    from aslant.local.aliases import ExecutionQualifier
    from aslant.run.execution import Execution, Session
    from aslant.run.fiber import Fiber
    from aslant.run.history import History

__all__ = ["ChildRun"]

STOP_SECONDS = 5.0
"""The seconds that StopExecution waits for the end of a child execution, which may be computing."""


class ChildRun(RunRecord):
    """One child execution of a Map Run, which runs in the threads of the execution that has the Map."""

    def __init__(
        self, machine: LocalMachine, route: ExecutionQualifier, map_run: MapRunRecord, number: int, session: Session
    ) -> None:
        """Create the record of a child execution that starts; `number` is its place in the Map Run."""
        super().__init__(machine, session.name, UTF_8.encode(session.input), None, route)
        self.map_run = map_run
        self.arn = session.arn
        if self.type == "EXPRESS":
            self.name = ":".join(session.arn.split(":")[-2:])  # as AWS shows it
        self._number = number
        self._fiber: Fiber | None = None

    @property
    def type(self) -> MachineType:
        """The type of the execution, which may differ from that of the machine."""
        return self._map_run.type

    @property
    def machine_arn(self) -> str:
        """The ARN of the processor."""
        return self._map_run.machine_arn

    @property
    def history(self) -> History | None:
        """The history of a running execution; None after its end."""
        fiber = self._fiber
        return None if fiber is None else fiber.history

    def started(self, session: Session, fiber: Fiber, items: int) -> None:
        """Note that the execution starts, or that it is redriven."""
        self.items = items
        self.start_date = session.start
        self.redrive_count = session.redrive_count or 0
        self.redrive_date = session.redriven_at if self.type == "STANDARD" else None
        self.stop_date = self.output = self.error = self.cause = self.state = self.packed = None
        self._fiber = fiber
        self.status = "RUNNING"

    def ended(self, execution: Execution, history: History) -> None:
        """Note the end of the execution."""
        self.packed = pack(history) if self.type == "STANDARD" else None
        self.error, self.cause, self.stop_date = execution.error, execution.cause, execution.stop_date
        if execution.status == "SUCCEEDED":
            self.output = UTF_8.encode(execution.output)
        else:
            self.state = ended_in(history)
        with self._lock:
            self._fiber = None
            self.status = execution.status
            actions, self._when_ended = self._when_ended, []
        for action in actions:
            action()

    def stop(self, error: str | None, cause: str | None) -> None:
        """End the execution as StopExecution does, and wait for its end. Do nothing if it has ended."""
        live = self._map_run.live
        if live is None or self.status != "RUNNING":
            return
        ended = threading.Event()
        self.when_ended(ended.set)
        live.stop(self._number, error, cause)
        ended.wait(STOP_SECONDS)

    @property
    def _map_run(self) -> MapRunRecord:
        assert self.map_run is not None  # noqa: S101 - set at the start
        return self.map_run
