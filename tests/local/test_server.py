from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from aslant.errors import LocalError
from aslant.local.http import Request
from aslant.local.server import bind, refuse

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
    ],
)
def test_requests_for_others_or_from_their_pages_are_refused(headers: dict[str, str]) -> None:
    reason = asyncio.run(refuse(Request("GET", "/", "", headers, b"")))
    assert reason is not None
    assert reason.startswith("Forbidden: ")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_refusal_is_403_on_both_ports(served: Served, headers: dict[str, str]) -> None:
    for client in (served.api, served.aws):
        response = client.post("/", json={"flavour": "pepperoni"}, headers=headers)
        assert response.status_code == 403
        assert response.json()["message"].startswith("Forbidden: ")


def test_a_port_in_use_is_named_with_the_option_that_changes_it() -> None:
    with bind(0, "--port") as listener:
        port = listener.getsockname()[1]
        with pytest.raises(LocalError, match=f"port {port} cannot be used .*choose another with --port"):
            bind(port, "--port")


def test_it_listens_on_loopback_alone() -> None:
    with bind(0, "--port") as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
