"""Requests and answers, without the server that carries them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from aslant.local.answers import to_json

__all__ = ["Request", "Response", "message"]

CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, wholly read."""

    method: str
    path: str
    """Without the query string, not decoded, such as `/orders/caf%C3%A9`."""
    query: str
    """The query string without its question mark, not decoded."""
    headers: Mapping[str, str]
    """By lower-case name; several values of one name are joined by commas."""
    body: bytes
    client: str = "127.0.0.1"
    sent: tuple[tuple[str, str], ...] = ()
    """The headers one by one, their names as the client sent them; empty where each name came once."""

    def header_values(self) -> dict[str, list[str]]:
        """Return the values of each header by its lower-case name, in the order they came."""
        return {name.lower(): values for name, values in self.named_values().items()}

    def named_values(self) -> dict[str, list[str]]:
        """Return the values of each header by its name as the client sent it first."""
        names: dict[str, str] = {}
        values: dict[str, list[str]] = {}
        for name, value in self.sent or self.headers.items():
            values.setdefault(names.setdefault(name.lower(), name), []).append(value)
        return values


@dataclasses.dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, and what the log says of it beside its status."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)
    note: str = ""

    def with_headers(self, *headers: tuple[str, str]) -> Response:
        """The same answer with further headers, each on one line whatever its value is."""
        more = [
            (name.encode("latin-1", "replace"), _line(value).encode("latin-1", "replace")) for name, value in headers
        ]
        return Response(self.status, self.body, (*self.headers, *more), self.note)


def _line(text: str) -> str:
    return text if text.isprintable() else CONTROLS.sub(" ", text)


def message(status: int, text: str, note: str = "") -> Response:
    """The answer that API Gateway gives for itself, such as `{"message":"Not Found"}`.

    `note` is for the log alone, where it says more than the text.
    """
    return Response(status, to_json({"message": text}), note=note or text)
