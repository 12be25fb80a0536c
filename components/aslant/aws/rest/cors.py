"""CORS of a REST API: an OPTIONS method per path, and headers on every response (Fetch Standard)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aslant.aws.rest.templates import allow_origin

__all__ = ["RestCors", "declared", "fixed", "options_method"]


@dataclass(frozen=True, kw_only=True)
class RestCors:
    """The pages that may call the API."""

    allow_origins: Sequence[str]
    allow_methods: Sequence[str]
    allow_headers: Sequence[str]
    max_age: int
    """Seconds that a browser may cache the response to an OPTIONS request."""
    allow_credentials: bool
    expose_headers: Sequence[str] = ()

    @property
    def echoed(self) -> Sequence[str]:
        """The origins among which a template selects the caller's; empty if one header is right for all."""
        return self.allow_origins if len(self.allow_origins) > 1 and "*" not in self.allow_origins else ()

    @property
    def headers(self) -> dict[str, str]:
        """The fixed headers of every response; API Gateway's own responses support only the first origin."""
        found = {"Access-Control-Allow-Origin": "*" if "*" in self.allow_origins else self.allow_origins[0]}
        if self.echoed:
            found["Vary"] = "Origin"
        if self.allow_credentials:
            found["Access-Control-Allow-Credentials"] = "true"
        if self.expose_headers:
            found["Access-Control-Expose-Headers"] = ",".join(self.expose_headers)
        return found

    @property
    def preflight(self) -> dict[str, str]:
        """The fixed headers of the response to OPTIONS."""
        kept = {name: value for name, value in self.headers.items() if name != "Access-Control-Expose-Headers"}
        return {
            **kept,
            "Access-Control-Allow-Methods": ",".join(self.allow_methods),
            "Access-Control-Allow-Headers": ",".join(self.allow_headers),
            "Access-Control-Max-Age": f"{self.max_age:.0f}",
        }


def options_method(cors: RestCors, parameters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the OPTIONS method of a path, which API Gateway handles itself; `parameters` are those of the path."""
    template = {"responseTemplates": {"application/json": allow_origin(cors.echoed)}} if cors.echoed else {}
    return {
        **({"parameters": list(parameters)} if parameters else {}),
        "responses": {"204": {"description": "Which pages may call", "headers": declared(cors.preflight)}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "passthroughBehavior": "when_no_match",
            "requestTemplates": {"application/json": '{"statusCode":204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": fixed(cors.preflight),
                    **template,
                }
            },
        },
    }


def declared(names: Iterable[str]) -> dict[str, Any]:
    """Return headers as OpenAPI declares them."""
    return {name: {"schema": {"type": "string"}} for name in names}


def fixed(headers: Mapping[str, str], target: str = "method.response.header") -> dict[str, str]:
    """Return headers with fixed values as parameters of an API Gateway mapping."""
    return {f"{target}.{name}": f"'{value}'" for name, value in headers.items()}
