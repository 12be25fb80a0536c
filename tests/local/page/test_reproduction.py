from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Kitchen


def run(*command: str, directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["baked", "burnt"])
def test_the_unit_test_reproduces_the_execution(
    kitchen: Kitchen, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    execution: Any = request.getfixturevalue(name)
    response = kitchen.client.get("api/test.py", params={"arn": execution["arn"]})
    file = kitchen.get("reproduction", arn=execution["arn"])["file"]
    assert response.headers["content-disposition"] == f'attachment; filename="{file}"'
    (tmp_path / file).write_bytes(response.content)
    done = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file, directory=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_runs_the_execution_again(kitchen: Kitchen, burnt: Any, tmp_path: Path) -> None:
    found = kitchen.get("reproduction", arn=burnt["arn"])
    (tmp_path / found["file"]).write_text(found["python"])
    command = found["command"].replace("aslant run", f"{sys.executable} -m aslant run", 1)
    done = run("sh", "-c", command, directory=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "Kitchen.Closed" in done.stdout


def test_names_and_data_cannot_break_out_of_the_source(kitchen: Kitchen, tmp_path: Path) -> None:
    arn = kitchen.start("call", '{"function": "\\"\\"\\"; raise SystemExit(3) #\\\\", "π": "é\\u2028"}')
    kitchen.ended(arn)
    found = kitchen.get("reproduction", arn=arn)
    (tmp_path / found["file"]).write_text(found["python"], encoding="utf-8")
    done = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", found["file"], directory=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
