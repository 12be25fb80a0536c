"""The fingerprint of a function's code, by which a reload decides whether its workers can stay.

It is computed from the archive of the program, before the code is unpacked: from the paths and contents of its files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["fingerprint"]

PIECE = 1 << 20


def fingerprint(code: Any, base: Path) -> str:
    """Return a digest of an archive, which is the same for the same files. Relative paths in it start at `base`.

    A file that cannot be read is left out; unpacking the code reports it.
    """
    digest = hashlib.sha256()
    for name, content in _members(code, base):
        digest.update(f"{len(name)}:{name}:".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(content).digest() if isinstance(content, bytes) else _of_file(content))
    return digest.hexdigest()


def _members(code: Any, base: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the name and the content, or the file, of each member of an archive, and of the archives in it."""
    from pulumi import AssetArchive, FileArchive, FileAsset, StringAsset

    waiting: list[tuple[str, Any]] = [("", code)]
    while waiting:
        name, member = waiting.pop()
        if isinstance(member, AssetArchive):
            waiting += [(f"{name}/{key}", inner) for key, inner in sorted(member.assets.items())]
        elif isinstance(member, FileArchive):
            for path in _files(base / member.path):
                yield f"{name}/{path.relative_to(base / member.path)}", path
        elif isinstance(member, FileAsset):
            yield name, base / member.path
        elif isinstance(member, StringAsset):
            yield name, member.text.encode()
        elif isinstance(member, bytes):
            yield name, member


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files in a folder and its subfolders."""
    if not path.is_dir():
        yield path
    for folder, folders, names in os.walk(path, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names))


def _of_file(path: Path) -> bytes:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            digest.update(str(os.fstat(file.fileno()).st_mode).encode())
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return b""
    return digest.digest()
