"""Clocks: a fake one for tests, and the real one."""

from __future__ import annotations

import threading
import time
from typing import ClassVar, Protocol

__all__ = ["Clock", "FakeClock", "SystemClock"]


class Clock(Protocol):
    """The clock of an execution. Instants are epoch seconds."""

    real: ClassVar[bool]
    """Whether concurrent tasks of Parallel branches and Map items run in threads."""

    def now(self) -> float:
        """Return the current instant."""
        ...  # pragma: no cover

    def sleep_until(self, instant: float) -> None:
        """Sleep until an instant. Return at once if it has passed."""
        ...  # pragma: no cover


class FakeClock:
    """A clock that moves only by sleeping, which takes no time, and by `advance`.

    `elapsed` is the number of seconds that AWS would have taken, apart from tasks. A mock may move the clock to imitate
    a slow task: `clock.advance(10)`.
    """

    real: ClassVar[bool] = False

    def __init__(self, start: float = 1_735_689_600.0) -> None:
        """Start at an instant, in epoch seconds; by default at the first second of 2025 (UTC)."""
        self.start = self._now = start

    def now(self) -> float:
        """Return the current instant, in epoch seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock by a number of seconds."""
        self._now += max(0.0, seconds)

    def sleep_until(self, instant: float) -> None:
        """Move the clock to an instant, in epoch seconds, but never back."""
        self._now = max(self._now, instant)

    @property
    def elapsed(self) -> float:
        """The seconds since the start."""
        return self._now - self.start


class SystemClock:
    """The system clock: waits take their time, and concurrent tasks run concurrently."""

    real: ClassVar[bool] = True

    def now(self) -> float:
        """Return the current instant, in epoch seconds."""
        return time.time()

    def sleep_until(self, instant: float) -> None:
        """Sleep until an instant, in epoch seconds."""
        # Event.wait accepts waits of any length, unlike time.sleep.
        while (rest := instant - time.time()) > 0:
            threading.Event().wait(min(rest, 3600.0))
