"""The code of a Lambda function, as the same archive wherever and whenever it is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pulumi

__all__ = ["archive", "members"]

_LEFT_OUT = frozenset({"__pycache__", "tests"})


def archive(folder: Path) -> pulumi.AssetArchive:
    """The files of a folder, sorted and by absolute path.

    A FileArchive of the folder would take what an import leaves behind, and its path would depend on where
    the program runs; here caches, hidden files and a `tests` folder stay at home.
    """
    return pulumi.AssetArchive({name: pulumi.FileAsset(str(path)) for name, path in members(folder)})


def members(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file that ships: its name in the archive, with `/`, and its absolute path."""
    folder = folder.resolve()
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if _ships(name)]
        found += [Path(here, name) for name in files if _ships(name)]
    yield from sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _ships(name: str) -> bool:
    return name not in _LEFT_OUT and not name.startswith(".") and not name.endswith((".pyc", ".pyo"))
