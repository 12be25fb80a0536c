"""The time of `python -m aslant.local` from its start to the first response, compared to its imports alone."""

from __future__ import annotations

import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
RUNS = 3
COMMAND = [sys.executable, "-m", "aslant.local", "--port", "0", "--aws-port", "0"]


def first_answer() -> float:
    """Return the seconds until the first response."""
    start = perf_counter()
    with subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        url = next(line.split()[1] for line in server.stdout if line.startswith("url: "))
        connection = HTTPConnection(urlsplit(url).netloc)
        connection.request("POST", "/", b'{"flavour": "pepperoni"}')
        assert b"SUCCEEDED" in connection.getresponse().read()
        elapsed = perf_counter() - start
        connection.close()
        server.terminate()
        server.stdout.read()
    return elapsed


def imports() -> float:
    """Return the seconds of an interpreter that imports the SDK and the provider's types that the program uses."""
    start = perf_counter()
    code = "import pulumi, pulumi_aws; pulumi_aws.apigatewayv2, pulumi_aws.sfn, pulumi_aws.lambda_, pulumi_aws.iam"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
    return perf_counter() - start


def main() -> None:
    """Print one line."""
    ours, floor = median(first_answer() for _ in range(RUNS)), median(imports() for _ in range(RUNS))
    print("start to first response | s (target 3) | imports alone, s | ratio")
    print(f"median of {RUNS} | {ours:.2f} | {floor:.2f} | {ours / floor:.2f}")


if __name__ == "__main__":
    main()
