"""A hub: the threads and the timers that many executions share, so that one that waits holds no thread."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Executor

from aslant.run.clock import SystemClock

__all__ = ["Hub", "Timer"]

_LINGER = 10.0
"""Seconds after which the timers' thread ends when there is nothing to wait for."""

_LONGEST_WAIT = 60.0
"""Seconds after which the thread looks at the clock again, which somebody may have set."""

_FEW = 64
"""Cancelled timers that may stay in the heap until their instant."""


class Timer:
    """An action that is called at an instant unless it is cancelled before."""

    __slots__ = ("action", "instant")

    def __init__(self, instant: float, action: Callable[[], None]) -> None:
        self.instant = instant
        self.action: Callable[[], None] | None = action
        """None once it has been called or cancelled."""


class Hub:
    """Threads and timers. Safe to use from several threads."""

    def __init__(self, steps: Executor, calls: Executor) -> None:
        """Compute the steps of executions in one set of threads, and call tasks, which may block, in another."""
        self.steps = steps
        self.calls = calls
        self.clock = SystemClock()
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._cancelled = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def at(self, instant: float, action: Callable[[], None]) -> Timer:
        """Have an action called at an instant, in epoch seconds. It must not block, since all timers share a thread."""
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
        """Cancel a timer; without effect when it has been called."""
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
        """Wait for the next instant and return its actions; None when there has been no timer for some time."""
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
