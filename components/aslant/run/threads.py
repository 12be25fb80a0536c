"""The scheduler for a real clock: fibers take turns in this thread, and each task runs in another one."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable

from aslant.json_value import Json
from aslant.run.answer import Awaited
from aslant.run.clock import Clock
from aslant.run.failure import Failure
from aslant.run.fiber import CallTask, Fiber
from aslant.run.scheduler import Scheduler

__all__ = ["ThreadScheduler"]

_MOST_THREADS = 64
_LONGEST_WAIT = 3600.0


class ThreadScheduler(Scheduler):
    """A scheduler that runs concurrent tasks in threads. A single task without a timeout runs in this thread."""

    def __init__(self, clock: Clock, deadline: float = float("inf")) -> None:
        """Create a scheduler that stops at an instant, in epoch seconds."""
        super().__init__(clock, deadline)
        self._calls: dict[int, Fiber] = {}
        self._waiting: deque[tuple[int, CallTask]] = deque()
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._threads = 0

    def calls_inline(self, call: CallTask) -> bool:
        """Return whether nothing else runs. A task with a timeout needs a thread that can be abandoned."""
        return call.timeout is None and not self._calls and not self.timers and not self.receiving

    def call(self, fiber: Fiber, call: CallTask) -> None:
        """Call a task in a thread, at once or when one is free again."""
        self._calls[fiber.ticket] = fiber
        if call.timeout is not None:
            self.at(self.clock.now() + call.timeout, fiber, Failure("States.Timeout"))
        if self._threads < _MOST_THREADS:
            self._start(fiber.ticket, call)
        else:
            self._waiting.append((fiber.ticket, call))

    def idle(self) -> bool:
        """Wait for the first of: the end of a task, a message to a token, the end of a wait, a deadline."""
        while not self.ready:
            instant = self.due()
            rest = instant - self.clock.now()
            if self._threads or self.receiving or not self._posted.empty():
                try:
                    self._posted.get(timeout=min(max(rest, 0.0), _LONGEST_WAIT))()
                except queue.Empty:
                    if self.clock.now() >= instant:
                        self.fire()
            elif instant == float("inf"):
                return False
            else:
                self.clock.sleep_until(instant)
                if self.clock.now() >= instant:
                    self.fire()
        return True

    def post(self, action: Callable[[], None]) -> None:
        """Call a function in the scheduler's thread, in turn."""
        self._posted.put(action)

    def _start(self, ticket: int, call: CallTask) -> None:
        self._threads += 1

        def work() -> None:
            value: Json = None
            error: BaseException | None = None
            try:
                value = call.function()
            except BaseException as problem:
                error = problem
            self.post(lambda: self._done(ticket, value, error))

        self.launch(work)

    def launch(self, work: Callable[[], None]) -> None:
        """Call a function in another thread."""
        # A daemon thread, so that a task that never ends does not keep the process alive.
        threading.Thread(target=work, name="aslant-task", daemon=True).start()

    def _done(self, ticket: int, value: Json, error: BaseException | None) -> None:
        self._threads -= 1
        if self._waiting:
            self._start(*self._waiting.popleft())
        fiber = self._calls.pop(ticket, None)
        if fiber is not None and fiber.ticket == ticket and not fiber.cancelled and fiber.steps is not None:
            self.resume(fiber, value, error)
        elif isinstance(value, Awaited):  # the execution or the task has ended while the work was being started
            value.abandon()
