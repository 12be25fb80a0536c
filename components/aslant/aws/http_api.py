"""An HTTP API in front of state machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output

from aslant.aws.access_logs import execution_name, make_access_logs
from aslant.aws.authorizers import AUTHORIZATION, invoke_uri, let_call, make_authorizer
from aslant.aws.children import Children
from aslant.aws.cors import cors_of
from aslant.aws.executions import make_executions
from aslant.aws.function.python_function import PythonFunction
from aslant.aws.machine import MachineResources
from aslant.aws.route_key import RouteKey
from aslant.aws.route_plan import TIMEOUT, RoutePlan, limits_of
from aslant.aws.rules import number
from aslant.iam import Account

__all__ = ["HttpApi", "HttpRoute", "make_http_api"]

_STATUS_HEADER = {"append:header.x-execution-status": "$response.body.status"}
_ACCEPTED = {"overwrite:statuscode": "202"}


@dataclass(frozen=True)
class HttpRoute:
    """The resources of one route other than its machine."""

    integration: aws.apigatewayv2.Integration
    route: aws.apigatewayv2.Route
    executions: PythonFunction | None
    """The function that handles the lookup and stop routes."""
    more: Sequence[aws.apigatewayv2.Route] = ()
    """The lookup and stop routes."""


@dataclass(frozen=True)
class HttpApi:
    """The resources of an HTTP API."""

    api: aws.apigatewayv2.Api
    stage: aws.apigatewayv2.Stage
    authorizer: aws.apigatewayv2.Authorizer | None
    access_log_group: aws.cloudwatch.LogGroup | None
    routes: Mapping[RouteKey, HttpRoute] = field(default_factory=dict)


@dataclass(frozen=True)
class _Maker:
    """The registration of the routes of one API."""

    children: Children
    given: Mapping[str, Any]
    api: aws.apigatewayv2.Api
    gateway_role: aws.iam.Role
    gateway_policy: aws.iam.RolePolicy
    authorizer: aws.apigatewayv2.Authorizer | None
    account: Output[Account]

    def route(self, plan: RoutePlan, machine: MachineResources) -> HttpRoute:
        """Register a route, with its lookup and stop routes."""
        integration = self.children.make(
            "integration",
            aws.apigatewayv2.Integration,
            plan.name,
            self._integration(plan, machine),
            self.gateway_policy,
        )
        route = self._route(plan, plan.key, plan.route_name, integration)
        if plan.lookup is None and plan.stop is None:
            return HttpRoute(integration, route, None)
        executions = make_executions(self.children, plan, machine, self.given)
        lookup_integration = self.children.make(
            "executions_integration",
            aws.apigatewayv2.Integration,
            f"{plan.name}-executions",
            {
                "api_id": self.api.id,
                "integration_type": "AWS_PROXY",
                "integration_uri": invoke_uri(executions.arn, self.account),
                "payload_format_version": "2.0",
                "connection_type": "INTERNET",
            },
        )
        more = [
            self._route(plan, key, f"{plan.route_name}-{name}", lookup_integration)
            for name, key in (("lookup", plan.lookup), ("stop", plan.stop))
            if key is not None
        ]
        name = f"{plan.name}-executions"
        let_call(self.children, "executions_permission", name, executions.arn, self.api.execution_arn, "/*/*")
        return HttpRoute(integration, route, executions, more)

    def _integration(self, plan: RoutePlan, machine: MachineResources) -> dict[str, Any]:
        given = plan.given
        name = execution_name(given, "HTTP", bool(self.given.get("access_logs")))
        parameters = {
            "StateMachineArn": machine.start_arn,
            "Input": given.get("input", "$request.body"),
            **({"Name": name} if name else {}),
            **({"TraceHeader": given["trace_header"]} if "trace_header" in given else {}),
        }
        mappings = _ACCEPTED
        if plan.sync:
            mappings = _STATUS_HEADER if self.given.get("execution_status_header", True) else {}
        return {
            "api_id": self.api.id,
            "integration_type": "AWS_PROXY",
            "integration_subtype": f"StepFunctions-{'StartSyncExecution' if plan.sync else 'StartExecution'}",
            "payload_format_version": "1.0",
            "connection_type": "INTERNET",
            "credentials_arn": self.gateway_role.arn,
            "request_parameters": parameters,
            "response_parameters": [{"status_code": "200", "mappings": mappings}] if mappings else None,
            "timeout_milliseconds": number(given, "timeout_milliseconds", TIMEOUT["HTTP"]),
        }

    def _route(
        self, plan: RoutePlan, key: RouteKey, name: str, integration: aws.apigatewayv2.Integration
    ) -> aws.apigatewayv2.Route:
        return self.children.make(
            "route",
            aws.apigatewayv2.Route,
            name,
            {
                "api_id": self.api.id,
                "route_key": str(key),
                "target": Output.concat("integrations/", integration.id),
                **self._authorization(plan),
            },
        )

    def _authorization(self, plan: RoutePlan) -> dict[str, Any]:
        authorizer = self.given.get("authorizer")
        if authorizer is None:
            return {}
        if plan.given.get("authorization") == "NONE":
            return {"authorization_type": "NONE"}
        scopes = plan.given.get("scopes", authorizer.get("scopes"))
        return {
            "authorization_type": AUTHORIZATION[authorizer["type"]],
            "authorizer_id": self.authorizer.id if self.authorizer is not None else None,
            "authorization_scopes": list(scopes) if scopes else None,
        }


def make_http_api(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    gateway: tuple[aws.iam.Role, aws.iam.RolePolicy],
    machines: Sequence[tuple[RoutePlan, MachineResources]],
    function: Input[str] | None,
    account: Output[Account],
) -> HttpApi:
    """Register an API with authorizer, integrations, routes and stage."""
    gateway_role, gateway_policy = gateway
    plans = [plan for plan, _ in machines]
    api = children.make("api", aws.apigatewayv2.Api, name, _api(children, given, plans))
    wanted = given.get("authorizer")
    authorizer = make_authorizer(children, name, wanted, api, function, account) if wanted else None
    maker = _Maker(children, given, api, gateway_role, gateway_policy, authorizer, account)
    routes = {plan.key: maker.route(plan, machine) for plan, machine in machines}
    log_group, settings = make_access_logs(children, name, given, gateway_role, "HTTP", plans)
    own = [{"route_key": str(plan.key), **limits_of(plan.given)} for plan in plans if plan.has_limits]
    stage = children.make(
        "stage",
        aws.apigatewayv2.Stage,
        name,
        {
            "api_id": api.id,
            "name": "$default",
            "auto_deploy": True,
            "default_route_settings": limits_of(given),
            "route_settings": own or None,
            "access_log_settings": settings,
            "tags": children.tags,
        },
        *_all_routes(routes),
        *([log_group] if log_group is not None else []),
    )
    return HttpApi(api, stage, authorizer, log_group, routes)


def _all_routes(routes: Mapping[RouteKey, HttpRoute]) -> list[pulumi.Resource]:
    return [resource for route in routes.values() for resource in (route.route, *route.more)]


def _api(children: Children, given: Mapping[str, Any], plans: Sequence[RoutePlan]) -> dict[str, Any]:
    """Return the inputs of the API itself."""
    header = given.get("execution_status_header", True) and any(plan.sync for plan in plans)
    cors = cors_of(given, plans, status_header=header)
    return {"protocol_type": "HTTP", "cors_configuration": cors, "tags": children.tags}
