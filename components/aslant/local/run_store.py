"""The executions that the API tells of: those that go on, and the latest of those that have ended."""

from __future__ import annotations

import threading
from collections import deque

from aslant.errors import LocalError
from aslant.local.execution import Run
from aslant.local.machines import Machine
from aslant.local.project import Project

__all__ = ["KEPT", "KEPT_KEY", "RunStore", "read_kept"]

KEPT_KEY = "aslant:keepExecutions"
"""The key of a stack's configuration that says how many executions are kept."""

KEPT = 1000
"""How many executions that have ended are kept unless the program or the command line says otherwise."""

MOST = 1_000_000
"""The highest number that may be said."""

MAX_BYTES = 64 * 1024 * 1024
"""What all of them may take together: inputs, outputs and packed events."""


class RunStore:
    """STANDARD executions by ARN. Safe to use from several threads."""

    def __init__(self, kept: int = KEPT, max_bytes: int = MAX_BYTES) -> None:
        """Keep so many of those that have ended, as long as they take no more than some bytes."""
        self.kept = kept
        self._max_bytes = max_bytes
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

    def of(self, machine: Machine) -> list[Run]:
        """Return the executions of a machine, the latest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.machine is machine]

    def _end(self, run: Run) -> None:
        """Forget the executions whose end was first, until what is kept is within its bounds."""
        with self._lock:
            self._ended.append(run)
            self._bytes += run.size
            while len(self._ended) > self.kept or self._bytes > self._max_bytes:
                oldest = self._ended.popleft()
                self._bytes -= oldest.size
                del self._runs[oldest.arn]


def read_kept(project: Project) -> int:
    """Return how many executions that have ended a stack's configuration keeps; LocalError says the rule it breaks."""
    text = project.config.get(KEPT_KEY, str(KEPT))
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST:
        raise LocalError(
            f"the config value {KEPT_KEY} must be a whole number from 1 to {MOST:,}, not {text!r}. "
            f"Leave it out to keep {KEPT:,} executions."
        )
    return int(text)
