"""Mapping values: what API Gateway takes from a request (Developer Guide, "Transform API requests and responses")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["REQUEST_ID", "mapping_value", "templates"]

REQUEST_ID = "$context.requestId"

_SOURCE = re.compile(
    r"request\.(body(\.[^.?*]+)*|header\.[\w-]+|querystring\.[^\s.]+|path\.[\w.-]+|path)|context\.[\w.-]+|stageVariables\.\w+"
)
_NAMES = "$request.body, $request.header.x, $request.querystring.x, $request.path.x, $context.x and $stageVariables.x"


def mapping_value(value: Any) -> str | None:
    """A text that is one mapping value, or has some in `${}`; what is wrong with it, or None."""
    if not isinstance(value, str) or not value:
        return f"must be a mapping value such as '$request.header.x', not {value!r}"
    if value.startswith("$") and not value.startswith("${"):
        named = [value[1:]]
    else:
        named = re.findall(r"\$\{\s*([^}]*?)\s*\}", value)
    for name in named:
        if not _SOURCE.fullmatch(name):
            return f"has ${name}, which API Gateway cannot map; there are {_NAMES}"
    return None


def templates(value: Any) -> str | None:
    """A mapping value, or a mapping of names to such, lists and fixed values among them."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if wrong := next((key for key in one if not isinstance(key, str)), None):
                return f"has the key {wrong!r}, which is no text"
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and (one.startswith("$") or "${" in one):
            if fault := mapping_value(one):
                return fault
        elif one is not None and not isinstance(one, str | bool | int | float):
            return f"must be a mapping value or a mapping of names to such, not {one!r}"
    return None
