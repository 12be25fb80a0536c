"""Parameter mappings of REST APIs, which give a header its value.

API Gateway developer guide, "Mapping expressions for REST APIs": an expression is a string in single quotes,
`context.name`, `stageVariables.name`, or a part of a request or response such as `method.request.querystring.size` or
`integration.response.body.a.b`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import AslantError, LocalError
from aslant.local.apigateway.rest.java import from_json, to_string
from aslant.local.json_problems import READER
from aslant.run.data.path import CompiledPath

__all__ = ["Parts", "Value", "compile_value", "select"]


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a request or response that mappings see."""

    body: str
    params: Mapping[str, Mapping[str, str]]
    """The values of `path`, `querystring` and `header` by name; header names are in lower case."""
    context: Mapping[str, Any]
    stage_variables: Mapping[str, str]
    sent_headers: Mapping[str, str] | None = None
    """The headers by the names that the client sent, which templates see instead of those in `params`."""


Value = Callable[[Parts], str | None]
"""A function that returns a parameter's value; None if its source does not exist."""


def compile_value(expression: str, source: str, place: str) -> Value:
    """Compile an expression whose `source` is `method.request` or `integration.response`."""
    if len(expression) > 1 and expression[0] == expression[-1] == "'":
        return lambda _: expression[1:-1]
    head, _, rest = expression.partition(".")
    if head == "stageVariables" and rest:
        return lambda parts: parts.stage_variables.get(rest)
    if head == "context" and rest:
        return lambda parts: select(f"$.{rest}", parts.context)
    if expression.startswith(f"{source}."):
        value = _part(expression.removeprefix(f"{source}."), place)
        if value is not None:
            return value
    raise LocalError(
        f"{place} must be mapped from 'a string' in single quotes, {source}.header.NAME, {source}.body.PATH, "
        f"context.NAME or stageVariables.NAME, not {expression!r}"
    )


def _part(rest: str, place: str) -> Value | None:
    kind, _, name = rest.partition(".")
    if kind == "header" and name:
        return lambda parts: parts.params["header"].get(name.lower())
    if kind in ("path", "querystring") and name:
        return lambda parts: parts.params[kind].get(name)
    if kind != "body":
        return None
    if not name:
        return lambda parts: parts.body
    path = f"$.{name}"
    try:
        CompiledPath(path)
    except AslantError as fault:
        raise LocalError(f"{place}: {fault}") from None
    return lambda parts: select(path, _document(parts.body))


def _document(body: str) -> Any:
    try:
        return READER.decode(body)
    except (ValueError, RecursionError):
        return None


def select(path: str, document: Any) -> str | None:
    """Return what a path selects as a string; None if it selects nothing."""
    found = CompiledPath(path).find(document, None)
    return None if found is None else to_string(from_json(found))
