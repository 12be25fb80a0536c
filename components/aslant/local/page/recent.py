"""The latest EXPRESS executions, which only the page shows: Step Functions does not describe them either.

Adding one must cost a request next to nothing. The events therefore stay as they are when an execution ends, and are
packed a moment later. Executions that newer ones have replaced by then, as under load, are never packed.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aslant.local.execution import Run
    from aslant.run.hub import Hub

__all__ = ["KEPT", "MAX_BYTES", "Recent"]

KEPT = 50
"""The number of executions that are kept of each machine."""

MAX_BYTES = 32 * 1024 * 1024
"""The maximum total size of the packed executions."""

DELAY = 2.0
"""The seconds between two rounds of packing."""


class Recent:
    """The latest EXPRESS executions of each machine. Safe to use from several threads."""

    def __init__(self, hub: Hub) -> None:
        """Pack executions in the threads of a hub."""
        self._hub = hub
        self._runs: dict[str, deque[Run]] = {}
        self._waiting = False
        self._lock = threading.Lock()

    def add(self, run: Run) -> None:
        """Keep an execution in place of the oldest one of its machine."""
        runs = self._runs.get(run.machine.arn)
        if runs is None:
            runs = self._runs.setdefault(run.machine.arn, deque(maxlen=KEPT))
        runs.append(run)
        if not self._waiting:
            self._wait()

    def get(self, arn: str) -> Run | None:
        """Return the execution with an ARN; None if it is not kept."""
        return next((run for run in self if run.arn == arn), None)

    def of(self, machine_arn: str) -> list[Run]:
        """Return the executions of a machine, latest first."""
        return list(self._runs.get(machine_arn, ()))[::-1]

    def __iter__(self) -> Iterator[Run]:
        for runs in list(self._runs.values()):
            yield from list(runs)

    def _wait(self) -> None:
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
        self._hub.at(self._hub.clock.now() + DELAY, self._wake)

    def _wake(self) -> None:
        self._hub.calls.submit(self.tidy)

    def tidy(self) -> None:
        """Pack the executions that ended a moment ago, and drop the oldest until the rest is within the limit."""
        self._waiting = False
        before = self._hub.clock.now() - DELAY / 2
        size, again = 0, False
        for run in sorted(self, key=lambda run: -run.start_date):
            if run.stop_date is not None and run.stop_date < before:
                run.pack()
            again = again or run.packed is None
            size += run.size
            if size > MAX_BYTES:
                self._drop(run)
        if again:
            self._wait()

    def _drop(self, run: Run) -> None:
        runs = self._runs.get(run.machine.arn)
        if runs is not None and run in runs:
            runs.remove(run)
            if not runs:
                self._runs.pop(run.machine.arn, None)
