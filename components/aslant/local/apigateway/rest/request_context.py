"""Requests that a REST API handles, with the `$context` variables of REST APIs."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

from aslant.local.apigateway.request_context import RequestContext
from aslant.provider.account import digest

__all__ = ["RestRequestContext", "resource_id"]


def resource_id(urn: str, path: str) -> str:
    """Return an ID for the resource of a path, as long as API Gateway's: 10 characters for the root, else 6."""
    return digest(f"{urn}{path}", 10 if path == "/" else 6)


@dataclasses.dataclass(slots=True)
class RestRequestContext(RequestContext):
    """A request for a REST API."""

    urn: str = ""
    """The URN of the API."""
    deployment_id: str = ""
    target: str = "/"
    """The path within the stage as it was sent: escaped, and with the slash at its end, if any."""
    full_path: str = "/"
    """The path with its stage, as it was sent."""
    binary_types: tuple[str, ...] = ()
    """The media types that are passed on as Base64."""
    edge: bool = False
    """Whether the API is edge-optimized, which means that CloudFront handles the request first."""
    trace_id: str = ""

    def __post_init__(self) -> None:
        """Continue the client's trace, or begin a new one."""
        sent = self.request.headers.get("x-amzn-trace-id", "")
        self.trace_id = sent if "Root=" in sent else f"Root=1-{int(self.started):08x}-{secrets.token_hex(12)}"

    @property
    def resource_path(self) -> str | None:
        """The path of the resource, such as `/orders/{id}`; None for a request without a method."""
        return self.route_key.partition(" ")[2] if self.route_key else None

    def context(self) -> dict[str, Any]:
        """Return the `$context` variables (API Gateway developer guide, "Variables for access logging")."""
        context = RequestContext.context(self)  # a dataclass with slots has no super() without arguments
        del context["routeKey"]
        path = self.resource_path
        return {
            **context,
            "deploymentId": self.deployment_id,
            "path": self.full_path,
            "resourceId": resource_id(self.urn, path) if path else None,
            "resourcePath": path,
            "xrayTraceId": self.trace_id,
        }
