"""Placeholders without quotes in JSON: `"TimeoutSeconds": ${timeout}`, as in templates of Terraform.

Such text is not JSON until the placeholders are replaced. Here each one becomes a string, `"${timeout}"`, which `check`
and the other readers treat as a value known only at deployment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.values import leaves
from aslant.json_value import Json

__all__ = ["MOST", "insert", "mask"]

_STRING_OR_START: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|\$\{', re.DOTALL)
_STRING_OR_BRACE: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}]', re.DOTALL)
_FIRST: Final = 0xE000  # the first private character of Unicode

MOST: Final = 6_400
"""The most placeholders in a text, which is the number of private characters."""


def mask(text: str) -> tuple[str, dict[str, str]]:
    """Return JSON text with a string in place of each placeholder, and the placeholders by the content of the string.

    Each string is as long as its placeholder, so that all positions stay the same. Placeholders inside strings, and
    one without an end, are left as they are.
    """
    pieces: list[str] = []
    found: dict[str, str] = {}
    done = 0
    for match in _STRING_OR_START.finditer(text):
        if match.group()[0] == '"' or match.start() < done or len(found) == MOST:
            continue
        end = _end(text, match.end())
        if end is None:
            break
        original = text[match.start() : end]
        content = chr(_FIRST + len(found)).ljust(len(original) - 2, "_")
        found[content] = original
        pieces += (text[done : match.start()], f'"{content}"')
        done = end
    return "".join([*pieces, text[done:]]), found


def _end(text: str, begin: int) -> int | None:
    """Return the offset after the brace that closes a placeholder; None if there is none."""
    depth = 1
    for match in _STRING_OR_BRACE.finditer(text, begin):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return None


def insert(document: Json, placeholders: Mapping[str, str]) -> tuple[Json, frozenset[tuple[str | int, ...]]]:
    """Return a document with the placeholders in place of their strings, and the places of the placeholders."""
    root: list[Any] = [document]
    places = [place for place, value in leaves(root) if type(value) is str and value in placeholders]
    for place in places:
        parent: Any = root
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] = placeholders[parent[place[-1]]]
    return root[0], frozenset(place[1:] for place in places)
