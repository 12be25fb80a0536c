"""The code of a Lambda function, as the same archive wherever and whenever it is made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pulumi

from aslant.aws.errors import ArgsError

__all__ = ["MANIFEST", "archive", "check_links", "members", "size"]

MANIFEST = ".aslant-files"
"""In the cache of packages: which files there are. It does not ship."""
_LEFT_OUT = frozenset({"__pycache__", "tests"})


def archive(folder: Path, packages: Path | None = None, include: Sequence[Path] = ()) -> pulumi.AssetArchive:
    """The files of a folder, what it includes and the packages beside it, sorted and by absolute path.

    Of two files of one name the folder's own ships, and before a package's what is included.

    A FileArchive of the folder would take what an import leaves behind, and its path would depend on where
    the program runs; here caches, hidden files and a `tests` folder stay at home.
    """
    files = _files(folder, packages, include)
    return pulumi.AssetArchive({name: pulumi.FileAsset(str(files[name])) for name in sorted(files)})


def size(folder: Path, packages: Path | None = None, include: Sequence[Path] = ()) -> int:
    """Bytes of what ships."""
    return sum(path.stat().st_size for path in _files(folder, packages, include).values())


def _files(folder: Path, packages: Path | None, include: Sequence[Path]) -> dict[str, Path]:
    files = dict(members(packages, every=True)) if packages is not None else {}
    for shared in include:
        if shared.is_dir():
            files |= {f"{shared.name}/{name}": path for name, path in members(shared)}
        else:
            files[shared.name] = shared
    return {**files, **dict(members(folder))}


def members(folder: Path, *, every: bool = False) -> Iterator[tuple[str, Path]]:
    """Each file that ships: its name in the archive, with `/`, and its absolute path; `every` one of a package."""
    folder = folder.resolve()
    found = []
    for here, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if (every or _ships(name)) and not _leads_up(Path(here, name))]
        found += [Path(here, name) for name in files if (every and name != MANIFEST) or _ships(name)]
    yield from sorted((path.relative_to(folder).as_posix(), path) for path in found)


def check_links(place: str, folder: Path, include: Sequence[Path] = ()) -> None:
    """Refuse a link that leads to nothing where a file is to ship; raises ArgsError."""
    for name, path in _files(folder, None, include).items():
        if not path.exists():
            raise ArgsError(
                f"{place}: {name} is a link to {os.readlink(path)!r}, which is not there; mend or remove it"
            )


def _leads_up(folder: Path) -> bool:
    """Whether a link leads to a folder that it lies in, perhaps by way of other links: that would have no end."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    return any(parent.resolve().is_relative_to(target) for parent in folder.parents)


def _ships(name: str) -> bool:
    return name not in _LEFT_OUT and not name.startswith(".") and not name.endswith((".pyc", ".pyo"))
