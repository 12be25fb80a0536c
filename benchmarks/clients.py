"""Clients of a load test: many connections that send the same request, one after the other, and their times."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

__all__ = ["Load", "load", "percentile"]


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

    def __init__(self, request: bytes, until: float) -> None:
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
        if not found:
            return
        lower = head.lower()
        length = int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) < length:
            return
        now = perf_counter()
        if not head.startswith(b"HTTP/1.1 200"):
            self.ended.set_exception(AssertionError(self._data[:500].decode("latin-1")))
            return
        self.times.append(now - self._start)
        self._data = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exception: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

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
    made = [
        await loop.create_connection(lambda: _Client(request, begin + seconds), place.hostname or "", place.port or 80)
        for _ in range(clients)
    ]
    await asyncio.gather(*(client.ended for _, client in made))
    elapsed = perf_counter() - begin
    times = sorted(second for _, client in made for second in client.times)
    return Load(len(times) / elapsed, percentile(times, 50), percentile(times, 99))


def percentile(ordered: list[float], percent: float) -> float:
    """Return a percentile of values in ascending order."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
