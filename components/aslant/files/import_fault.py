"""ImportFault: the error for a user's module that fails on import, with the line that failed."""

from __future__ import annotations

import sys
import sysconfig
import traceback
from pathlib import Path
from types import FrameType
from typing import Final

from aslant.errors import AslantError, UsageError
from aslant.files.missing_module import import_advice

__all__ = ["ImportFault"]

_OTHERS: Final = (str(Path(__file__).resolve().parents[1]), sys.base_prefix, sysconfig.get_path("purelib"))
"""Folders with code that is not the user's."""
_PULUMI: Final = (
    "this is a Pulumi program, which only runs under `pulumi up` and `python -m aslant.local`. "
    "Move the workflow into a separate module, such as workflow.py, import it in the program, and name that module."
)


class ImportFault(UsageError):
    """A module that cannot be imported; the message has the place and the reason."""

    def __init__(self, module: str, error: BaseException) -> None:
        """Find the line of the user's code at which the import of `module` raised `error`."""
        self.file: str | None = None
        self.line: int | None = None
        self.column: int | None = None
        if isinstance(error, SyntaxError) and error.filename:
            self.file, self.line, self.column = error.filename, error.lineno, error.offset or None
            self.problem = f"this is not valid Python: {error.msg}"
        else:
            self.problem = self._find(module, error)
        super().__init__(f"{self.file}:{self.line}: {self.problem}" if self.file else f"{module}: {self.problem}")

    def _find(self, module: str, error: BaseException) -> str:
        """Set the file and the line, and return the problem."""
        steps = list(traceback.walk_tb(error.__traceback__))
        for frame, line in steps:
            if _is_own(frame):
                self.file, self.line = frame.f_code.co_filename, line
        if any(_module(frame) == "pulumi" for frame, _ in steps):
            return _PULUMI
        kind = "" if isinstance(error, AslantError) else f"importing {module} failed with {type(error).__name__}: "
        return f"{kind}{error}{import_advice(error, Path.cwd())}"


def _is_own(frame: FrameType) -> bool:
    file = frame.f_code.co_filename
    return not file.startswith("<frozen") and not str(Path(file).resolve()).startswith(_OTHERS)


def _module(frame: FrameType) -> str:
    """Return the top-level package of a frame's code."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
