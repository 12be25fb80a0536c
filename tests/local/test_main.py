from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from aslant.extras import install_command
from aslant.local import __main__ as command
from aslant.local import project, server
from aslant.local.__main__ import main
from aslant.local.run_folder import _processes_of
from aslant.local.server import bind

Write = Callable[..., Path]

COMMAND = [sys.executable, "-m", "aslant.local"]


ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
INTERRUPTED = """\
import os, sys
from aslant.local import server
from aslant.local.__main__ import main

server.to_stderr = lambda line: os.kill(os.getpid(), int(sys.argv[1]))
sys.exit(main(sys.argv[2:]))
"""
"""A server that gets a signal while it writes the log line of a request."""


@contextmanager
def started(command: list[str], directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a server of a program, and kill it at the end."""
    command = [*command, "--program", str(directory), "--port", "0", "--aws-port", "0"]
    hangup = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may be run by nohup
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGHUP, hangup)
    with process:
        try:
            yield process
        finally:
            process.kill()


def guided(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Return the URL of a started server, and the rest of its output."""
    assert process.stdout
    url = process.stdout.readline().removeprefix("url: ").strip()
    return url, "".join(takewhile("Press Ctrl-C to stop.\n".__ne__, process.stdout))


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_serves_the_program_until_it_is_interrupted(
    write_program: Write, pizza_program: str, ending: signal.Signals
) -> None:
    directory = write_program(pizza_program)
    with started(COMMAND, directory) as process:
        url, output = guided(process)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        assert httpx.post(url, json={"flavour": "pineapple"}).json()["status"] == "FAILED"
        process.send_signal(ending)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert re.search(
        r"^POST / 200 FAILED Failed To Make Pizza: They asked for Pineapple \(state 'Refuse'\) \d+ ms$", errors, re.M
    )
    assert "password: [secret]" in output


def test_the_next_start_cleans_up_after_a_kill(
    write_program: Write, pizza_program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_program(pizza_program)
    (tmp_path / "temporary").mkdir()
    folders = (tmp_path / "temporary").resolve()
    monkeypatch.setenv("TMPDIR", str(folders))
    with started(COMMAND, directory) as process:
        _, output = guided(process)
        (aws_url,) = re.findall(r"^aws: (\S+)$", output, re.M)
        invocation = f"{aws_url}/2015-03-31/functions/check/invocations"
        headers = {"x-amz-invocation-type": "Event"}
        assert httpx.post(invocation, json={"sleep": 60}, headers=headers).status_code == 202
        left = list(_processes_of(*folders.iterdir()))
        process.kill()
        process.communicate()
    (abandoned,) = folders.iterdir()
    with started(COMMAND, directory) as process:
        guided(process)
        (folder,) = folders.iterdir()
        assert folder != abandoned
        assert len(left) == len(list(_processes_of(folder))) == 2
        assert list(_processes_of(abandoned)) == []
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert list(folders.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_during_a_response_stops_the_server(
    write_program: Write, pizza_program: str, ending: signal.Signals
) -> None:
    with started([sys.executable, "-c", INTERRUPTED, str(int(ending))], write_program(pizza_program)) as process:
        url, _ = guided(process)
        assert httpx.post(url, json={"flavour": "pepperoni"}).json()["status"] == "SUCCEEDED"
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, "Traceback" in errors) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "x"], "a port must be a number from 0 to 65535, not 'x'"),
        (["--keep-executions", "0"], "it must be a whole number from 1 to 1,000,000, not '0'"),
        (["--aws-port", "65536"], "a port must be a number from 0 to 65535, not '65536'"),
        (["--prot", "1"], "unrecognized arguments"),
    ],
)
def test_wrong_options_exit_with_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_help_has_examples_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert "python -m aslant.local --program ../shop" in printed
    assert "exit codes:" in printed


def test_a_program_that_fails_exits_with_1_and_one_message(
    write_program: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write_program("1 / 0\n")
    assert main(["--program", str(directory), "--port", "0", "--aws-port", "0"]) == 1
    errors = re.sub(r"\Arunning the program in .*\n", "", capsys.readouterr().err)  # it is printed on a slow machine
    assert errors == (
        "error: the program failed with ZeroDivisionError: division by zero\n  at __main__.py:1 in <module>\n"
    )


def test_the_progress_message_ends_before_the_error_begins(
    write_program: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_program("1 / 0\n")
    for patience in (0, 0.01, 0.02, 0.03):  # about as long as the program takes
        monkeypatch.setattr(command, "PATIENCE", patience)
        assert main(["--program", str(directory), "--port", "0", "--aws-port", "0"]) == 1
        *before, error, place = capsys.readouterr().err.splitlines()
        assert before in ([], [f"running the program in {directory} ..."])
        assert (error[:6], place) == ("error:", "  at __main__.py:1 in <module>")
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


@pytest.mark.parametrize(("config", "noted"), [("", True), ("config:\n  aws:region: eu-west-1\n", False)])
def test_a_region_that_is_not_configured_is_noted(
    write_program: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, config: str, noted: bool
) -> None:
    monkeypatch.setattr(server.Server, "run", lambda self: None)
    directory = write_program("", project=f"name: shop\nruntime: python\n{config}")
    assert main(["--program", str(directory), "--port", "0", "--aws-port", "0"]) == 0
    note = (
        "note: aws:region is not set: us-east-1 is used here, and AWS_REGION or the profile in `pulumi up`. "
        "Set it below `config` in Pulumi.dev.yaml.\n"
    )
    assert (note in capsys.readouterr().err) is noted


def test_a_python_of_pulumi_up_without_pulumi_is_noted(
    write_program: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(server.Server, "run", lambda self: None)
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setenv("PULUMI_PYTHON_CMD", str(python))
    directory = write_program("", project="name: shop\nruntime: python\n")
    assert main(["--program", str(directory), "--port", "0", "--aws-port", "0"]) == 0
    assert f"note: Pulumi.yaml does not name a virtual environment, so `pulumi up` runs {python}, where" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("module", ["uvicorn", "pulumi_aws.lambda_", "yaml"])
def test_a_module_that_is_not_installed_is_named_with_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    def read_project(*_: object) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr(project, "read_project", read_project)
    assert main(["--program", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"error: this needs {module}, which is not installed; {install_command('local')}\n"
    )


def test_a_module_that_is_not_part_of_the_extra_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_project(*_: object) -> NoReturn:
        raise ModuleNotFoundError("No module named 'shop'", name="shop")

    monkeypatch.setattr(project, "read_project", read_project)
    with pytest.raises(ModuleNotFoundError):
        main(["--program", str(tmp_path)])


def test_a_directory_without_a_program_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--program", str(tmp_path)]) == 1
    assert "has no Pulumi.yaml" in capsys.readouterr().err


def test_a_port_in_use_exits_with_1(write_program: Write, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write_program("")
    with bind(0, "--port") as taken:
        port = str(taken.getsockname()[1])
        assert main(["--program", str(directory), "--port", port, "--aws-port", "0"]) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err


def test_a_missing_handler_exits_with_1(
    write_program: Write, pizza_program: str, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = write_program(pizza_program, {"Function check": {"handler": "oven.handle"}})
    assert main(["--program", str(directory), "--port", "0", "--aws-port", "0"]) == 1
    assert "handler 'oven.handle' names oven.py, which its code does not have. It has handler.py" in (
        capsys.readouterr().err
    )


def test_importing_it_is_cheap() -> None:
    code = "import sys, aslant.local.__main__; print(sorted({'pulumi', 'uvicorn', 'yaml'} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONWARNINGS": ""}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert found.stdout.strip() == "[]"
