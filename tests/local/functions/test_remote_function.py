"""Functions that another server runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from aslant.local.functions.deployed import Functions
from aslant.local.functions.function_names import find_function
from aslant.local.services.clients import Clients
from aslant.provider.account import LocalAccount


class Lambda(BaseHTTPRequestHandler):
    """A server with the Invoke API, which returns what the event says."""

    seen: list[tuple[str, Any]] = []  # noqa: RUF012  # shared by all requests on purpose

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seen.append((self.path, event))
        said = event if isinstance(event, dict) else {}
        body = said.get("raw", json.dumps(said.get("body", {}))).encode()
        self.send_response(said.get("status", 200))
        for name, value in said.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Lambda) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


@pytest.fixture
def functions() -> Functions:
    return Functions(LocalAccount())


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("", "/2015-03-31/functions/check/invocations"),
        ("/2015-03-31/functions/function/invocations", "/2015-03-31/functions/function/invocations"),
    ],
)
def test_it_is_invoked_at_a_server_or_at_the_whole_url(
    server: str, functions: Functions, path: str, called: str
) -> None:
    result = functions.remote("check", server + path).invoke(b'{"body": {"a": 1}}')
    assert (result.payload, result.failed) == (b'{"a": 1}', False)
    assert Lambda.seen[-1] == (called, {"body": {"a": 1}})


ERROR = {"errorType": "ValueError", "errorMessage": "no flour"}


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        ({"body": ERROR, "headers": {"X-Amz-Function-Error": "Unhandled"}}, "ValueError", "no flour"),
        ({"body": ERROR}, "ValueError", "no flour"),
        (
            {"status": 404, "raw": "nothing here", "headers": {"x-amzn-errortype": "ResourceNotFoundException:"}},
            "Lambda.ResourceNotFoundException",
            "status 404: nothing here",
        ),
        ({"status": 500, "raw": ""}, "Lambda.ServiceException", "status 500: Internal Server Error"),
        ({"raw": "<html>"}, "Lambda.ServiceException", "the response is not valid JSON"),
    ],
)
def test_failures_are_those_of_lambda(server: str, functions: Functions, event: Any, error: str, message: str) -> None:
    result = functions.remote("check", server).invoke(json.dumps(event).encode())
    assert result.failed
    found = json.loads(result.payload)
    assert found["errorType"] == error
    assert message in found["errorMessage"]


def test_a_server_that_does_not_listen_is_named(functions: Functions) -> None:
    result = functions.remote("check", "http://127.0.0.1:9").invoke(b"{}")
    found = json.loads(result.payload)
    assert found["errorType"] == "Lambda.SdkClientException"
    assert "'check' could not be invoked at http://127.0.0.1:9: " in found["errorMessage"]


def test_with_an_endpoint_every_other_name_is_a_function_there(server: str) -> None:
    functions = Functions(LocalAccount(), server)
    found = find_function(functions, "arn:aws:lambda:eu-west-1:999999999999:function:other:PROD")
    assert found is not None
    found.invoke(b"{}")
    assert Lambda.seen[-1][0] == "/2015-03-31/functions/other/invocations"
    assert list(functions) == []


def test_clients_send_the_requests_of_a_service_to_its_endpoint(server: str) -> None:
    def refuse(_: Any) -> Any:
        raise AssertionError("this must be sent to the endpoint")

    client = Clients("http://127.0.0.1:1", refuse, {"dynamodb": server}).of("dynamodb", "us-east-1")
    client.get_item(TableName="stock", Key={"id": {"S": "flour"}})
    assert Lambda.seen[-1] == ("/", {"TableName": "stock", "Key": {"id": {"S": "flour"}}})
