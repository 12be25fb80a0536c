"""Output: results to standard output or a file, messages to standard error, and colors on terminals."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO

from aslant.cli.usage import UsageError

__all__ = ["Progress", "is_coloured", "paint", "save", "say", "write"]

_STYLES: Final = {"bold": "1", "red": "31", "yellow": "33", "green": "32", "dim": "2"}


def say(message: str) -> None:
    """Print a message, which is not part of the result, to standard error."""
    print(message, file=sys.stderr)


def is_coloured(stream: TextIO) -> bool:
    """Return whether to color a stream: terminals unless NO_COLOR is set, and everything if FORCE_COLOR is set."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, *styles: str, coloured: bool) -> str:
    """Return text with terminal styles: bold, dim, red, yellow, green."""
    return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m" if coloured and styles else text


def write(text: str, path: Path | None = None) -> None:
    """Write a result to standard output or, atomically, to a file.

    Raises:
        UsageError: the file cannot be written.
        OSError: standard output cannot be written.
    """
    if path is None:
        sys.stdout.write(text)
        return
    try:
        _replace(path.resolve(), text.encode("utf-8", "backslashreplace"))
    except OSError as why:
        raise UsageError(f"{path}: {(why.strerror or str(why)).lower()}") from None


def save(text: str, path: Path | None, *, force: bool, may_replace: Callable[[str], bool] = lambda _: False) -> None:
    """Write a result as `write` does, unless that would overwrite another file.

    A file with the same text, or one for whose text `may_replace` returns True, is overwritten; with `force`, any file.

    Raises:
        UsageError: another file with that name exists, or the file cannot be written.
    """
    if path is not None and path.is_file() and not force:
        try:
            existing = path.read_bytes().decode("utf-8", "replace")
        except OSError as why:
            raise UsageError(f"{path}: {(why.strerror or str(why)).lower()}") from None
        if existing != text and not may_replace(existing):
            raise UsageError(f"{path}: this file already exists. Choose another name, or overwrite it with --force.")
    write(text, path)


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe; for a folder this raises the right error
        path.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, path.stat().st_mode if path.exists() else 0o666 & ~_mask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Progress:
    """The progress of a long task, shown only on a terminal and only after half a second."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._shown = False
        self._next = time.monotonic() + 0.5 if sys.stderr is not None and sys.stderr.isatty() else float("inf")

    def step(self) -> None:
        """Count a finished step."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next and self._done < self._total:
            self._next = now + 0.1
            self._shown = True
            print(f"\r{self._what} {self._done} of {self._total}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Erase the progress line."""

        if self._shown:
            self._shown = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
