"""A module that is not installed here, although a function's `requirements.txt` pins it for Lambda."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

__all__ = ["ways_out"]

FILE = "requirements.txt"
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def ways_out(error: BaseException, base: Path) -> str:
    """The end of a message about an import that failed, or nothing where no `requirements.txt` beside it pins that.

    A distribution may be called otherwise than its module; that is told only where the names are the same.
    """
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return ""
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    importing = next((Path(file).resolve() for file in reversed(files) if not file.startswith("<frozen")), None)
    pins = importing.with_name(FILE) if importing else None
    if importing is None or pins is None or _canonical(error.name) not in _pinned(pins):
        return ""
    folder = importing.parent
    shown = pins.relative_to(base) if pins.is_relative_to(base) else pins
    symbol = f', or name the task by its symbol, "{folder.name}", instead of importing its handler'
    return (
        f"; {shown} pins it for the function alone: pip install -r {shown} beside the program"
        f"{symbol if folder.parent.name == 'functions' else ''}"
    )


def _pinned(file: Path) -> set[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {_canonical(name[0]) for line in lines if (name := NAME.match(line.strip()))}


def _canonical(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
