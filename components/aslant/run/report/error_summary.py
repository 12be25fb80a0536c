"""An error and its cause as people are told them, without what Lambda packs around an exception."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

__all__ = ["raised_at", "told_error"]

_FRAME: Final = re.compile(r'\s*File "([^"]+)", line (\d+)')


def told_error(error: str | None, cause: str | None) -> str:
    """`ValueError: no oven`, also where the cause is Lambda's report of an exception; empty for neither."""
    message = _report(cause).get("errorMessage")
    return ": ".join(text for text in (error, message if isinstance(message, str) else cause) if text)


def raised_at(cause: str | None) -> str:
    """Where the function's code raised the exception that a cause reports, `handler.py:3`; empty for another cause."""
    stack = _report(cause).get("stackTrace")
    last = _FRAME.match(str(stack[-1])) if isinstance(stack, list) and stack else None
    if last is None:
        return ""
    path = Path(last[1])
    return f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}:{last[2]}"


def _report(cause: str | None) -> dict[str, Any]:
    """The report that Lambda makes of an exception; empty where a cause is something else."""
    if cause is None or not cause.startswith("{"):
        return {}
    try:
        report = json.loads(cause)
    except (ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}
