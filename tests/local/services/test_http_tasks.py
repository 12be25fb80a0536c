"""HTTP tasks against a server on this machine, with each kind of connection."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aslant.errors import TaskError
from aslant.local.services.hosts import Hosts
from aslant.local.services.http_tasks import HttpTasks
from aslant.local.services.rights import Rights
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.run import TaskCall

if TYPE_CHECKING:
    from .conftest import Bakery


class _Handler(BaseHTTPRequestHandler):
    """Echoes requests, and gives tokens."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = urlsplit(self.path).path
        if path == "/token":
            form = parse_qs(body.decode())
            good = self.headers["authorization"] == "Basic " + base64.b64encode(b"shop:s3cret").decode()
            token = {"access_token": f"t-{form['grant_type'][0]}-{form.get('scope', ['all'])[0]}", "expires_in": 3600}
            self._send(200 if good else 401, json.dumps(token).encode())
        elif path == "/slow":
            time.sleep(1)
            self._send(200, b"{}")
        elif path == "/missing":
            self._send(404, b'{"message": "no such pizza"}')
        elif path == "/moved":
            self._send(302, b"", location="/echo")
        elif path == "/text":
            self._send(200, b"fresh bread", "text/plain")
        elif path == "/image":
            self._send(200, b"\x89PNG", "image/png")
        elif path == "/empty":
            self._send(204, b"")
        elif path == "/large":
            self._send(200, json.dumps("x" * 300_000).encode())
        else:
            echo = {
                "method": self.command,
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": body.decode(),
            }
            self._send(201, json.dumps(echo).encode(), "application/json; charset=utf-8")

    do_GET = do_POST = _serve  # noqa: N815  # the names that the base class calls

    def _send(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("set-cookie", "a=1")
        self.send_header("set-cookie", "b=2")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # the client has timed out
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The URL of a server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


CONNECTIONS: dict[str, dict[str, Any]] = {
    "basic": {"BasicAuthParameters": {"Username": "baker", "Password": "s3cret"}},
    "oauth": {
        "OAuthParameters": {
            "AuthorizationEndpoint": "https://tokens.example.com/token",
            "HttpMethod": "POST",
            "ClientParameters": {"ClientID": "shop", "ClientSecret": "s3cret"},
            "OAuthHttpParameters": {"BodyParameters": [{"Key": "scope", "Value": "bake"}]},
        }
    },
    "refused": {
        "OAuthParameters": {
            "AuthorizationEndpoint": "https://tokens.example.com/token",
            "HttpMethod": "POST",
            "ClientParameters": {"ClientID": "shop", "ClientSecret": "wrong"},
        }
    },
}


class _Data:
    """Connections by the name at the end of their ARN."""

    def connection(self, arn: str) -> dict[str, Any] | None:
        found = CONNECTIONS.get(arn.rpartition("/")[2])
        return None if found is None else {"AuthParameters": found}


def perform(url: str, endpoint: str, connection: str = "basic", seconds: float | None = None, **more: Any) -> Any:
    """Return the result of a task, without a deployment."""
    data: Any = _Data()
    addresses = {"stub.example.com": url, "tokens.example.com": url}
    tasks = HttpTasks(Hosts(addresses), Rights(Registry()), lambda: data)
    arn = f"arn:aws:events:us-east-1:123456789012:connection/{connection}"
    arguments = {"ApiEndpoint": endpoint, "Method": "GET", "Authentication": {"ConnectionArn": arn}}
    context: dict[str, Any] = {
        "Execution": {"Id": "arn:aws:states:::execution:m:1", "RoleArn": "arn:aws:iam::123456789012:role/r"}
    }
    call = TaskCall("Call", "arn:aws:states:::http:invoke", {**arguments, **more}, context, seconds)
    return tasks(call, LocalAccount())


def test_a_response_has_headers_body_status_and_reason(bakery: Bakery, url: str) -> None:
    arguments = {
        "ApiEndpoint": f"{url}/echo",
        "Method": "POST",
        "Authentication": {"ConnectionArn": bakery.deployment.registry.exports["connection"]},
        "Headers": {"x-extra": "task", "x-state": "Do"},
        "QueryParameters": {"q": "1"},
        "RequestBody": {"flavour": "pepperoni"},
    }
    result = bakery.output("http:invoke", arguments)
    assert (result["StatusCode"], result["StatusText"]) == (201, "Created")
    assert result["Headers"]["content-type"] == ["application/json; charset=utf-8"]
    assert result["Headers"]["set-cookie"] == ["a=1", "b=2"]
    sent = result["ResponseBody"]
    assert (sent["method"], sent["path"], sent["body"]) == ("POST", "/echo?q=1&extra=yes", '{"flavour":"pepperoni"}')
    headers = sent["headers"]
    assert (headers["x-api-key"], headers["x-extra"], headers["x-state"]) == ("s3cret", "connection", "Do")
    assert "s3cret" not in "".join(bakery.log)


def test_a_connection_is_known_to_the_api_by_its_arn(bakery: Bakery) -> None:
    found = bakery.clients.of("events", "us-east-1").describe_connection(Name="ovens")
    assert found["ConnectionArn"] == bakery.deployment.registry.exports["connection"]
    assert found["SecretArn"].partition(":secret:")[2].startswith("events!connection/ovens/")


@pytest.mark.parametrize(
    ("connection", "authorization"),
    [
        ("basic", "Basic " + base64.b64encode(b"baker:s3cret").decode()),
        ("oauth", "Bearer t-client_credentials-bake"),
    ],
)
def test_a_connection_authorizes_the_request(url: str, connection: str, authorization: str) -> None:
    headers = perform(url, f"{url}/echo", connection)["ResponseBody"]["headers"]
    assert headers["authorization"] == authorization


MISSING = "The connection arn:aws:events:us-east-1:123456789012:connection/none does not exist."


@pytest.mark.parametrize(
    ("path", "connection", "error", "cause"),
    [
        ("/missing", "basic", "States.Http.StatusCode.404", '{"message": "no such pizza"}'),
        ("/moved", "basic", "States.Http.StatusCode.302", ""),
        ("/image", "basic", "States.Runtime", "The content type image/png of the response is not supported."),
        ("/large", "basic", "States.DataLimitExceeded", "The state/task 'http' returned a result with a size"),
        ("/slow", "basic", "States.Http.Socket", "The request timed out after 0.2 seconds."),
        ("/echo", "none", "Events.ConnectionResource.ResourceNotFound", MISSING),
        ("/echo", "refused", "Events.ConnectionResource.InvalidConnectionState", "The authorization endpoint returned"),
    ],
)
def test_a_failure_has_the_name_that_aws_gives_it(url: str, path: str, connection: str, error: str, cause: str) -> None:
    with pytest.raises(TaskError) as failed:
        perform(url, url + path, connection, 0.2 if path == "/slow" else None)
    assert failed.value.error == error
    assert (failed.value.cause or "").startswith(cause)


def test_a_server_that_does_not_answer_is_a_socket_error() -> None:
    with pytest.raises(TaskError) as failed:
        perform("http://127.0.0.1:1", "http://127.0.0.1:1/", "basic")
    assert failed.value.error == "States.Http.Socket"
    assert (failed.value.cause or "").startswith("The request to 127.0.0.1:1 failed: ")
    assert "object at" not in (failed.value.cause or "")


def test_other_bodies(url: str) -> None:
    assert perform(url, f"{url}/text")["ResponseBody"] == "fresh bread"
    empty = perform(url, f"{url}/empty")
    assert (empty["ResponseBody"], empty["StatusCode"]) == ("", 204)


def test_a_host_that_is_not_allowed_is_not_called(url: str) -> None:
    with pytest.raises(TaskError, match=r"requests to api\.example\.com are not sent from this machine\."):
        perform(url, "https://api.example.com/v1")


def test_a_host_can_be_replaced_by_a_stub(url: str) -> None:
    assert perform(url, "https://stub.example.com/echo")["ResponseBody"]["path"] == "/echo"


def test_another_host_must_be_called_by_https() -> None:
    with pytest.raises(TaskError, match="ApiEndpoint must start with https://"):
        perform("http://stub.example.com", "http://stub.example.com/v1")
