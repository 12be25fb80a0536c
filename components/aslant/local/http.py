"""Requests and answers, without the server that carries them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from aslant.local.answers import to_json

__all__ = ["Answer", "Request", "message"]


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


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response, and what the log says of it beside its status."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)
    note: str = ""


def message(status: int, text: str) -> Answer:
    """The answer that API Gateway gives for itself, such as `{"message":"Not Found"}`."""
    return Answer(status, to_json({"message": text}), note=text)
