"""An execution that runs next to others: it uses a thread while it computes, and none while it waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

from aslant.errors import RunError
from aslant.run.capture import capture
from aslant.run.execution import Execution
from aslant.run.fiber import CallTask, Fiber
from aslant.run.hub import Hub, Timer
from aslant.run.lifecycle import watchers
from aslant.run.limits import TOO_DEEP
from aslant.run.position import Position
from aslant.run.threads import ThreadScheduler
from aslant.run.values import copied

__all__ = ["Running"]

_INFINITE = float("inf")

HALT_SECONDS = 1.0
"""The seconds that `halt` waits for the end of a step."""


class Running(ThreadScheduler):
    """The scheduler of one execution whose steps run in one thread at a time, which changes.

    Each end of a wait (a timer of the hub, the end of a task, a message to a token) is posted, and the execution
    continues in a thread of the hub. When it has ended or waits again, the thread is free for others.
    """

    def __init__(
        self, hub: Hub, root: Fiber, ended: Callable[[Execution | BaseException, Position | None], None]
    ) -> None:
        """Prepare the execution of a fiber.

        `ended` is called in any thread with the execution or with its error, and with the place at which it ended
        unless it succeeded. It is not called when the execution is stopped.
        """
        session = root.session
        super().__init__(session.clock, session.deadline)
        session.scheduler = self
        session.wait_scale = hub.wait_scale
        self._hub = hub
        self._root: Fiber | None = root
        self._execution: Execution | None = None
        self._ended = ended
        self._lock = threading.Lock()
        self._stepping = threading.RLock()
        """Held during each step."""
        self._driven = False
        self._inline = False
        self._over = False
        self._timer: Timer | None = None

    def begin(self, *, inline: bool) -> None:
        """Start, and run in this thread until the execution ends or waits.

        Pass `inline` if this thread may block. A task that runs alone is then called in it.
        """
        root = self._root
        with self._lock:
            if root is None or self._driven:  # the execution has been stopped
                return
            self._driven = True
        self._inline = inline
        self.ready.append((root, None, None))
        if self.deadline < _INFINITE:
            self.expire(root, self.deadline)
        self._drive()

    def halt(self) -> Position | None:
        """Stop the execution and its fibers between two steps, and return the place where it was.

        A running task is abandoned. While a step takes unusually long, the execution is stopped after it, and its place
        is the last one that is known.
        """
        in_time = self._stepping.acquire(timeout=HALT_SECONDS)
        try:
            root = self._root
            if self._over or root is None:
                return None
            if not in_time:
                self.post(self._halt)
                return capture(root)
            self._stop_fibers(root)
            position = capture(root)
            self._clear()
            with self._lock:
                if not self._driven:
                    self._arm()  # which cancels the timer
            return position
        finally:
            if in_time:
                self._stepping.release()

    def post(self, action: Callable[[], None]) -> None:
        """Call a function in turn in the thread that runs the execution's steps."""
        self._posted.put(action)
        with self._lock:
            if self._driven:
                return
            self._driven = True
        self._hub.steps.submit(self._go_on)

    def calls_inline(self, call: CallTask) -> bool:
        """Return whether this thread may block and nothing else runs."""
        return self._inline and super().calls_inline(call)

    def idle(self) -> bool:
        """Process posted functions and due timers, and return False when the execution has to wait."""
        while not self.ready:
            if not self._posted.empty():
                self._posted.get()()
            elif not self._over and self.due() <= self.clock.now():
                self.fire()
            else:
                return False
        return True

    def launch(self, work: Callable[[], None]) -> None:
        """Call a function in a thread of the hub."""
        self._hub.calls.submit(work)

    def _go_on(self) -> None:
        self._inline = False  # tasks must not block the few threads that run steps
        self._drive()

    def _drive(self) -> None:
        while True:
            try:
                while self._advance():
                    pass
            except RecursionError:
                self._conclude(RunError(TOO_DEEP))
            except BaseException as error:
                self._conclude(error)
            with self._lock:
                if self._posted.empty():
                    self._driven = False
                    self._arm()
                    return

    def _advance(self) -> bool:
        """Go one step, and return whether there was one."""
        with self._stepping:
            if not self.ready and not self.idle():
                return False
            self._go_one_step()
            return True

    def _go_one_step(self) -> None:
        if self._step(self._root):
            self._execution = self._result
        execution = self._execution
        if execution is None or self._detached:
            return
        execution.output = copied(execution.output)
        self._conclude(execution)
        for watch in watchers:
            watch(execution)

    def _conclude(self, outcome: Execution | BaseException) -> None:
        if not self._over:
            ended, root = self._ended, self._root
            if isinstance(outcome, Execution):
                position = outcome.past().position
            else:
                position = None if root is None else capture(root)
            self._clear()
            ended(outcome, position)

    def _halt(self) -> None:
        if not self._over:
            self._clear()

    def _clear(self) -> None:
        """Stop the fibers, and drop all references that would keep the execution in memory."""
        self._over = True
        self._stop_fibers(self._root)
        self._root = self._execution = self._result = None
        self._ended = _ignore
        self._detached.clear()
        self.ready.clear()
        self.timers.clear()
        self.deadlines.clear()
        self.receiving.clear()
        self._calls.clear()
        self._waiting.clear()

    def _stop_fibers(self, root: Fiber | None) -> None:
        for fiber in (root, *self._detached):
            if fiber is not None:
                self._stop(fiber)

    def _arm(self) -> None:
        """Set the timer for the first of the waits to end."""
        instant = _INFINITE if self._over else self.due()
        timer = self._timer
        if timer is not None:
            if timer.instant == instant and timer.action is not None:
                return
            self._hub.cancel(timer)
        self._timer = None if instant == _INFINITE else self._hub.at(instant, self._wake)

    def _wake(self) -> None:
        self.post(_nothing)


def _ignore(outcome: Execution | BaseException, position: Position | None) -> None:
    """Do nothing, because the outcome was reported already or the execution was stopped."""


def _nothing() -> None:
    """Do nothing; posting it makes the thread check the clock."""
