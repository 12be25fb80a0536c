"""The files of the page, which are in the package: no network and no build step is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from aslant.local.http import Response

__all__ = ["POLICY", "file_response", "with_protection"]

ROOT = Path(__file__).parent / "static"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy: only the package's own files are loaded, and nothing that is part of the data runs."""

HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
)


def file_response(name: str) -> Response | None:
    """Return a file of the page; None if it does not exist."""
    found = _files().get(name or "index.html")
    if found is None:
        return None
    return with_protection(Response(200, found.read_bytes(), ((b"content-type", TYPES[found.suffix].encode()),)))


@cache
def _files() -> dict[str, Path]:
    """Return the files by name, so that no other path can be requested."""
    return {path.name: path for path in ROOT.iterdir() if path.suffix in TYPES}


def with_protection(response: Response) -> Response:
    """Return a response with the headers that protect the page from other pages and from the data that it shows."""
    return response.with_headers(*HEADERS)
