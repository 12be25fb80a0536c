"""Threads for what blocks: requests, calls of functions and services, and the steps of executions."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar, cast

__all__ = ["MAX_THREADS", "Threads"]

MAX_THREADS = 1000
"""What is under way at once at most, as many as synchronous executions run in a Region by default."""

IDLE_SECONDS = 10.0
"""How long a thread stays that has nothing to do."""

PATIENCE_SECONDS = 0.05
"""How long work may wait for threads that compute."""

P = ParamSpec("P")
T = TypeVar("T")


class Threads(Executor):
    """An executor that starts a thread whenever all are busy, and whose threads never keep the process alive.

    The standard library's executor joins its threads at exit, so that Ctrl-C would wait for a Wait state. A thread that
    has had nothing to do for some time ends.
    """

    def __init__(self, most: int | None = None, few: int | None = None) -> None:
        """Start without threads, and have at most so many; `MAX_THREADS` unless given.

        `few` is for work that computes, for which more threads are of no use as long as some of it comes to its end: so
        many are started at once, and another one when nothing has moved for a moment.
        """
        self._work: SimpleQueue[tuple[Future[Any], Callable[..., Any], Any, Any]] = SimpleQueue()
        self._most = most
        self._spare = 0
        """How many more threads than calls wait; below zero where calls have to wait."""
        self._count = 0
        self._few = few
        self._taken = 0
        """How often a thread has taken up work."""
        self._watched = False
        """Whether it is looked at in a moment if something moves."""
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in one of the threads."""
        future: Future[T] = Future()
        self._work.put((future, fn, args, kwargs))
        with self._lock:
            self._spare -= 1
            patient = self._few is not None and self._count >= self._few
            start = not patient and self._may_start()
            self._count += start
            self._spare += start
            if patient and not start:
                self._watch()
        if start:
            self._start()
        return future

    def _may_start(self) -> bool:
        return self._spare < 0 and self._count < (MAX_THREADS if self._most is None else self._most)

    def _start(self) -> None:
        try:
            threading.Thread(target=self._run, daemon=True).start()
        except RuntimeError:  # the machine has no more; the other threads get to the work
            with self._lock:
                self._count -= 1
                self._spare -= 1
                if not self._count:
                    raise

    def _watch(self) -> None:
        """Look in a moment whether work has been taken up since; the caller has the lock."""
        if not self._watched and self._may_start():
            self._watched = True
            timer = threading.Timer(PATIENCE_SECONDS, self._grow, [self._taken])
            timer.daemon = True
            timer.start()

    def _grow(self, taken: int) -> None:
        """Start a thread where all have been busy with the same work for a moment."""
        with self._lock:
            self._watched = False
            start = self._taken == taken and self._may_start()
            self._count += start
            self._spare += start
            self._watch()
        if start:
            self._start()

    async def call(self, seconds: float | None, function: Callable[[], T | Future[T]]) -> T:
        """Await a function's result, which may come later; TimeoutError after some seconds, while the call goes on."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if outcome.done():
                return
            if error is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(cast("T", result))

        def done(future: Future[T | Future[T]] | Future[T]) -> None:
            error = future.exception()
            result = None if error else future.result()
            if isinstance(result, Future):
                result.add_done_callback(done)
                return
            with contextlib.suppress(RuntimeError):  # the loop has ended with the server
                loop.call_soon_threadsafe(settle, result, error)

        timer = None if seconds is None else loop.call_later(seconds, settle, None, TimeoutError())
        self.submit(function).add_done_callback(done)
        try:
            return await outcome
        finally:
            if timer is not None:
                timer.cancel()

    def _run(self) -> None:
        while True:
            try:
                future, function, args, kwargs = self._work.get(timeout=IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if not self._work.empty():
                        continue
                    self._count -= 1
                    self._spare -= 1
                return
            self._taken += 1  # without the lock: two at once may count as one
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)
            del future, function, args, kwargs
            with self._lock:
                self._spare += 1
