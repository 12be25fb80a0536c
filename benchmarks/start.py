"""The time of `python -m aslant.local` from its start to ready and to the first response, with the pizza program and
without a program; and from an edit to the first response of the edited program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
RUNS = 5
COMMAND = [sys.executable, "-m", "aslant.local", "--port", "0", "--aws-port", "0"]
PROGRAM = ("Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py", "functions", "workflows")
LIST = {"x-amz-target": "AWSStepFunctions.ListStateMachines"}


@contextmanager
def started(folder: Path, first: str) -> Iterator[HTTPConnection]:
    """Start a server in a folder, and yield a connection to the URL in the first line that begins with `first`."""
    with subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        url = next(line.split()[1] for line in server.stdout if line.startswith(first))
        connection = HTTPConnection(urlsplit(url).netloc)
        try:
            yield connection
        finally:
            connection.close()
            server.terminate()
            server.stdout.read()


def order(connection: HTTPConnection) -> bytes:
    """Return the response to an order of the pizza program."""
    connection.request("POST", "/", b'{"flavour": "pineapple"}')
    return connection.getresponse().read()


def with_program() -> tuple[float, float]:
    """Return the seconds until the server is ready and until its first response, with the pizza program."""
    start = perf_counter()
    with started(ROOT, "url: ") as connection:
        ready = perf_counter() - start
        assert b"FAILED" in order(connection)
        return ready, perf_counter() - start


def alone() -> tuple[float, float]:
    """Return the same without a program."""
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        with started(Path(folder), "aws: ") as connection:
            ready = perf_counter() - start
            connection.request("POST", "/", b"{}", LIST)
            assert b"stateMachines" in connection.getresponse().read()
            return ready, perf_counter() - start


def edits() -> list[float]:
    """Return the seconds from each of several edits of the workflow to the first response that shows it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in PROGRAM:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, Path(folder, name))
        workflow = Path(folder, "workflows", "pizza.py")
        source = workflow.read_text()
        seconds = []
        with started(Path(folder), "url: ") as connection:
            for number in range(RUNS):
                start = perf_counter()
                workflow.write_text(source.replace("They asked for Pineapple", f"No {number}"))
                while f"No {number}".encode() not in order(connection):
                    sleep(0.005)
                seconds.append(perf_counter() - start)
    return seconds


def imports() -> float:
    """Return the seconds of an interpreter that imports the SDK and the provider's types that the program uses."""
    start = perf_counter()
    code = "import pulumi, pulumi_aws; pulumi_aws.apigatewayv2, pulumi_aws.sfn, pulumi_aws.lambda_, pulumi_aws.iam"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
    return perf_counter() - start


def main() -> None:
    """Print a line for each way to start, and one for an edit."""
    print(f"median of {RUNS} | ready, s | first response, s | goal, s")
    for name, run, goal in (("pizza program", with_program, 0.8), ("without a program", alone, 0.5)):
        ready, first = (median(times) for times in zip(*(run() for _ in range(RUNS)), strict=True))
        print(f"{name} | {ready:.2f} | {first:.2f} | {goal}")
    print(f"edit of the workflow | | {median(edits()):.2f} | 1")
    print(f"imports of the program alone | {median(imports() for _ in range(RUNS)):.2f} | |")


if __name__ == "__main__":
    main()
