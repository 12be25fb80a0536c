"""The AWS port: which service a request is for, and whether its signer may send it."""

from __future__ import annotations

from concurrent.futures import Future

from aslant.local.http import Request, Response
from aslant.local.lambda_api import PREFIX, LambdaApi
from aslant.local.services.credential_scope import scope_of
from aslant.local.services.guard import Guard
from aslant.local.services.store import Store
from aslant.local.stepfunctions.api import StepFunctions

__all__ = ["AwsPort"]


class AwsPort:
    """The AWS port, which responds to requests for any service.

    Signatures are read and not verified, since only this machine can reach the port.
    """

    def __init__(self, stepfunctions: StepFunctions, lambda_api: LambdaApi, store: Store, guard: Guard) -> None:
        """Serve Step Functions, Lambda, and the other services from a store, if the guard allows the request."""
        self._stepfunctions = stepfunctions
        self._lambda_api = lambda_api
        self._store = store
        self._guard = guard

    def answer(self, request: Request) -> Response | Future[Response]:
        """Return the response to a request, or a Future of it if an execution waits."""
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
