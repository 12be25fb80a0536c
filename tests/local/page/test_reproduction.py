from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Kitchen


def reproduce(kitchen: Kitchen, arn: str, directory: Path) -> None:
    """Save the unit test of an execution, and run it."""
    response = kitchen.client.get("api/test.py", params={"arn": arn})
    file = kitchen.get("reproduction", arn=arn)["file"]
    assert response.headers["content-disposition"] == f'attachment; filename="{file}"'
    (directory / file).write_bytes(response.content)
    runpy.run_path(str(directory / file))[file.removesuffix(".py")]()


@pytest.mark.parametrize("name", ["baked", "burnt"])
def test_the_unit_test_reproduces_the_execution(
    kitchen: Kitchen, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    execution: Any = request.getfixturevalue(name)
    reproduce(kitchen, execution["arn"], tmp_path)


def test_the_command_runs_the_execution_again(kitchen: Kitchen, burnt: Any, tmp_path: Path) -> None:
    found = kitchen.get("reproduction", arn=burnt["arn"])
    (tmp_path / found["file"]).write_text(found["python"])
    command = found["command"].replace("aslant run", f"{sys.executable} -m aslant run", 1)
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Kitchen.Closed" in done.stdout


def test_a_wrong_reproduction_fails(kitchen: Kitchen, baked: Any, tmp_path: Path) -> None:
    found = kitchen.get("reproduction", arn=baked["arn"])
    (tmp_path / "test_wrong.py").write_text(found["python"].replace("'sweet': True", "'sweet': False"))
    test = runpy.run_path(str(tmp_path / "test_wrong.py"))[found["file"].removesuffix(".py")]
    with pytest.raises(AssertionError):
        test()


def test_names_and_data_cannot_break_out_of_the_source(kitchen: Kitchen, tmp_path: Path) -> None:
    input = '{"function": "\\"\\"\\"; raise SystemExit(3) #\\\\", "π": "é\\u2028"}'
    arn = kitchen.start("call", input)
    kitchen.ended(arn)
    reproduce(kitchen, arn, tmp_path)


def test_an_execution_from_a_state_keeps_its_variables(kitchen: Kitchen, baked: Any, tmp_path: Path) -> None:
    data = {"execution": baked["arn"], "path": ["Finish"], "input": "{}", "variables": '{"customer": "Bob"}'}
    found = kitchen.ended(kitchen.post("run-from", **data)["execution"])
    reproduce(kitchen, found["arn"], tmp_path)
