"""The files of a Lambda function: its folder, what it includes, and its packages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["MANIFEST", "files_of", "members", "name_in_archive"]

MANIFEST = ".aslant-files"
"""The list of the files in a cache folder, which is not part of the archive."""
_LEFT_OUT = frozenset({"__pycache__", "node_modules", "tests", "venv"})
_VENV_MARKER = "pyvenv.cfg"
"""The file that every virtual environment has at its top."""


def files_of(folder: Path, packages: Path | None = None, include: Sequence[Path] = ()) -> dict[str, Path]:
    """Return the files of the archive: absolute paths by their names in the archive, sorted.

    If two files have one name, the folder's own file wins over an included one, and that over a package's.
    """
    files = dict(members(packages, every=True)) if packages is not None else {}
    for shared in include:
        name = name_in_archive(shared, folder, include)
        if shared.is_dir():
            files |= {f"{name}/{inner}": path for inner, path in members(shared)}
        else:
            files[name] = shared
    return dict(sorted({**files, **dict(members(folder))}.items()))


def name_in_archive(shared: Path, folder: Path, include: Sequence[Path]) -> str:
    """Return the name of an included path: its place in the folder or in another included folder, else its own name."""
    if shared.is_relative_to(folder):
        return shared.relative_to(folder).as_posix()
    above = next((other for other in include if other != shared and shared.is_relative_to(other)), shared)
    return shared.relative_to(above.parent).as_posix()


def members(folder: Path, *, every: bool = False) -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder that belong into the archive, sorted: name below the folder, and absolute path.

    Caches, hidden files, `tests`, `node_modules` and virtual environments are left out, unless `every` file of an
    installed package is wanted.
    """
    folder = folder.resolve()
    found = []
    for here, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [
            name for name in folders if (every or _is_code(Path(here, name))) and not _is_cycle(Path(here, name))
        ]
        found += [Path(here, name) for name in files if (every and name != MANIFEST) or _belongs(name)]
    yield from sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _is_code(folder: Path) -> bool:
    return _belongs(folder.name) and not (folder / _VENV_MARKER).is_file()


def _is_cycle(folder: Path) -> bool:
    """Return whether a link points to a folder that contains it, perhaps via other links, which would never end."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    return any(parent.resolve().is_relative_to(target) for parent in folder.parents)


def _belongs(name: str) -> bool:
    return name not in _LEFT_OUT and not name.startswith(".") and not name.endswith((".pyc", ".pyo"))
