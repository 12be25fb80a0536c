"""The state of the files below some folders, as far as it shows that one of them was edited.

Files are polled, since notifications of the operating system do not work on network drives and mounted folders of
virtual machines, and would have to be requested for every folder of an environment that is ignored anyway.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import aslant

__all__ = ["Snapshot", "Stamp", "differences", "snapshot"]

IGNORED_FOLDERS = frozenset({"__pycache__", "cdk.out", "node_modules", "site-packages", "venv"})
"""The names of folders that are not watched, in addition to hidden folders and virtual environments."""

IGNORED_ENDINGS = (".pyc", ".swp", ".swx", ".tmp", "~")
"""The ends of the names of files that editors and Python write for themselves."""

OWN = str(Path(aslant.__file__).parent)
"""The library itself, which a reload does not import again."""

Stamp = tuple[int, int, int]
"""A file's time of modification in nanoseconds, its size, and its inode, which a file that replaces another changes."""

Snapshot = Mapping[str, Stamp]
"""The stamp of each file by its path."""


def snapshot(places: Iterable[Path]) -> dict[str, Stamp]:
    """Return the stamp of each file in folders and their subfolders, and of single files. Missing ones are left out."""
    found: dict[str, Stamp] = {}
    visited: set[tuple[int, int]] = set()
    waiting: list[str] = []
    for place in places:
        if place.is_dir():
            waiting.append(str(place))
        else:
            _add(str(place), found)
    while waiting:
        _scan(waiting.pop(), found, waiting, visited)
    return found


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the paths of the files that were added, changed or removed, in alphabetical order."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _add(path: str, found: dict[str, Stamp]) -> None:
    try:
        status = os.stat(path)
    except OSError:
        return
    found[path] = status.st_mtime_ns, status.st_size, status.st_ino


def _scan(folder: str, found: dict[str, Stamp], waiting: list[str], visited: set[tuple[int, int]]) -> None:
    """Add the files of a folder, and its subfolders to those that wait. A folder that a link leads back to is left."""
    try:
        status = os.stat(folder)
        place = status.st_dev, status.st_ino
        if place in visited:
            return
        visited.add(place)
        with os.scandir(folder) as entries:
            inside = list(entries)
    except OSError:  # it was removed meanwhile, or cannot be read
        return
    if any(entry.name == "pyvenv.cfg" for entry in inside):
        return
    for entry in inside:
        try:
            if entry.is_dir():
                if not entry.name.startswith(".") and entry.name not in IGNORED_FOLDERS and entry.path != OWN:
                    waiting.append(entry.path)
            elif not entry.name.endswith(IGNORED_ENDINGS) and not entry.name.startswith(".#"):
                stat = entry.stat()
                found[entry.path] = stat.st_mtime_ns, stat.st_size, stat.st_ino
        except OSError:
            continue
