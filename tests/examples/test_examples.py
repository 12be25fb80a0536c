"""Every program in examples/, and the stack `async` of the pizza shop, served and called over HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@contextmanager
def served(program: Path, *options: str) -> Iterator[httpx.Client]:
    """Serve a program and yield a client of its API."""
    command = [
        sys.executable,
        "-m",
        "aslant.local",
        "--program",
        str(program),
        "--port",
        "0",
        "--aws-port",
        "0",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"url: (\S+)\n", line)
            assert found, f"{program} does not run: {line!r}"
            with httpx.Client(base_url=found[1]) as client:
                yield client
        finally:
            process.kill()


@pytest.fixture(scope="module")
def bakery() -> Iterator[httpx.Client]:
    with served(EXAMPLES / "two_ways") as client:
        yield client


def test_a_quote_is_returned(bakery: httpx.Client) -> None:
    response = bakery.post("quotes", json={"guests": 8})
    assert (response.status_code, response.headers["x-execution-status"]) == (200, "SUCCEEDED")
    assert response.json()["output"] == '{"guests":8,"euros":18}'


def test_a_refused_quote_has_the_status_200_and_a_header_with_the_outcome(bakery: httpx.Client) -> None:
    response = bakery.post("quotes", json={"guests": 80})
    assert (response.status_code, response.headers["x-execution-status"]) == (200, "FAILED")
    assert response.json()["error"] == "Too Large"


def test_a_cake_is_started_once_for_a_key_then_looked_up_and_stopped(bakery: httpx.Client) -> None:
    order = {"headers": {"idempotency-key": "cake-1"}, "json": {"flavour": "lemon"}}
    first, second = bakery.post("cakes", **order), bakery.post("cakes", **order)  # type: ignore[arg-type]
    assert (first.status_code, first.json()) == (202, second.json())
    assert first.json()["executionArn"].endswith(":cake-1")
    assert bakery.get("cakes/executions/cake-1").json()["status"] == "RUNNING"
    assert bakery.delete("cakes/executions/cake-1").status_code == 200
    assert bakery.get("cakes/executions/cake-1").json()["status"] == "ABORTED"
    assert bakery.get("cakes/executions/cake-2").status_code == 404


@pytest.fixture(scope="module")
def truthful() -> Iterator[httpx.Client]:
    with served(EXAMPLES / "truthful_status") as client:
        yield client


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"guests": 8}, 200, {"guests": 8, "euros": 40}),
        ({"guests": 80}, 422, {"error": "Too Large", "cause": 'We bake for "up to 50" guests'}),
        ({"guests": "many"}, 400, {"message": "Invalid request body"}),
        ({}, 400, {"message": "Invalid request body"}),
    ],
)
def test_the_http_status_follows_the_outcome(
    truthful: httpx.Client, body: object, status: int, expected: object
) -> None:
    response = truthful.post("quotes", json=body)
    assert (response.status_code, response.json()) == (status, expected)


def test_a_separate_program_responds() -> None:
    with served(EXAMPLES / "another_program") as client:
        response = client.post("prices", json={"kilograms": 2.2}, headers={"origin": "https://parcels.example"})
        assert response.json()["output"] == '{"euros":8.5}'
        assert response.headers["access-control-allow-origin"] == "https://parcels.example"


def test_the_tests_of_a_separate_program_pass() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=EXAMPLES / "another_program",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


@pytest.mark.parametrize(("file", "extras"), [("requirements.txt", "local"), ("requirements-dev.txt", "local,test")])
def test_a_separate_program_installs_aslant_from_this_checkout(file: str, extras: str) -> None:
    program = EXAMPLES / "another_program"
    (line,) = [line for line in (program / file).read_text().splitlines() if line[0] != "#"]
    path = re.fullmatch(rf"-e (\S+)\[{extras}\]", line)
    assert path
    assert (program / path[1] / "pyproject.toml").samefile(ROOT / "pyproject.toml")
    assert f"pip install -r {file}" in (program / "README.md").read_text()


def test_the_stack_async_starts_an_order_that_is_looked_up() -> None:
    with served(ROOT, "--stack", "async") as client:
        started = client.post("", json={"flavour": "pepperoni"})
        assert started.status_code == 202
        name = started.json()["executionArn"].rpartition(":")[2]
        for _ in range(100):  # each calls a function, which takes longer than the order
            found = client.get(f"executions/{name}").json()
            if found["status"] != "RUNNING":
                break
        assert (found["status"], found["output"]) == ("SUCCEEDED", '{"containsPineapple":false}')


@pytest.mark.parametrize("program", sorted(path.parent.name for path in EXAMPLES.glob("*/Pulumi.yaml")))
def test_every_example_is_called_above(program: str) -> None:
    assert f'EXAMPLES / "{program}"' in Path(__file__).read_text()
