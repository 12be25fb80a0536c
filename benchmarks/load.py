"""Orders per second and their times under load, beside the bare function and, where they are installed, other tools.

Each tool is started in a process of its own on a free port of loopback, and the same client sends to all of them.
The first table has orders of the pizza program. The second has a workflow of Pass and Choice states, started by
StartExecution, because the other tools cannot run functions without Docker. The argument is the seconds of each
measurement, by default 3.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import perf_counter, sleep
from urllib.parse import urlsplit

from benchmarks.clients import Load, load
from benchmarks.serving import program

ORDER = b'{"flavour": "pepperoni"}'
CLIENTS = (1, 8, 64)
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/works"
STATES = {
    "Count": {"Type": "Pass", "Parameters": {"count.$": "States.MathAdd($.count, 1)"}, "Next": "Many?"},
    "Many?": {
        "Type": "Choice",
        "Choices": [{"Variable": "$.count", "NumericGreaterThan": 5, "Next": "Done"}],
        "Default": "Count",
    },
    "Done": {"Type": "Succeed"},
}
JSON_HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/states/aws4_request, "
    "SignedHeaders=host, Signature=0",
}


def row(name: str, found: Load) -> str:
    return f"{name} | {found.per_second:.0f} | {found.p50 * 1e3:.2f} | {found.p99 * 1e3:.2f}"


@contextmanager
def tool(command: list[str], port: int, **variables: str) -> Iterator[str]:
    """Start another tool in an empty folder, and yield its URL when it accepts connections."""
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", **variables}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server,
    ):
        try:
            until = perf_counter() + 30
            while perf_counter() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def call(url: str, action: str, **parameters: object) -> dict[str, object]:
    """Perform an action of the Step Functions API."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {**JSON_HEADERS, "X-Amz-Target": f"AWSStepFunctions.{action}"}
    connection.request("POST", "/", json.dumps(parameters), headers)
    answer = connection.getresponse()
    body: dict[str, object] = json.loads(answer.read())
    assert answer.status == 200, body
    return body


def starts(url: str, clients: int, seconds: float) -> Load:
    """Measure StartExecution of a workflow that the tool has created."""
    definition = json.dumps({"StartAt": "Count", "States": STATES})
    made = call(url, "CreateStateMachine", name=f"count-{clients}", definition=definition, roleArn=ROLE)
    body = json.dumps({"stateMachineArn": made["stateMachineArn"], "input": '{"count": 0}'}).encode()
    return load(url, body, clients, seconds, {**JSON_HEADERS, "X-Amz-Target": "AWSStepFunctions.StartExecution"})


def orders(seconds: float) -> None:
    print("orders of the pizza program | per second | p50, ms | p99, ms")
    with program() as served:
        invoke = served.aws + served.invoke_path
        load(served.api, ORDER, 8, 1)
        for clients in CLIENTS:
            print(row(f"aslant, {clients} clients", load(served.api, ORDER, clients, seconds)))
            print(row(f"the bare function, {clients} clients", load(invoke, b'"pepperoni"', clients, seconds)))


def executions(seconds: float) -> None:
    print("StartExecution | per second | p50, ms | p99, ms")
    port, other = free_port(), free_port()
    tools: dict[str, tuple[list[str], dict[str, str]]] = {
        "aslant": ([sys.executable, "-m", "aslant.local", "--port", str(other), "--aws-port", str(port)], {})
    }
    if importlib.util.find_spec("flask") is not None:
        tools["moto"] = (
            [sys.executable, "-m", "moto.server", "-p", str(port)],
            {"MOTO_SFN_EXECUTION_HISTORY_TYPE": "SUCCEEDED"},
        )
    if importlib.util.find_spec("ministack") is not None:
        tools["ministack"] = ([sys.executable, "-m", "ministack"], {"GATEWAY_PORT": str(port)})
    for name, (command, variables) in tools.items():
        with tool(command, port, **variables) as url:
            for clients in CLIENTS:
                try:
                    print(row(f"{name}, {clients} clients", starts(url, clients, seconds)))
                except (OSError, TimeoutError, AssertionError) as failure:
                    print(f"{name}, {clients} clients | {type(failure).__name__} | |")


def main() -> None:
    """Print both tables."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    orders(seconds)
    executions(seconds)


if __name__ == "__main__":
    main()
