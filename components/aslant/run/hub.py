"""A hub: the threads and timers that many executions share, so that a waiting execution needs no thread."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Executor

from aslant.run.clock import SystemClock

__all__ = ["Hub", "Timer"]

_LINGER = 10.0
"""The seconds after which the thread for timers ends when there are no timers."""

_LONGEST_WAIT = 60.0
"""The seconds after which the thread checks the clock again, in case the system time was changed."""

_FEW = 64
"""The number of cancelled timers that may stay in the heap until their instant."""


class Timer:
    """An action to call at an instant, unless it is cancelled before."""

    __slots__ = ("action", "instant")

    def __init__(self, instant: float, action: Callable[[], None]) -> None:
        self.instant = instant
        self.action: Callable[[], None] | None = action
        """The action; None once it has been called or cancelled."""


class Hub:
    """The threads and timers of many executions. Its methods are thread-safe."""

    def __init__(self, steps: Executor, calls: Executor, wait_scale: float = 1.0) -> None:
        """Create a hub that runs the steps of executions in one executor, and tasks, which may block, in another.

        Executions wait at another speed if `wait_scale` is not 1; see `aslant.run.wait_scale`.
        """
        self.wait_scale = wait_scale
        self.steps = steps
        self.calls = calls
        self.clock = SystemClock()
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._cancelled = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def at(self, instant: float, action: Callable[[], None]) -> Timer:
        """Call an action at an instant, in epoch seconds. It must not block, because all timers share one thread."""
        timer = Timer(instant, action)
        with self._changed:
            heapq.heappush(self._heap, (instant, next(self._order), timer))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="aslant-timers", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is timer:
                self._changed.notify()
        return timer

    def cancel(self, timer: Timer) -> None:
        """Cancel a timer. One that has been called is ignored."""
        with self._changed:
            if timer.action is None:
                return
            timer.action = None
            self._cancelled += 1
            if self._cancelled > max(_FEW, len(self._heap) // 2):
                self._heap = [entry for entry in self._heap if entry[2].action is not None]
                heapq.heapify(self._heap)
                self._cancelled = 0

    def close(self) -> None:
        """Cancel every timer."""
        with self._changed:
            for _, _, timer in self._heap:
                timer.action = None
            self._heap.clear()
            self._cancelled = 0

    def _run(self) -> None:
        while True:
            with self._changed:
                due = self._due()
                if due is None:
                    self._thread = None
                    return
            for action in due:
                action()

    def _due(self) -> list[Callable[[], None]] | None:
        """Wait for the next instant, and return its actions; None after some time without timers."""
        while True:
            now = self.clock.now()
            actions: list[Callable[[], None]] = []
            while self._heap and (self._heap[0][2].action is None or self._heap[0][0] <= now):
                timer = heapq.heappop(self._heap)[2]
                if timer.action is None:
                    self._cancelled -= 1
                    continue
                actions.append(timer.action)
                timer.action = None
            if actions:
                return actions
            if self._heap:
                self._changed.wait(min(self._heap[0][0] - now, _LONGEST_WAIT))
            elif not self._changed.wait(_LINGER) and not self._heap:
                return None
