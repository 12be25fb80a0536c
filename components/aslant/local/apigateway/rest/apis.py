"""The REST APIs of a program, which find the stage, method and integration of each request.

A slash at the end of a path is ignored, and several slashes before the stage or the path count as one.
"""

from __future__ import annotations

import dataclasses
import functools
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aslant.local.apigateway.auth import Guard
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.rest.call import Backends
from aslant.local.apigateway.rest.checks import check_targets
from aslant.local.apigateway.rest.event import passed_headers
from aslant.local.apigateway.rest.guards import Guards, authorize
from aslant.local.apigateway.rest.integration import TIMEOUT
from aslant.local.apigateway.rest.media_types import content_type
from aslant.local.apigateway.rest.openapi import Method, read_definition
from aslant.local.apigateway.rest.parameters import Parts
from aslant.local.apigateway.rest.request_context import RestRequestContext
from aslant.local.apigateway.rest.responses import GatewayResponses, Refusal
from aslant.local.apigateway.rest.stages import Log, RestStage, read_stages
from aslant.local.apigateway.rest.validation import validate
from aslant.local.apigateway.routes import match
from aslant.local.functions.workers import Workers
from aslant.local.http import Request, Response, message
from aslant.local.later import settle
from aslant.local.stepfunctions.api import StepFunctions
from aslant.local.threads import Threads
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import API, REST_API
from aslant.provider.resources.rest_apis import GATEWAY_RESPONSE

__all__ = ["RestApis", "ServedRestApi"]

