"""Lays out the code that was deployed for a function, as Lambda unpacks it.

The packages in it are those of Lambda's platform. Where one has compiled parts, all are replaced by those that
`requirements.txt` pins for this machine, so that they can be imported here.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import ArgsError, LocalError
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.buckets import OBJECTS, object_content

__all__ = ["code_of", "lay_out", "stack_layers", "unpack"]

COMPILED = re.compile(r"^Tag: (?!\S+-none-any$)\S+$", re.MULTILINE)
"""A wheel's tag that is not for any machine."""


def code_of(resource: RegisteredResource, registry: Registry, base: Path) -> Any:
    """Return the archive that a function or a layer was deployed from: its `code`, or the object that it names in S3.

    A file in S3 comes as the bytes of a zip; a `LocalError` names one that the program does not put there.
    """
    from pulumi import Archive

    bucket, key = resource.inputs.get("s3Bucket"), resource.inputs.get("s3Key")
    if bucket is None and key is None:
        return resource.inputs.get("code")
    for item in registry.of(*OBJECTS):
        if (item.inputs.get("bucket"), item.inputs.get("key")) == (bucket, key) and not item.read:
            source = item.inputs.get("source")
            try:
                return source if isinstance(source, Archive) else object_content(item.inputs, base)
            except OSError as error:
                raise LocalError(f"{item.label}: its source cannot be read: {error}") from None
    raise LocalError(
        f"{resource.label}: its code is the object {key!r} of the bucket {bucket!r}, which the program does not put "
        "there. Register it as a BucketObjectv2, or deploy the function from a folder or a file."
    )


def lay_out(code: Any, target: Path, base: Path, place: str, log: Callable[[str], object]) -> None:
    """Unpack an archive as `unpack` does, with the packages of this machine; the log is told when that takes time."""
    unpack(code, target, base, place)
    wheels = [path.read_text("utf-8") for path in target.glob("*.dist-info/WHEEL")]
    if not (target / "requirements.txt").is_file() or not any(map(COMPILED.search, wheels)):
        return
    from aslant.aws.function.requirements import install

    try:
        packages = install(place, target, None, log)
    except ArgsError as error:
        raise LocalError(str(error)) from None
    _remove_packages(target)
    for path in sorted(packages.rglob("*")) if packages else ():
        where = target / path.relative_to(packages or path)
        if path.is_file() and not where.exists():  # the function's own files come before those of packages
            where.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, where)


def stack_layers(layers: Iterable[RegisteredResource], registry: Registry, target: Path, base: Path) -> Path | None:
    """Unpack versions of layers over each other, the last on top, as Lambda does; None where there is none."""
    found = None
    for layer in layers:
        unpack(code_of(layer, registry, base), target, base, layer.label)
        found = target
    return found


def _remove_packages(target: Path) -> None:
    for record in list(target.glob("*.dist-info/RECORD")):
        for line in record.read_text("utf-8").splitlines():
            name, _, rest = line.rpartition(",")[0].rpartition(",")
            path = target / name.strip('"')
            if path.is_file() and path.resolve().is_relative_to(target.resolve()) and _is_packaged(path, rest):
                path.unlink()
        shutil.rmtree(record.parent)


def _is_packaged(path: Path, hashed: str) -> bool:
    """Whether a file is the package's, by what its list says of it: the function may have put its own there."""
    kind, _, digest = hashed.partition("=")
    found = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=")
    return kind != "sha256" or digest == found


def unpack(code: Any, target: Path, base: Path, place: str) -> None:
    """Write an archive's files below `target`; relative paths in the archive start at `base`.

    A `LocalError`, which begins with `place`, says what cannot be read.
    """
    from pulumi import AssetArchive, FileArchive

    target.mkdir(parents=True, exist_ok=True)
    if isinstance(code, AssetArchive):
        _unpack_members(code.assets, target, base, place)
    elif isinstance(code, FileArchive):
        _unpack_file(base / code.path, target, place)
    elif isinstance(code, bytes):
        _unpack_zip(code, target, f"{place}: its object in S3")
    elif code is None:
        raise LocalError(f"{place}: there is no `code`; only functions deployed from an archive run here")
    else:
        raise LocalError(f"{place}: a {type(code).__name__} cannot be unpacked; use an AssetArchive or FileArchive")


def _unpack_members(members: Mapping[str, Any], target: Path, base: Path, place: str) -> None:
    from pulumi import FileAsset, StringAsset

    for name, member in members.items():
        where = (target / name).resolve()
        if not where.is_relative_to(target.resolve()):
            raise LocalError(f"{place}: the archive's member {name!r} leaves the archive")
        if isinstance(member, FileAsset):
            where.parent.mkdir(parents=True, exist_ok=True)
            _copy(base / member.path, where, place)
        elif isinstance(member, StringAsset):
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_text(member.text, "utf-8")
        else:
            unpack(member, where, base, place)


def _copy(source: Path, where: Path, place: str) -> None:
    if not source.is_file():
        raise LocalError(f"{place}: the file {source} does not exist")
    shutil.copyfile(source, where)


def _unpack_file(path: Path, target: Path, place: str) -> None:
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    elif not path.is_file():
        raise LocalError(f"{place}: the archive {path} does not exist")
    else:
        _unpack_zip(path.read_bytes(), target, f"{place}: {path}")


def _unpack_zip(content: bytes, target: Path, place: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(target)
    except zipfile.BadZipFile:
        raise LocalError(f"{place} is neither a folder nor a zip archive") from None
