"""Response parameters, with which an HTTP API changes the response of an integration.

API Gateway developer guide, "Transform API requests and responses for HTTP APIs". A mapping whose value does not exist
changes nothing, and neither does a status outside of 200 to 599.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.apigateway.mapping import View, compile_mapping, context_or_stage_variable, json_steps, select
from aslant.local.http import Response

__all__ = ["Change", "compile_changes"]

HEADER = re.compile(r"(append|overwrite|remove):header\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)")
STATUS = "overwrite:statuscode"
RESERVED = re.compile(
    r"access-control-.*|apigw-.*|x-amz-.*|x-amzn-.*|x-forwarded-(?:for|host|proto)|authorization|connection"
    r"|content-(?:encoding|length|location)|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization"
    r"|te|trailers|transfer-encoding|upgrade|via",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class ResponseView:
    """A response and its request, as mappings see them."""

    response: Response
    view: View


Change = Callable[[Response, View], Response]
"""A function that changes the response to a request."""

Value = Callable[[ResponseView], str | None]


def compile_changes(parameters: Iterable[Mapping[str, Any]], place: str) -> Mapping[int, Change]:
    """Return the changes by the status of the integration's response. A `LocalError` begins with `place`."""
    changes: dict[int, Change] = {}
    for item in parameters:
        code = str(item.get("statusCode"))
        if not re.fullmatch(r"[0-9]{3}", code) or not 200 <= int(code) <= 599:
            raise LocalError(f"{place}: statusCode must be from 200 to 599, not {item.get('statusCode')!r}")
        steps = [_step(key, str(value), f"{place} {code} {key}") for key, value in (item.get("mappings") or {}).items()]
        changes[int(code)] = _in_order(steps)
    return changes


def _in_order(steps: list[Callable[[Response, ResponseView], Response]]) -> Change:
    def change(response: Response, view: View) -> Response:
        original = ResponseView(response, view)
        for step in steps:
            response = step(response, original)
        return response

    return change


def _step(key: str, expression: str, place: str) -> Callable[[Response, ResponseView], Response]:
    if key == STATUS:
        value = compile_mapping(expression, lambda name: _variable(name, place))
        return lambda response, original: _with_status(response, value(original))
    parts = HEADER.fullmatch(key)
    if parts is None:
        raise LocalError(f"{place} must be {STATUS}, append:header.name, overwrite:header.name or remove:header.name")
    action, name = parts[1], parts[2].lower()
    if RESERVED.fullmatch(name):
        raise LocalError(f"{place}: the header {name} is reserved by API Gateway. Choose another name.")
    if action == "remove":
        return lambda response, _: _without(response, name)
    value = compile_mapping(expression, lambda variable: _variable(variable, place))
    if action == "append":
        return lambda response, original: _with(response, name, value(original))
    return lambda response, original: _replaced(response, name, value(original))


def _with_status(response: Response, value: str | None) -> Response:
    if value is None or not re.fullmatch(r"[0-9]{3}", value) or not 200 <= int(value) <= 599:
        return response
    return dataclasses.replace(response, status=int(value))


def _with(response: Response, name: str, value: str | None) -> Response:
    return response if value is None else response.with_headers((name, value))


def _replaced(response: Response, name: str, value: str | None) -> Response:
    return response if value is None else _with(_without(response, name), name, value)


def _without(response: Response, name: str) -> Response:
    kept = tuple(header for header in response.headers if header[0].lower() != name.encode())
    return dataclasses.replace(response, headers=kept)


def _variable(name: str, place: str) -> Value:
    value = context_or_stage_variable(name)
    if value is not None:
        return lambda original: value(original.view)
    source, _, rest = name.partition(".")
    part, _, rest = rest.partition(".")
    if source == "response" and part == "header" and rest:
        return lambda original: _header(original.response, rest.lower())
    steps = json_steps(rest)
    if source == "response" and part == "body" and steps is not None:
        return lambda original: select(original.response.body, steps)
    raise LocalError(
        f"{place}: ${name} does not exist. Use $response.header.name, $response.body.a.b, $context.name, "
        "$stageVariables.name or a fixed string."
    )


def _header(response: Response, name: str) -> str | None:
    values = [value.decode("latin-1") for key, value in response.headers if key.lower() == name.encode()]
    return ",".join(values) if values else None
