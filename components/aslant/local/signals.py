"""Handlers of the signals that end a process, while the server loads and while it serves."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

__all__ = ["interrupt", "leave", "on_signals", "signals_restored"]

SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))


def on_signals(handler: Callable[[int, Any], Any] | signal.Handlers) -> None:
    """Handle the signals that end the process from now on."""
    for number in SIGNALS:
        if number in SIGNALS[:2] or signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, handler)


@contextmanager
def signals_restored() -> Iterator[None]:
    """Restore the handlers of the signals at the end."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(_: int, __: Any) -> NoReturn:
    """Exit at once while the program is loading. Nothing has to be cleaned up yet, and the SDK swallows exceptions."""
    os._exit(0)


def interrupt(_: int, __: Any) -> NoReturn:
    """Raise KeyboardInterrupt, so that workers and files are cleaned up. Ignore further signals meanwhile."""
    on_signals(signal.SIG_IGN)
    raise KeyboardInterrupt
