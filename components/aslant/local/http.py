"""HTTP requests and responses, independent of the server."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from aslant.local.answers import to_json

__all__ = ["Request", "Response", "message"]

CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request with its whole body."""

    method: str
    path: str
    """The path without the query string, not decoded, such as `/orders/caf%C3%A9`."""
    query: str
    """The query string without its question mark, not decoded."""
    headers: Mapping[str, str]
    """The headers by lower-case name; several values of one name are joined by commas."""
    body: bytes
    client: str = "127.0.0.1"
    sent: tuple[tuple[str, str], ...] = ()
    """Each header with the client's spelling of its name. Empty if no name is repeated or needs its spelling."""

    def header_values(self) -> dict[str, list[str]]:
        """Return the values of each header by its lower-case name, in order."""
        return {name.lower(): values for name, values in self.named_values().items()}

    def named_values(self) -> dict[str, list[str]]:
        """Return the values of each header by the client's first spelling of its name."""
        names: dict[str, str] = {}
        values: dict[str, list[str]] = {}
        for name, value in self.sent or self.headers.items():
            values.setdefault(names.setdefault(name.lower(), name), []).append(value)
        return values


@dataclasses.dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response, and a note for the log."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)
    note: str = ""

    def with_headers(self, *headers: tuple[str, str]) -> Response:
        """Return the response with more headers. Control characters in a value are replaced by a space."""
        more = [
            (name.encode("latin-1", "replace"), _line(value).encode("latin-1", "replace")) for name, value in headers
        ]
        return Response(self.status, self.body, (*self.headers, *more), self.note)


def _line(text: str) -> str:
    return text if text.isprintable() else CONTROLS.sub(" ", text)


def message(status: int, text: str, note: str = "") -> Response:
    """Return a response of API Gateway itself, such as `{"message":"Not Found"}`.

    `note` is the text for the log, if it differs.
    """
    return Response(status, to_json({"message": text}), note=note or text)
