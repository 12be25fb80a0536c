"""The modules of a program or a workflow, which are imported again after an edit."""

from __future__ import annotations

import importlib
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aslant

__all__ = ["imported_anew", "is_own", "packed_folders"]

OTHERS = (Path(aslant.__file__).parent, Path(sysconfig.get_path("stdlib")))
"""The folders whose code is never the program's, even if they are inside of the project."""


def is_own(file: Path, directory: Path) -> bool:
    """Return whether a file belongs to the program in a directory, whose modules are imported again after an edit."""
    if not file.is_relative_to(directory) or {".venv", "site-packages"} & set(file.parts):
        return False
    return not any(file.is_relative_to(place) for place in OTHERS)


@contextmanager
def imported_anew(directory: Path) -> Iterator[None]:
    """Import the modules of a directory from their current source, and forget them afterwards.

    Python's cache of compiled modules is not written meanwhile: it compares the second and the size of an edit only, so
    that an edit soon after another one could be missed.
    """
    modules, bytecode = set(sys.modules), sys.dont_write_bytecode
    importlib.invalidate_caches()
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = bytecode
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and any(is_own(Path(file), folder) for folder in (directory, *packed_folders())):
                del sys.modules[name]


def packed_folders() -> set[Path]:
    """Return the folders of the functions that the program's components have packed, which may be outside of it.

    Folders of aslant's own cache, such as those of packages, are left out.
    """
    bundle = sys.modules.get("aslant.aws.function.bundle")
    if bundle is None:
        return set()
    from aslant.aws.function.cache import cache_folder

    cache = cache_folder("code").parent
    return {folder for folders in bundle.PACKED.values() for folder in folders if not folder.is_relative_to(cache)}
