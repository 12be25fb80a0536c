"""The Python of `pulumi up`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aslant.local.project import read_project
from aslant.local.pulumi_python import python_note

WITHOUT, WITH = "#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n"


def python(folder: Path, script: str, name: str = "python3") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def note(folder: Path, runtime: str = "python") -> str:
    (folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")
    (folder / "__main__.py").write_text("")
    return python_note(read_project(folder, "dev"))


@pytest.mark.parametrize(
    "runtime", ["python", "{name: python}", "{name: python, options: {toolchain: pip}}", "{name: python, options: 3}"]
)
def test_a_project_without_a_virtual_environment_gets_a_note_if_pulumi_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str
) -> None:
    found = python(tmp_path / "bin", WITHOUT)
    monkeypatch.setenv("PATH", str(found.parent))
    assert note(tmp_path, runtime) == (
        f"Pulumi.yaml does not name a virtual environment, so `pulumi up` runs {found}, where the package pulumi is "
        "not installed (No module named 'pulumi'). Write `runtime: {name: python, options: {toolchain: pip, "
        "virtualenv: .venv}}`, with your virtual environment's folder."
    )


@pytest.mark.parametrize(
    "runtime",
    [
        "{name: python, options: {virtualenv: .venv}}",
        "{name: python, options: {toolchain: uv}}",
        "{name: python, options: {toolchain: poetry}}",
    ],
)
def test_a_project_with_a_virtual_environment_gets_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str
) -> None:
    monkeypatch.setenv("PATH", str(python(tmp_path / "bin", WITHOUT).parent))
    assert note(tmp_path, runtime) == ""


@pytest.mark.parametrize("lock", ["uv.lock", "poetry.lock"])
def test_a_lock_file_chooses_the_toolchain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: str) -> None:
    monkeypatch.setenv("PATH", str(python(tmp_path / "bin", WITHOUT).parent))
    (tmp_path / lock).touch()
    (tmp_path / "shop").mkdir()
    assert note(tmp_path / "shop") == ""
    assert note(tmp_path / "shop", "{name: python, options: {toolchain: pip}}") != ""


def test_a_python_with_pulumi_gets_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(python(tmp_path / "bin", WITH).parent))
    assert note(tmp_path) == ""


def test_the_python_that_runs_here_gets_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert note(tmp_path) == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert note(tmp_path) == ""


def test_the_variable_of_pulumi_overrides_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(python(tmp_path / "bin", WITH).parent))
    monkeypatch.setenv("PULUMI_PYTHON_CMD", str(python(tmp_path / "other", WITHOUT, "py")))
    assert f"runs {tmp_path / 'other' / 'py'}, where" in note(tmp_path)
