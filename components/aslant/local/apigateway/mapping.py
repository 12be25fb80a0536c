"""Mapping values: what API Gateway takes from a request for an integration, an authorizer or an answer.

API Gateway developer guide, "Transform API requests and responses for HTTP APIs" and "Integration subtype
reference". What the guide leaves open is decided so: a value that the request lacks leaves its parameter out, a
body that is selected from (`$request.body.a`) but is no JSON has nothing to give, and a text is handed on as it
is while any other JSON value is handed on as JSON text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs

from aslant.errors import LocalError
from aslant.local.http import Request

__all__ = ["Value", "View", "compile_text", "compile_value", "json_steps", "select", "surroundings"]

MAX_SELECTED_BODY = 102_400
"""Bytes: API Gateway cuts a body there before it selects from it."""


T = TypeVar("T")


class View:
    """A request as mappings see it."""

    def __init__(
        self,
        request: Request,
        path: Mapping[str, str],
        context: Callable[[], Mapping[str, Any]],
        stage_variables: Mapping[str, str],
    ) -> None:
        """See a request with its path's variables, the context when it is asked for and the stage's variables."""
        self.request = request
        self.path = path
        self.context = context
        self.stage_variables = stage_variables

    @property
    def body(self) -> str:
        """The body as text; `UnicodeDecodeError` where it is no UTF-8."""
        return self.request.body.decode()

    def header(self, name: str) -> str | None:
        """A header's value."""
        return self.request.headers.get(name.lower())

    def querystring(self, name: str) -> str | None:
        """A query parameter's value; several are joined by commas."""
        values = parse_qs(self.request.query, keep_blank_values=True).get(name)
        return ",".join(values) if values else None

    def select(self, steps: list[str | int]) -> str | None:
        """A value inside a JSON body."""
        return select(self.request.body, steps)

    def context_value(self, steps: list[str]) -> str | None:
        """A value of the context, such as `identity.sourceIp`."""
        return _text(_reach(self.context(), steps))


Value = Callable[[View], str | None]
"""A parameter's value for a request; None when the request lacks it."""


def compile_value(text: str, place: str) -> Value:
    """The meaning of a mapping value for a request; a `LocalError` begins with `place`."""
    return compile_text(text, lambda name: _variable(name, place))


def compile_text(text: str, variable: Callable[[str], Callable[[T], str | None]]) -> Callable[[T], str | None]:
    """The meaning of a mapping value: fixed, one variable, or a text with some; `variable` knows what each means."""
    if text.startswith("$") and not text.startswith("${"):
        return variable(text[1:])
    pieces = re.split(r"\$\{\s*\$?([^}]*?)\s*\}", text)
    if len(pieces) == 1:
        return lambda _: text
    values = [variable(piece) if index % 2 else _static(piece) for index, piece in enumerate(pieces)]
    return lambda view: "".join(value(view) or "" for value in values)


def _static(text: str) -> Callable[[Any], str | None]:
    return lambda _: text


def surroundings(name: str) -> Value | None:
    """The meaning of `context.x` and `stageVariables.x`; None for another name."""
    source, _, rest = name.partition(".")
    if source == "context" and rest:
        steps = rest.split(".")
        return lambda view: view.context_value(steps)
    if source == "stageVariables" and rest:
        return lambda view: view.stage_variables.get(rest)
    return None


def _variable(name: str, place: str) -> Value:
    source, _, rest = name.partition(".")
    value = _request(rest) if source == "request" else surroundings(name)
    if value is not None:
        return value
    raise LocalError(
        f"{place}: ${name} cannot be mapped; write $request.body, $request.body.a.b, $request.header.name, "
        "$request.querystring.name, $request.path.name, $context.name, $stageVariables.name or a fixed text"
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
    """The way that `a.b[0]` goes into a JSON body; None for what is not supported: `..` and filters."""
    if not path or path.startswith(".") or ".." in path or "?" in path:
        return None
    return [int(step) if step.isascii() and step.isdigit() else step for step in re.findall(r"[^.\[\]'\"]+", path)]


def select(body: bytes, steps: list[str | int]) -> str | None:
    """A value inside a JSON body, which is cut off before; None where the body has none."""
    try:
        value = json.loads(body[:MAX_SELECTED_BODY])
    except (ValueError, RecursionError):
        return None
    return _text(_reach(value, steps))


def _reach(value: Any, steps: list[Any]) -> Any:
    for step in steps:
        if isinstance(value, Mapping) and str(step) in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))
