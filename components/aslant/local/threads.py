"""Threads for blocking work: requests, calls of functions and services, and the steps of executions."""

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
"""The default maximum of threads: as many as AWS's default quota of concurrent synchronous executions."""

IDLE_SECONDS = 10.0
"""The time after which an idle thread ends."""

PATIENCE_SECONDS = 0.05
"""The time that work waits for busy threads before another thread is started."""

P = ParamSpec("P")
T = TypeVar("T")


class Threads(Executor):
    """An executor that starts a thread whenever all are busy, and whose threads do not keep the process alive.

    The standard library's executor joins its threads at exit, so that Ctrl-C would wait for a Wait state. Idle threads
    end after a while.
    """

    def __init__(self, most: int | None = None, few: int | None = None) -> None:
        """Start without threads. There are at most `most` of them, by default `MAX_THREADS`.

        `few` is for CPU-bound work, which more threads do not speed up: `few` threads are started as needed, and
        another one only when none of them has taken up work for a moment.
        """
        self._work: SimpleQueue[tuple[Future[Any], Callable[..., Any], Any, Any]] = SimpleQueue()
        self._most = most
        self._spare = 0
        """The number of idle threads minus the number of waiting calls."""
        self._count = 0
        self._few = few
        self._taken = 0
        """The number of calls that threads have taken up."""
        self._watched = False
        """Whether a timer is running that checks for progress."""
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
        except RuntimeError:  # the system has no more threads; the others will take up the work
            with self._lock:
                self._count -= 1
                self._spare -= 1
                if not self._count:
                    raise

    def _watch(self) -> None:
        """Check for progress after a moment. The caller holds the lock."""
        if not self._watched and self._may_start():
            self._watched = True
            timer = threading.Timer(PATIENCE_SECONDS, self._grow, [self._taken])
            timer.daemon = True
            timer.start()

    def _grow(self, taken: int) -> None:
        """Start a thread if none has taken up work since the timer was started."""
        with self._lock:
            self._watched = False
            start = self._taken == taken and self._may_start()
            self._count += start
            self._spare += start
            self._watch()
        if start:
            self._start()

    async def call(self, seconds: float | None, function: Callable[[], T | Future[T]]) -> T:
        """Await a function's result, or that of the Future it returns. Raise TimeoutError after some seconds."""
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
            with contextlib.suppress(RuntimeError):  # the server has stopped, and its loop is closed
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
            self._taken += 1  # without the lock, since a lost count does no harm
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)
            del future, function, args, kwargs
            with self._lock:
                self._spare += 1
