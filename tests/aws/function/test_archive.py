"""The files that ship with a function."""

from pathlib import Path

import pytest

from aslant.aws.function.archive import files_of, members


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
        "node_modules/left-pad/index.py",
        "venv/lib/site.py",
        "env/pyvenv.cfg",
        "env/lib/site.py",
    )
    expected = ["handler.py", "menu/data.json", "menu/prices.py", "testsuite.py"]
    assert [name for name, _ in members(folder)] == expected
    assert list(files_of(folder)) == expected


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
    assert files_of(folder, include=[shared, note]) == {
        "handler.py": folder / "handler.py",
        "note.txt": note,
        "shared/own.py": folder / "shared" / "own.py",
        "shared/rules.py": shared / "rules.py",
    }


def test_a_listed_file_of_the_folder_or_of_an_included_folder_keeps_its_place(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py", "keys/ca.pem", ".env", "tests/data.json")
    shared = make(tmp_path / "lib" / "shared", "rules.py", "tls/root.pem")
    listed = [folder / "keys" / "ca.pem", folder / ".env", folder / "tests", shared / "tls" / "root.pem", shared]
    assert list(files_of(folder, include=listed)) == [
        ".env",
        "handler.py",
        "keys/ca.pem",
        "shared/rules.py",
        "shared/tls/root.pem",
        "tests/data.json",
    ]


def test_links_are_followed_but_for_one_to_a_folder_that_it_is_in(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py", "shared/rules.py", "shared/deep/more.py")
    (folder / "lib").symlink_to(folder / "shared")
    (folder / "lib.py").symlink_to(folder / "shared" / "rules.py")
    (folder / "shared" / "up").symlink_to(tmp_path)
    (folder / "again").symlink_to(".")
    assert [name for name, _ in members(folder)] == [
        *("handler.py", "lib.py", "lib/deep/more.py", "lib/rules.py"),
        *("shared/deep/more.py", "shared/rules.py"),
    ]


@pytest.mark.parametrize("name", ["handler.pyc", ".hidden"])
def test_every_file_of_a_package_ships(tmp_path: Path, name: str) -> None:
    packages = make(tmp_path / "packages", f"menu/{name}", ".aslant-files")
    assert list(files_of(make(tmp_path / "check", "handler.py"), packages)) == ["handler.py", f"menu/{name}"]
