"""The archive of a function: the same bytes everywhere, unharmed, and no larger than Lambda accepts."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from aslant.aws.function import bundle
from aslant.aws.function.archive import files_of
from aslant.aws.function.bundle import Bundle, pack
from aslant.errors import ArgsError
from tests.aws.function.test_archive import make

PYTHONS = sorted(
    {sys.executable, *map(str, Path(sys.base_prefix).parent.glob("3.1[1-9]*/bin/python3"))}
)  # this one, and those installed next to it
CONTENTS = {
    "handler.py": b"def handler(event, context): ...\n",
    "b\u00fccher/caf\u00e9.txt": b"x",
    "bin/tool": b"#!/bin/sh\n",
    "lib/fast.so": b"\x7fELF" + bytes(2000),
    "empty": b"",
}
DIGEST = "a50d2c9377de0c902708b1fc60d0c924a8ac2cb9a7f5ee6f8bf614367928605b"
SHA256 = "699120c02aa3bcede8b1778a6e7b4b3c48c40a70c80352e35821f2dea4c75986"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "aslant" / "code"


def write(folder: Path) -> dict[str, Path]:
    for name, content in CONTENTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return files_of(folder)


def sha256(found: Bundle) -> str:
    return hashlib.sha256(found.path.read_bytes()).hexdigest()


def test_the_bytes_are_the_same_from_any_folder_day_rights_and_machine(tmp_path: Path, cache: Path) -> None:
    first = pack("x", write(tmp_path / "one"))
    assert (first.path.parent, sha256(first), first.digest) == (cache, SHA256, DIGEST)
    first.path.unlink()
    files = write(tmp_path / "another")
    for path in files.values():
        os.utime(path, (1e9, 1e9))
        path.chmod(0o600)
    again = pack("x", dict(reversed(files.items())))
    assert (again.digest, sha256(again)) == (DIGEST, SHA256)


@pytest.mark.parametrize("python", PYTHONS)
def test_the_bytes_are_the_same_from_any_python(tmp_path: Path, python: str) -> None:
    write(tmp_path / "code")
    code = (
        "import sys; from pathlib import Path; from aslant.aws.function.archive import files_of; "
        "from aslant.aws.function.bundle import pack; print(pack('x', files_of(Path(sys.argv[1]))).path)"
    )
    stub = tmp_path / "lib" / "aslant" / "aws"  # the package without its components, which need pulumi
    (stub / "function").mkdir(parents=True)
    source = Path(bundle.__file__).parent
    for name in ("archive.py", "bundle.py", "cache.py"):
        shutil.copy(source / name, stub / "function")
    (stub / "errors.py").write_text("class ArgsError(Exception):\n    pass\n")
    done = subprocess.run(
        [python, "-c", code, str(tmp_path / "code")],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert hashlib.sha256(Path(done.stdout.strip()).read_bytes()).hexdigest() == SHA256


def test_members_are_sorted_stored_and_programs_are_executable(tmp_path: Path) -> None:
    with zipfile.ZipFile(pack("x", write(tmp_path / "code")).path) as archive:
        found = archive.infolist()
        assert {one.filename: archive.read(one) for one in found} == CONTENTS
    assert [one.filename for one in found] == sorted(CONTENTS)
    assert {one.filename for one in found if one.external_attr >> 16 == 0o100755} == {"bin/tool", "lib/fast.so"}
    assert {one.date_time for one in found} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.compress_type for one in found} == {zipfile.ZIP_STORED}


def test_an_archive_above_the_limit_of_uploads_is_compressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LARGEST_UPLOAD", 2000)
    with zipfile.ZipFile(pack("x", write(tmp_path / "code")).path) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert {one.filename: archive.read(one) for one in archive.infolist()} == CONTENTS


def test_an_archive_is_written_once_and_anew_when_it_was_damaged(tmp_path: Path) -> None:
    files = write(tmp_path / "code")
    first = pack("x", files)
    inode = first.path.stat().st_ino
    assert pack("x", files).path.stat().st_ino == inode
    content = bytearray(first.path.read_bytes())
    content[60] ^= 1  # the same size
    first.path.write_bytes(content)
    assert sha256(pack("x", files)) == SHA256


def test_an_archive_that_was_not_used_for_a_day_is_removed(tmp_path: Path, cache: Path) -> None:
    old, recent = (pack("x", {"a": make(tmp_path / name, name) / name}) for name in ("old", "recent"))
    os.utime(old.path, (time.time() - 90_000, time.time() - 90_000))
    new = pack("x", {"a": make(tmp_path / "new", "new") / "new"})
    assert {path.stem for path in cache.iterdir()} == {recent.digest, new.digest}


def test_more_than_lambda_unpacks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setattr(bundle, "LARGEST", 2000)
    with pytest.raises(ArgsError) as caught:
        pack("PythonFunction 'f'", write(tmp_path / "code"))
    assert str(caught.value) == (
        "PythonFunction 'f': the code and its packages have 2,048 bytes, and Lambda accepts 2,000. Remove files or "
        "packages that the function does not need."
    )
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ArgsError, match=r"cannot be kept in .*Set XDG_CACHE_HOME to a folder that can be written"):
        pack("x", write(tmp_path / "code"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArgsError, match=r"^x: a file of the function cannot be read .*nowhere"):
        pack("x", {"a": tmp_path / "nowhere"})
