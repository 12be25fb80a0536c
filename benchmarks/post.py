"""The time from a POST to its response, compared to the bare function behind the same HTTP server and worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from socket import IPPROTO_TCP, TCP_NODELAY
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.serving import program

REQUESTS = 400


def times(address: str, path: str, body: bytes, requests: int) -> list[float]:
    """Return the seconds of each request over one connection."""
    connection = HTTPConnection(address)
    connection.connect()
    connection.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # head and body are sent in two packets
    seconds = []
    for _ in range(requests):
        start = perf_counter()
        connection.request("POST", path, body)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        seconds.append(perf_counter() - start)
    connection.close()
    return seconds


def p50(address: str, path: str, body: bytes, clients: int) -> float:
    """Return the median seconds with several clients at once."""
    with ThreadPoolExecutor(clients) as pool:
        calls = [pool.submit(partial(times, address, path, body, REQUESTS // clients)) for _ in range(clients)]
        return median(second for call in calls for second in call.result())


def main() -> None:
    """Print a line for each number of clients."""
    with program() as served:
        order = partial(p50, urlsplit(served.api).netloc, "/", b'{"flavour": "pepperoni"}')
        bare = partial(p50, urlsplit(served.aws).netloc, served.invoke_path, b'"pepperoni"')
        order(1), bare(1)
        print("POST to response, p50 | ms | the bare function, ms | ratio (target 1.5)")
        for clients in (1, 8):
            rounds = [(order(clients), bare(clients)) for _ in range(3)]
            ours, floor = median(pair[0] for pair in rounds), median(pair[1] for pair in rounds)
            print(f"{clients} clients | {ours * 1e3:.2f} | {floor * 1e3:.2f} | {ours / floor:.2f}")


if __name__ == "__main__":
    main()
