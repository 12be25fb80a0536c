"""HTTP APIs, built from the registered resources: stages, routes, integrations and authorizers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.apigateway.access_log import AccessLog, compile_format, log_group_name
from aslant.local.apigateway.auth import Guard
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.cors import CorsRules, read_cors
from aslant.local.apigateway.integration import (
    SUBTYPES,
    FunctionIntegration,
    RouteIntegration,
    Service,
    ServiceIntegration,
)
from aslant.local.apigateway.integration import function_arn as function_of
from aslant.local.apigateway.lambda_event import AUTHORIZER_EVENTS
from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.response_mapping import Change, compile_changes
from aslant.local.apigateway.routes import HttpRoute, parse_route
from aslant.local.apigateway.throttling import Bucket, buckets
from aslant.local.functions.function_names import find_function
from aslant.local.functions.workers import Log, Workers
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import AUTHORIZER, INTEGRATION, ROUTE, STAGE

__all__ = ["Api", "Endpoint", "HttpStage", "Maker"]


@dataclasses.dataclass(frozen=True, slots=True)
class HttpStage:
    """One stage of an API."""

    variables: Mapping[str, str]
    buckets: Mapping[str, Bucket]
    """The limits of routes, by route key."""
    access_log: AccessLog | None


@dataclasses.dataclass(frozen=True, slots=True)
class Endpoint:
    """The integration of a route, and the changes to its responses by status."""

    integration: RouteIntegration
    changes: Mapping[int, Change]


@dataclasses.dataclass(frozen=True, slots=True)
class Api:
    """One HTTP API."""

    id: str
    name: str
    url: str
    routes: tuple[HttpRoute, ...]
    endpoints: Mapping[str, Endpoint]
    """The endpoints by the ID of the integration."""
    guards: Mapping[str, Guard]
    """The guards of routes, by route key. A route without a guard is open."""
    stages: Mapping[str, HttpStage]
    cors: CorsRules | None

    def stage_of(self, path: str) -> tuple[str, str] | None:
        """Return the stage of a path and the rest of the path; None if there is no such stage."""
        name, slash, rest = path[1:].partition("/")
        if name in self.stages:
            return name, slash + rest or "/"
        return ("$default", path) if "$default" in self.stages else None


@dataclasses.dataclass(frozen=True)
class Maker:
    """A builder of APIs, with the services and functions that they call and the log that they write to."""

    registry: Registry
    account: LocalAccount
    services: Mapping[str, Service]
    """The actions of Step Functions, such as `states:StartExecution`."""
    functions: Mapping[str, Workers]
    tokens: LocalTokens
    log: Log

    def make(self, resource: RegisteredResource) -> Api:
        """Return an API, built from its resource and the resources that belong to it."""

        def own(type: str) -> list[RegisteredResource]:
            return [item for item in self.registry.of(type) if item.inputs.get("apiId") == resource.id]

        routes = tuple(
            parse_route(
                str(route.inputs["routeKey"]), route.inputs["target"].removeprefix("integrations/"), route.label
            )
            for route in own(ROUTE)
        )
        authorizers = _Authorizers(self)
        guards = {str(route.inputs["routeKey"]): authorizers.guard(route) for route in own(ROUTE)}
        return Api(
            id=resource.id,
            name=resource.output("name"),
            url=resource.output("apiEndpoint"),
            routes=routes,
            endpoints={item.id: self._endpoint(item) for item in own(INTEGRATION)},
            guards={key: guard for key, guard in guards.items() if guard is not None},
            stages={item.output("name"): self._stage(item, routes) for item in own(STAGE)},
            cors=read_cors(resource.inputs.get("corsConfiguration")),
        )

    def function(self, uri: Any, place: str) -> Workers:
        """Return the workers of the function with a URI."""
        workers = find_function(self.functions, function_of(uri) or "")
        if workers is None:
            raise LocalError(f"{place}: the function {uri!r} does not exist. Pass the `invokeArn` of one.")
        return workers

    def _stage(self, resource: RegisteredResource, routes: tuple[HttpRoute, ...]) -> HttpStage:
        return HttpStage(
            variables=resource.inputs.get("stageVariables") or {},
            buckets=buckets(resource.inputs, [route.key for route in routes]),
            access_log=self._access_log(resource),
        )

    def _access_log(self, stage: RegisteredResource) -> AccessLog | None:
        settings = stage.inputs.get("accessLogSettings")
        if not settings:
            return None
        arn = str(settings.get("destinationArn"))
        write = compile_format(settings.get("format"), f"{stage.label}: accessLogSettings")
        return AccessLog(log_group_name(arn) or arn, write, self.log)

    def _endpoint(self, resource: RegisteredResource) -> Endpoint:
        place = f"{resource.label}: responseParameters"
        changes = compile_changes(resource.inputs.get("responseParameters") or (), place)
        return Endpoint(self._integration(resource), changes)

    def _integration(self, resource: RegisteredResource) -> RouteIntegration:
        inputs, timeout = resource.inputs, resource.outputs["timeoutMilliseconds"] / 1000
        if not inputs.get("integrationSubtype"):
            workers = self.function(inputs.get("integrationUri"), resource.label)
            return FunctionIntegration(workers, resource.output("payloadFormatVersion"), timeout)
        values = {
            key: compile_value(str(value), f"{resource.label}: requestParameters {key}")
            for key, value in inputs["requestParameters"].items()
        }
        return ServiceIntegration(values, self.services[SUBTYPES[inputs["integrationSubtype"]].action], timeout)


class _Authorizers:
    """A builder of the guards of one API's routes; routes with the same authorizer share its cache."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._functions: dict[str, Guard] = {}
        self._keys: dict[str, Any] = {}

    def guard(self, route: RegisteredResource) -> Guard | None:
        """Return the guard of a route; None if the route is open."""
        kind = route.outputs["authorizationType"]
        if kind == "NONE":
            return None
        if kind == "AWS_IAM":
            from aslant.local.apigateway.auth.iam import IamGuard

            return IamGuard(self._maker.account)
        authorizer = self._maker.registry.find(AUTHORIZER, "id", route.inputs.get("authorizerId"))
        if authorizer is None:
            raise LocalError(f"{route.label}: the authorizer {route.inputs.get('authorizerId')!r} does not exist")
        if kind == "JWT":
            return self._jwt(authorizer, route)
        if authorizer.id not in self._functions:
            self._functions[authorizer.id] = self._function(authorizer)
        return self._functions[authorizer.id]

    def _jwt(self, authorizer: RegisteredResource, route: RegisteredResource) -> Guard:
        from aslant.local.apigateway.auth.issuer_keys import IssuerKeys
        from aslant.local.apigateway.auth.jwt import JwtGuard

        inputs = authorizer.inputs
        issuer = str(inputs["jwtConfiguration"]["issuer"])
        (source,) = inputs["identitySources"]
        return JwtGuard(
            source=compile_value(str(source), f"{authorizer.label}: identitySources"),
            issuer=issuer,
            audiences=[str(audience) for audience in inputs["jwtConfiguration"]["audiences"]],
            scopes=[str(scope) for scope in route.inputs.get("authorizationScopes") or ()],
            keys=self._keys.setdefault(issuer, IssuerKeys(issuer)),
            local=self._maker.tokens,
        )

    def _function(self, authorizer: RegisteredResource) -> Guard:
        from aslant.local.apigateway.auth.function import FunctionGuard

        inputs, place = authorizer.inputs, f"{authorizer.label}: identitySources"
        return FunctionGuard(
            workers=self._maker.function(inputs.get("authorizerUri"), authorizer.label),
            sources=[compile_value(str(source), place) for source in inputs.get("identitySources") or ()],
            event=AUTHORIZER_EVENTS[str(inputs["authorizerPayloadFormatVersion"])],
            simple=bool(inputs.get("enableSimpleResponses")),
            seconds=authorizer.outputs["authorizerResultTtlInSeconds"],
            account=self._maker.account,
        )
