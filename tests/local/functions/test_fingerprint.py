"""The fingerprint of a function's code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi import AssetArchive, FileArchive, FileAsset, StringAsset

from aslant.local.functions.fingerprint import fingerprint


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "code" / "inner").mkdir(parents=True)
    (tmp_path / "code" / "inner" / "a.py").write_text("1")
    (tmp_path / "handler.py").write_text("1")
    return tmp_path


FOLDER = AssetArchive({"code": FileArchive("code")})


@pytest.mark.parametrize(
    ("code", "edited"),
    [
        (FileArchive("code"), "code/inner/a.py"),
        (FOLDER, "code/inner/a.py"),
        (AssetArchive({"handler.py": FileAsset("handler.py")}), "handler.py"),
        (FileArchive("handler.py"), "handler.py"),
    ],
)
def test_an_edit_of_any_file_changes_it_and_an_undone_edit_does_not(base: Path, code: Any, edited: str) -> None:
    first = fingerprint(code, base)
    (base / edited).write_text("2")
    second = fingerprint(code, base)
    (base / edited).write_text("1")
    assert first == fingerprint(code, base) != second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (AssetArchive({"a": StringAsset("1")}), AssetArchive({"b": StringAsset("1")})),
        (AssetArchive({"a": StringAsset("1")}), AssetArchive({"a": StringAsset("2")})),
        (AssetArchive({"a": StringAsset("1")}), FileArchive("code")),
        (b"1", b"2"),
    ],
)
def test_other_code_has_another_one(base: Path, one: Any, other: Any) -> None:
    assert fingerprint(one, base) != fingerprint(other, base)


def test_added_files_count_and_bytecode_does_not(base: Path) -> None:
    first = fingerprint(FOLDER, base)
    (base / "code" / "__pycache__").mkdir()
    (base / "code" / "__pycache__" / "a.pyc").write_text("1")
    assert fingerprint(FOLDER, base) == first
    (base / "code" / "b.py").write_text("")
    assert fingerprint(FOLDER, base) != first


def test_a_missing_file_is_left_out(base: Path) -> None:
    assert fingerprint(FileArchive("missing"), base)
