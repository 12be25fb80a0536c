"""Gateway responses, which API Gateway sends itself and an API may customize.

API Gateway developer guide, "Gateway responses in API Gateway": types, statuses and the variables of their templates,
which are not Velocity templates. The messages are as recorded from the service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.local.answers import UTF_8
from aslant.local.apigateway.rest.parameters import Parts, Value, compile_value, select
from aslant.local.http import Response

__all__ = ["GatewayResponses", "Refusal"]

TYPES: Mapping[str, tuple[int, str]] = {
    "ACCESS_DENIED": (403, "AccessDeniedException"),
    "API_CONFIGURATION_ERROR": (500, "InternalServerErrorException"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "AuthorizerConfigurationException"),
    "AUTHORIZER_FAILURE": (500, "InternalServerErrorException"),
    "BAD_REQUEST_BODY": (400, "BadRequestException"),
    "BAD_REQUEST_PARAMETERS": (400, "BadRequestException"),
    "EXPIRED_TOKEN": (403, "ExpiredTokenException"),
    "INTEGRATION_FAILURE": (504, "InternalServerErrorException"),
    "INTEGRATION_TIMEOUT": (504, "InternalServerErrorException"),
    "INVALID_API_KEY": (403, "ForbiddenException"),
    "INVALID_SIGNATURE": (403, "InvalidSignatureException"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "MissingAuthenticationTokenException"),
    "QUOTA_EXCEEDED": (429, "LimitExceededException"),
    "REQUEST_TOO_LARGE": (413, "RequestTooLongException"),
    "RESOURCE_NOT_FOUND": (404, "NotFoundException"),
    "THROTTLED": (429, "TooManyRequestsException"),
    "UNAUTHORIZED": (401, "UnauthorizedException"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "BadRequestException"),
    "WAF_FILTERED": (403, "ForbiddenException"),
}
"""The status of each type, and its value of `x-amzn-ErrorType`."""

DEFAULTS = ("DEFAULT_4XX", "DEFAULT_5XX")
TEMPLATE = '{"message":$context.error.messageString}'
DENIAL = '{"Message":$context.error.messageString}'
"""The template for a denial by an authorizer, which was recorded to differ from all other types."""
VARIABLE = re.compile(r"\$((?:context|stageVariables)(?:\.\w+)+)")


class Refusal(Exception):
    """A request that gets a gateway response."""

    def __init__(self, type: str, message: str, detail: str = "") -> None:
        """Refuse with a type of gateway response; `detail` is logged with the message."""
        super().__init__(message)
        self.type = type
        self.message = message
        self.detail = detail

    @classmethod
    def misconfigured(cls, why: object) -> Refusal:
        """Return the refusal for a fault of the API itself, whose reason is only logged."""
        return cls("API_CONFIGURATION_ERROR", "Internal server error", str(why))


class GatewayResponses:
    """The gateway responses of one API."""

    def __init__(self, given: Mapping[str, Mapping[str, Any]], label: str) -> None:
        """Read the customized responses by type. A `LocalError` begins with `label`."""
        self._given = given
        self._headers: dict[str, dict[str, Value]] = {}
        for type, response in given.items():
            place = f"{label}: the gateway response {type!r}"
            if type not in TYPES and type not in DEFAULTS:
                known = [*TYPES, *DEFAULTS]
                raise LocalError(f"{place}: the type must be one of {', '.join(known)}{did_you_mean(type, known)}")
            self._headers[type] = _headers(response.get("responseParameters") or {}, place)

    def answer(self, refusal: Refusal, parts: Parts) -> Response:
        """Return the response to a refused request; `parts` are those of the request."""
        status, error = TYPES[refusal.type]
        type = refusal.type if refusal.type in self._given else f"DEFAULT_{status // 100}XX"
        response = self._given.get(type) or {}
        error_variables = {
            "message": refusal.message,
            "messageString": UTF_8.encode(refusal.message),
            "responseType": refusal.type,
            "validationErrorString": UTF_8.encode(refusal.detail),
        }
        values = {"context": {**parts.context, "error": error_variables}, "stageVariables": parts.stage_variables}
        templates = response.get("responseTemplates") or {}
        default = DENIAL if refusal.type == "ACCESS_DENIED" else TEMPLATE
        kind, template = next(iter(templates.items()), ("application/json", default))
        headers = {"content-type": kind, "x-amzn-errortype": error}
        headers |= {name: value(parts) or "" for name, value in self._headers.get(type, {}).items()}
        return Response(
            int(response.get("statusCode") or status),
            VARIABLE.sub(lambda match: select(f"$.{match[1]}", values) or "", template).encode(),
            (),
            note=f"{refusal.message}: {refusal.detail}" if refusal.detail else refusal.message,
        ).with_headers(*headers.items())


def _headers(given: Mapping[str, Any], place: str) -> dict[str, Value]:
    headers = {}
    for target, value in given.items():
        name = target.removeprefix("gatewayresponse.header.")
        if name == target:
            raise LocalError(
                f"{place}: responseParameters must have keys such as gatewayresponse.header.NAME, not {target!r}"
            )
        headers[name.lower()] = compile_value(str(value), "method.request", f"{place}: {target}")
    return headers
