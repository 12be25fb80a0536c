"""Which files are watched, and what counts as an edit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aslant.local.reload.snapshot import differences, snapshot


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "watched"),
    [
        ("__main__.py", True),
        ("functions/pizza/handler.py", True),
        (".env", True),
        ("templates/request.vtl", True),
        (".git/HEAD", False),
        (".venv/lib/a.py", False),
        ("node_modules/a/index.js", False),
        ("__pycache__/a.cpython-311.pyc", False),
        ("a.pyc", False),
        (".handler.py.swp", False),
        ("handler.py~", False),
        (".#handler.py", False),
    ],
)
def test_sources_are_watched_and_tools_folders_are_not(tmp_path: Path, name: str, watched: bool) -> None:
    path = write(tmp_path / name)
    assert (str(path) in snapshot([tmp_path])) is watched


def test_a_virtual_environment_of_any_name_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "python" / "pyvenv.cfg")
    write(tmp_path / "python" / "lib" / "a.py")
    assert snapshot([tmp_path]) == {}


def test_a_folder_that_a_link_leads_back_to_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.py")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert [Path(path).name for path in snapshot([tmp_path])] == ["b.py"]


def test_single_files_and_missing_places_are_accepted(tmp_path: Path) -> None:
    path = write(tmp_path / "mocks.json")
    assert list(snapshot([path, tmp_path / "missing.json"])) == [str(path)]


def test_an_edit_an_addition_a_removal_and_a_replacement_are_differences(tmp_path: Path) -> None:
    for name in ("changed", "kept", "removed", "replaced"):
        write(tmp_path / name)
    before = snapshot([tmp_path])
    write(tmp_path / "changed", "xy")
    write(tmp_path / "added")
    (tmp_path / "removed").unlink()
    same = os.stat(tmp_path / "replaced")
    other = write(tmp_path / "other")
    os.utime(other, ns=(same.st_atime_ns, same.st_mtime_ns))
    other.rename(tmp_path / "replaced")
    found = differences(before, snapshot([tmp_path]))
    assert [Path(path).name for path in found] == ["added", "changed", "removed", "replaced"]
