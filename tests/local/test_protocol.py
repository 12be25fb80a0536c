from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from aslant.local.protocol import MAX_HEAD

if TYPE_CHECKING:
    from .conftest import Served

BODY = b'{"flavour": "pepperoni"}'
H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n"
LENGTH = b"Content-Length: 24\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b'b\r\n{"flavour":\r\nd\r\n "pepperoni"}\r\n0\r\n'
ENDLESS = 600_000  # more than asyncio reads at once
LAST = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n%s" % (LENGTH, BODY)


def connect(served: Served) -> socket.socket:
    url = served.api.base_url
    return socket.create_connection((url.host, url.port or 0), timeout=5)


def answers(served: Served, *pieces: bytes) -> list[bytes]:
    """Return the status and body of each response on one connection."""
    with connect(served) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.02 if len(pieces) > 1 else 0)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return received.split(b"HTTP/1.1 ")[1:]


def post(headers: bytes, body: bytes) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n" + body


@pytest.mark.parametrize(
    ("headers", "body"), [(LENGTH, BODY), (CHUNKED, CHUNKS + b"\r\n")], ids=["with a length", "in chunks"]
)
@pytest.mark.parametrize("upgrade", [H2C, b"", b"Connection: upgrade\r\nUpgrade: websocket\r\n"])
@pytest.mark.parametrize("step", [10_000, 7], ids=["at once", "in pieces"])
def test_a_request_that_offers_another_protocol_keeps_its_body(
    served: Served, upgrade: bytes, headers: bytes, body: bytes, step: int
) -> None:
    data = post(upgrade + headers, body) + LAST
    first, second = answers(served, *(data[at : at + step] for at in range(0, len(data), step)))
    for answer in (first, second):
        assert answer.startswith(b"200")
        assert json.loads(json.loads(answer.partition(b"\r\n\r\n")[2])["input"]) == {"flavour": "pepperoni"}


def test_a_request_without_a_body_can_offer_another_protocol(served: Served) -> None:
    first, second = answers(served, b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n" + H2C + b"\r\n" + LAST)
    assert (first[:3], second[:3]) == (b"404", b"200")


def test_the_quota_counts_the_request_line_and_the_values_of_headers(served: Served) -> None:
    room = MAX_HEAD - len("/") - len("localhost") - len("close") - len("24")
    for size, status in ((room, b"200"), (room + 1, b"431")):
        (answer,) = answers(served, LAST.replace(b"Host:", b"X: " + b"x" * size + b"\r\nHost:"))
        assert answer[:3] == status
    assert answer.endswith(b'{"message":"Request Header Fields Too Large"}')


@pytest.mark.parametrize(
    "endless",
    [
        b"GET /" + b"x" * (MAX_HEAD + 1),
        b"GET / HTTP/1.1\r\nX: " + b"x" * ENDLESS,
        b"GET / HTTP/1.1\r\n" + b"x" * ENDLESS,
        b"GET / HTTP/1.1\r\n" + b"X: %s\r\n" % (b"x" * 1_000) * 12,
        b"GET / HTTP/1.1\r\nX: 1\r\nX: " + b" " * ENDLESS,
    ],
    ids=["path", "value", "name", "headers", "spaces"],
)
def test_an_endless_head_is_refused(served: Served, endless: bytes) -> None:
    with connect(served) as connection:
        connection.sendall(endless)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 431 ")
        connection.sendall(b"x" * 1_000)  # a client that does not stop at once still gets to read the answer
        assert connection.recv(65_536) == b""


@pytest.mark.parametrize("endless", [b"X: " + b"x" * ENDLESS, b"X: %s\r\n" % (b"x" * 1_000) * 12])
def test_endless_trailers_close_the_connection(served: Served, endless: bytes) -> None:
    with connect(served) as connection:
        connection.sendall(post(CHUNKED, CHUNKS + endless))
        with suppress(ConnectionResetError):
            assert connection.recv(65_536) == b""


def test_trailers_are_not_headers(served: Served) -> None:
    trailer = b"Origin: https://evil.example\r\nHost: evil.example\r\n"
    first, second = answers(served, post(CHUNKED, CHUNKS + trailer + b"\r\n") + LAST)
    assert (first[:3], second[:3]) == (b"200", b"200")
