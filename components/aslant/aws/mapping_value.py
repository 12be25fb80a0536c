"""Mapping values, by which API Gateway reads a request (Developer Guide, "Transform API requests and responses")."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from aslant.aws.rules import any_text
from aslant.run.limits import FORBIDDEN_IN_NAMES, MAX_NAME

__all__ = ["REQUEST_ID", "execution_name", "mapping_value", "templates"]

REQUEST_ID = "$context.requestId"

_EMBEDDED = re.compile(r"\$\{\s*([^}]*?)\s*\}")

_SOURCE = re.compile(
    r"request\.(body(\.[^.?*]+)*|header\.[\w-]+|querystring\.[^\s.]+|path\.[\w.-]+|path)|context\.[\w.-]+|stageVariables\.\w+"
)
_NAMES = "$request.body, $request.header.x, $request.querystring.x, $request.path.x, $context.x and $stageVariables.x"


def mapping_value(value: Any) -> str | None:
    """Check a string that is one mapping value, or contains some in `${}`."""
    if not isinstance(value, str) or not value:
        return f"must be a mapping value such as '$request.header.x', not {value!r}"
    if "${" in _EMBEDDED.sub("", value):
        return f"has a ${{ without a }} in {value!r}. Close it."
    return any_text(value) or _unknown(value)


def execution_name(value: Any) -> str | None:
    """Check a mapping value for an execution's name (Step Functions API reference, "StartExecution")."""
    if fault := mapping_value(value):
        return fault
    fixed = "" if _is_whole(value) else _EMBEDDED.sub("", value)
    if found := FORBIDDEN_IN_NAMES.search(fixed):
        return f"has {found[0]!r} in {value!r}, which execution names must not contain. Use letters, digits, - and _."
    if len(fixed) > MAX_NAME:
        return f"has {len(fixed)} fixed characters, and an execution's name may have {MAX_NAME}. Shorten it."
    return None


def templates(value: Any) -> str | None:
    """Check a mapping value, or a mapping with mapping values, fixed values, lists and mappings as its members."""
    try:
        json.dumps(value, allow_nan=False, skipkeys=True, default=lambda _: None)
    except ValueError as why:
        return f"is not valid JSON: {why}. JSON has no NaN, no infinity and no cycles."
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if wrong := next((key for key in one if not isinstance(key, str)), None):
                return f"has the key {wrong!r}, which is not a string"
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and (one.startswith("$") or "${" in one):
            if fault := _unknown(one):
                return fault
        elif one is not None and not isinstance(one, str | bool | int | float):
            return f"must be a mapping value or a mapping of names to mapping values, not {one!r}"
    return None


def _unknown(value: str) -> str | None:
    """Return a message about the first name in a string that API Gateway cannot map, or None."""
    for name in [value[1:]] if _is_whole(value) else _EMBEDDED.findall(value):
        if not _SOURCE.fullmatch(name):
            return f"has ${name}, which API Gateway cannot map. It maps {_NAMES}."
    return None


def _is_whole(value: str) -> bool:
    """Return whether a string is one mapping value and nothing else."""
    return value.startswith("$") and not value.startswith("${")
