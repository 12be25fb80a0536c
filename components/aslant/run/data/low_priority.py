"""Long work in threads of low priority."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["at_low_priority"]

T = TypeVar("T")

_NICE = 10
"""The priority on Unix's scale from 0, the default, to 19."""


def at_low_priority(function: Callable[[], T]) -> T:
    """Call a function in a separate thread, of low priority where threads have one, and return its result."""
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        if sys.platform == "linux":  # on other systems, the priority applies to the whole process
            with contextlib.suppress(OSError):  # the priority is lower already
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    # A daemon thread, so that it does not keep an interrupted process alive.
    thread = threading.Thread(target=work, name="aslant-low-priority", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors.pop()
    return results.pop()
