"""The AWS port: which service a request is for, and who signed it."""

from __future__ import annotations

import dataclasses
import re
from concurrent.futures import Future
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aslant.local.http import Request, Response
from aslant.local.lambda_api import PREFIX

if TYPE_CHECKING:
    from aslant.local.lambda_api import LambdaApi
    from aslant.local.services.guard import Guard
    from aslant.local.services.store import Store
    from aslant.local.stepfunctions import StepFunctions

__all__ = ["AwsPort", "CredentialScope", "scope_of"]

CREDENTIAL = re.compile(r"Credential=([^/,\s&]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")


@dataclasses.dataclass(frozen=True, slots=True)
class CredentialScope:
    """What a signature is made for."""

    key: str
    """The access key."""
    region: str
    service: str
    """By the name that signatures have for it, such as `sqs`."""


def scope_of(request: Request) -> CredentialScope | None:
    """What a request is signed for, in its header or in its address; None for one that is not signed."""
    found = CREDENTIAL.search(request.headers.get("authorization", "")) or CREDENTIAL.search(unquote(request.query))
    return CredentialScope(found[1], found[2], found[3].lower()) if found else None


class AwsPort:
    """Answers requests for any service. Signatures are read and not checked: the port is this machine's alone."""

    def __init__(self, stepfunctions: StepFunctions, lambda_api: LambdaApi, store: Store, guard: Guard) -> None:
        """Serve Step Functions and Lambda, and the others from a store; the guard knows who may do what."""
        self._stepfunctions = stepfunctions
        self._lambda_api = lambda_api
        self._store = store
        self._guard = guard

    def answer(self, request: Request) -> Response | Future[Response]:
        """The answer to a request; blocks as long as what it asks for takes, and comes later for what waits."""
        scope = scope_of(request)
        if scope is not None:
            refusal = self._guard.refusal(request, scope)
            if refusal is not None:
                return refusal
        if request.path.startswith(PREFIX) or (scope is not None and scope.service == "lambda"):
            return self._lambda_api.answer(request)
        if scope is None or scope.service == "states" or "AWSStepFunctions" in request.headers.get("x-amz-target", ""):
            return self._stepfunctions.answer(request)
        return self._store.answer(request, scope.service, scope.region)
