"""The gateway of HTTP APIs: stage, CORS, route, limits, authorizer, integration and access log of each request."""

from __future__ import annotations

import functools
import json
import time
from typing import Any

from aslant.local.apigateway.cors import is_preflight
from aslant.local.apigateway.domains import Mapped
from aslant.local.apigateway.http_api import Api, Maker
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.apigateway.routes import match
from aslant.local.http import Request, Response, message
from aslant.local.threads import Threads
from aslant.provider.resources.apis import API

__all__ = ["MAX_BODY", "Api", "Gateway"]

MAX_BODY = 10 * 1024 * 1024
"""The quota for the body of a request, in bytes."""

AUTHORIZER_SECONDS = 10.0
"""The quota for the duration of an authorizer."""


class Gateway:
    """A gateway that answers the requests for all HTTP APIs of a program."""

    def __init__(self, maker: Maker, threads: Threads) -> None:
        """Read the registered APIs. Integrations and authorizers run in `threads`."""
        self._account = maker.account
        self._threads = threads
        self.apis = [maker.make(resource) for resource in maker.registry.of(API)]
        self._by_id = {api.id: api for api in self.apis}
        self._first = next((api for api in self.apis if api.url == maker.account.api_url), None)

    def api_of(self, host: str) -> Api | None:
        """Return the API of a host name, with or without its port; for other names, the API at the local address."""
        named = host.partition(".localhost")[0]
        return self._by_id.get(named) or self._first

    def api(self, id: str) -> Api | None:
        """Return the API with an ID."""
        return self._by_id.get(id)

    async def answer(self, request: Request, mapped: Mapped | None = None) -> Response:
        """Return the response to a request; `mapped` is the mapping of a request for a custom domain name."""
        if mapped is None:
            api = self.api_of(request.headers.get("host", ""))
            located = api.stage_of(request.path) if api else None
        else:
            api = self._by_id.get(mapped.api_id)
            located = (mapped.stage, mapped.path)
        if api is None or located is None or located[0] not in api.stages:
            return message(404, "Not Found")
        return await self._in_stage(api, *located, request, mapped.base_path if mapped else None)

    async def _in_stage(self, api: Api, stage: str, path: str, request: Request, base_path: str | None) -> Response:
        cors = api.cors
        if cors is not None and is_preflight(request):
            return cors.preflight(request)
        request_context = RequestContext(
            request=request,
            account_id=self._account.id,
            api_id=api.id,
            stage=stage,
            stage_variables=api.stages[stage].variables,
            path=path,
            started=time.time(),
            base_path=base_path,
        )
        response = await self._respond(api, request_context)
        if cors is not None:
            response = cors.add_headers(response, request.headers.get("origin"))
        response = response.with_headers(("apigw-requestid", request_context.id))
        access_log = api.stages[stage].access_log
        if access_log is not None:
            access_log.write(_log_context(request_context, response))
        return response

    async def _respond(self, api: Api, request_context: RequestContext) -> Response:
        found = match(api.routes, request_context.request.method, request_context.path)
        if found is None:
            return message(404, "Not Found")
        route, request_context.path_parameters = found
        request_context.route_key = route.key
        bucket = api.stages[request_context.stage].buckets.get(route.key)
        if bucket is not None and not bucket.take():
            return message(429, "Too Many Requests")
        guard = api.guards.get(route.key)
        if guard is not None:
            try:
                verdict: Caller | Response = await self._threads.call(
                    AUTHORIZER_SECONDS, functools.partial(guard, request_context)
                )
            except TimeoutError:
                return message(500, "Internal Server Error", "Internal Server Error: the authorizer timed out")
            if not isinstance(verdict, Caller):
                request_context.refusal = verdict.note
                return verdict
            request_context.caller = verdict
        endpoint = api.endpoints[route.integration]
        integration = endpoint.integration
        start = time.perf_counter()
        try:  # the execution continues after a timeout, as on AWS
            response = await self._threads.call(
                integration.timeout, functools.partial(integration.perform, request_context)
            )
        except TimeoutError:
            return integration.timeout_response
        request_context.integration["latency"] = int((time.perf_counter() - start) * 1000)
        change = endpoint.changes.get(response.status)
        return response if change is None else change(response, request_context.view)


def _log_context(request_context: RequestContext, response: Response) -> dict[str, Any]:
    """Return the `$context` of a request and its response, for the access log."""
    integration, context = request_context.integration, request_context.context()
    latency = int((time.time() - request_context.started) * 1000)
    if "status" not in integration:  # the API itself responded
        context["error"] = json.loads(response.body)
    return {
        **context,
        "authorizer": {**context["authorizer"], "error": request_context.refusal},
        "status": response.status,
        "responseLatency": latency,
        "responseLength": len(response.body),
        "dataProcessed": len(request_context.request.body) + len(response.body),
        "integration": integration,
        "integrationErrorMessage": integration.get("error"),
        "integrationLatency": integration.get("latency"),
        "integrationStatus": integration.get("integrationStatus"),
    }
