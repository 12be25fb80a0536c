"""What ships with a function, and that it is always the same."""

from pathlib import Path
from typing import Any

import pytest

from aslant.aws.archive import archive, check_links, members
from aslant.errors import ArgsError


def make(folder: Path, *files: str) -> Path:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {file}\n")
    return folder


def test_caches_tests_and_hidden_files_stay_at_home(tmp_path: Path) -> None:
    folder = make(
        tmp_path / "check",
        "handler.py",
        "menu/data.json",
        "menu/prices.py",
        "testsuite.py",
        "handler.pyc",
        "__pycache__/handler.cpython-313.pyc",
        "menu/__pycache__/prices.cpython-313.pyc",
        "tests/test_handler.py",
        "menu/tests/test_prices.py",
        ".env",
        ".git/config",
    )
    expected = ["handler.py", "menu/data.json", "menu/prices.py", "testsuite.py"]
    assert [name for name, _ in members(folder)] == expected
    assert list(archive(folder).assets) == expected


def test_paths_are_absolute_and_sorted_whatever_the_order_of_creation(tmp_path: Path) -> None:
    one = make(tmp_path / "one", "b.py", "a.py", "c/a.py")
    other = make(tmp_path / "other", "c/a.py", "a.py", "b.py")
    names = ["a.py", "b.py", "c/a.py"]
    assert list(members(one)) == [(name, one / name) for name in names]
    assert list(members(other)) == [(name, other / name) for name in names]


def test_a_relative_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "check", "handler.py")
    monkeypatch.chdir(tmp_path)
    assert list(members(Path("check"))) == [("handler.py", folder / "handler.py")]


def test_what_is_included_ships_under_its_own_name_and_the_folders_own_files_come_first(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py", "shared/own.py")
    shared = make(tmp_path / "lib" / "shared", "own.py", "rules.py", "tests/test_rules.py")
    note = make(tmp_path / "lib", "note.txt") / "note.txt"
    assets: Any = archive(folder, include=[shared, note]).assets
    assert {name: asset.path for name, asset in assets.items()} == {
        "handler.py": str(folder / "handler.py"),
        "note.txt": str(note),
        "shared/own.py": str(folder / "shared" / "own.py"),
        "shared/rules.py": str(shared / "rules.py"),
    }


def test_a_link_to_a_folder_ships_what_is_there_but_for_one_that_it_lies_in(tmp_path: Path) -> None:
    shared = make(tmp_path / "shared", "rules.py", "deep/more.py")
    folder = make(tmp_path / "check", "handler.py")
    (folder / "lib").symlink_to(shared)
    (folder / "lib.py").symlink_to(shared / "rules.py")
    (shared / "up").symlink_to(tmp_path)
    (shared / "back").symlink_to(folder)
    (folder / "again").symlink_to(".")
    names = [name for name, _ in members(folder)]
    assert names == ["handler.py", "lib.py", "lib/deep/more.py", "lib/rules.py"]
    check_links("x", folder)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py")
    (folder / "data.json").symlink_to("nowhere.json")
    with pytest.raises(ArgsError, match=r"^x: data.json is a link to 'nowhere.json', which is not there; mend or remo"):
        check_links("x", folder)
    with pytest.raises(ArgsError, match=r"^x: check/data.json is a link"):
        check_links("x", make(tmp_path / "other", "handler.py"), [folder])
