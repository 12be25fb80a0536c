"""Fixtures that run the command in a temporary folder."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aslant.cli import main


class Answer(NamedTuple):
    """The exit code and the output of the command."""

    code: int
    out: str
    err: str


Aslant = Callable[..., Answer]
GOOD = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}
BAD = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}, "B": {"Type": "Succeed"}}}
PYTHON = 'from aslant.asl import StateMachine, Succeed, Task\nshop = StateMachine(Task("A", "f") >> Succeed("B"))\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a good and a bad definition, one in YAML and one in Python."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    write(tmp_path / "good.asl.json", GOOD)
    write(tmp_path / "bad.asl.json", BAD)
    (tmp_path / "good.asl.yaml").write_text(
        "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n  B:\n    Type: Succeed\n"
    )
    (tmp_path / "shop.py").write_text(PYTHON)
    return tmp_path


@pytest.fixture
def aslant(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Aslant:
    """Run the command: `aslant("check", "good.asl.json", stdin="…")`."""

    def run(*arguments: str, stdin: str | bytes = b"") -> Answer:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return run


def write(path: Path, definition: Any) -> None:
    """Write a definition as JSON, formatted as by `aslant format`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(definition, indent=2) + "\n")
