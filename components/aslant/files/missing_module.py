"""Advice for a module that is not installed here although a function's `requirements.txt` pins it for Lambda."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

__all__ = ["import_advice"]

FILE = "requirements.txt"
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def import_advice(error: BaseException, base: Path) -> str:
    """Return the advice to append to the message of a failed import; "" if no `requirements.txt` next to it helps.

    Only a distribution that has the same name as the module is found.
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
    symbol = f'. Or name the task by its symbol, "{folder.name}", instead of importing its handler'
    return (
        f". {shown} pins it for the function only. To install it for the program, run: pip install -r {shown}"
        f"{symbol if folder.parent.name == 'functions' else ''}"
    )


def _pinned(file: Path) -> set[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {_canonical(name[0]) for line in lines if (name := NAME.match(line.strip()))}


def _canonical(name: str) -> str:
    """Return a distribution's name in the normalized form of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
