"""The executions that the API can describe: all running ones, and the latest that have ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from aslant.local.retention import MAX_ENDED_RUNS
from aslant.local.run_record import RunRecord

__all__ = ["RunStore"]

MAX_BYTES = 64 * 1024 * 1024
"""The maximum total size of the ended executions: inputs, outputs and packed events."""

R = TypeVar("R", bound=RunRecord)


class RunStore(Generic[R]):
    """Executions by ARN. Safe to use from several threads."""

    def __init__(self, kept: int = MAX_ENDED_RUNS, removed: Callable[[R], None] = lambda _: None) -> None:
        """Keep at most `kept` ended executions, with a total size of at most `MAX_BYTES`.

        `removed` is called with each execution that is no longer kept.
        """
        self.kept = kept
        self._removed = removed
        self._runs: dict[str, R] = {}
        self._ended: dict[R, int] = {}
        """The ended executions in the order of their end, with their sizes."""
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, run: R) -> R | None:
        """Add a running execution and return None, or return another one with the same ARN."""
        with self._lock:
            other = self._runs.setdefault(run.arn, run)
        if other is not run:
            return other
        run.when_ended(lambda: self._end(run))
        return None

    def revive(self, run: R) -> bool:
        """Take an ended execution, which is redriven, from those that may be removed. Return False if it is gone.

        Add it again once it runs.
        """
        with self._lock:
            if run not in self._ended:
                return False
            self._bytes -= self._ended.pop(run)
            self._runs[run.arn] = self._runs.pop(run.arn)  # it is the latest now
            return True

    def discard(self, run: R) -> None:
        """Remove an execution if it is kept."""
        with self._lock:
            self._bytes -= self._ended.pop(run, 0)
            self._runs.pop(run.arn, None)

    def get(self, arn: str) -> R | None:
        """Return the execution with an ARN; None if it is not kept."""
        return self._runs.get(arn)

    def of(self, machine_arn: str) -> list[R]:
        """Return the executions of a machine, latest first. Its earlier revisions may have started some of them."""
        return self.select(lambda run: run.machine.arn == machine_arn)

    def select(self, wanted: Callable[[R], bool]) -> list[R]:
        """Return the executions for which a function returns True, latest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if wanted(run)]

    def clear(self) -> list[R]:
        """Remove all executions, and return those that run."""
        with self._lock:
            runs = list(self._runs.values())
            self._runs, self._ended, self._bytes = {}, {}, 0
        for run in runs:
            self._removed(run)
        return [run for run in runs if run.status == "RUNNING"]

    def forget(self, machine_arn: str) -> None:
        """Remove the ended executions of a machine."""
        with self._lock:
            gone = [run for run in self._ended if run.machine.arn == machine_arn]
            for run in gone:
                self._bytes -= self._ended.pop(run)
                del self._runs[run.arn]
        for run in gone:
            self._removed(run)

    def _end(self, run: R) -> None:
        """Remove the executions that ended first, until the rest is within the limits."""
        removed: list[R] = []
        with self._lock:
            if self._runs.get(run.arn) is not run:
                return  # the store was cleared
            size = self._ended[run] = run.size
            self._bytes += size
            while len(self._ended) > self.kept or self._bytes > MAX_BYTES:
                oldest = next(iter(self._ended))
                self._bytes -= self._ended.pop(oldest)
                del self._runs[oldest.arn]
                removed.append(oldest)
        for one in removed:
            self._removed(one)
