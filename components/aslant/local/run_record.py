"""The facts that the API shows of an execution."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from aslant.local.aliases import ExecutionQualifier
from aslant.local.machines import LocalMachine, MachineType

if TYPE_CHECKING:
    from aslant.local.map_run_record import MapRunRecord
    from aslant.run.history import History

__all__ = ["RunRecord"]


class RunRecord:
    """An execution as the API shows it. After its end it only holds strings."""

    map_run: MapRunRecord | None = None
    """The Map Run that has started the execution."""
    items: int | None = None
    """The number of items of a child execution of a Map Run."""
    start_date: float
    arn: str

    def __init__(
        self, machine: LocalMachine, name: str, input: str, trace: str | None, route: ExecutionQualifier
    ) -> None:
        """Create the record of an execution that starts; `input` is a JSON string."""
        self.machine = machine
        """The revision of the machine that it runs, also when it is redriven."""
        self.route = route
        self.name = name
        self.input = input
        self.trace = trace
        self.status = "RUNNING"
        self.stop_date: float | None = None
        self.output: str | None = None
        """The output as a JSON string; None unless the execution succeeded."""
        self.error: str | None = None
        self.cause: str | None = None
        self.state: str | None = None
        """The state in which the execution ended, if it did not succeed."""
        self.packed: bytes | None = None
        """The events of a STANDARD execution that has ended; see `aslant.local.history`."""
        self.redrive_count = 0
        self.redrive_date: float | None = None
        """The instant of the last redrive."""
        self._when_ended: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def type(self) -> MachineType:
        """The type of the execution."""
        return self.machine.type

    @property
    def machine_arn(self) -> str:
        """The ARN of the machine; for a child execution of a Map Run it ends in `/Label`."""
        return self.machine.arn

    @property
    def history(self) -> History | None:
        """The history of a running execution; None after its end."""
        return None

    @property
    def size(self) -> int:
        """The approximate size in bytes after the end."""
        return len(self.input) + len(self.output or "") + len(self.cause or "") + len(self.packed or b"")

    def when_ended(self, action: Callable[[], None]) -> None:
        """Call `action` in any thread when the execution ends, or now if it has ended."""
        with self._lock:
            if self.status == "RUNNING":
                self._when_ended.append(action)
                return
        action()

    def stop(self, error: str | None, cause: str | None) -> None:
        """End the execution as StopExecution does. Do nothing if it has ended."""
        raise NotImplementedError
