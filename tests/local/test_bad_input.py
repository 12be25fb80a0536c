from __future__ import annotations

import gzip
import json
import socket
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from .conftest import Served

INVALID = "com.amazonaws.swf.service.v2.model#InvalidExecutionInput"
VALIDATION = "com.amazon.coral.validate#ValidationException"
NOT_FOUND = {"message": "Not Found"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"flavour": pepperoni}',
        b"{'flavour': 'pepperoni'}",
        b'{"flavour": "a"} trailing',
        b'{"flavour": NaN}',
        b'{"flavour": -Infinity}',
        b'{"flavour": 1e999}',
        b'{"flavour": "\xff"}',
        '{"flavour": "pepperoni"}'.encode("utf-16"),
        '\ufeff{"flavour": "pepperoni"}'.encode(),
        gzip.compress(b'{"flavour": "pepperoni"}', mtime=0),
        b"[" * 100_000,
        b"1" * 5_000,
        b"flavour=pepperoni",
    ],
    ids=lambda body: repr(body[:16]),
)
def test_a_body_that_is_not_json_is_an_invalid_execution_input(served: Served, body: bytes) -> None:
    response = served.api.post("/", content=body)
    assert response.status_code == 400
    answer = response.json()
    assert answer["__type"] == INVALID
    assert answer["message"].startswith("Invalid State Machine Execution Input: '")


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"pepperoni"', b"{}", b'{"Flavour": "pepperoni"}'])
def test_json_without_a_flavour_fails_in_the_workflow(served: Served, body: bytes) -> None:
    response = served.api.post("/", content=body)
    answer = response.json()
    assert response.status_code == 200
    assert (answer["status"], answer["error"]) == ("FAILED", "States.Runtime")
    assert "output" not in answer


def test_deeply_nested_json_gets_a_response(served: Served) -> None:
    for depth in (300, 600, 900):
        response = served.api.post("/", content=b'{"flavour": ' + b"[" * depth + b"]" * depth + b"}")
        assert response.status_code in (200, 400)


@pytest.mark.parametrize("flavour", ["null", "1", "[]", '"\\ud800"', '"é 🍍"', '""', "1e5"])
def test_an_unusual_flavour_reaches_the_handler(served: Served, flavour: str) -> None:
    body = f'{{"flavour": {flavour}}}'
    answer = served.api.post("/", content=body.encode()).json()
    assert (answer["status"], answer["input"]) == ("SUCCEEDED", body)


@pytest.mark.parametrize(("size", "status"), [(262_144, 200), (262_145, 400)])
def test_an_input_has_at_most_262144_bytes(served: Served, size: int, status: int) -> None:
    body = b'{"flavour": "' + "é".encode() * ((size - 15) // 2) + b"x" * ((size - 15) % 2) + b'"}'
    assert len(body) == size
    response = served.api.post("/", content=body)
    assert response.status_code == status
    if status == 400:
        assert response.json() == {
            "__type": VALIDATION,
            "message": "1 validation error detected: Value at 'input' failed to satisfy constraint: "
            "Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
        }


def test_a_body_over_ten_megabytes_is_413(served: Served) -> None:
    response = served.api.post("/", content=b"x" * (10 * 1024 * 1024 + 1))
    assert (response.status_code, response.json()) == (413, {"message": "Request Entity Too Large"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("PUT", "/"),
        ("DELETE", "/"),
        ("OPTIONS", "/"),
        ("PATCH", "/"),
        ("POST", "/nowhere"),
        ("POST", "//"),
        ("POST", "/%2e%2e/"),
        ("GET", "/orders"),
        ("GET", "/orders/"),
        ("GET", "/favicon.ico"),
    ],
)
def test_an_unknown_path_or_method_is_not_found(served: Served, method: str, path: str) -> None:
    response = served.api.send(httpx.Request(method, str(served.api.base_url).rstrip("/") + path, content=b"{}"))
    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_a_response_to_head_has_only_headers(served: Served) -> None:
    response = served.api.head("/")
    assert (response.status_code, response.content) == (404, b"")
    assert served.api.head("/echo").status_code == 400  # ANY takes it, and its body is empty


def test_a_body_can_be_chunked(served: Served) -> None:
    pieces = iter([b'{"flavour"', b': "pepperoni"}'])
    assert served.api.post("/", content=pieces).json()["status"] == "SUCCEEDED"


def exchange(served: Served, data: bytes, *, hang_up: bool = False) -> bytes:
    url = served.api.base_url
    with socket.create_connection((url.host, url.port or 0), timeout=5) as connection:
        connection.sendall(data)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'POST / HTTP/1.0\r\nContent-Length: 24\r\n\r\n{"flavour": "pepperoni"}', b"200"),
        (b"BREW / HTTP/1.0\r\n\r\n", b"4"),
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),
    ],
)
def test_unusual_http_gets_a_response(served: Served, data: bytes, status: bytes) -> None:
    assert exchange(served, data).split()[1].startswith(status)


@pytest.mark.parametrize(
    "data",
    [b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{", b"POST / HTTP/1.1\r\nHos", b""],
)
def test_a_client_that_disconnects_does_not_stop_the_server(served: Served, data: bytes) -> None:
    exchange(served, data, hang_up=True)
    assert served.api.post("/", json={"flavour": "pepperoni"}).json()["status"] == "SUCCEEDED"


def test_a_client_that_does_not_wait_for_the_response_does_not_stop_the_server(served: Served) -> None:
    url = served.api.base_url
    body = json.dumps({"flavour": {"sleep": 0.2}}).encode()
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection((url.host, url.port or 0)) as connection:
        connection.sendall(head + body)
    assert served.api.post("/", json={"flavour": "pepperoni"}).json()["status"] == "SUCCEEDED"
    assert not [line for line in served.log if "500" in line.split()]
