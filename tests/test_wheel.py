"""The wheel that users install: it contains the library alone, and its core needs nothing else."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
USE = """
from aslant.asl import StateMachine, Task
from aslant.cost import cost
from aslant.iam import permissions
from aslant.run import run
machine = StateMachine(Task("Check", "check"))
assert run(machine, 1, tasks={"check": 2}).output == 2
assert permissions(machine)
listing = Task("List", "arn:aws:states:::aws-sdk:ecs:listServices", arguments={}, query_language="JSONata")
assert permissions(StateMachine(listing))
assert cost(machine, 1_000).longest.total
print("works")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("aslant-*.whl")
    return built


def test_the_wheel_contains_the_library_and_its_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    page = [f"local/page/static/{name}" for name in ("index.html", "main.js", "page.css", "icon.svg")]
    data = ["py.typed", "aws/lambdas/executions/handler.py", "iam/actions.jsonl", "cost/prices.jsonl", *page]
    assert {f"aslant/{name}" for name in data} <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"aslant"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_core_works_with_nothing_else_installed(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    done = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r})\n{USE}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("works\n", "")
