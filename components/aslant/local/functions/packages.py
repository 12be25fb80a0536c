"""The code of functions and layers: unpacked into directories, as Lambda does.

The packages in an archive were built for Lambda's platform. If one of them has compiled parts, all of them are
replaced: the versions that `requirements.txt` pins are installed for this machine, so that they can be imported.
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
"""A wheel's tag for one platform only."""


def code_of(resource: RegisteredResource, registry: Registry, base: Path) -> Any:
    """Return the archive that a function or a layer is deployed from: its `code`, or the S3 object that it names.

    The content of a file in S3 is returned as bytes.

    Raises:
        LocalError: the program does not create the S3 object, or its source cannot be read.
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
                raise LocalError(f"{item.label}: its source cannot be read: {error}. Check the path.") from None
    raise LocalError(
        f"{resource.label}: its code is the object {key!r} in the bucket {bucket!r}, which the program does not "
        "create. Register it as a BucketObjectv2, or deploy the function from a folder or a file."
    )


def lay_out(code: Any, target: Path, base: Path, place: str, log: Callable[[str], object]) -> None:
    """Unpack an archive, and install its compiled packages for this machine. A slow installation is logged."""
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
        if path.is_file() and not where.exists():  # the function's own files take precedence
            where.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, where)


def stack_layers(layers: Iterable[RegisteredResource], registry: Registry, target: Path, base: Path) -> Path | None:
    """Unpack layers in order into one directory, as Lambda does, and return it; None if there are no layers."""
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
    """Return whether a file still has the hash in the package's RECORD. The function may have replaced it."""
    kind, _, digest = hashed.partition("=")
    found = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=")
    return kind != "sha256" or digest == found


def unpack(code: Any, target: Path, base: Path, place: str) -> None:
    """Write an archive's files into `target`; relative paths in the archive start at `base`.

    Raises:
        LocalError: a file cannot be read. The message starts with `place`.
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
        raise LocalError(f"{place}: `code` is missing. Only functions that are deployed from an archive run here.")
    else:
        raise LocalError(f"{place}: `code` must be an AssetArchive or a FileArchive, not a {type(code).__name__}.")


def _unpack_members(members: Mapping[str, Any], target: Path, base: Path, place: str) -> None:
    from pulumi import FileAsset, StringAsset

    for name, member in members.items():
        where = (target / name).resolve()
        if not where.is_relative_to(target.resolve()):
            raise LocalError(f"{place}: the archive's member {name!r} is outside of the archive. Use a path below it.")
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
        raise LocalError(f"{place}: the file {source} does not exist. Create it or change the path.")
    shutil.copyfile(source, where)


def _unpack_file(path: Path, target: Path, place: str) -> None:
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    elif not path.is_file():
        raise LocalError(f"{place}: the archive {path} does not exist. Create it or change the path.")
    else:
        _unpack_zip(path.read_bytes(), target, f"{place}: {path}")


def _unpack_zip(content: bytes, target: Path, place: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(target)
    except zipfile.BadZipFile:
        raise LocalError(f"{place} is neither a folder nor a zip archive. Use one of them.") from None
