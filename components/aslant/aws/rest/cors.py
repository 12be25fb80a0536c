"""How a REST API lets web pages call it: an OPTIONS method a path, and headers on every answer (Fetch Standard)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aslant.aws.rest.templates import allow_origin

__all__ = ["RestCors", "declared", "fixed", "options_method"]


@dataclass(frozen=True, kw_only=True)
class RestCors:
    """Which pages may call the API."""

    allow_origins: Sequence[str]
    allow_methods: Sequence[str]
    allow_headers: Sequence[str]
    max_age: int
    """Seconds that a browser may remember the answer to an OPTIONS request."""
    allow_credentials: bool
    expose_headers: Sequence[str] = ()

    @property
    def echoed(self) -> Sequence[str]:
        """The origins of which a template names the one that asks; none where there is one for all."""
        return self.allow_origins if len(self.allow_origins) > 1 and "*" not in self.allow_origins else ()

    @property
    def headers(self) -> dict[str, str]:
        """The fixed headers of every answer; API Gateway's own answers know no other origin than the first."""
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
        """The fixed headers of an answer to OPTIONS."""
        kept = {name: value for name, value in self.headers.items() if name != "Access-Control-Expose-Headers"}
        return {
            **kept,
            "Access-Control-Allow-Methods": ",".join(self.allow_methods),
            "Access-Control-Allow-Headers": ",".join(self.allow_headers),
            "Access-Control-Max-Age": f"{self.max_age:.0f}",
        }


def options_method(cors: RestCors, parameters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The OPTIONS method of a path, answered by API Gateway itself; `parameters` are those of the path."""
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
    """Headers as OpenAPI declares them."""
    return {name: {"schema": {"type": "string"}} for name in names}


def fixed(headers: Mapping[str, str], target: str = "method.response.header") -> dict[str, str]:
    """Headers with fixed values, as API Gateway maps them."""
    return {f"{target}.{name}": f"'{value}'" for name, value in headers.items()}
