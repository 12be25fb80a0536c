"""Media types of requests and responses, and whether a REST API treats them as binary."""

from __future__ import annotations

from collections.abc import Iterable

from aslant.local.http import Request

__all__ = ["JSON", "content_type", "is_binary"]

JSON = "application/json"


def content_type(request: Request) -> str:
    """Return the content type of a request without its parameters; the default is JSON."""
    return _essence(request.headers.get("content-type", JSON)) or JSON


def is_binary(header: str | None, binary_types: Iterable[str]) -> bool:
    """Return whether the first media type of a Content-Type or Accept header is one of an API's `binaryMediaTypes`.

    `*/*` among these matches a missing header as well. `*/*` in a header is a type like any other.
    """
    given = _essence((header or "").partition(",")[0])
    kind = given.partition("/")[0]
    return any(known in ("*/*", given, f"{kind}/*") for known in map(_essence, binary_types))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
