"""The schedulers, which run fibers: they decide which one goes on, when time passes and where tasks are called.

`VirtualScheduler` is for a fake clock: it calls tasks in this thread and moves the clock from one wait to the next, so
that the order of all steps is always the same. `ThreadScheduler` is for a real clock.
"""

from __future__ import annotations

import heapq
import itertools
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from aslant.errors import RunError
from aslant.json_value import Json
from aslant.run.clock import Clock
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import CallTask, Detach, Expire, Fiber, Group, Join, Receive, Sleep
from aslant.run.history import HistoryFull
from aslant.run.tokens import Message, TaskToken

__all__ = ["Scheduler", "VirtualScheduler"]

_INFINITE = float("inf")

Timer: TypeAlias = tuple[float, int, Fiber | Callable[[], None], int, BaseException | None]
"""An instant, a tie-breaker, the fiber to wake or the function to call, the ticket of the wait, and an error to raise.

A fiber with another ticket waits for something else by then, and is not woken.
"""


class Scheduler(ABC):
    """The base of both schedulers, which steps fibers and starts and ends groups."""

    def __init__(self, clock: Clock, deadline: float = _INFINITE) -> None:
        """Create a scheduler that stops at an instant, in epoch seconds."""
        self.clock = clock
        self.deadline = deadline
        self.ready: deque[tuple[Fiber, Json, BaseException | None]] = deque()
        self.timers: list[Timer] = []
        self.deadlines: list[tuple[float, int, Fiber]] = []
        self.receiving: dict[Fiber, Receive] = {}
        self._detached: set[Fiber] = set()
        self._order = itertools.count(1)
        self._result: Json = None

    def run(self, root: Fiber) -> Json:
        """Run a fiber and all that it starts, and return its result or raise its Failure or TimedOut.

        Raises:
            RunError: the fiber waits for a task token that nothing will end.
        """
        root.session.scheduler = self
        self.ready.append((root, None, None))
        ended = self._step(root)
        if not ended and self.deadline < _INFINITE:  # most executions never wait, and need no timer
            self.expire(root, self.deadline)
        while not ended:
            if not self.ready and not self.idle():
                raise self._stuck()
            ended = self._step(root)
        result, self._result = self._result, None  # which may refer to this scheduler
        return result

    def finish(self) -> None:
        """Run detached fibers to their end, and stop those that would wait forever."""
        while self._detached and (self.ready or self.idle()):
            self._step(None)
        if self._detached:
            for fiber in sorted(self._detached, key=lambda fiber: fiber.session.start):
                self._stop(fiber)
        self.deadlines.clear()  # they hold fibers, which refer to this scheduler
        self.timers.clear()

    def _step(self, root: Fiber | None) -> bool:
        """Run the next fiber until it waits, and return whether the root has ended."""
        ready = self.ready
        fiber, value, error = ready.popleft()
        if fiber.cancelled or fiber.steps is None:
            return False
        try:
            while True:
                effect = fiber.steps.send(value) if error is None else fiber.steps.throw(error)
                error = None
                if type(effect) is CallTask and not ready and self.calls_inline(effect):
                    try:
                        value = effect.function()
                    except Failure as failure:
                        error = failure
                    continue
                self._begin(fiber, effect)
                return False
        except StopIteration as end:
            fiber.steps = None
            if fiber is root:
                self._result = end.value
                return True
            if fiber.group is not None:
                self._finished(fiber, fiber.group, end.value)
            self._detached.discard(fiber)
        except (Failure, TimedOut, HistoryFull) as failure:
            fiber.steps = None
            if fiber.group is None:
                raise
            self._failed(fiber, fiber.group, failure)
        return False

    @abstractmethod
    def calls_inline(self, call: CallTask) -> bool:
        """Return whether a task may be called at once when no other fiber can go on."""

    @abstractmethod
    def call(self, fiber: Fiber, call: CallTask) -> None:
        """Call a task, and make the fiber ready with its result."""

    @abstractmethod
    def idle(self) -> bool:
        """Wait until a fiber is ready, and return False when none ever will be."""

    @abstractmethod
    def post(self, action: Callable[[], None]) -> None:
        """Call a function in the scheduler's thread. This method may be called in any thread."""

    def at(self, instant: float, who: Fiber | Callable[[], None], error: BaseException | None = None) -> None:
        """Wake a fiber from its current wait, or call a function, at an instant."""
        ticket = 0 if callable(who) else who.ticket
        heapq.heappush(self.timers, (instant, next(self._order), who, ticket, error))

    def expire(self, fiber: Fiber, instant: float) -> None:
        """Raise TimedOut in a fiber once an instant has passed, whatever it waits for."""
        heapq.heappush(self.deadlines, (instant, next(self._order), fiber))

    def send(self, token: TaskToken, message: Message, after: float) -> None:
        """Deliver a message to a token after a number of seconds."""

        def deliver() -> None:
            token.messages.append(message)
            fiber = token.receiver
            waiting = self.receiving.get(fiber) if isinstance(fiber, Fiber) else None
            if isinstance(fiber, Fiber) and waiting is not None and waiting.token is token:
                del self.receiving[fiber]
                self.resume(fiber, token.messages.popleft())

        instant = self.clock.now() + after
        self.post(deliver if after <= 0 else lambda: self.at(instant, deliver))

    def limit(self, group: Group, at_once: int) -> None:
        """Change the number of fibers of a group that run at the same time. Call it in the scheduler's thread."""
        group.at_once = max(1, at_once)
        while group.running and group.next < len(group.join.starts) and len(group.running) < group.at_once:
            self._start_next(group, group.parent.last)

    def due(self) -> float:
        """Return the instant of the next end of a wait or deadline; infinite if there is none."""
        timers, deadlines = self.timers, self.deadlines
        while timers and _is_over(timers[0][2], timers[0][3]):
            heapq.heappop(timers)
        while deadlines and _is_over(deadlines[0][2], None):
            heapq.heappop(deadlines)
        return min(timers[0][0] if timers else _INFINITE, deadlines[0][0] if deadlines else _INFINITE)

    def fire(self) -> None:
        """Process the next timer or deadline. At the same instant, waits end before a deadline."""
        if self.timers and (not self.deadlines or self.timers[0][0] <= self.deadlines[0][0]):
            _, _, who, _, error = heapq.heappop(self.timers)
            if callable(who):
                who()
            else:
                self.interrupt(who, error)
        else:
            self.interrupt(heapq.heappop(self.deadlines)[2], TimedOut())

    def interrupt(self, fiber: Fiber, error: BaseException | None) -> None:
        """End a fiber's wait, with an error if there is one, and stop the fibers that it waits for."""
        self.receiving.pop(fiber, None)
        if fiber.joining is not None:
            self._cancel(fiber.joining)
            fiber.joining = None
        self.resume(fiber, None, error)

    def resume(self, fiber: Fiber, value: Json, error: BaseException | None = None) -> None:
        """End a fiber's wait with a value or an error."""
        fiber.ticket = 0
        self.ready.append((fiber, value, error))

    def _begin(self, fiber: Fiber, effect: object) -> None:
        fiber.ticket = next(self._order)
        match effect:
            case Sleep(until):
                self.at(until, fiber)
            case CallTask():
                self.call(fiber, effect)
            case Join(starts, until=until):
                if not starts:
                    self.resume(fiber, [])
                    return
                if until < _INFINITE:
                    self.at(until, fiber, Failure("States.Timeout"))
                fiber.joining = group = Group(fiber, effect)
                for _ in range(min(group.at_once, len(starts))):
                    self._start_next(group, fiber.last)
            case Receive(token, until):
                if token.messages:
                    self.resume(fiber, token.messages.popleft())
                    return
                token.receiver = fiber
                self.receiving[fiber] = effect
                if until < _INFINITE:
                    self.at(until, fiber)
            case Detach(other):
                self._detached.add(other)
                self.resume(other, None)
                self.resume(fiber, None)
            case Expire(instant):
                self.expire(fiber, instant)
                self.ready.appendleft((fiber, None, None))  # the same fiber goes on, since this is not a wait

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
        if fiber.skipped > parent.skipped:
            parent.skipped = fiber.skipped
        while group.next < len(group.join.starts) and len(group.running) < group.at_once:
            self._start_next(group, fiber.last)
        if not group.running:
            parent.joining = None
            self.resume(parent, group.results)

    def _failed(self, fiber: Fiber, group: Group, failure: BaseException) -> None:
        group.running.discard(fiber)
        self._cancel(group)
        parent = group.parent
        parent.joining = None
        parent.last = fiber.last
        self.resume(parent, None, failure)

    def _cancel(self, group: Group) -> None:
        """Stop the fibers of a group and all that they wait for."""
        for fiber in sorted(group.running, key=lambda fiber: fiber.index):
            self._stop(fiber)
        group.running.clear()

    def _stop(self, fiber: Fiber) -> None:
        """Stop a fiber and all that it waits for."""
        stack = [fiber]
        while stack:
            other = stack.pop()
            other.cancelled = True
            self.receiving.pop(other, None)
            if other.steps is not None:
                other.steps.close()
            if other.joining is not None:
                stack += sorted(other.joining.running, key=lambda fiber: -fiber.index)

    def _stuck(self) -> RunError:
        states = ", ".join(repr(fiber.state) for fiber in self.receiving)
        return RunError(
            f"state {states} waits for its task token without a time limit, and nothing ends the token. Call "
            f"`context.task_token.succeed(…)` in a mock, or set TimeoutSeconds or HeartbeatSeconds of the state."
        )


class VirtualScheduler(Scheduler):
    """A scheduler with one thread, and with time that passes only in waits."""

    def calls_inline(self, call: CallTask) -> bool:
        """Return True, because nothing else can happen at this instant."""
        return True

    def call(self, fiber: Fiber, call: CallTask) -> None:
        """Call at once, but resume the fiber in turn: concurrent tasks are called before a result is used."""
        try:
            self.resume(fiber, call.function())
        except Failure as failure:
            self.resume(fiber, None, failure)

    def idle(self) -> bool:
        """Move the clock to the end of the next wait."""
        while not self.ready:
            instant = self.due()
            if instant == _INFINITE:
                return False
            self.clock.sleep_until(instant)
            self.fire()
        return True

    def post(self, action: Callable[[], None]) -> None:
        """Call the function at once, because there is no other thread."""
        action()


def _is_over(who: Fiber | Callable[[], None], ticket: int | None) -> bool:
    """Return whether a timer no longer applies."""
    return not callable(who) and (who.cancelled or who.steps is None or (ticket is not None and who.ticket != ticket))
