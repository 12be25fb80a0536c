from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from pulumi import AssetArchive, FileArchive, FileAsset, RemoteArchive, StringAsset

from aslant.errors import LocalError
from aslant.local.packages import unpack


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base" / "code"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "handler.py").write_text("# handler")
    (folder / "__pycache__" / "handler.pyc").write_text("stale")
    with zipfile.ZipFile(tmp_path / "base" / "code.zip", "w") as archive:
        archive.write(folder / "handler.py", "handler.py")
    (tmp_path / "base" / "broken.zip").write_text("no zip")
    return tmp_path / "base"


@pytest.mark.parametrize(
    ("code", "files"),
    [
        (FileArchive("code"), {"handler.py"}),
        (FileArchive("code.zip"), {"handler.py"}),
        (
            AssetArchive({"a/b.py": StringAsset("x"), "handler.py": FileAsset("code/handler.py")}),
            {"a/b.py", "handler.py"},
        ),
        (
            AssetArchive({"inner": FileArchive("code"), "other": AssetArchive({"x": StringAsset("")})}),
            {"inner/handler.py", "other/x"},
        ),
    ],
)
def test_code_is_laid_out_as_it_was_deployed(base: Path, tmp_path: Path, code: Any, files: set[str]) -> None:
    unpack(code, tmp_path / "out", base, "fn")
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == files


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (None, "fn: there is no `code`"),
        (RemoteArchive("https://example.com/x.zip"), "fn: a RemoteArchive cannot be unpacked"),
        (FileArchive("nowhere"), "fn: the archive .*nowhere does not exist"),
        (FileArchive("broken.zip"), "fn: .*broken.zip is neither a folder nor a zip archive"),
        (AssetArchive({"x": FileAsset("nowhere.py")}), "fn: the file .*nowhere.py does not exist"),
        (AssetArchive({"../x": StringAsset("")}), "fn: the archive's member '../x' leaves the archive"),
    ],
)
def test_code_that_cannot_be_read_is_named(base: Path, tmp_path: Path, code: Any, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        unpack(code, tmp_path / "out", base, "fn")
