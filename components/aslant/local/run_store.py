"""The executions that the API can describe: all running ones, and the latest that have ended."""

from __future__ import annotations

import threading
from collections import deque

from aslant.local.execution import Run
from aslant.local.retention import MAX_ENDED_RUNS

__all__ = ["RunStore"]

MAX_BYTES = 64 * 1024 * 1024
"""The maximum total size of the ended executions: inputs, outputs and packed events."""


class RunStore:
    """The STANDARD executions by ARN. Safe to use from several threads."""

    def __init__(self, kept: int = MAX_ENDED_RUNS) -> None:
        """Keep at most `kept` ended executions, with a total size of at most `MAX_BYTES`."""
        self.kept = kept
        self._runs: dict[str, Run] = {}
        self._ended: deque[Run] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, run: Run) -> Run | None:
        """Add an execution and return None, or return the existing one with the same ARN."""
        with self._lock:
            other = self._runs.setdefault(run.arn, run)
        if other is not run:
            return other
        run.when_ended(lambda: self._end(run))
        return None

    def get(self, arn: str) -> Run | None:
        """Return the execution with an ARN; None if it is not kept."""
        return self._runs.get(arn)

    def of(self, machine_arn: str) -> list[Run]:
        """Return the executions of a machine, latest first. Its earlier revisions may have started some of them."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.machine.arn == machine_arn]

    def clear(self) -> list[Run]:
        """Remove all executions, and return those that run."""
        with self._lock:
            runs = list(self._runs.values())
            self._runs, self._ended, self._bytes = {}, deque(), 0
        return [run for run in runs if run.status == "RUNNING"]

    def forget(self, machine_arn: str) -> None:
        """Remove the ended executions of a machine."""
        with self._lock:
            gone = [run for run in self._ended if run.machine.arn == machine_arn]
            self._ended = deque(run for run in self._ended if run.machine.arn != machine_arn)
            for run in gone:
                self._bytes -= run.size
                del self._runs[run.arn]

    def _end(self, run: Run) -> None:
        """Remove the executions that ended first, until the rest is within the limits."""
        with self._lock:
            if self._runs.get(run.arn) is not run:
                return  # the store was cleared
            self._ended.append(run)
            self._bytes += run.size
            while len(self._ended) > self.kept or self._bytes > MAX_BYTES:
                oldest = self._ended.popleft()
                self._bytes -= oldest.size
                self._runs.pop(oldest.arn, None)
