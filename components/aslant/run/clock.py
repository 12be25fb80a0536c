"""Time, injected: a clock under the test's control, and the real one."""

from __future__ import annotations

import threading
import time
from typing import ClassVar, Protocol

__all__ = ["Clock", "FakeClock", "SystemClock"]


class Clock(Protocol):
    """What an execution asks of a clock. Instants are epoch seconds."""

    real: ClassVar[bool]
    """Whether tasks of Parallel branches and Map items run in threads, at the same time."""

    def now(self) -> float:
        """The instant."""
        ...  # pragma: no cover

    def sleep_until(self, instant: float) -> None:
        """Return at an instant, or at once when it has passed."""
        ...  # pragma: no cover


class FakeClock:
    """A clock that stands still until it is told to move; sleeping moves it at once.

    `elapsed` answers how many seconds AWS would have taken, tasks apart. A double may move the clock to
    play a slow task: `clock.advance(10)`.
    """

    real: ClassVar[bool] = False

    def __init__(self, start: float = 1_735_689_600.0) -> None:
        """Start at an instant, in epoch seconds; without one at the first second of 2025 (UTC)."""
        self.start = self._now = start

    def now(self) -> float:
        """The instant, in epoch seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move by a number of seconds."""
        self._now += max(0.0, seconds)

    def sleep_until(self, instant: float) -> None:
        """Move to an instant, in epoch seconds, never back."""
        self._now = max(self._now, instant)

    @property
    def elapsed(self) -> float:
        """The seconds since the start."""
        return self._now - self.start


class SystemClock:
    """The machine's clock: waits are waited for, and concurrent tasks run concurrently."""

    real: ClassVar[bool] = True

    def now(self) -> float:
        """The instant, in epoch seconds."""
        return time.time()

    def sleep_until(self, instant: float) -> None:
        """Sleep until an instant, in epoch seconds."""
        # An Event's wait, unlike time.sleep, refuses nothing: it takes waits of any length.
        while (rest := instant - time.time()) > 0:
            threading.Event().wait(min(rest, 3600.0))
