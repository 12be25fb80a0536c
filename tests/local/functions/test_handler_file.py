"""Python handlers in files, served as functions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aslant.errors import LocalError
from aslant.local.functions.deployed import FunctionBuilder
from aslant.local.functions.handler_file import HandlerFile
from aslant.local.functions.workers import Workers
from aslant.local.run_folder import RunFolder
from aslant.provider.account import LocalAccount

HANDLER = """
import os

import httpx  # an installed package that is not part of Lambda's runtime
import helper


def handle(event, context):
    return [helper.NAME, event, context.function_name, os.environ.get("OVEN"), os.environ.get("AWS_PROFILE")]
"""


@pytest.fixture
def builder() -> Iterator[FunctionBuilder]:
    folder = RunFolder()
    made = FunctionBuilder(folder, lambda *_: None)
    yield made
    made.end()
    folder.remove()


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "check.py").write_text(HANDLER)
    (tmp_path / "helper.py").write_text("NAME = 'a'\n")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(builder: FunctionBuilder, before: dict[str, Workers] | None = None) -> dict[str, Workers]:
    handlers = {"check": HandlerFile.of("check", "check.py:handle")}
    return dict(builder.in_files(handlers, LocalAccount(), before or {}))


def test_it_imports_its_neighbors_and_packages_and_gets_the_environment_but_aws_s(
    builder: FunctionBuilder, code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVEN", "hot")
    monkeypatch.setenv("AWS_PROFILE", "mine")
    workers = made(builder)["check"]
    result = workers.invoke(b'{"x": 1}')
    assert json.loads(result.payload) == ["a", {"x": 1}, "check", "hot", None]
    assert sorted(path.name for path in workers.function.root.iterdir()) == ["check.py", "helper.py"]


def test_it_keeps_its_workers_until_a_file_next_to_it_is_edited(builder: FunctionBuilder, code: Path) -> None:
    first = made(builder)
    assert made(builder, first) == first
    (code / "helper.py").write_text("NAME = 'bb'\n")
    second = made(builder, first)
    assert second != first
    assert json.loads(second["check"].invoke(b"1").payload)[0] == "bb"
    assert json.loads(first["check"].invoke(b"1").payload)[0] == "a"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("check", "must be a URL, such as http://127.0.0.1:3001, or a Python function, such as check.py:handler"),
        ("check.py", "must be a URL"),
        ("gone.py:handle", "--function check: the file gone.py does not exist. Correct the path."),
    ],
)
def test_a_wrong_reference_is_refused(code: Path, reference: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        HandlerFile.of("check", reference)
