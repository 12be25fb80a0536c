"""Mapping values: what API Gateway takes from a request (Developer Guide, "Transform API requests and responses")."""

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
    """A text that is one mapping value, or has some in `${}`; what is wrong with it, or None."""
    if not isinstance(value, str) or not value:
        return f"must be a mapping value such as '$request.header.x', not {value!r}"
    if "${" in _EMBEDDED.sub("", value):
        return f"has a ${{ without its }} in {value!r}; close it"
    return any_text(value) or _unknown(value)


def execution_name(value: Any) -> str | None:
    """A mapping value that can be an execution's name (Step Functions API reference, "StartExecution")."""
    if fault := mapping_value(value):
        return fault
    fixed = "" if _is_whole(value) else _EMBEDDED.sub("", value)
    if found := FORBIDDEN_IN_NAMES.search(fixed):
        return f"has {found[0]!r} in {value!r}, which Step Functions takes in no name; write letters, digits, - and _"
    if len(fixed) > MAX_NAME:
        return f"has {len(fixed)} characters beside what comes from a request, and a name has {MAX_NAME}; shorten it"
    return None


def templates(value: Any) -> str | None:
    """A mapping value, or a mapping of names to such, lists and fixed values among them."""
    try:
        json.dumps(value, allow_nan=False, skipkeys=True, default=lambda _: None)
    except ValueError as why:
        return f"is no JSON: {why}; JSON knows no NaN or infinity, and nothing within itself"
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
            if fault := _unknown(one):
                return fault
        elif one is not None and not isinstance(one, str | bool | int | float):
            return f"must be a mapping value or a mapping of names to such, not {one!r}"
    return None


def _unknown(value: str) -> str | None:
    """The first name in a text that API Gateway cannot map."""
    for name in [value[1:]] if _is_whole(value) else _EMBEDDED.findall(value):
        if not _SOURCE.fullmatch(name):
            return f"has ${name}, which API Gateway cannot map; there are {_NAMES}"
    return None


def _is_whole(value: str) -> bool:
    """Whether a text is one mapping value and nothing else."""
    return value.startswith("$") and not value.startswith("${")
