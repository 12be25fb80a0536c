"""The executions that the API describes: those that go on, and the latest of those that have ended."""

from __future__ import annotations

import threading
from collections import deque

from aslant.local.execution import Run
from aslant.local.machines import LocalMachine
from aslant.local.retention import KEPT

__all__ = ["RunStore"]

MAX_BYTES = 64 * 1024 * 1024
"""What those that have ended may take together: inputs, outputs and packed events."""


class RunStore:
    """STANDARD executions by ARN. Safe to use from several threads."""

    def __init__(self, kept: int = KEPT) -> None:
        """Keep so many of those that have ended, as long as they take no more than `MAX_BYTES`."""
        self.kept = kept
        self._runs: dict[str, Run] = {}
        self._ended: deque[Run] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, run: Run) -> Run | None:
        """Add an execution unless one of its ARN is there; return that one then."""
        with self._lock:
            other = self._runs.setdefault(run.arn, run)
        if other is not run:
            return other
        run.when_ended(lambda: self._end(run))
        return None

    def get(self, arn: str) -> Run | None:
        """Return the execution with an ARN."""
        return self._runs.get(arn)

    def of(self, machine: LocalMachine) -> list[Run]:
        """Return the executions of a machine, the latest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.machine is machine]

    def _end(self, run: Run) -> None:
        """Forget the executions whose end was first, until what is kept is within its bounds."""
        with self._lock:
            self._ended.append(run)
            self._bytes += run.size
            while len(self._ended) > self.kept or self._bytes > MAX_BYTES:
                oldest = self._ended.popleft()
                self._bytes -= oldest.size
                del self._runs[oldest.arn]
