"""A consumer that works as long as there is work, sleeps until it is woken, and needs no thread meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aslant.run.hub import Hub, Timer

__all__ = ["Pump", "Window"]

Spawn = Callable[..., None]
"""A function that calls another one in a thread and logs its failure."""


class Pump:
    """A loop over `step`, in at most `most` threads at a time. `step` returns whether there may be more work."""

    def __init__(self, step: Callable[[], bool], hub: Hub, spawn: Spawn, most: int = 1) -> None:
        """Start without work; `wake` starts it."""
        self._step = step
        self._hub = hub
        self._spawn = spawn
        self._most = most
        self._lock = threading.Lock()
        self._running = 0
        self._woken = False
        """Whether `wake` was called since the last step began."""
        self._timer: Timer | None = None
        self._ended = False
        self._when_idle: list[Callable[[], None]] = []

    def when_idle(self, action: Callable[[], None]) -> bool:
        """Call `action` when no step runs any more, and return True; return False if none runs now."""
        with self._lock:
            if self._running:
                self._when_idle.append(action)
            return self._running > 0

    def wake(self) -> None:
        """Look for work soon. It does not block."""
        with self._lock:
            self._woken = True
            if self._ended or self._running >= self._most:
                return
            self._running += 1
        self._spawn(self._run)

    def wake_at(self, instant: float) -> None:
        """Look for work at an instant, instead of the one that was set before."""
        with self._lock:
            before, self._timer = self._timer, None
        if before is not None:
            self._hub.cancel(before)
        timer = self._hub.at(instant, self.wake)
        with self._lock:
            self._timer = timer

    def end(self) -> None:
        """Stop after the current step."""
        with self._lock:
            self._ended = True
            timer, self._timer = self._timer, None
        if timer is not None:
            self._hub.cancel(timer)

    def _run(self) -> None:
        try:
            while True:
                with self._lock:
                    self._woken = False
                more = self._step()
                with self._lock:
                    is_done = self._ended or not (more or self._woken)
                    if is_done:
                        self._running -= 1
                if is_done:
                    break
        except BaseException:
            with self._lock:
                self._running -= 1
            raise
        finally:
            self._call_when_idle()

    def _call_when_idle(self) -> None:
        with self._lock:
            if self._running:
                return
            actions, self._when_idle = self._when_idle, []
        for action in actions:
            action()


class Window:
    """A batching window: the seconds that a batch waits for more items, unless it is full."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end: float | None = None

    def until(self, count: int, full: int) -> float | None:
        """Return the instant until which a number of items should wait; None if they should not."""
        now = time.time()
        if self._seconds <= 0 or count >= full or (self._end is not None and self._end <= now):
            self._end = None
            return None
        if self._end is None:
            self._end = now + self._seconds
        return self._end
