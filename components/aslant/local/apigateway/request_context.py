"""Requests that an API handles, with their caller, route and `$context` variables."""

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
    """The sender of a request, as its authorizer identified it."""

    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The value of `$context.authorizer` in mappings."""
    event: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The value of `requestContext.authorizer` in events of payload format 2.0."""
    identity: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Further members of `$context.identity`."""


NOBODY = Caller()
"""The caller of an open route."""


def request_id() -> str:
    """Return a new ID for a request."""
    return secrets.token_hex(16)


@dataclasses.dataclass(slots=True)
class RequestContext:
    """A request with its stage, its route and its caller."""

    request: Request
    account_id: str
    api_id: str
    stage: str
    stage_variables: Mapping[str, str]
    path: str
    """The path within the stage, not decoded."""
    started: float
    """The time of arrival in epoch seconds."""
    route_key: str | None = None
    path_parameters: Mapping[str, str] = dataclasses.field(default_factory=dict)
    base_path: str | None = None
    """The mapping key of a request for a custom domain name."""
    id: str = dataclasses.field(default_factory=request_id)
    caller: Caller = NOBODY
    integration: dict[str, Any] = dataclasses.field(default_factory=dict)
    """The value of `$context.integration` in access logs, without `status` if the integration did not respond."""
    refusal: str | None = None
    """Why the authorizer refused the request."""

    @property
    def view(self) -> View:
        """The request, as mappings see it."""
        return View(self.request, self.path_parameters, self.context, self.stage_variables)

    @property
    def domain(self) -> str:
        """The host that the request was sent to."""
        return self.request.headers.get("host", "").partition(":")[0]

    @property
    def time(self) -> str:
        """The time of arrival in the format of logs and events."""
        return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(self.started))

    def context(self) -> dict[str, Any]:
        """Return the `$context` variables (API Gateway developer guide, "Customize HTTP API access logs")."""
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
