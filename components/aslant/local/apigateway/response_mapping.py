"""Response parameters of an integration: how an HTTP API changes an answer before it is sent.

API Gateway developer guide, "Transform API requests and responses for HTTP APIs". A value that the answer lacks
changes nothing, and neither does a status that is no number from 200 to 599.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.apigateway.mapping import View, compile_text, json_steps, select, surroundings
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
class Seen:
    """An answer and its request, as mappings see them."""

    answer: Response
    view: View


Change = Callable[[Response, View], Response]
"""Makes the answer that is sent from what the integration answered, for a request."""
Text = Callable[[Seen], str | None]


def compile_changes(parameters: Iterable[Mapping[str, Any]], place: str) -> Mapping[int, Change]:
    """What is changed, by the integration's status; a `LocalError` begins with `place`."""
    changes: dict[int, Change] = {}
    for item in parameters:
        code = str(item.get("statusCode"))
        if not re.fullmatch(r"[0-9]{3}", code) or not 200 <= int(code) <= 599:
            raise LocalError(f"{place}: statusCode must be from 200 to 599, not {item.get('statusCode')!r}")
        steps = [_step(key, str(value), f"{place} {code} {key}") for key, value in (item.get("mappings") or {}).items()]
        changes[int(code)] = _in_order(steps)
    return changes


def _in_order(steps: list[Callable[[Response, Seen], Response]]) -> Change:
    def change(answer: Response, view: View) -> Response:
        seen = Seen(answer, view)
        for step in steps:
            answer = step(answer, seen)
        return answer

    return change


def _step(key: str, value: str, place: str) -> Callable[[Response, Seen], Response]:
    if key == STATUS:
        text = compile_text(value, lambda name: _variable(name, place))
        return lambda answer, seen: _with_status(answer, text(seen))
    parts = HEADER.fullmatch(key)
    if parts is None:
        raise LocalError(
            f"{place} is no change of an answer; write {STATUS}, or append:, overwrite: or remove: before header.name"
        )
    action, name = parts[1], parts[2].lower()
    if RESERVED.fullmatch(name):
        raise LocalError(f"{place}: API Gateway keeps the header {name} for itself; choose another name")
    if action == "remove":
        return lambda answer, _: _without(answer, name)
    text = compile_text(value, lambda variable: _variable(variable, place))
    if action == "append":
        return lambda answer, seen: _with(answer, name, text(seen))
    return lambda answer, seen: _replaced(answer, name, text(seen))


def _with_status(answer: Response, text: str | None) -> Response:
    if text is None or not re.fullmatch(r"[0-9]{3}", text) or not 200 <= int(text) <= 599:
        return answer
    return dataclasses.replace(answer, status=int(text))


def _with(answer: Response, name: str, value: str | None) -> Response:
    return answer if value is None else answer.with_headers((name, value))


def _replaced(answer: Response, name: str, value: str | None) -> Response:
    return answer if value is None else _with(_without(answer, name), name, value)


def _without(answer: Response, name: str) -> Response:
    kept = tuple(header for header in answer.headers if header[0].lower() != name.encode())
    return dataclasses.replace(answer, headers=kept)


def _variable(name: str, place: str) -> Text:
    around = surroundings(name)
    if around is not None:
        return lambda seen: around(seen.view)
    source, _, rest = name.partition(".")
    part, _, rest = rest.partition(".")
    if source == "response" and part == "header" and rest:
        return lambda seen: _header(seen.answer, rest.lower())
    steps = json_steps(rest)
    if source == "response" and part == "body" and steps is not None:
        return lambda seen: select(seen.answer.body, steps)
    raise LocalError(
        f"{place}: ${name} cannot be mapped; write $response.header.name, $response.body.a.b, $context.name, "
        "$stageVariables.name or a fixed text"
    )


def _header(answer: Response, name: str) -> str | None:
    values = [value.decode("latin-1") for key, value in answer.headers if key.lower() == name.encode()]
    return ",".join(values) if values else None
