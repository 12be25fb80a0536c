"""StateMachineApi: workflows behind an API."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions

from aslant.aws.alarms import METRICS, check_alarms, make_alarms, watched
from aslant.aws.args import StateMachineApiArgs
from aslant.aws.authorizers import AuthorizerFunction, check_authorizer, make_function
from aslant.aws.children import Children, check_transform, component
from aslant.aws.cors import check_cors
from aslant.aws.dashboard import make_dashboard
from aslant.aws.definition import render
from aslant.aws.domain import DomainParts, check_domain, make_domain
from aslant.aws.functions import Behind, plan, texts_of
from aslant.aws.gateway import make_gateway
from aslant.aws.handlers import Source
from aslant.aws.http_api import HttpApi, make_http_api
from aslant.aws.machine import Machine, Texts, make_machine
from aslant.aws.policies import account_of, statement
from aslant.aws.python_function import LONGEST_NAME, PythonFunction
from aslant.aws.rest_api import RestApi, check_route, make_rest_api
from aslant.aws.rollout import check_rollout
from aslant.aws.route_plan import ROUTE_AT_ONCE, ROUTE_RULES, RoutePlan, check_limits, plan_routes
from aslant.aws.rules import LOG_RETENTION, Rule, check, check_name, flag, mapping_of, one_of, text
from aslant.errors import ArgsError
from aslant.iam import LATER, Account, permissions

__all__ = ["KINDS", "StateMachineApi"]

RULES: Mapping[str, Rule] = {
    **{key: rule for key, rule in ROUTE_RULES.items() if key != "name"},
    "api_type": one_of("HTTP", "REST"),
    "functions": mapping_of(lambda _: None, "symbolic names to functions"),
    "substitutions": mapping_of(text, "names to texts"),
    "access_logs": flag,
    "execution_status_header": flag,
    "web_acl_arn": text,
    "kms_key_arn": text,
    "dashboard": flag,
    "log_retention_in_days": one_of(*LOG_RETENTION),
    "tags": mapping_of(text, "tags to texts"),
}

AT_ONCE = ROUTE_AT_ONCE | {
    *("routes", "api_type", "functions", "substitutions", "cors", "authorizer", "access_logs"),
    *("execution_status_header", "domain", "transform", "rollout", "alarms", "dashboard"),
}

KINDS = (
    *("api", "stage", "integration", "route", "authorizer", "authorizer_permission"),
    *("deployment", "method_settings", "web_acl_association"),
    *("gateway_role", "gateway_policy", "access_log_group"),
    *("state_machine", "alias", "role", "policy", "own_policy", "log_group", "function"),
    *("executions_function", "executions_policy", "executions_integration", "executions_permission"),
    *(*METRICS, "dashboard"),
    *("domain_name", "api_mapping", "domain_record", "certificate", "certificate_record", "certificate_validation"),
)
"""The kinds of children that `transform` may change."""


class StateMachineApi(pulumi.ComponentResource):
    """Workflows behind an API, each run by a state machine with exactly the rights it needs.

    `POST /` starts the `workflow`, and every route of `routes` its own. A `sync` route waits and gives the answer of
    StartSyncExecution as it is, 200 also for a failed execution (in a REST API the status tells the truth); an `async`
    route answers 202 at once.

    The children are attributes: `api`, `stage`, `gateway_role` and `gateway_policy` (what the API may do),
    `functions`, those made for the workflows by symbolic name, and `machines`, by the keys of their routes, each with
    its `state_machine`, `role` and `policy` (what the workflow may do) and `log_group`. Those of the first route are
    attributes of the component, too. `http_api` or `rest_api`, and `domain`, have the rest.
    """

    url: Output[str]
    """Where the API answers; it ends with `/`."""
    state_machine_arn: Output[str]
    """The ARN of the first route's state machine."""
    state_machine_arns: Output[Mapping[str, str]]
    """The ARNs of all state machines, by the keys of their routes."""
    state_machine_versions: Output[Mapping[str, str]]
    """The numbers of their newest versions, where there is a `rollout`."""

    def __init__(self, name: str, args: StateMachineApiArgs, opts: ResourceOptions | None = None) -> None:
        """Put workflows behind an API.

        Raises:
            ArgsError: an argument breaks a rule.
            PermissionsError: a workflow needs a right that cannot be told from it.

        Nothing has been registered then.
        """
        place = f"StateMachineApi {name!r}"
        given, plans, behind, decider = _read(place, name, args)
        super().__init__("aslant:index:StateMachineApi", name, {}, opts)
        for one in plans:
            for finding in one.warnings:
                pulumi.log.warn(f"{one.place}: the workflow: {finding}", self)

        children = Children(self, given.get("tags"), given.get("transform"))
        account = account_of(self)
        self.functions = _make_functions(children, name, given, behind)
        machines = [(one, make_machine(children, one, self._texts(one, behind), account, given)) for one in plans]
        self.machines = {str(one.key): machine for one, machine in machines}
        self.state_machine = machines[0][1].state_machine
        self.role = machines[0][1].role
        self.policy = machines[0][1].policy
        self.log_group = machines[0][1].log_group
        self._make_api(children, name, given, machines, decider, account)
        self._make_watch(children, name, given, machines, account)
        self.state_machine_arn = self.state_machine.arn
        self.state_machine_arns = Output.all(
            **{key: machine.state_machine.arn for key, machine in self.machines.items()}
        )
        self.state_machine_versions = Output.all(
            **{key: machine.state_machine.state_machine_version_arn for key, machine in self.machines.items()}
        ).apply(lambda arns: {key: arn.rpartition(":")[2] for key, arn in arns.items()} if "rollout" in given else {})
        self.register_outputs(
            {
                "url": self.url,
                "state_machine_arn": self.state_machine_arn,
                "state_machine_arns": self.state_machine_arns,
                "state_machine_versions": self.state_machine_versions,
            }
        )

    def _texts(self, route: RoutePlan, behind: Mapping[str, Behind]) -> Texts:
        """The definition of a route with what stands behind its symbols."""
        known = texts_of(behind)
        arns = {symbol: function.arn for symbol, function in self.functions.items()}
        every = {symbol: function.function.arn for symbol, function in self.functions.items()}
        definition = render(route.place, route.definition, {**known, **arns})
        # A policy that named one version would take from executions under way the version that they run.
        rights = render(route.place, route.definition, {**known, **every}) if arns else definition
        return Texts(definition, rights)

    def _make_api(
        self,
        children: Children,
        name: str,
        given: Mapping[str, Any],
        machines: Sequence[tuple[RoutePlan, Machine]],
        decider: Behind | None,
        account: Output[Account],
    ) -> None:
        rest = given.get("api_type") == "REST"
        function = _make_decider(children, name, given, decider)
        self.http_api: HttpApi | None = None
        self.rest_api: RestApi | None = None
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
            # The stage is what answers, so whoever uses the URL waits for it.
            self.url = Output.all(http.api.api_endpoint, http.stage.id).apply(lambda parts: f"{parts[0]}/")
            first = http.routes[machines[0][0].key]
            self.integration, self.route = first.integration, first.route
            api_id, stage_name = http.api.id, http.stage.name
        if wanted is not None:
            self.domain = make_domain(children, name, wanted, api_id, stage_name, self.stage)
            self.url = self.domain.url

    def _make_watch(
        self,
        children: Children,
        name: str,
        given: Mapping[str, Any],
        machines: Sequence[tuple[RoutePlan, Machine]],
        account: Output[Account],
    ) -> None:
        """The alarms and the dashboard."""
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        self.dashboard: aws.cloudwatch.Dashboard | None = None
        rest = self.rest_api
        api: dict[str, pulumi.Input[str]] = {"ApiId": self.api.id}
        if rest is not None:
            api = {"ApiName": rest.api.name, "Stage": rest.stage.stage_name}
        functions = {symbol: function.function_name for symbol, function in self.functions.items()}
        if "alarms" in given:
            those = [(one.name, str(one.key), machine.state_machine.arn) for one, machine in machines]
            found = list(watched(name, api, rest is not None, those, functions))
            self.alarms = make_alarms(children, given["alarms"], found)
        if given.get("dashboard"):
            arns = {str(one.key): machine.state_machine.arn for one, machine in machines}
            unique = self.gateway_role.name
            self.dashboard = make_dashboard(children, name, unique, api, rest is not None, arns, functions, account)


