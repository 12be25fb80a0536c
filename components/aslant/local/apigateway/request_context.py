"""One request on its way through an HTTP API: where it goes, who sent it and what is known of it."""

from __future__ import annotations

import dataclasses
import secrets
import time
from collections.abc import Mapping
from typing import Any

from aslant.local.apigateway.mapping import View
from aslant.local.http import Request

__all__ = ["NOBODY", "Caller", "RequestContext", "request_id"]


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request, as its authorizer found."""

    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What mappings see as `$context.authorizer`."""
    event: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What a function sees as `requestContext.authorizer` in payload format 2.0."""
    identity: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """More of `$context.identity`."""


NOBODY = Caller()
"""Who sent a request to a route that is open."""


def request_id() -> str:
    """A new id for a request."""
    return secrets.token_hex(16)


@dataclasses.dataclass(slots=True)
class RequestContext:
    """A request, the stage and the route it takes, and who sent it."""

    request: Request
    account_id: str
    api_id: str
    stage: str
    stage_variables: Mapping[str, str]
    path: str
    """Within the stage, not decoded."""
    started: float
    """Epoch seconds."""
    route_key: str | None = None
    path_parameters: Mapping[str, str] = dataclasses.field(default_factory=dict)
    base_path: str | None = None
    """What the path of a custom domain name began with."""
    id: str = dataclasses.field(default_factory=request_id)
    caller: Caller = NOBODY
    integration: dict[str, Any] = dataclasses.field(default_factory=dict)
    """How the integration went, as access logs see `$context.integration`; without `status` where it gave no answer."""
    refusal: str | None = None
    """Why the authorizer refused the request."""

    @property
    def view(self) -> View:
        """The request as mappings see it."""
        return View(self.request, self.path_parameters, self.context, self.stage_variables)

    @property
    def domain(self) -> str:
        """The host that the request was sent to."""
        return self.request.headers.get("host", "").partition(":")[0]

    @property
    def time(self) -> str:
        """When it came, as logs and events write it."""
        return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(self.started))

    def context(self) -> dict[str, Any]:
        """The `$context` variables (API Gateway developer guide, "Customize HTTP API access logs")."""
        request = self.request
        user_agent = request.headers.get("user-agent", "")
        context = {
            "accountId": self.account_id,
            "apiId": self.api_id,
            "authorizer": self.caller.context,
            "domainName": self.domain,
            "domainPrefix": self.domain.partition(".")[0],
            "extendedRequestId": self.id,
            "httpMethod": request.method,
            "identity": {"sourceIp": request.client, "userAgent": user_agent, **self.caller.identity},
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": self.id,
            "requestTime": self.time,
            "requestTimeEpoch": int(self.started * 1000),
            "routeKey": self.route_key,
            "stage": self.stage,
        }
        if self.base_path is not None:
            context["customDomain"] = {"basePathMatched": self.base_path}
        return context
