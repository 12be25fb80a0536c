"""CORS, as an HTTP API with a `corsConfiguration` does it itself.

API Gateway developer guide, "Configure CORS for HTTP APIs": preflight requests are answered whatever the routes are,
and the headers that an integration sends are replaced. A preflight that asks for what is not allowed gets 204 without
the headers, which is how the browser learns of it. `*` stands for any text in an origin.
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
    """Whether a browser asks if it may send another request (Fetch standard, "CORS-preflight request")."""
    headers = request.headers
    return request.method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


@dataclasses.dataclass(frozen=True, slots=True)
class CorsRules:
    """What pages of other origins may do."""

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    credentials: bool = False
    max_age: int | None = None
    """Seconds that a browser may keep the answer to a preflight."""

    def allows(self, origin: str) -> bool:
        """Whether pages of an origin, such as `https://shop.example`, may call the API."""
        return any(like(origin.lower(), pattern.lower()) for pattern in self.origins)

    def preflight(self, request: Request) -> Response:
        """The answer to a preflight request."""
        origin = request.headers["origin"]
        wanted = re.split(r"\s*,\s*", request.headers.get("access-control-request-headers", "").strip())
        answer = Response(204, headers=(), note="preflight")
        if not (
            self.allows(origin)
            and _any(self.methods, request.headers["access-control-request-method"])
            and all(_any(self.headers, name) for name in wanted if name)
        ):
            return dataclasses.replace(answer, note="preflight refused")
        lists = (("allow-methods", self.methods), ("allow-headers", self.headers))
        headers = [(f"access-control-{name}", ",".join(values)) for name, values in lists if values]
        if self.max_age is not None:
            headers.append(("access-control-max-age", str(self.max_age)))
        return answer.with_headers(*self._basics(origin), *headers)

    def added(self, answer: Response, origin: str | None) -> Response:
        """An answer to another request, with the headers that its origin gets and no others of CORS."""
        kept = tuple(header for header in answer.headers if not header[0].lower().startswith(PREFIX))
        answer = dataclasses.replace(answer, headers=kept)
        return answer if origin is None or not self.allows(origin) else answer.with_headers(*self._basics(origin))

    def _basics(self, origin: str) -> list[tuple[str, str]]:
        headers = [("access-control-allow-origin", "*" if "*" in self.origins else origin)]
        if self.credentials:
            headers.append(("access-control-allow-credentials", "true"))
        if self.exposed:
            headers.append(("access-control-expose-headers", ",".join(self.exposed)))
        return headers


def _any(allowed: tuple[str, ...], name: str) -> bool:
    return "*" in allowed or name.lower() in [item.lower() for item in allowed]


def read_cors(configuration: Mapping[str, Any] | None) -> CorsRules | None:
    """An API's `corsConfiguration`; None where it has none."""
    if not configuration:
        return None

    def texts(key: str) -> tuple[str, ...]:
        return tuple(str(item) for item in configuration.get(key) or ())

    age = configuration.get("maxAge")
    return CorsRules(
        origins=texts("allowOrigins"),
        methods=texts("allowMethods"),
        headers=texts("allowHeaders"),
        exposed=texts("exposeHeaders"),
        credentials=bool(configuration.get("allowCredentials")),
        max_age=None if age is None else int(age),
    )
