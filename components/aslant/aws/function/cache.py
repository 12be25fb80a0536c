"""The folder that packages and archives of functions are kept in, and the digests that prove they are unharmed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

__all__ = ["cache_folder", "digest_of"]


def cache_folder(name: str) -> Path:
    """Return a folder of aslant's cache, which need not exist: below `XDG_CACHE_HOME`, or `~/.cache`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aslant" / name


def digest_of(file: Path) -> str:
    """Return the SHA-256 digest of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
