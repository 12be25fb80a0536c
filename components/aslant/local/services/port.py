"""The AWS port: which service a request is for, and whether its signer may send it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from aslant.local.answers import to_json
from aslant.local.http import Request, Response
from aslant.local.lambda_api import PREFIX, LambdaApi
from aslant.local.services.credential_scope import scope_of
from aslant.local.services.guard import Guard
from aslant.local.services.store import Store
from aslant.local.stepfunctions.api import StepFunctions

__all__ = ["AwsPort"]

RESET = "/moto-api/reset"
"""The path to which a POST request restores the state of the start, as with moto's server."""


class AwsPort:
    """The AWS port, which responds to requests for any service.

    Signatures are read and not verified, since only this machine can reach the port.
    """

    def __init__(
        self,
        stepfunctions: StepFunctions,
        lambda_api: LambdaApi,
        store: Store,
        guard: Guard,
        reset: Callable[[], None],
    ) -> None:
        """Serve Step Functions, Lambda, and the other services from a store, if the guard allows the request.

        `reset` removes what clients have created.
        """
        self._stepfunctions = stepfunctions
        self._lambda_api = lambda_api
        self._store = store
        self._guard = guard
        self._reset = reset

    def answer(self, request: Request) -> Response | Future[Response]:
        """Return the response to a request, or a Future of it if an execution waits."""
        if request.path == RESET and request.method == "POST":
            self._reset()
            return Response(200, to_json({"status": "ok"}), note="reset")
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
