"""The cache folder for packages and archives of functions, and the digests that detect damaged files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

__all__ = ["cache_folder", "digest_of"]


def cache_folder(name: str) -> Path:
    """Return a folder of aslant's cache, which may not exist yet: below `XDG_CACHE_HOME`, or `~/.cache`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aslant" / name


def digest_of(file: Path) -> str:
    """Return the SHA-256 digest of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
