"""Mapping expressions of HTTP APIs, which take values from a request.

API Gateway developer guide, "Transform API requests and responses for HTTP APIs" and "Integration subtype reference".
The guide does not define three cases, which are decided here: a parameter is left out if the request does not have its
value, a path into a body that is not JSON (`$request.body.a`) selects nothing, and a JSON value that is not a string is
passed on as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs

from aslant.errors import LocalError
from aslant.local.http import Request

__all__ = ["Value", "View", "compile_mapping", "compile_value", "context_or_stage_variable", "json_steps", "select"]

MAX_SELECTED_BODY = 102_400
"""The number of bytes to which API Gateway truncates a body before it selects from it."""


T = TypeVar("T")


class View:
    """A request, as mapping expressions see it."""

    def __init__(
        self,
        request: Request,
        path: Mapping[str, str],
        context: Callable[[], Mapping[str, Any]],
        stage_variables: Mapping[str, str],
    ) -> None:
        """View a request. `path` has the path variables; `context` is called when an expression needs it."""
        self.request = request
        self.path = path
        self.context = context
        self.stage_variables = stage_variables

    @property
    def body(self) -> str:
        """The decoded body. If it is not UTF-8, this raises a `UnicodeDecodeError`."""
        return self.request.body.decode()

    def header(self, name: str) -> str | None:
        """Return the value of a header."""
        return self.request.headers.get(name.lower())

    def querystring(self, name: str) -> str | None:
        """Return the value of a query parameter; several values are joined by commas."""
        values = parse_qs(self.request.query, keep_blank_values=True).get(name)
        return ",".join(values) if values else None

    def select(self, steps: list[str | int]) -> str | None:
        """Return a value inside a JSON body."""
        return select(self.request.body, steps)

    def context_value(self, steps: list[str]) -> str | None:
        """Return a value of the context, such as `identity.sourceIp`."""
        return _to_string(_follow(self.context(), steps))


Value = Callable[[View], str | None]
"""A function that returns a parameter's value for a request; None if the request does not have it."""


def compile_value(text: str, place: str) -> Value:
    """Compile a mapping expression for requests. A `LocalError` begins with `place`."""
    return compile_mapping(text, lambda name: _variable(name, place))


def compile_mapping(text: str, variable: Callable[[str], Callable[[T], str | None]]) -> Callable[[T], str | None]:
    """Compile a fixed string, one variable, or a string with variables; `variable` compiles the name of each."""
    if text.startswith("$") and not text.startswith("${"):
        return variable(text[1:])
    pieces = re.split(r"\$\{\s*\$?([^}]*?)\s*\}", text)
    if len(pieces) == 1:
        return lambda _: text
    values = [variable(piece) if index % 2 else _static(piece) for index, piece in enumerate(pieces)]
    return lambda view: "".join(value(view) or "" for value in values)


def _static(text: str) -> Callable[[Any], str | None]:
    return lambda _: text


def context_or_stage_variable(name: str) -> Value | None:
    """Compile `context.x` and `stageVariables.x`; return None for another name."""
    source, _, rest = name.partition(".")
    if source == "context" and rest:
        steps = rest.split(".")
        return lambda view: view.context_value(steps)
    if source == "stageVariables" and rest:
        return lambda view: view.stage_variables.get(rest)
    return None


def _variable(name: str, place: str) -> Value:
    source, _, rest = name.partition(".")
    value = _request(rest) if source == "request" else context_or_stage_variable(name)
    if value is not None:
        return value
    raise LocalError(
        f"{place}: ${name} does not exist. Use $request.body, $request.body.a.b, $request.header.name, "
        "$request.querystring.name, $request.path.name, $context.name, $stageVariables.name or a fixed string."
    )


def _request(name: str) -> Value | None:
    part, _, rest = name.partition(".")
    if part == "body" and not rest:
        return lambda view: view.body
    steps = json_steps(rest)
    if part == "body" and steps is not None:
        return lambda view: view.select(steps)
    if part == "header" and rest:
        return lambda view: view.header(rest)
    if part == "querystring" and rest:
        return lambda view: view.querystring(rest)
    if part == "path":
        return (lambda view: view.path.get(rest)) if rest else (lambda view: view.request.path)
    return None


def json_steps(path: str) -> list[str | int] | None:
    """Return the steps of a path such as `a.b[0]`; None if it has `..` or a filter, which are not supported."""
    if not path or path.startswith(".") or ".." in path or "?" in path:
        return None
    return [int(step) if step.isascii() and step.isdigit() else step for step in re.findall(r"[^.\[\]'\"]+", path)]


def select(body: bytes, steps: list[str | int]) -> str | None:
    """Return a value inside a JSON body, which is truncated first; None if there is no such value."""
    try:
        value = json.loads(body[:MAX_SELECTED_BODY])
    except (ValueError, RecursionError):
        return None
    return _to_string(_follow(value, steps))


def _follow(value: Any, steps: list[Any]) -> Any:
    for step in steps:
        if isinstance(value, Mapping) and str(step) in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _to_string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))
