"""Lays out the code that was deployed for a function, as Lambda unpacks it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError

__all__ = ["unpack"]


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
        try:
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                archive.extractall(target)
        except zipfile.BadZipFile:
            raise LocalError(f"{place}: {path} is neither a folder nor a zip archive") from None
