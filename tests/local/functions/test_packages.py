from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pulumi import AssetArchive, FileArchive, FileAsset, RemoteArchive, StringAsset

from aslant.errors import LocalError
from aslant.local.functions.packages import code_of, lay_out, unpack
from aslant.provider.registry import RegisteredResource, Registry


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
def test_code_is_unpacked_as_it_was_deployed(base: Path, tmp_path: Path, code: Any, files: set[str]) -> None:
    unpack(code, tmp_path / "out", base, "fn")
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == files


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (None, "fn: `code` is missing. Only functions that are deployed from an archive run here.$"),
        (
            RemoteArchive("https://example.com/x.zip"),
            "fn: `code` must be an AssetArchive or a FileArchive, not a RemoteArchive.$",
        ),
        (FileArchive("nowhere"), "fn: the archive .*nowhere does not exist"),
        (FileArchive("broken.zip"), "fn: .*broken.zip is neither a folder nor a zip archive"),
        (AssetArchive({"x": FileAsset("nowhere.py")}), "fn: the file .*nowhere.py does not exist"),
        (b"no zip", "fn: its object in S3 is neither a folder nor a zip archive"),
        (AssetArchive({"../x": StringAsset("")}), "fn: the archive's member '../x' is outside of the archive. "),
    ],
)
def test_code_that_cannot_be_read_is_refused(base: Path, tmp_path: Path, code: Any, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        unpack(code, tmp_path / "out", base, "fn")


OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"


@pytest.mark.parametrize(
    "source",
    [{"source": FileAsset("code.zip")}, {"source": FileArchive("code")}, {"contentBase64": "zip"}],
)
def test_code_in_s3_is_the_object_that_the_program_creates(base: Path, tmp_path: Path, source: dict[str, Any]) -> None:
    if "contentBase64" in source:
        source = {"contentBase64": base64.b64encode((base / "code.zip").read_bytes()).decode()}
    registry = Registry()
    registry.add(RegisteredResource("urn:o", OBJECT, "o", {"bucket": "code", "key": "fn.zip", **source}))
    function = RegisteredResource("urn:f", "f", "f", {"s3Bucket": "code", "s3Key": "fn.zip"})
    unpack(code_of(function, registry, base), tmp_path / "out", base, "fn")
    assert (tmp_path / "out" / "handler.py").read_text() == "# handler"


def test_code_in_s3_that_the_program_does_not_create_is_refused(base: Path) -> None:
    registry = Registry()
    function = RegisteredResource(
        "urn:f", "aws:lambda/function:Function", "fn", {"s3Bucket": "code", "s3Key": "fn.zip"}
    )
    with pytest.raises(LocalError, match=r"'fn': its code is the object 'fn\.zip' in the bucket 'code', which the pro"):
        code_of(function, registry, base)
    inputs = {"bucket": "code", "key": "fn.zip", "source": FileAsset("nowhere.zip")}
    registry.add(RegisteredResource("urn:o", OBJECT, "o", inputs))
    with pytest.raises(LocalError, match=r"BucketObjectv2 'o': its source cannot be read: .*nowhere\.zip"):
        code_of(function, registry, base)


def wheel_files(name: str, tag: str, files: dict[str, str]) -> dict[str, str]:
    """Return the files of a wheel, with a RECORD of their hashes."""
    info = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    hashed = {path: hashlib.sha256(text.encode()).digest() for path, text in files.items()}
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(digest).decode().rstrip('=')},1\n" for path, digest in hashed.items()
    )
    return {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels for any platform, from which pip installs without network."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in ("oven", "menu"):
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
            for path, text in wheel_files(name, "py3-none-any", {f"{name}/__init__.py": "# of this machine"}).items():
                archive.writestr(path, text)
    for variable, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder),
        "PIP_CONFIG_FILE": os.devnull,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(variable, value)
    return folder


LAMBDA = "cp313-cp313-manylinux2014_aarch64"


def shipped(tag: str, requirements: str = "oven==1.0\nmenu==1.0\n") -> AssetArchive:
    """Return a function with two packages that were built for Lambda, one of which it has changed a file of."""
    members = {
        **wheel_files("oven", tag, {"oven/__init__.py": "# of Lambda", "oven/fast.so": "arm"}),
        **wheel_files("menu", "py3-none-any", {"menu/__init__.py": "# of Lambda", "menu/old.py": ""}),
        "menu/__init__.py": "# its own",
        "handler.py": "import oven",
        "requirements.txt": requirements,
    }
    return AssetArchive({name: StringAsset(text) for name, text in members.items()})


def test_packages_compiled_for_lambda_are_replaced_by_those_for_this_machine(index: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    logged: list[str] = []
    lay_out(shipped(LAMBDA), out, tmp_path, "fn", logged.append)
    assert logged == ["fn: installing the packages of requirements.txt (2), once ..."]
    assert (out / "oven" / "__init__.py").read_text() == "# of this machine"
    assert (out / "menu" / "__init__.py").read_text() == "# its own"
    assert (out / "handler.py").read_text() == "import oven"
    assert not (out / "oven" / "fast.so").exists()
    assert not (out / "menu" / "old.py").exists()


def test_packages_for_any_platform_are_kept_and_nothing_is_installed(index: Path, tmp_path: Path) -> None:
    lay_out(shipped("py3-none-any"), tmp_path / "out", tmp_path, "fn", print)
    assert (tmp_path / "out" / "oven" / "__init__.py").read_text() == "# of Lambda"


def test_a_package_that_cannot_be_installed_is_named(index: Path, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=r"fn: the packages of requirements\.txt cannot be installed: .*tray==2\.0"):
        lay_out(shipped(LAMBDA, "tray==2.0\n"), tmp_path / "out", tmp_path, "fn", print)
