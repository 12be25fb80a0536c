"""Threads for what blocks: executions that wait and workers that compute."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar, cast

__all__ = ["MAX_THREADS", "Threads"]

MAX_THREADS = 1000
"""What is under way at once at most, as many as synchronous executions run in a Region by default."""

P = ParamSpec("P")
T = TypeVar("T")


class Threads(Executor):
    """An executor that starts a thread whenever all are busy, and whose threads never keep the process alive.

    The standard library's executor joins its threads at exit, so that Ctrl-C would wait for a Wait state.
    """

    def __init__(self) -> None:
        """Start without threads."""
        self._work: SimpleQueue[tuple[Future[Any], Callable[..., Any], Any, Any]] = SimpleQueue()
        self._idle = 0
        self._count = 0
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in one of the threads."""
        future: Future[T] = Future()
        self._work.put((future, fn, args, kwargs))
        with self._lock:
            start = not self._idle and self._count < MAX_THREADS
            self._count += start
            self._idle = max(0, self._idle - 1)
        if start:
            threading.Thread(target=self._run, daemon=True).start()
        return future

    async def call(self, seconds: float, function: Callable[[], T]) -> T:
        """A function's result, awaited; TimeoutError after some seconds, while the function goes on in its thread."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if outcome.done():
                return
            if error is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(cast("T", result))

        def done(future: Future[T]) -> None:
            error = future.exception()
            with contextlib.suppress(RuntimeError):  # the loop has ended with the server
                loop.call_soon_threadsafe(settle, None if error else future.result(), error)

        timer = loop.call_later(seconds, settle, None, TimeoutError())
        self.submit(function).add_done_callback(done)
        try:
            return await outcome
        finally:
            timer.cancel()

    def _run(self) -> None:
        while True:
            future, function, args, kwargs = self._work.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)
            del future, function, args, kwargs
            with self._lock:
                self._idle += 1
