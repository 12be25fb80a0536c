"""The entry point: help, the version, unknown commands, and exit codes for errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

import aslant
from aslant.cli import command, diff, main
from aslant.cli.command import COMMANDS
from aslant.errors import AslantError
from tests.cli.conftest import Aslant


def test_help_shows_every_command_and_examples(aslant: Aslant) -> None:
    code, out, err = aslant("--help")
    assert (code, err) == (0, "")
    assert all(f"  {name} " in out for name in COMMANDS)
    assert "examples:" in out
    assert "exit codes: 0 success, 1" in out
    assert aslant("-h") == aslant("help") == (code, out, err)


def test_no_command_is_bad_usage_and_shows_help(aslant: Aslant) -> None:
    code, out, err = aslant()
    assert (code, out) == (2, "")
    assert err.startswith("usage: aslant COMMAND")


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"local"}))
def test_every_command_has_help_with_examples(aslant: Aslant, name: str) -> None:
    code, out, err = aslant(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: aslant {name} ")
    assert f"  aslant {name} " in out.split("examples:")[1]


def test_the_version_is_printed(aslant: Aslant) -> None:
    assert aslant("--version") == (0, f"aslant {aslant_version()}\n", "")


def aslant_version() -> str:
    return aslant.__version__


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "error: unknown command 'chek'. Did you mean 'check'?\n"),
        (["zzz"], f"error: unknown command 'zzz'; the commands are {', '.join(COMMANDS)}\n"),
        (["check"], "aslant check: error: the following arguments are required: FILE\n"),
        (["check", "--typ", "EXPRESS", "a"], "unrecognized arguments: --typ"),
        (["check", "--type", "FAST", "a"], "invalid choice: 'FAST'"),
        (["diff", "good.asl.json"], "the following arguments are required: NEW"),
        (["check", ""], "error: '' is not a valid file name\n"),
        (["check", "a\0"], "error: 'a\\x00' is not a valid file name\n"),
        (["check", "missing.json"], "error: missing.json: no such file or directory\n"),
        (["graph", "missing.json"], "error: missing.json: no such file or directory\n"),
    ],
)
def test_bad_usage_is_2_with_a_message(aslant: Aslant, arguments: list[str], message: str) -> None:
    code, out, err = aslant(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_options_may_be_anywhere(aslant: Aslant) -> None:
    assert aslant("check", "good.asl.json", "--json", "good.asl.yaml").out == "[]\n"


def ending(error: BaseException) -> Any:
    def run(_: object) -> NoReturn:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
        (AslantError("no"), 1, "error: no\n"),
        (OSError(28, "No space left on device"), 2, "error: the output: No space left on device\n"),
        (OSError(13, "Permission denied", "x"), 2, "error: x: Permission denied\n"),
        (ZeroDivisionError("by 0"), 2, "error: this is a bug in aslant. Please report it: ZeroDivisionError: by 0\n"),
        (SystemExit(0), 0, ""),
    ],
)
def test_every_end_has_its_code_and_no_traceback(
    aslant: Aslant, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    monkeypatch.setattr(diff, "run", ending(error))
    monkeypatch.setattr(command, "_drop_output", lambda: None)
    assert aslant("diff") == (code, "", message)


@pytest.mark.parametrize("module", ["aslant", "aslant.cli"])
def test_it_runs_as_a_module(module: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "check", "good.asl.json"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 definition checked: no findings\n")


def test_a_closed_pipe_is_not_an_error(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "aslant", "format", "good.asl.json"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_reported(folder: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aslant", "format", "good.asl.json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"error: the output: No space left on device\n")


def test_output_is_utf_8_in_every_locale(folder: Path) -> None:
    (folder / "x.json").write_text('{"StartAt": "é", "States": {"é": {"Type": "Succeed", "Comment": "\\ud800"}}}')
    done = subprocess.run(
        [sys.executable, "-m", "aslant", "format", "x.json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert '"é"' in done.stdout.decode()
    assert b'"\\ud800"' in done.stdout


def test_importing_it_loads_no_part_of_the_package_and_no_other_project() -> None:
    code = (
        "import sys, aslant.cli; print(sorted(name for name in sys.modules if name.startswith('aslant.')), "
        "{name.partition('.')[0] for name in sys.modules} & {'yaml', 'pulumi', 'argparse', 'boto3'})"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "['aslant.cli', 'aslant.cli.command', 'aslant.errors'] set()\n"


def test_a_command_loads_no_other_project_before_it_is_needed() -> None:
    imports = "; ".join(f"import aslant.cli.{name}" for name in COMMANDS)
    code = f"import sys; {imports}; print({{'yaml', 'pulumi', 'uvicorn', 'boto3'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_every_command_is_a_module_with_its_name() -> None:
    for name in COMMANDS:
        assert (Path(command.__file__).parent / f"{name}.py").exists()
    assert main is command.main