AUTHORIZATION = frozenset(
    {"ACCESS_DENIED", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE", "EXPIRED_TOKEN", "UNAUTHORIZED"}
)
"""The gateway response types that an authorizer causes."""


@dataclasses.dataclass(frozen=True, slots=True)
class ServedRestApi:
    """One REST API."""

    id: str
    urn: str
    name: str
    url: str
    stages: Mapping[str, RestStage]
    methods: Mapping[str, Method]
    """The methods by their keys, such as `POST /orders`."""
    guards: Mapping[str, Guard]
    """The guards of methods, by method key. A method without a guard is open."""
    responses: GatewayResponses
    binary_types: tuple[str, ...]
    """The media types that are passed on as Base64."""
    edge: bool
    """Whether the API is edge-optimized, which is the default."""

    @property
    def routes(self) -> list[tuple[str, str]]:
        """The method, which may be `ANY`, and the path of each route."""
        return [(method.route.method, method.route.key.partition(" ")[2]) for method in self.methods.values()]


class RestApis:
    """A gateway that answers the requests for all REST APIs of a program."""

    def __init__(
        self,
        registry: Registry,
        account: LocalAccount,
        stepfunctions: StepFunctions,
        threads: Threads,
        functions: Mapping[str, Workers],
        tokens: LocalTokens,
        log: Log,
    ) -> None:
        """Read the registered APIs. What AWS would refuse is a `LocalError`. `log` writes access logs."""
        self._tokens = tokens
        self._account = account
        self._threads = threads
        self._backends = Backends(stepfunctions, functions)
        self.apis = [self._api(resource, registry, functions, log) for resource in registry.of(REST_API)]
        self._by_host = {str(urlsplit(api.url).hostname): api for api in self.apis}
        self._first = next((api for api in self.apis if api.url == account.api_url), None)
        self._others = {str(urlsplit(api.output("apiEndpoint")).hostname) for api in registry.of(API)}

    def owns(self, request: Request) -> bool:
        """Return whether a request is for one of these APIs."""
        return self._find(request) is not None

    async def answer(self, request: Request) -> Response:
        """Return the response to a request that is for one of these APIs. Blocking calls run in a thread."""
        found = self._request_context(request)
        if found is None:
            return message(403, "Forbidden", f"Forbidden: {request.path!r} does not begin with a stage")
        api, stage, request_context = found
        error: dict[str, str] = {}
        try:
            response = await self._respond(api, stage, request_context)
        except Refusal as refusal:
            error = {"message": refusal.message, "responseType": refusal.type}
            response = api.responses.answer(refusal, _parts(request_context))
            request_context.refusal = refusal.detail or refusal.message if refusal.type in AUTHORIZATION else None
        response = response.with_headers(("x-amzn-requestid", request_context.id))
        if stage.access_log is not None:
            stage.access_log.write(_log_context(request_context, response, error))
        return response

    def allows(self, request: Request, origin: str) -> bool:
        """Return whether the OPTIONS method of a path, if it has a mock integration, accepts pages of an origin.

        This does not start an execution, take a token from a bucket or write to the log.
        """
        location = self._request_context(request)
        if location is None:
            return False
        api, _, request_context = location
        found = match([method.route for method in api.methods.values()], "OPTIONS", request_context.path, str)
        method = api.methods[found[0].key] if found else None
        if found is None or method is None or method.integration.type != "mock":
            return False
        request_context.request = dataclasses.replace(request, method="OPTIONS", body=b"", headers={"origin": origin})
        route, request_context.path_parameters = found
        request_context.route_key = route.key
        try:
            response = settle(self._backends.call(method.integration, request_context, _parts(request_context)))
        except Refusal:
            return False
        allowed = {
            value.decode("latin-1") for name, value in response.headers if name == b"access-control-allow-origin"
        }
        return bool(allowed & {"*", origin})

    async def _respond(self, api: ServedRestApi, stage: RestStage, request_context: RestRequestContext) -> Response:
        request = request_context.request
        found = match([method.route for method in api.methods.values()], request.method, request_context.path, str)
        if found is None:
            raise Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", "the method does not exist")
        route, variables = found
        request_context.route_key, request_context.path_parameters = route.key, variables
        method = api.methods[route.key]
        bucket = stage.buckets.get(route.key)
        if bucket is not None and not bucket.take():
            raise Refusal("THROTTLED", "Too Many Requests")
        guard = api.guards.get(route.key)
        if guard is not None:
            try:
                decide = functools.partial(authorize, guard, request_context)
                request_context.caller = await self._threads.call(TIMEOUT / 1000, decide)
            except TimeoutError:
                raise Refusal("AUTHORIZER_FAILURE", "Internal server error", "the authorizer timed out") from None
        parts = _parts(request_context)
        check = functools.partial(validate, method, content_type(request), parts.body, parts.params)
        await self._threads.call(TIMEOUT / 1000, check) if method.models else check()  # validation may be slow
        began = time.perf_counter()
        call = functools.partial(self._backends.call, method.integration, request_context, parts)
        try:  # the execution continues after a timeout, as on AWS
            return await self._threads.call(method.integration.timeout, call)
        except TimeoutError:
            request_context.integration["error"] = "Execution failed due to a timeout error"
            raise Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out") from None
        finally:
            request_context.integration["latency"] = int((time.perf_counter() - began) * 1000)

    def _request_context(self, request: Request) -> tuple[ServedRestApi, RestStage, RestRequestContext] | None:
        """Return the API and the stage of a request, and its context; None if there is no such stage."""
        api = self._find(request)
        name, slash, rest = request.path.lstrip("/").partition("/")
        stage = api.stages.get(name) if api else None
        if api is None or stage is None:
            return None
        target = f"/{rest.lstrip('/')}"
        request_context = RestRequestContext(
            request=request,
            account_id=self._account.id,
            api_id=api.id,
            stage=stage.name,
            stage_variables=stage.variables,
            path=f"/{target.strip('/')}",
            started=time.time(),
            id=str(uuid.uuid4()),
            urn=api.urn,
            deployment_id=stage.deployment_id,
            target=target,
            full_path=f"/{name}{target if slash else ''}",
            binary_types=api.binary_types,
            edge=api.edge,
        )
        return api, stage, request_context

    def _find(self, request: Request) -> ServedRestApi | None:
        host = request.headers.get("host", "").partition(":")[0]
        own = self._by_host.get(host)
        return own or (self._first if host not in self._others else None)

    def _api(
        self, resource: RegisteredResource, registry: Registry, functions: Mapping[str, Workers], log: Log
    ) -> ServedRestApi:
        definition = read_definition(resource.inputs.get("body"), resource.label)
        check_targets(resource, definition, registry, self._account)
        customized = [item for item in registry.of(GATEWAY_RESPONSE) if item.inputs.get("restApiId") == resource.id]
        responses = {str(item.inputs.get("responseType")): item.inputs for item in customized}
        methods = {method.route.key: method for method in definition.methods}
        guards = Guards(definition.schemes, functions, self._account, self._tokens, resource.label)
        guarded = {key: guards.of(method) for key, method in methods.items()}
        types = (resource.inputs.get("endpointConfiguration") or {}).get("types") or "EDGE"
        return ServedRestApi(
            id=resource.id,
            urn=resource.urn,
            name=resource.output("name"),
            url=resource.output("localUrl"),
            stages=read_stages(resource, methods, registry, log),
            methods=methods,
            guards={key: guard for key, guard in guarded.items() if guard is not None},
            responses=GatewayResponses({**definition.gateway_responses, **responses}, resource.label),
            binary_types=tuple(map(str, resource.inputs.get("binaryMediaTypes") or definition.binary_types)),
            edge="EDGE" in types,
        )


def _parts(request_context: RestRequestContext) -> Parts:
    """Return a request as templates and mappings see it."""
    request = request_context.request
    query = parse_qs(request.query, keep_blank_values=True)
    params = {
        "path": request_context.path_parameters,
        "querystring": {name: values[-1] for name, values in query.items()},
        "header": request.headers,
    }
    sent = {name: values[-1] for name, values in passed_headers(request_context).items()}
    return Parts(
        request.body.decode("utf-8", "replace"),
        params,
        request_context.context(),
        request_context.stage_variables,
        sent,
    )


def _log_context(request_context: RestRequestContext, response: Response, error: Mapping[str, str]) -> dict[str, Any]:
    """Return the context with the variables that only access logs have."""
    integration, context = request_context.integration, request_context.context()
    return {
        **context,
        "authorizer": {**context["authorizer"], "error": request_context.refusal},
        "status": response.status,
        "responseLength": len(response.body),
        "responseLatency": int((time.time() - request_context.started) * 1000),
        "integration": integration,
        "integrationErrorMessage": integration.get("error"),
        "integrationLatency": integration.get("latency"),
        "integrationStatus": integration.get("status"),
        "error": error,
    }
