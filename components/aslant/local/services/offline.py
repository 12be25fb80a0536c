"""A block on moto's network access and on its containers.

moto uses `requests` to send messages to the HTTP subscribers of topics, events to API destinations, and records to the
HTTP endpoints of delivery streams. Nothing is sent here. AWS sends after it has responded to the call, so the call
still succeeds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["offline", "seal"]


class _Thread(threading.local):
    """Whether the current thread is within `offline`."""

    offline = False


_thread = _Thread()


@contextmanager
def offline() -> Iterator[None]:
    """Block `requests` in this thread: instead of sending, it returns status 200 without a body."""
    before, _thread.offline = _thread.offline, True
    try:
        yield
    finally:
        _thread.offline = before


def seal() -> None:
    """Install the block that `offline` activates, and make moto run jobs and functions without Docker."""
    from moto.core.config import default_user_config
    from requests import Response, Session

    default_user_config["batch"] = {"use_docker": False}
    default_user_config["lambda"] = {"use_docker": False}
    send = Session.send
    if hasattr(send, "sealed"):
        return

    def send_unless_offline(session: Any, request: Any, **options: Any) -> Response:
        if not _thread.offline:
            return send(session, request, **options)
        response = Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response._content = b""
        return response

    send_unless_offline.sealed = True  # type: ignore[attr-defined]
    Session.send = send_unless_offline  # type: ignore[assignment, method-assign]
