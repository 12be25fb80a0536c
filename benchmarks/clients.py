"""Clients of a load test: many connections that send the same request, one after the other, and their times."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

__all__ = ["Load", "load", "percentile"]

PATIENCE = 20
"""The seconds that the last responses may take."""


@dataclass(frozen=True)
class Load:
    """The result of a load test."""

    per_second: float
    p50: float
    """Seconds."""
    p99: float
    """Seconds."""


class _Client(asyncio.Protocol):
    """One connection that sends a request as soon as the response to the last one is complete."""

    def __init__(self, request: bytes, until: float, connect: Callable[[_Client], Awaitable[object]]) -> None:
        self._connect = connect
        self.times: list[float] = []
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._until = until
        self._data = b""
        self._start = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, found, body = self._data.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0].strip()
        if not found or not length or len(body) < int(length):  # without a length, the connection ends the body
            return
        if self._is_complete() and perf_counter() < self._until:
            self._send()
        else:
            self._transport.close()

    def _is_complete(self) -> bool:
        """Record the time of the response, and return whether it has the status 200."""
        if not self._data.startswith(b"HTTP/1.1 200"):
            self.ended.set_exception(AssertionError(self._data[:500].decode("latin-1")))
            return False
        self.times.append(perf_counter() - self._start)
        self._data = b""
        return True

    def connection_lost(self, exception: Exception | None) -> None:
        if self.ended.done() or (self._data and not self._is_complete()):
            return
        if perf_counter() < self._until and self.times:  # a server that serves one request a connection
            asyncio.get_running_loop().create_task(self._again())
        else:
            self.ended.set_result(None)

    async def _again(self) -> None:
        try:
            await self._connect(self)
        except OSError as error:
            self.ended.set_exception(error)

    def _send(self) -> None:
        self._start = perf_counter()
        self._transport.write(self._request)


def load(url: str, body: bytes, clients: int, seconds: float, headers: dict[str, str] | None = None) -> Load:
    """Send a POST again and again from several connections at once, and return how fast the responses were."""
    return asyncio.run(_load(url, body, clients, seconds, headers or {}))


async def _load(url: str, body: bytes, clients: int, seconds: float, headers: dict[str, str]) -> Load:
    place = urlsplit(url)
    lines = [
        f"POST {place.path or '/'} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    request = "\r\n".join([*lines, "", ""]).encode() + body
    loop = asyncio.get_running_loop()
    begin = perf_counter()

    async def connect(client: _Client) -> None:
        await loop.create_connection(lambda: client, place.hostname or "", place.port or 80)

    made = [_Client(request, begin + seconds, connect) for _ in range(clients)]
    for client in made:
        await connect(client)
    await asyncio.wait_for(asyncio.gather(*(client.ended for client in made)), seconds + PATIENCE)
    elapsed = perf_counter() - begin
    times = sorted(second for client in made for second in client.times)
    return Load(len(times) / elapsed, percentile(times, 50), percentile(times, 99))


def percentile(ordered: list[float], percent: float) -> float:
    """Return a percentile of values in ascending order."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
