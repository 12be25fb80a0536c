"""The strings of recorded definitions, by the language they are written in."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.corpus import CORPUS, rows


def paths() -> list[str]:
    """Return the paths of payload templates, path fields and Choice rules."""
    return [text for text in _found() if text.startswith("$")]


def intrinsics() -> list[str]:
    """Return the calls of intrinsic functions."""
    return [text for text in _found() if text.startswith("States.")]


def expressions() -> list[str]:
    """Return the JSONata expressions, with their marks."""
    return sorted({text for _, text in _strings() if text.startswith("{%")})


def texts() -> list[str]:
    """Return every string."""
    return sorted({text for _, text in _strings()})


def _found() -> list[str]:
    return sorted({text for key, text in _strings() if key.endswith((".$", "Path")) or key == "Variable"})


@cache
def _strings() -> list[tuple[str, str]]:
    definitions: list[Any] = [json.loads(file.read_text()) for file in sorted((CORPUS / "valid").glob("*.json"))]
    definitions += [row.get("definition") for row in rows("executions.jsonl")]
    found: list[tuple[str, str]] = []
    stack: list[tuple[str, Any]] = [("", definition) for definition in definitions]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            stack += value.items()
        elif isinstance(value, list):
            stack += [(key, entry) for entry in value]
        elif isinstance(value, str):
            found.append((key, value))
    return found
