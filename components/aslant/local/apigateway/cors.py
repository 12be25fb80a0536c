"""CORS of an HTTP API with a `corsConfiguration`.

API Gateway developer guide, "Configure CORS for HTTP APIs": the API answers preflight requests for every path, and
replaces the CORS headers of an integration. The response to a preflight that asks for more than is allowed is 204
without CORS headers, which makes the browser refuse the request. `*` in an origin matches any string.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from aslant.local.http import Request, Response
from aslant.local.iam.conditions import like

__all__ = ["CorsRules", "is_preflight", "read_cors"]

PREFIX = b"access-control-"


def is_preflight(request: Request) -> bool:
    """Return whether a request is a CORS-preflight request, as the Fetch standard defines it."""
    headers = request.headers
    return request.method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


@dataclasses.dataclass(frozen=True, slots=True)
class CorsRules:
    """The requests that pages of other origins may send."""

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    credentials: bool = False
    max_age: int | None = None
    """Seconds for which a browser may cache the response to a preflight."""

    def allows(self, origin: str) -> bool:
        """Return whether pages of an origin, such as `https://shop.example`, may call the API."""
        return any(like(origin.lower(), pattern.lower()) for pattern in self.origins)

    def preflight(self, request: Request) -> Response:
        """Return the response to a preflight request."""
        origin = request.headers["origin"]
        requested = re.split(r"\s*,\s*", request.headers.get("access-control-request-headers", "").strip())
        response = Response(204, headers=(), note="preflight")
        if not (
            self.allows(origin)
            and _any(self.methods, request.headers["access-control-request-method"])
            and all(_any(self.headers, name) for name in requested if name)
        ):
            return dataclasses.replace(response, note="preflight refused")
        lists = (("allow-methods", self.methods), ("allow-headers", self.headers))
        headers = [(f"access-control-{name}", ",".join(values)) for name, values in lists if values]
        if self.max_age is not None:
            headers.append(("access-control-max-age", str(self.max_age)))
        return response.with_headers(*self._common_headers(origin), *headers)

    def add_headers(self, response: Response, origin: str | None) -> Response:
        """Return a response with the CORS headers for an origin, and without those of the integration."""
        kept = tuple(header for header in response.headers if not header[0].lower().startswith(PREFIX))
        response = dataclasses.replace(response, headers=kept)
        if origin is None or not self.allows(origin):
            return response
        return response.with_headers(*self._common_headers(origin))

    def _common_headers(self, origin: str) -> list[tuple[str, str]]:
        headers = [("access-control-allow-origin", "*" if "*" in self.origins else origin)]
        if self.credentials:
            headers.append(("access-control-allow-credentials", "true"))
        if self.exposed:
            headers.append(("access-control-expose-headers", ",".join(self.exposed)))
        return headers


def _any(allowed: tuple[str, ...], name: str) -> bool:
    return "*" in allowed or name.lower() in [item.lower() for item in allowed]


def read_cors(configuration: Mapping[str, Any] | None) -> CorsRules | None:
    """Return the rules of an API's `corsConfiguration`; None if there is none."""
    if not configuration:
        return None

    def strings(key: str) -> tuple[str, ...]:
        return tuple(str(item) for item in configuration.get(key) or ())

    age = configuration.get("maxAge")
    return CorsRules(
        origins=strings("allowOrigins"),
        methods=strings("allowMethods"),
        headers=strings("allowHeaders"),
        exposed=strings("exposeHeaders"),
        credentials=bool(configuration.get("allowCredentials")),
        max_age=None if age is None else int(age),
    )
