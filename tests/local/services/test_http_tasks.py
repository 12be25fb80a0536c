"""HTTP tasks against a server on this machine, with each kind of connection."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.local.serving import Serving, ends, serving

PROGRAM = """
import json

import pulumi
import pulumi_aws as aws

URL = pulumi.Config().require("url")


def role(name, *statements):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
    made = aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Statement": [trust]}))
    policy = aws.iam.RolePolicy(name, role=made.id, policy=json.dumps({"Statement": list(statements)}))
    return made, policy


def allow(*actions):
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*"}


caller, rights = role("caller", allow("states:*", "events:*", "secretsmanager:*"))
parts = {"headers": [{"key": "x-extra", "value": "connection"}], "query_strings": [{"key": "extra", "value": "yes"}]}
CONNECTIONS = {
    "key": ("API_KEY", {"api_key": {"key": "X-Api-Key", "value": "s3cret"}, "invocation_http_parameters": parts}),
    "basic": ("BASIC", {"basic": {"username": "baker", "password": "s3cret"}}),
    "oauth": (
        "OAUTH_CLIENT_CREDENTIALS",
        {
            "oauth": {
                "authorization_endpoint": URL + "/token",
                "http_method": "POST",
                "client_parameters": {"client_id": "shop", "client_secret": "s3cret"},
                "oauth_http_parameters": {"bodies": [{"key": "scope", "value": "bake"}]},
            }
        },
    ),
}


def machine(name, endpoint, connection, caller):
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "Call",
        "States": {
            "Call": {
                "Type": "Task",
                "Resource": "arn:aws:states:::http:invoke",
                "Arguments": {
                    "ApiEndpoint": endpoint,
                    "Method": "{% $states.input.method %}",
                    "Authentication": {"ConnectionArn": connection.arn},
                    "Headers": {"x-extra": "task", "x-state": "Call"},
                    "QueryParameters": {"q": "1"},
                    "RequestBody": "{% $states.input.body %}",
                },
                "TimeoutSeconds": 2,
                "End": True,
            }
        },
    }
    aws.sfn.StateMachine(
        name,
        name=name,
        role_arn=caller.arn,
        definition=pulumi.Output.json_dumps(definition),
        opts=pulumi.ResourceOptions(depends_on=[rights]),
    )


for name, (kind, parameters) in CONNECTIONS.items():
    connection = aws.cloudwatch.EventConnection(name, name=name, authorization_type=kind, auth_parameters=parameters)
    machine(name, "{% '" + URL + "' & $states.input.path %}", connection, caller)
machine("abroad", "https://api.example.com/v1", connection, caller)
machine("stubbed", "https://stub.example.com/echo", connection, caller)
"""


class _Handler(BaseHTTPRequestHandler):
    """Echoes requests, and gives tokens."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = urlsplit(self.path).path
        if path == "/token":
            form = parse_qs(body.decode())
            good = self.headers["authorization"] == "Basic " + base64.b64encode(b"shop:s3cret").decode()
            token = {"access_token": f"t-{form['grant_type'][0]}-{form['scope'][0]}", "expires_in": 3600}
            self._send(200 if good else 401, json.dumps(token).encode())
        elif path == "/slow":
            time.sleep(3)
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
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    folder: Path = tmp_path_factory.mktemp("caller")
    (folder / "Pulumi.yaml").write_text("name: caller\nruntime: python\n")
    hosts = {"stub.example.com": url}
    (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": {"caller:url": url, "aslant:hosts": hosts}}))
    (folder / "__main__.py").write_text(PROGRAM)
    with serving(folder) as served:
        yield served
    server.shutdown()
    server.server_close()


def run(caller: Serving, machine: str, path: str = "/echo", method: str = "GET", body: Any = None) -> Any:
    arn = f"arn:aws:states:us-east-1:123456789012:stateMachine:{machine}"
    input = json.dumps({"path": path, "method": method, "body": body})
    started = json.loads(
        caller.deployment.stepfunctions.start_execution({"stateMachineArn": arn, "input": input}, None)
    )
    found = caller.deployment.executions.run(started["executionArn"])
    assert found is not None
    assert ends(found)
    return json.loads(found.output) if found.output is not None else (found.error, found.cause)


def test_a_response_has_headers_body_status_and_reason(caller: Serving) -> None:
    result = run(caller, "key", method="POST", body={"flavour": "pepperoni"})
    assert (result["StatusCode"], result["StatusText"]) == (201, "Created")
    assert result["Headers"]["content-type"] == ["application/json; charset=utf-8"]
    assert result["Headers"]["set-cookie"] == ["a=1", "b=2"]
    sent = result["ResponseBody"]
    assert (sent["method"], sent["path"], sent["body"]) == ("POST", "/echo?q=1&extra=yes", '{"flavour":"pepperoni"}')
    headers = sent["headers"]
    assert (headers["x-api-key"], headers["x-extra"], headers["x-state"]) == ("s3cret", "connection", "Call")


@pytest.mark.parametrize(
    ("machine", "authorization"),
    [
        ("basic", "Basic " + base64.b64encode(b"baker:s3cret").decode()),
        ("oauth", "Bearer t-client_credentials-bake"),
    ],
)
def test_a_connection_authorizes_the_request(caller: Serving, machine: str, authorization: str) -> None:
    assert run(caller, machine)["ResponseBody"]["headers"]["authorization"] == authorization


@pytest.mark.parametrize(
    ("path", "error", "cause"),
    [
        ("/missing", "States.Http.StatusCode.404", '{"message": "no such pizza"}'),
        ("/moved", "States.Http.StatusCode.302", ""),
        ("/image", "States.Runtime", "The content type image/png of the response is not supported."),
        ("/large", "States.DataLimitExceeded", "The state/task 'http' returned a result with a size exceeding"),
        ("/slow", "States.Http.Socket", "The request timed out after 2 seconds."),
    ],
)
def test_a_failure_has_the_name_that_aws_gives_it(caller: Serving, path: str, error: str, cause: str) -> None:
    found = run(caller, "basic", path)
    assert found[0] in (error, "States.Timeout") if path == "/slow" else found[0] == error
    assert path == "/slow" or (found[1] or "").startswith(cause)


def test_other_bodies(caller: Serving) -> None:
    assert run(caller, "basic", "/text")["ResponseBody"] == "fresh bread"
    assert (run(caller, "basic", "/empty")["ResponseBody"], run(caller, "basic", "/empty")["StatusCode"]) == ("", 204)


def test_a_host_that_is_not_allowed_is_not_called(caller: Serving) -> None:
    error, cause = run(caller, "abroad")
    assert error == "States.Runtime"
    assert cause.startswith("state 'Call': requests to api.example.com are not sent from this machine. Allow the host")


def test_a_host_can_be_replaced_by_a_stub(caller: Serving) -> None:
    assert run(caller, "stubbed")["ResponseBody"]["path"] == "/echo?q=1"


def test_no_secret_is_logged(caller: Serving) -> None:
    run(caller, "key")
    assert "s3cret" not in "".join([*caller.log, *caller.printed])
