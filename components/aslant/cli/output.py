"""Writing: results to standard output or a file, messages to standard error, colour where a person looks."""

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
    """Tell the user something that is no result."""
    print(message, file=sys.stderr)


def is_coloured(stream: TextIO) -> bool:
    """Whether to colour what goes there: on a terminal, unless NO_COLOR is set; FORCE_COLOR does without a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, *styles: str, coloured: bool) -> str:
    """Text in styles of a terminal: bold, dim, red, yellow, green."""
    return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m" if coloured and styles else text


def write(text: str, path: Path | None = None) -> None:
    """Write a result to standard output or, whole or not at all, to a file.

    Raises:
        UsageError: the file cannot be written.
        OSError: standard output cannot.
    """
    if path is None:
        sys.stdout.write(text)
        return
    try:
        _replace(path.resolve(), text.encode("utf-8", "backslashreplace"))
    except OSError as why:
        raise UsageError(f"{path}: {(why.strerror or str(why)).lower()}") from None


def save(text: str, path: Path | None, *, force: bool, may_replace: Callable[[str], bool] = lambda _: False) -> None:
    """Write a result as `write` does, unless that would destroy a file.

    One that holds the same, or of whose text `may_replace` says so, may be written over, and with `force` any.

    Raises:
        UsageError: there is another file of that name, or it cannot be written.
    """
    if path is not None and path.is_file() and not force:
        try:
            there = path.read_bytes().decode("utf-8", "replace")
        except OSError as why:
            raise UsageError(f"{path}: {(why.strerror or str(why)).lower()}") from None
        if there != text and not may_replace(there):
            raise UsageError(f"{path}: this file would be written over; name another one, or say --force")
    write(text, path)


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe; a folder says that it is one
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
    """How far a long task is, on a terminal only and only after a while."""

    def __init__(self, what: str, total: int) -> None:
        """Begin a task of `total` steps."""
        self._what = what
        self._total = total
        self._done = 0
        self._shown = False
        self._next = time.monotonic() + 0.5 if sys.stderr is not None and sys.stderr.isatty() else float("inf")

    def step(self) -> None:
        """One step is done."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next and self._done < self._total:
            self._next = now + 0.1
            self._shown = True
            print(f"\r{self._what} {self._done} of {self._total}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the line for what comes next."""
        if self._shown:
            self._shown = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