def _make_functions(
    children: Children, name: str, given: Mapping[str, Any], behind: Mapping[str, Behind]
) -> dict[str, PythonFunction]:
    return {
        symbol: children.make(
            "function",
            component(PythonFunction),
            f"{name}-{symbol}",
            {
                "folder": str(source.folder),
                "handler": source.handler,
                "log_retention_in_days": given.get("log_retention_in_days"),
                "publish": True if "rollout" in given else None,
                "tags": children.tags,
            },
        )
        for symbol, source in behind.items()
        if isinstance(source, Source)
    }


def _make_decider(
    children: Children, name: str, given: Mapping[str, Any], decider: Behind | None
) -> AuthorizerFunction | None:
    if decider is None:
        return None
    options = {"log_retention_in_days": given.get("log_retention_in_days"), "tags": children.tags}
    return make_function(children, name, decider, options)


def _read(
    place: str, name: str, args: StateMachineApiArgs
) -> tuple[dict[str, Any], list[RoutePlan], dict[str, Behind], Behind | None]:
    """The arguments, the routes, what stands behind the symbols of their workflows, and behind a LAMBDA authorizer."""
    check_name(place, name, LONGEST_NAME - len("-gateway"))
    given = check(place, args, StateMachineApiArgs, RULES, AT_ONCE)
    check_limits(place, given)
    api_type = given.get("api_type", "HTTP")
    plans = plan_routes(place, name, given, api_type)
    definitions = {one.place: one.definition for one in plans}
    behind = plan(place, definitions, given.get("functions", {}), given.get("substitutions", {}))
    if "rollout" in given:
        check_rollout(place, given["rollout"], [str(one.key) for one in plans])
    for symbol, source in behind.items():
        if isinstance(source, Source):
            check_name(f"{place}: function {symbol!r}", f"{name}-{symbol}", LONGEST_NAME)
    for one in plans:
        if one.definition.document is not None:
            own = map(statement, one.given.get("policy_statements", []))
            permissions(one.definition.document, given=own, symbols=texts_of(behind), own_arn=LATER)
        if api_type == "REST":
            check_route(one)
    decider = _check_parts(place, given, api_type)
    return given, plans, behind, decider


def _check_parts(place: str, given: Mapping[str, Any], api_type: str) -> Behind | None:
    """Check what has arguments of its own; gives what stands behind a LAMBDA authorizer."""
    if "cors" in given:
        check_cors(place, given["cors"])
    if "domain" in given:
        check_domain(place, given["domain"])
    if "alarms" in given:
        check_alarms(place, given["alarms"])
    if "transform" in given:
        check_transform(place, given["transform"], KINDS)
    if "web_acl_arn" in given and api_type != "REST":
        raise ArgsError(
            f"{place}: web_acl_arn is for REST APIs, since AWS has no firewall for HTTP APIs; set api_type to 'REST'"
        )
    if "execution_status_header" in given and api_type == "REST":
        raise ArgsError(
            f"{place}: execution_status_header is for HTTP APIs; leave it out, a REST API's status tells the truth"
        )
    return check_authorizer(place, given["authorizer"], api_type) if "authorizer" in given else None
