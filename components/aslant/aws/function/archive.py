"""The files of a Lambda function: its folder, what it includes, and its packages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["MANIFEST", "files_of", "members", "name_in_archive"]

MANIFEST = ".aslant-files"
"""The list of the files in a folder of the cache. It does not ship."""
_LEFT_OUT = frozenset({"__pycache__", "node_modules", "tests", "venv"})
_MARK_OF_VENV = "pyvenv.cfg"
"""The file that every virtual environment has at its top."""


def files_of(folder: Path, packages: Path | None = None, include: Sequence[Path] = ()) -> dict[str, Path]:
    """Return what ships: absolute paths by their names in the archive, sorted.

    Where two files have one name, the folder's own file wins over an included one, and that over a package's.
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
    """Yield each file that ships, sorted: its name below the folder, with `/`, and its absolute path.

    Caches, hidden files, `tests`, `node_modules` and virtual environments do not ship. Of an installed package,
    `every` file ships.
    """
    folder = folder.resolve()
    found = []
    for here, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [
            name for name in folders if (every or _is_code(Path(here, name))) and not _leads_up(Path(here, name))
        ]
        found += [Path(here, name) for name in files if (every and name != MANIFEST) or _ships(name)]
    yield from sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _is_code(folder: Path) -> bool:
    return _ships(folder.name) and not (folder / _MARK_OF_VENV).is_file()


def _leads_up(folder: Path) -> bool:
    """Return whether a link leads to a folder that it is in, perhaps by way of other links: that would have no end."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    return any(parent.resolve().is_relative_to(target) for parent in folder.parents)


def _ships(name: str) -> bool:
    return name not in _LEFT_OUT and not name.startswith(".") and not name.endswith((".pyc", ".pyo"))
