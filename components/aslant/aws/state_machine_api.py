"""StateMachineApi: workflows behind an API."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions

from aslant.aws.alarms import make_alarms, watched
from aslant.aws.api_plan import ApiPlan
from aslant.aws.args import StateMachineApiArgs
from aslant.aws.children import Children, component
from aslant.aws.dashboard import make_dashboard
from aslant.aws.definition import render
from aslant.aws.domain import DomainParts, make_domain
from aslant.aws.errors import located
from aslant.aws.function.handlers import FunctionSource
from aslant.aws.function.python_function import PythonFunction
from aslant.aws.gateway import make_gateway
from aslant.aws.http_api import HttpApi, make_http_api
from aslant.aws.machine import DefinitionTexts, MachineResources, make_machine
from aslant.aws.policies import account_of
from aslant.aws.rest_api import RestApiResources, make_rest_api
from aslant.aws.route_plan import RoutePlan
from aslant.aws.symbols import SymbolTarget, texts_of
from aslant.iam import Account

__all__ = ["StateMachineApi"]


class StateMachineApi(pulumi.ComponentResource):
    """Workflows behind an API, each run by a state machine with exactly the permissions it needs.

    `POST /` starts the `workflow`, and every route in `routes` its own. A `sync` route waits and returns the response
    of StartSyncExecution unchanged, with status 200 also for a failed execution (a REST API returns an error status).
    An `async` route responds with 202 at once.

    The children are attributes: `api`, `stage`, `gateway_role` and `gateway_policy` (the API's permissions),
    `functions` (those made for the workflows, by symbolic name) and `machines` by route key, each with its
    `state_machine`, `role` and `policy` (the workflow's permissions) and `log_group`. Those of the first route are
    attributes of the component, too. `http_api` or `rest_api`, and `domain`, have the rest.
    """

    url: Output[str]
    """The URL of the API; it ends with `/`."""
    state_machine_arn: Output[str]
    """The ARN of the first route's state machine."""
    state_machine_arns: Output[Mapping[str, str]]
    """The ARNs of all state machines by route key."""
    state_machine_versions: Output[Mapping[str, str]]
    """The numbers of their newest versions by route key, if `rollout` is set; otherwise empty."""

    def __init__(self, name: str, args: StateMachineApiArgs, opts: ResourceOptions | None = None) -> None:
        """Put workflows behind an API.

        Both errors are raised before anything is registered.

        Raises:
            ArgsError: an argument breaks a rule.
            PermissionsError: a workflow needs a permission that does not follow from its definition.
        """
        place = f"StateMachineApi {name!r}"
        with located(place):
            plan = ApiPlan.read(place, name, args, opts)
        given, targets = plan.given, plan.targets
        super().__init__("aslant:index:StateMachineApi", name, {}, opts)
        for route in plan.routes:
            for finding in route.warnings:
                pulumi.log.warn(f"{route.place}: the workflow: {finding}", self)

        children = Children(self, given.get("tags"), given.get("transform"))
        account = account_of(self)
        self.functions = _make_functions(children, name, given, targets)
        machines = [
            (route, make_machine(children, route, self._texts(route, targets), account, given)) for route in plan.routes
        ]
        self.machines = {str(route.key): machine for route, machine in machines}
        self.state_machine = machines[0][1].state_machine
        self.role = machines[0][1].role
        self.policy = machines[0][1].policy
        self.log_group = machines[0][1].log_group
        self._make_api(children, name, plan, machines, account)
        self._make_monitoring(children, name, given, machines, account)
        self.state_machine_arn = self.state_machine.arn
        self.state_machine_arns = Output.all(
            **{key: machine.state_machine.arn for key, machine in self.machines.items()}
        )
        self.state_machine_versions = _versions(self.machines) if "rollout" in given else Output.from_input({})
        self.register_outputs(
            {
                "url": self.url,
                "state_machine_arn": self.state_machine_arn,
                "state_machine_arns": self.state_machine_arns,
                "state_machine_versions": self.state_machine_versions,
            }
        )

    def _texts(self, route: RoutePlan, targets: Mapping[str, SymbolTarget]) -> DefinitionTexts:
        """Return the definition of a route with the targets of its symbols filled in."""
        known = texts_of(targets)
        arns = {symbol: function.arn for symbol, function in self.functions.items()}
        every = {symbol: function.function.arn for symbol, function in self.functions.items()}
        definition = render(route.place, route.definition, {**known, **arns})
        # A policy for one version would take the permissions from running executions of another version.
        rights = render(route.place, route.definition, {**known, **every}) if arns else definition
        return DefinitionTexts(definition, rights)

    def _make_api(
        self,
        children: Children,
        name: str,
        plan: ApiPlan,
        machines: Sequence[tuple[RoutePlan, MachineResources]],
        account: Output[Account],
    ) -> None:
        given, rest, function = plan.given, plan.rest, plan.decider
        if isinstance(function, FunctionSource):
            function = _make_function(children, f"{name}-authorizer", given, function).arn
        self.integration: aws.apigatewayv2.Integration | None = None
        self.route: aws.apigatewayv2.Route | None = None
        self.http_api: HttpApi | None = None
        self.rest_api: RestApiResources | None = None
        self.api: aws.apigatewayv2.Api | aws.apigateway.RestApi
        self.stage: aws.apigatewayv2.Stage | aws.apigateway.Stage
        gateway = make_gateway(children, name, given, machines, rest)
        self.gateway_role, self.gateway_policy = gateway
        self.domain: DomainParts | None = None
        wanted = given.get("domain")
        if rest:
            made = make_rest_api(children, name, given, gateway, machines, function, account)
            self.rest_api, self.api, self.stage = made, made.api, made.stage
            self.url = Output.concat(made.stage.invoke_url, "/")
            api_id, stage_name = made.api.id, made.stage.stage_name
        else:
            http = make_http_api(children, name, given, gateway, machines, function, account)
            self.http_api, self.api, self.stage = http, http.api, http.stage
            # The URL works once the stage exists, so its users wait for the stage.
            self.url = Output.all(http.api.api_endpoint, http.stage.id).apply(lambda parts: f"{parts[0]}/")
            first = http.routes[machines[0][0].key]
            self.integration, self.route = first.integration, first.route
            api_id, stage_name = http.api.id, http.stage.name
        if wanted is not None:
            self.domain = make_domain(children, name, wanted, api_id, stage_name, self.stage)
            self.url = self.domain.url

    def _make_monitoring(
        self,
        children: Children,
        name: str,
        given: Mapping[str, Any],
        machines: Sequence[tuple[RoutePlan, MachineResources]],
        account: Output[Account],
    ) -> None:
        """Register the alarms and the dashboard."""
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        self.dashboard: aws.cloudwatch.Dashboard | None = None
        rest = self.rest_api
        api: dict[str, pulumi.Input[str]] = {"ApiId": self.api.id}
        if rest is not None:
            api = {"ApiName": rest.api.name, "Stage": rest.stage.stage_name}
        functions = {symbol: function.function_name for symbol, function in self.functions.items()}
        if "alarms" in given:
            named = [(route.name, str(route.key), machine.state_machine.arn) for route, machine in machines]
            alarms = list(watched(name, api, rest is not None, named, functions))
            self.alarms = make_alarms(children, given["alarms"], alarms)
        if given.get("dashboard"):
            arns = {str(route.key): machine.state_machine.arn for route, machine in machines}
            unique = self.gateway_role.name
            self.dashboard = make_dashboard(children, name, unique, api, rest is not None, arns, functions, account)


def _versions(machines: Mapping[str, MachineResources]) -> Output[Mapping[str, str]]:
    """Return the numbers of the newest versions by route key."""
    newest = {key: machine.state_machine.state_machine_version_arn for key, machine in machines.items()}
    return Output.all(**newest).apply(lambda arns: {key: str(arn).rpartition(":")[2] for key, arn in arns.items()})


def _make_functions(
    children: Children, name: str, given: Mapping[str, Any], targets: Mapping[str, SymbolTarget]
) -> dict[str, PythonFunction]:
    published = {"publish": True} if "rollout" in given else {}
    return {
        symbol: _make_function(children, f"{name}-{symbol}", given, source, **published)
        for symbol, source in targets.items()
        if isinstance(source, FunctionSource)
    }


def _make_function(
    children: Children, name: str, given: Mapping[str, Any], source: FunctionSource, **more: Any
) -> PythonFunction:
    """Register a function with the settings that it shares with the component, unless it has its own."""
    shared = {"log_retention_in_days": given.get("log_retention_in_days"), "tags": children.tags}
    return children.make("function", component(PythonFunction), name, {**shared, **source.args, **more})
