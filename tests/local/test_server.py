from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.http import Request, Response
from aslant.local.server import _send, _sendable, bind, refuse

if TYPE_CHECKING:
    from .conftest import Served


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "127.0.0.1:8000"},
        {"host": "localhost"},
        {"host": "LOCALHOST:80"},
        {"host": "[::1]:8000"},
        {"host": "api.localhost:8000"},
        {"host": "sync-localhost:4566"},
        {"host": "sync-127.0.0.1:4566"},
        {"host": "localhost", "origin": "http://localhost:3000"},
        {"host": "localhost", "origin": "https://127.0.0.1"},
        {"host": "localhost", "sec-fetch-site": "none"},
        {"host": "localhost", "sec-fetch-site": "same-site"},
    ],
)
def test_requests_for_this_machine_are_served(headers: dict[str, str]) -> None:
    assert asyncio.run(refuse(Request("GET", "/", "", headers, b""))) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "example.com"},
        {"host": "localhost.example.com"},
        {"host": "127.0.0.1.example.com:8000"},
        {"host": "10.0.0.1"},
        {"host": ""},
        {"host": "localhost:8000:x"},
        {"host": "localhost", "origin": "https://example.com"},
        {"host": "localhost", "origin": "http://localhost.example.com"},
        {"host": "localhost", "origin": "null"},
        {"host": "localhost", "origin": "file://"},
        {"host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_requests_for_other_hosts_or_from_other_origins_are_refused(headers: dict[str, str]) -> None:
    reason = asyncio.run(refuse(Request("GET", "/", "", headers, b"")))
    assert reason is not None
    assert reason.startswith("Forbidden: ")


def test_log_lines_distinguish_the_aws_port_from_the_apis(served: Served) -> None:
    served.api.get("/nowhere")
    served.call("ListStateMachines")
    line = served.logged("aws | POST / 200 ListStateMachines ")[-1]
    assert re.fullmatch(r"aws \| POST / 200 ListStateMachines \d+ ms", line)
    assert served.logged("GET /nowhere 404")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_refusal_is_403_on_both_ports(served: Served, headers: dict[str, str]) -> None:
    for client in (served.api, served.aws):
        response = client.post("/", json={"flavour": "pepperoni"}, headers=headers)
        assert response.status_code == 403
        assert response.json()["message"].startswith("Forbidden: ")


@pytest.mark.parametrize(
    ("method", "answer", "headers", "body"),
    [
        ("GET", Response(200, b"xx", ()), [(b"content-length", b"2")], b"xx"),
        ("GET", Response(304, b"xx", ()), [], b""),
        ("GET", Response(204, b"xx", ((b"x-a", b"1"),)), [(b"x-a", b"1")], b""),
        ("HEAD", Response(200, b"", ((b"content-length", b"7"),)), [(b"content-length", b"7")], b""),
        (
            "GET",
            Response(200, b"xx", ((b"content-length", b"7"), (b"connection", b"close"))),
            [(b"content-length", b"2")],
            b"xx",
        ),
    ],
)
def test_only_the_server_sets_framing_headers(
    method: str, answer: Response, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    sent: list[Any] = []

    async def send(event: Any) -> None:
        sent.append(event)

    asyncio.run(_send(answer, method, send))
    assert (sent[0]["headers"], sent[1]["body"]) == (headers, body)


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (Response(200, b"", ((b"x y", b"1"),)), "'x y' is not a header name."),
        (Response(100, b"", ()), "100 is not the status of a final response."),
    ],
)
def test_an_invalid_response_becomes_a_500_that_the_log_explains(answer: Response, note: str) -> None:
    sent = _sendable(answer)
    assert (sent.status, sent.note) == (500, note)


def test_a_port_in_use_is_named_with_the_option_that_changes_it() -> None:
    with bind(0, "--port") as listener:
        port = listener.getsockname()[1]
        with pytest.raises(LocalError, match=f"port {port} cannot be used: .*use --port"):
            bind(port, "--port")


def test_it_listens_only_on_loopback() -> None:
    with bind(0, "--port") as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
