"""The code of a Lambda function, as the same archive wherever and whenever it is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pulumi

__all__ = ["archive", "members", "size"]

_LEFT_OUT = frozenset({"__pycache__", "tests"})


def archive(folder: Path, packages: Path | None = None) -> pulumi.AssetArchive:
    """The files of a folder and of the packages beside it, sorted and by absolute path; the folder's own come first.

    A FileArchive of the folder would take what an import leaves behind, and its path would depend on where
    the program runs; here caches, hidden files and a `tests` folder stay at home.
    """
    own = dict(members(folder))
    files = {**(dict(members(packages, every=True)) if packages is not None else {}), **own}
    return pulumi.AssetArchive({name: pulumi.FileAsset(str(files[name])) for name in sorted(files)})


def size(folder: Path, packages: Path | None = None) -> int:
    """Bytes of what ships."""
    files = [*members(folder), *(members(packages, every=True) if packages is not None else ())]
    return sum(path.stat().st_size for _, path in files)


def members(folder: Path, *, every: bool = False) -> Iterator[tuple[str, Path]]:
    """Each file that ships: its name in the archive, with `/`, and its absolute path; `every` one of a package."""
    folder = folder.resolve()
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if every or _ships(name)]
        found += [Path(here, name) for name in files if every or _ships(name)]
    yield from sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _ships(name: str) -> bool:
    return name not in _LEFT_OUT and not name.startswith(".") and not name.endswith((".pyc", ".pyo"))
