"""Access logs: the lines that API Gateway would write to CloudWatch, one for each request.

API Gateway developer guide, "Customize HTTP API access logs". A variable without a value is written as `-`. Quotes,
backslashes and control characters in a value are escaped as in JSON, so that each line stays one line and valid JSON
stays valid.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import LocalError

__all__ = ["AccessLog", "compile_format", "log_group_name"]

VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_:-]+(?:\.[A-Za-z0-9_:-]+)*)")
MESSAGE, MESSAGE_STRING = ["error", "message"], ["error", "messageString"]
IDS = ("$context.requestId", "$context.extendedRequestId")

Format = Callable[[Mapping[str, Any]], str]
"""A function that formats the line of a request from its `$context`."""


@dataclasses.dataclass(frozen=True, slots=True)
class AccessLog:
    """The log group of a stage and the format of its lines."""

    group: str
    """The name of the log group."""
    format: Format
    log: Callable[[str, str], None]

    def write(self, context: Mapping[str, Any]) -> None:
        """Write the line of one request."""
        self.log(self.group, self.format(context))


def compile_format(text: Any, place: str) -> Format:
    """Return the function that formats lines. If AWS refuses the format, a `LocalError` begins with `place`."""
    if not isinstance(text, str) or not any(id in text for id in IDS):
        raise LocalError(f"{place}: the format of an access log must contain {IDS[0]}. Add it.")
    pieces = VARIABLE.split(text.replace("\n", " "))
    literals, paths = pieces[::2], [piece.split(".") for piece in pieces[1::2]]

    def write(context: Mapping[str, Any]) -> str:
        values = (_format(context, path) for path in paths)
        return literals[0] + "".join(value + rest for value, rest in zip(values, literals[1:], strict=True))

    return write


def log_group_name(arn: str) -> str | None:
    """Return the name in the ARN of a log group, with or without `:*` at its end; None for another ARN."""
    parts = re.fullmatch(r"arn:[^:]+:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?", arn)
    return parts[1] if parts else None


def _format(context: Mapping[str, Any], path: list[str]) -> str:
    if path == MESSAGE_STRING:
        message = _format(context, MESSAGE)
        return message if message == "-" else f'"{message}"'
    value: Any = context
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, Mapping | list):
        return "-"
    return json.dumps(str(value), ensure_ascii=False)[1:-1] if isinstance(value, str) else json.dumps(value)
