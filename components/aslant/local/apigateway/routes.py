"""Routes of an HTTP API, and the choice of the best route for a request.

API Gateway developer guide, "Create routes for HTTP APIs": a full match has priority over a greedy variable, `$default`
takes the rest, and a route for the method has priority over one for `ANY`. Among full matches, a literal segment has
priority over a variable. The guide does not mention a slash at the end: here, `/pets/` is not `/pets`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from aslant.errors import LocalError

__all__ = ["METHODS", "HttpRoute", "match", "parse_route"]

METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

SEGMENT = re.compile(r"\{([A-Za-z0-9._-]+)(\+?)\}")


@dataclasses.dataclass(frozen=True, slots=True)
class HttpRoute:
    """A parsed route key and the ID of its integration."""

    key: str
    method: str
    """The HTTP method, or `ANY`."""
    segments: tuple[str, ...] | None
    """The parts of the path; None for `$default`."""
    integration: str
    """The ID of the integration."""

    def match(
        self, method: str, parts: list[str], decode: Callable[[str], str] = unquote
    ) -> tuple[tuple[int, ...], dict[str, str]] | None:
        """Return a rank, of which the lowest is best, and the path variables; None if the request does not match."""
        if self.method not in ("ANY", method):
            return None
        any_method = int(self.method == "ANY")
        if self.segments is None:
            return (3, any_method), {}
        rank: list[int] = []
        values: dict[str, str] = {}
        for index, segment in enumerate(self.segments):
            variable = SEGMENT.fullmatch(segment)
            if index >= len(parts) or (variable and not parts[index]):
                return None
            if variable and variable[2]:
                values[variable[1]] = decode("/".join(parts[index:]))
                return (2, -index, any_method), values
            if variable:
                values[variable[1]] = decode(parts[index])
            elif segment != unquote(parts[index]):
                return None
            rank.append(int(bool(variable)))
        return ((1, *rank, any_method), values) if len(parts) == len(self.segments) else None


def match(
    routes: Iterable[HttpRoute], method: str, path: str, decode: Callable[[str], str] = unquote
) -> tuple[HttpRoute, dict[str, str]] | None:
    """Return the best route for a request and the values of its path variables; None if no route matches.

    `decode` decodes the values. REST APIs leave them escaped.
    """
    parts = path.split("/")[1:]
    matches = [(found, route) for route in routes if (found := route.match(method, parts, decode)) is not None]
    if not matches:
        return None
    (_, values), route = min(matches, key=lambda item: item[0][0])
    return route, values


def parse_route(key: str, integration: str, place: str) -> HttpRoute:
    """Parse a route key such as `POST /orders/{id}` or `$default`. A `LocalError` begins with `place`."""
    if key == "$default":
        return HttpRoute(key, "ANY", None, integration)
    method, _, path = key.partition(" ")
    if method not in METHODS or not path.startswith("/"):
        raise LocalError(
            f"{place}: the route key {key!r} must be '$default' or a method ({', '.join(METHODS)}), "
            "a space and a path that starts with '/'"
        )
    segments = tuple(path.split("/")[1:])
    for index, segment in enumerate(segments):
        variable = SEGMENT.fullmatch(segment)
        if ("{" in segment or "}" in segment) and not variable:
            raise LocalError(f"{place}: a variable such as {{id}} must be a whole part of the path, not {segment!r}")
        if variable and variable[2] and index < len(segments) - 1:
            raise LocalError(f"{place}: the greedy variable {segment} must be the last part of {path}")
    return HttpRoute(key, method, segments, integration)
