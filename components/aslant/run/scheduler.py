"""Runs fibers: decides who goes on, when time passes and where tasks are called.

`VirtualScheduler` is for a clock that stands still: it calls tasks in this thread and moves the clock from one wait
to the next, so the order of everything is always the same. `ThreadScheduler` is for a real clock.
"""

from __future__ import annotations

import heapq
import itertools
from abc import ABC, abstractmethod
from collections import deque

from aslant.run.clock import Clock
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import Call, Fiber, Join, Sleep
from aslant.run.values import Json

__all__ = ["Group", "Scheduler", "VirtualScheduler"]


class Group:
    """The fibers that one fiber waits for."""

    __slots__ = ("join", "next", "parent", "results", "running")

    def __init__(self, parent: Fiber, join: Join) -> None:
        """Nothing has started yet."""
        self.parent = parent
        self.join = join
        self.results: list[Json] = [None] * len(join.starts)
        self.running: set[Fiber] = set()
        self.next = 0


class Scheduler(ABC):
    """What both schedulers do: step fibers, start groups and end them."""

    def __init__(self, clock: Clock, deadline: float) -> None:
        """Run until an instant, in epoch seconds, at the latest."""
        self.clock = clock
        self.deadline = deadline
        self.ready: deque[tuple[Fiber, Json, BaseException | None]] = deque()
        self.timers: list[tuple[float, int, Fiber, int | None]] = []
        self._order = itertools.count()

    def run(self, root: Fiber) -> Json:
        """The result of a fiber, with all that it starts; its Failure, or TimedOut, is raised."""
        ready = self.ready
        ready.append((root, None, None))
        while True:
            fiber, value, error = ready.popleft() if ready else self.idle()
            if fiber.cancelled or fiber.steps is None:
                continue
            try:
                while True:
                    effect = fiber.steps.send(value) if error is None else fiber.steps.throw(error)
                    error = None
                    if type(effect) is Call and not ready and self.calls_inline(effect):
                        try:
                            value = effect.function()
                        except Failure as failure:
                            error = failure
                        continue
                    self._begin(fiber, effect)
                    break
            except StopIteration as end:
                if fiber.group is None:
                    return end.value
                self._finished(fiber, fiber.group, end.value)
            except Failure as failure:
                if fiber.group is None:
                    raise
                self._failed(fiber, fiber.group, failure)

    @abstractmethod
    def calls_inline(self, call: Call) -> bool:
        """Whether a task may be called here and now, when no other fiber can go on."""

    @abstractmethod
    def call(self, fiber: Fiber, call: Call) -> None:
        """Call a task and see to it that the fiber is ready with its result."""

    @abstractmethod
    def idle(self) -> tuple[Fiber, Json, BaseException | None]:
        """Wait until a fiber can go on; which one, and with what."""

    def at(self, instant: float, fiber: Fiber, ticket: int | None = None) -> None:
        """Wake a fiber at an instant."""
        heapq.heappush(self.timers, (instant, next(self._order), fiber, ticket))

    def _begin(self, fiber: Fiber, effect: object) -> None:
        match effect:
            case Sleep(until):
                self.at(until, fiber)
            case Call():
                self.call(fiber, effect)
            case Join(starts):
                if not starts:
                    self.ready.append((fiber, [], None))
                    return
                fiber.joining = group = Group(fiber, effect)
                for _ in range(min(max(1, effect.at_once), len(starts))):
                    self._start_next(group, fiber.last)

    def _start_next(self, group: Group, last: int) -> None:
        child = group.join.starts[group.next](last)
        child.group = group
        child.index = group.next
        group.next += 1
        group.running.add(child)
        self.ready.append((child, None, None))

    def _finished(self, fiber: Fiber, group: Group, value: Json) -> None:
        group.results[fiber.index] = value
        group.running.discard(fiber)
        parent = group.parent
        parent.last = fiber.last
        if group.next < len(group.join.starts):
            self._start_next(group, fiber.last)
        elif not group.running:
            parent.joining = None
            self.ready.append((parent, group.results, None))

    def _failed(self, fiber: Fiber, group: Group, failure: Failure) -> None:
        group.running.discard(fiber)
        stack = list(group.running)
        while stack:
            other = stack.pop()
            other.cancelled = True
            if other.steps is not None:
                other.steps.close()
            if other.joining is not None:
                stack += other.joining.running
        group.running.clear()
        parent = group.parent
        parent.joining = None
        parent.last = fiber.last
        self.ready.append((parent, None, failure))


class VirtualScheduler(Scheduler):
    """One thread, and time that passes only where somebody waits."""

    def calls_inline(self, call: Call) -> bool:
        """Yes: nothing else can happen at this instant."""
        return True

    def call(self, fiber: Fiber, call: Call) -> None:
        """Call now, go on in turn: concurrent tasks have all been called before the first one's result counts."""
        try:
            self.ready.append((fiber, call.function(), None))
        except Failure as failure:
            self.ready.append((fiber, None, failure))

    def idle(self) -> tuple[Fiber, Json, BaseException | None]:
        """Move the clock to the next wait's end."""
        instant, _, fiber, _ = heapq.heappop(self.timers)
        if not fiber.cancelled:
            self.clock.sleep_until(min(instant, self.deadline))
            if instant > self.deadline:
                raise TimedOut
        return fiber, None, None
