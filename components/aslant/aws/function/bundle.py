"""The archive for Lambda: one zip per function, with the same bytes on every machine.

Members are sorted, dated 1980, and executable if their content is a program. They are not compressed, since the
output of two builds of zlib differs; only a function that would not fit into a direct upload is compressed.

Archives are kept in `code` of the cache (`~/.cache/aslant`) by the digest of their content. One that was not used for
a day is removed when another is written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aslant.aws.errors import ArgsError
from aslant.aws.function.cache import cache_folder, digest_of

__all__ = ["LARGEST", "LARGEST_UPLOAD", "PACKED", "Bundle", "pack"]

LARGEST = 262_144_000
"""Bytes of a function's code and its layers, unpacked (Lambda quotas)."""
LARGEST_UPLOAD = 52_428_800
"""Bytes of an archive that is uploaded directly, without S3 (Lambda quotas)."""
PACKED: dict[Path, frozenset[Path]] = {}
"""The folders of the files in each archive of this process, which the local AWS watches for edits."""
_FORM = "1"
"""The version of the archives' format, which is part of every digest."""
_DATE = (1980, 1, 1, 0, 0, 0)
_DAY = 86_400.0
_OVERHEAD = 128
"""Bytes that a zip needs for each member at least, in addition to its content and twice its name."""


@dataclass(frozen=True)
class Bundle:
    """An archive in the cache."""

    path: Path
    digest: str
    """The digest of its members' names and contents: the same on every machine."""

    @property
    def size(self) -> int:
        """The bytes of the archive."""
        return self.path.stat().st_size


def pack(place: str, files: Mapping[str, Path]) -> Bundle:
    """Write files, by their names in the archive, into a zip in the cache, unless an undamaged one exists.

    Raises:
        ArgsError: Lambda does not accept so many bytes, a file cannot be read, or the cache cannot be written.
    """
    try:
        total = sum(path.stat().st_size for path in files.values())
        lines = "".join(f"{digest_of(files[name])} {name}\n" for name in sorted(files))
    except OSError as why:
        raise ArgsError(f"{place}: a file of the function cannot be read ({why}). Make it readable.") from why
    if total > LARGEST:
        raise ArgsError(
            f"{place}: the code and its packages have {total:,} bytes, and Lambda accepts {LARGEST:,}. Remove files or "
            "packages that the function does not need."
        )
    digest = hashlib.sha256(f"{_FORM}\n{lines}".encode()).hexdigest()
    folder = cache_folder("code")
    bundle = Bundle(folder / f"{digest}.zip", digest)
    PACKED[bundle.path] = frozenset(path.parent for path in files.values())
    try:
        if _is_whole(bundle):
            os.utime(bundle.path)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_old(folder)
            _write(bundle, files, total)
    except OSError as why:
        raise ArgsError(
            f"{place}: the function's archive cannot be kept in {folder} ({why}). Set XDG_CACHE_HOME to a folder that "
            "can be written."
        ) from why
    return bundle


def _sum_of(bundle: Bundle) -> Path:
    """Return the file with the digest of the archive's own bytes."""
    return bundle.path.with_suffix(".sha256")


def _is_whole(bundle: Bundle) -> bool:
    """Return whether an archive exists and is undamaged."""
    kept = _sum_of(bundle)
    return bundle.path.is_file() and kept.is_file() and kept.read_text("utf-8") == digest_of(bundle.path)


def _write(bundle: Bundle, files: Mapping[str, Path], total: int) -> None:
    stored = total + sum(_OVERHEAD + 2 * len(name.encode()) for name in files)
    method = zipfile.ZIP_STORED if stored <= LARGEST_UPLOAD else zipfile.ZIP_DEFLATED
    with tempfile.TemporaryDirectory(dir=bundle.path.parent) as fresh:
        made = Path(fresh) / bundle.path.name
        with zipfile.ZipFile(made, "w") as archive:
            for name in sorted(files):
                _add(archive, name, files[name].read_bytes(), method)
        kept = Path(fresh) / _sum_of(bundle).name
        kept.write_text(digest_of(made), "utf-8")
        made.replace(bundle.path)
        kept.replace(_sum_of(bundle))


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = 3  # Unix, on every machine
    info.compress_type = method
    # The permissions of a file differ from machine to machine; its content does not.
    program = content.startswith((b"#!", b"\x7fELF"))
    info.external_attr = (0o100755 if program else 0o100644) << 16
    archive.writestr(info, content, compresslevel=9)


def _remove_old(folder: Path) -> None:
    """Remove archives that were not used for a day."""
    for path in (*folder.glob("*.zip"), *folder.glob("*.sha256")):
        archive = path.with_suffix(".zip")
        used = archive.stat().st_mtime if archive.is_file() else 0.0
        if time.time() - used > _DAY:
            path.unlink(missing_ok=True)
