"""The time of an order beside clients and functions that misbehave, compared to a quiet server.

The faults are connections that send a byte now and then, connections that are half closed, requests that are aborted
while they are served, and functions whose processes are killed. Only the affected calls may fail. The argument is the
seconds of each measurement, by default 3.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

from benchmarks.clients import load
from benchmarks.serving import Served, program

CLIENTS = 8
MISBEHAVING = 200
ORDER = b'{"flavour": "pepperoni"}'
HEAD = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(ORDER)}\r\n\r\n".encode()


def connections(served: Served, count: int) -> list[socket.socket]:
    place = urlsplit(served.api)
    return [socket.create_connection((place.hostname, place.port or 80), 5) for _ in range(count)]


def slow(served: Served, stopped: threading.Event) -> None:
    """Send one byte of a request on each connection, again and again."""
    made = connections(served, MISBEHAVING)
    for at in range(len(HEAD)):
        for connection in made:
            with contextlib.suppress(OSError):
                connection.sendall(HEAD[at : at + 1])
        if stopped.wait(0.1):
            break
    for connection in made:
        connection.close()


def half_closed(served: Served, stopped: threading.Event) -> None:
    """Send requests whose body ends early, and close only the sending half."""
    while not stopped.is_set():
        made = connections(served, 20)
        for connection in made:
            with contextlib.suppress(OSError):
                connection.sendall(HEAD + ORDER[:5])
                connection.shutdown(socket.SHUT_WR)
        stopped.wait(0.1)
        for connection in made:
            connection.close()


def aborted(served: Served, stopped: threading.Event) -> None:
    """Send whole requests, and close the connection before the response."""
    while not stopped.is_set():
        for connection in connections(served, 20):
            with contextlib.suppress(OSError):
                connection.sendall(HEAD + ORDER)
            connection.close()
        stopped.wait(0.05)


def killed(served: Served, stopped: threading.Event) -> None:
    """Kill the processes of the functions (Linux)."""
    children = Path(f"/proc/{served.process}/task/{served.process}/children")
    while not stopped.wait(0.3):
        for path in [children, *Path(f"/proc/{served.process}/task").glob("*/children")]:
            with contextlib.suppress(OSError, ValueError):
                for child in path.read_text().split():
                    os.kill(int(child), signal.SIGKILL)


@contextlib.contextmanager
def misbehaving(fault: Callable[[Served, threading.Event], None], served: Served) -> Iterator[None]:
    stopped = threading.Event()
    thread = threading.Thread(target=fault, args=(served, stopped))
    thread.start()
    try:
        sleep(0.2)
        yield
    finally:
        stopped.set()
        thread.join()


def is_healthy(served: Served) -> bool:
    """Return whether a new order succeeds."""
    connection = HTTPConnection(urlsplit(served.api).netloc, timeout=10)
    connection.request("POST", "/", ORDER)
    return b'"SUCCEEDED"' in connection.getresponse().read()


def main() -> None:
    """Print a line for each fault."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    with program() as served:
        load(served.api, ORDER, CLIENTS, 1)
        quiet = load(served.api, ORDER, CLIENTS, seconds)
        print(f"{CLIENTS} clients beside | p50, ms | p99, ms | p50 to quiet | next order")
        print(f"nothing | {quiet.p50 * 1e3:.2f} | {quiet.p99 * 1e3:.2f} | 1.00 | succeeds")
        for fault in (slow, half_closed, aborted, killed):
            with misbehaving(fault, served):
                found = load(served.api, ORDER, CLIENTS, seconds)
            health = "succeeds" if is_healthy(served) else "FAILS"
            name = fault.__name__.replace("_", " ")
            print(f"{name} | {found.p50 * 1e3:.2f} | {found.p99 * 1e3:.2f} | {found.p50 / quiet.p50:.2f} | {health}")


if __name__ == "__main__":
    main()
