"""The scheduler of a real clock: fibers take turns in this thread, their tasks run in threads of their own."""

from __future__ import annotations

import heapq
import queue
import threading
from collections import deque

from aslant.run.clock import Clock
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import Call, Fiber
from aslant.run.scheduler import Scheduler
from aslant.run.values import Json

__all__ = ["ThreadScheduler"]

_MOST_THREADS = 64
_LONGEST_WAIT = 3600.0


class ThreadScheduler(Scheduler):
    """Concurrent tasks run concurrently; a task that is alone and has no timeout runs in this thread."""

    def __init__(self, clock: Clock, deadline: float) -> None:
        """Run until an instant, in epoch seconds, at the latest."""
        super().__init__(clock, deadline)
        self._calls: dict[int, Fiber] = {}
        self._waiting: deque[tuple[int, Call]] = deque()
        self._done: queue.SimpleQueue[tuple[int, Json, BaseException | None]] = queue.SimpleQueue()
        self._threads = 0

    def calls_inline(self, call: Call) -> bool:
        """Whether nothing else is under way; a timeout needs a thread that can be left behind."""
        return call.timeout is None and not self._calls and not self.timers

    def call(self, fiber: Fiber, call: Call) -> None:
        """Call in a thread, or when one is free again."""
        ticket = next(self._order)
        self._calls[ticket] = fiber
        if call.timeout is not None:
            self.at(self.clock.now() + call.timeout, fiber, ticket)
        if self._threads < _MOST_THREADS:
            self._start(ticket, call)
        else:
            self._waiting.append((ticket, call))

    def idle(self) -> tuple[Fiber, Json, BaseException | None]:
        """Wait for the first of: a task's end, a wait's end, the execution's end."""
        while True:
            instant = min(self.timers[0][0] if self.timers else self.deadline, self.deadline)
            rest = instant - self.clock.now()
            if self._threads:
                try:
                    ticket, value, error = self._done.get(timeout=min(max(rest, 0.0), _LONGEST_WAIT))
                except queue.Empty:
                    pass
                else:
                    self._threads -= 1
                    if self._waiting:
                        self._start(*self._waiting.popleft())
                    fiber = self._calls.pop(ticket, None)
                    if fiber is not None:
                        return fiber, value, error
                    continue
            elif rest > 0:
                self.clock.sleep_until(instant)
            if self.clock.now() < instant:
                continue
            if not self.timers or self.timers[0][0] > self.deadline:
                raise TimedOut
            _, _, sleeper, timeout_of = heapq.heappop(self.timers)
            if timeout_of is None:
                return sleeper, None, None
            if self._calls.pop(timeout_of, None) is not None:
                return sleeper, None, Failure("States.Timeout")

    def _start(self, ticket: int, call: Call) -> None:
        self._threads += 1

        def work() -> None:
            value: Json = None
            error: BaseException | None = None
            try:
                value = call.function()
            except BaseException as problem:
                error = problem
            self._done.put((ticket, value, error))

        # A daemon: a task that never ends does not keep the process.
        threading.Thread(target=work, name="aslant-task", daemon=True).start()
