"""The errors of pyright in workflows: it accepts and refuses the same lines as mypy."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("basedpyright", reason="basedpyright is not installed")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = ("accept.py", "reject.py")


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """Return the lines with errors by file name."""
    folder = tmp_path_factory.mktemp("pyright")
    settings = {
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
        "extraPaths": [str(ROOT / "components"), str(ROOT)],
        "include": [str(HERE / name) for name in FILES],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "--level", "error", "--project", str(folder)]
    answer = subprocess.run([*command, "--pythonpath", sys.executable], capture_output=True, text=True)
    found: dict[str, set[int]] = {name: set() for name in FILES}
    for error in json.loads(answer.stdout)["generalDiagnostics"]:
        found[Path(error["file"]).name].add(error["range"]["start"]["line"] + 1)
    return found


def test_valid_code_is_accepted(errors: dict[str, set[int]]) -> None:
    assert errors["accept.py"] == set()


def test_invalid_code_is_refused_on_its_line(errors: dict[str, set[int]]) -> None:
    lines = (HERE / "reject.py").read_text(encoding="utf-8").splitlines()
    assert errors["reject.py"] == {number for number, line in enumerate(lines, start=1) if re.search("# E: ", line)}
