"""Human-readable errors: the error name and the message, without the rest of Lambda's error reports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

__all__ = ["raised_at", "summarize_error"]

_FRAME: Final = re.compile(r'\s*File "([^"]+)", line (\d+)')


def summarize_error(error: str | None, cause: str | None) -> str:
    """Return an error and its cause on one line, such as `ValueError: no oven`, or an empty string without either.

    Of a cause that is Lambda's report, only the message is used."""
    message = _report(cause).get("errorMessage")
    return ": ".join(text for text in (error, message if isinstance(message, str) else cause) if text)


def raised_at(cause: str | None) -> str:
    """Return the place where a function raised the reported exception, `handler.py:3`; or an empty string."""
    stack = _report(cause).get("stackTrace")
    last = _FRAME.match(str(stack[-1])) if isinstance(stack, list) and stack else None
    if last is None:
        return ""
    path = Path(last[1])
    return f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}:{last[2]}"


def _report(cause: str | None) -> dict[str, Any]:
    """Return Lambda's report of an exception from a cause; empty for other causes."""
    if cause is None or not cause.startswith("{"):
        return {}
    try:
        report = json.loads(cause)
    except (ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}
