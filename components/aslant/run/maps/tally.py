"""The number of child executions of a Map Run and of their items, by status, as in DescribeMapRun."""

from __future__ import annotations

from collections import Counter

__all__ = ["Tally"]

_MEMBERS = {
    "PENDING": "pending",
    "RUNNING": "running",
    "SUCCEEDED": "succeeded",
    "FAILED": "failed",
    "TIMED_OUT": "timedOut",
    "ABORTED": "aborted",
    "PENDING_REDRIVE": "pendingRedrive",
}


class Tally:
    """Two counts by status: of executions and of items. Only the scheduler's thread changes it."""

    def __init__(self) -> None:
        self._executions: Counter[str] = Counter()
        self._items: Counter[str] = Counter()
        self.written = False
        """Whether the results have been written or returned."""

    def add(self, status: str, items: int) -> None:
        """Count an execution with a number of items."""
        self._executions[status] += 1
        self._items[status] += items

    def move(self, before: str, status: str, items: int) -> None:
        """Count an execution under another status."""
        self._executions[before] -= 1
        self._items[before] -= items
        self.add(status, items)

    def executions(self) -> dict[str, int]:
        """Return the number of executions, as `executionCounts`."""
        return self._counts(self._executions)

    def items(self) -> dict[str, int]:
        """Return the number of items, as `itemCounts`."""
        return self._counts(self._items)

    def _counts(self, counter: Counter[str]) -> dict[str, int]:
        total = sum(counter.values())
        counts = {member: counter[status] for status, member in _MEMBERS.items()}
        return {**counts, "total": total, "resultsWritten": total if self.written else 0, "failuresNotRedrivable": 0}
