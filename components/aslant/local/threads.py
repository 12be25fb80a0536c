"""Threads for what blocks: executions that wait and workers that compute."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

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
        self._idle = threading.Semaphore(0)
        self._count = 0
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in one of the threads."""
        future: Future[T] = Future()
        self._work.put((future, fn, args, kwargs))
        if not self._idle.acquire(blocking=False):
            with self._lock:
                start = self._count < MAX_THREADS
                self._count += start
            if start:
                threading.Thread(target=self._run, daemon=True).start()
        return future

    def _run(self) -> None:
        while True:
            future, function, args, kwargs = self._work.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)
            del future, function, args, kwargs
            self._idle.release()
