"""The memory of the local AWS after many executions, and its threads while many wait.

The benchmark serves its own program on two free ports of loopback. The argument is the number of executions, by default
10,000; a tenth of them waits.
"""

from __future__ import annotations

import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from time import perf_counter, sleep
from urllib.parse import urlsplit

from benchmarks.serving import program

CLIENTS = 4
PROGRAM = """
import json

import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
role = aws.iam.Role("works", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))


def machine(name, states, type="STANDARD"):
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    aws.sfn.StateMachine(name, name=name, role_arn=role.arn, definition=definition, type=type)


bake = {f"Step {n}": {"Type": "Pass", "Result": {"loaf": n}, "ResultPath": "$.step", "Next": f"Step {n + 1}"}
        for n in range(5)}
machine("bake", {**bake, "Step 5": {"Type": "Succeed"}})
machine("quick", {**bake, "Step 5": {"Type": "Succeed"}}, "EXPRESS")
machine("wait", {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}})
"""
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:"


class Client:
    """A connection to the AWS port."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address)
        self._connection.connect()
        self._connection.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    def ask(self, action: str, machine: str, number: int = 0) -> None:
        """Start an execution."""
        body = {"stateMachineArn": ARN + machine, "input": json.dumps({"order": number, "note": "x" * 200})}
        self._connection.request(
            "POST", "/", json.dumps(body), {"X-Amz-Target": f"AWSStepFunctions.{action}", "Host": "localhost"}
        )
        answer = self._connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text


def start(address: str, action: str, machine: str, count: int) -> None:
    """Start executions from several clients at once."""

    def work(numbers: range) -> None:
        client = Client(address)
        for number in numbers:
            client.ask(action, machine, number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, [range(first, count, CLIENTS) for first in range(CLIENTS)]))


def state_of(pid: int) -> tuple[float, int]:
    """Return the memory in megabytes and the number of threads of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    return int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"])


def measure(address: str, pid: int, orders: int) -> None:
    """Print a line for each step."""

    def show(what: str) -> None:
        memory, threads = state_of(pid)
        print(f"{what} | {memory:,.0f} | {threads}", flush=True)

    print("the server | MB | threads")
    start(address, "StartExecution", "bake", 10)
    show("at the start")
    for machine, action in (("bake", "StartExecution"), ("quick", "StartSyncExecution")):
        done = 0
        for count in (orders // 100, orders // 10, orders // 2, orders):
            start(address, action, machine, count - done)
            done = count
            show(f"after {count:,} {action}")
    waiting = orders // 10
    start(address, "StartExecution", "wait", waiting)
    show(f"with {waiting:,} that wait")
    sleep(12)
    show("the same after 12 s")
    seconds = []
    client = Client(address)
    for number in range(100):
        began = perf_counter()
        client.ask("StartSyncExecution", "quick", number)
        seconds.append(perf_counter() - began)
    print(f"a short one beside them: {sorted(seconds)[50] * 1e3:.2f} ms, at most {max(seconds) * 1e3:.2f} ms")


def main() -> None:
    """Serve and measure."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "Pulumi.yaml").write_text("name: bakery\nruntime: python\n")
        Path(folder, "__main__.py").write_text(PROGRAM)
        with program(Path(folder)) as served:
            measure(urlsplit(served.aws).netloc, served.process, orders)


if __name__ == "__main__":
    main()
