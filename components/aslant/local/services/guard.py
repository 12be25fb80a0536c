"""Holds the calls of functions against their roles, as their access keys tell whose they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from aslant.local.credentials import function_key
from aslant.local.http import Request, Response
from aslant.local.services.credential_scope import CredentialScope
from aslant.local.services.requests import asked
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
"""The code and the status of a refusal; that of any other service is `AccessDeniedException` and 400."""

OPEN = frozenset({"sts"})
"""Services whose calls need no right of a role's."""


class Guard:
    """Knows whose access key is whose."""

    def __init__(self, registry: Registry, rights: Rights, account: LocalAccount) -> None:
        """Know the functions of a program; keys of nobody may do anything."""
        self._rights = rights
        self._account = account
        self._principals = {
            function_key(item.output("arn")): Principal(str(item.inputs.get("role")), item.output("name"))
            for item in registry.of(FUNCTION)
        }

    def refusal(self, request: Request, scope: CredentialScope) -> Response | None:
        """Why a request is refused, as its service would say; None where it is not."""
        principal = self._principals.get(scope.key)
        if principal is None or scope.service in OPEN:
            return None
        call = asked(request, scope.service)
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
