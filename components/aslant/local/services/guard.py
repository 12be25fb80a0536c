"""The check of requests at the AWS port against the role of the function that sent them, known by its access key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from aslant.local.credentials import function_key
from aslant.local.http import Request, Response
from aslant.local.services.credential_scope import CredentialScope
from aslant.local.services.requests import called_task
from aslant.local.services.rights import Principal, Rights, needed
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.provider.resources.functions import FUNCTION

__all__ = ["REFUSED", "Guard"]

REFUSED: Mapping[str, tuple[str, int]] = {
    "iam": ("AccessDenied", 403),
    "lambda": ("AccessDeniedException", 403),
    "s3": ("AccessDenied", 403),
    "sns": ("AuthorizationError", 403),
    "sqs": ("AccessDenied", 403),
    "sts": ("AccessDenied", 403),
}
"""The error code and the status of a denial by service. All other services use `AccessDeniedException` and 400."""

OPEN = frozenset({"sts"})
"""The services whose calls need no permission."""


class Guard:
    """The check of requests against the roles of the functions that send them."""

    def __init__(self, registry: Registry, rights: Rights, account: LocalAccount) -> None:
        """Read the functions of a program. Requests with any other access key are always allowed."""
        self._rights = rights
        self._account = account
        self._principals = {
            function_key(item.output("arn")): Principal(str(item.inputs.get("role")), item.output("name"))
            for item in registry.of(FUNCTION)
        }

    def refusal(self, request: Request, scope: CredentialScope) -> Response | None:
        """Return the response of a service that denies a request; None if the request is allowed."""
        principal = self._principals.get(scope.key)
        if principal is None or scope.service in OPEN:
            return None
        call = called_task(request, scope.service)
        if call is None:
            return None
        denial = self._rights.denial(principal, *needed(*call, self._account.within(scope.region)))
        return None if denial is None else _refused(denial.message, request, scope.service)


def _refused(message: str, request: Request, service: str) -> Response:
    code, status = REFUSED.get(service, ("AccessDeniedException", 400))
    note = f"{service} {code}: {message}"
    if "x-amz-target" in request.headers or service == "lambda":
        body = json.dumps({"__type": code, "message": message, "Message": message}).encode()
        headers = ((b"content-type", b"application/x-amz-json-1.0"), (b"x-amzn-errortype", code.encode()))
        return Response(status, body, headers, note)
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    text = error if service == "s3" else f"<ErrorResponse>{error}<RequestId>local</RequestId></ErrorResponse>"
    return Response(status, text.encode(), ((b"content-type", b"text/xml"),), note)
