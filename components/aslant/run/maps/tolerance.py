"""The failures that a distributed Map tolerates."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Tolerance"]


@dataclass(slots=True)
class Tolerance:
    """The tolerated number and percentage of failed items. The first that is exceeded fails the Map."""

    count: int | None
    percentage: float | None

    def is_exceeded(self, failures: int, total: int) -> bool:
        """Return whether a number of failed items is too high. Without a limit, none may fail."""
        count = self.count
        if count is None:
            count = 0 if self.percentage is None else total
        return failures > count or failures * 100 > (100.0 if self.percentage is None else self.percentage) * total
