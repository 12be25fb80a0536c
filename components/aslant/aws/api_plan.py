"""The plan of a StateMachineApi: all of its arguments, checked before anything is registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi import ResourceOptions

from aslant.aws.alarms import check_alarms, watched
from aslant.aws.args import AllApiArgs
from aslant.aws.authorizers import check_authorizer
from aslant.aws.child_kinds import FUNCTIONS, absent, kinds_of
from aslant.aws.child_names import take_names
from aslant.aws.children import check_transform
from aslant.aws.cors import check_cors
from aslant.aws.domain import check_domain
from aslant.aws.errors import ArgsError, located
from aslant.aws.function.handlers import FunctionSource
from aslant.aws.function.python_function import LONGEST_NAME, check_args, read_function
from aslant.aws.policies import fit, policy
from aslant.aws.rest_api import check_route
from aslant.aws.rollout import check_rollout
from aslant.aws.route_plan import RoutePlan, check_limits, plan_routes
from aslant.aws.route_rules import ROUTE_AT_ONCE, ROUTE_RULES
from aslant.aws.rules import (
    LOG_RETENTION,
    Rule,
    any_text,
    arn_of,
    check,
    check_name,
    flag,
    key_arn,
    mapping_of,
    one_of,
    text,
)
from aslant.aws.symbols import SymbolTarget, plan, texts_of
from aslant.iam import LATER, Statement, permissions

__all__ = ["ApiPlan"]

RULES: Mapping[str, Rule] = {
    **{key: rule for key, rule in ROUTE_RULES.items() if key != "name"},
    "api_type": one_of("HTTP", "REST"),
    "functions": mapping_of(lambda _: None, "symbolic names to functions"),
    "substitutions": mapping_of(any_text, "names to strings"),
    "access_logs": flag,
    "execution_status_header": flag,
    "web_acl_arn": text,
    "kms_key_arn": key_arn,
    "dashboard": flag,
    "log_retention_in_days": one_of(*LOG_RETENTION),
    "tags": mapping_of(any_text, "tags to strings"),
}

AT_ONCE = ROUTE_AT_ONCE | {
    *("routes", "api_type", "functions", "substitutions", "cors", "authorizer", "access_logs"),
    *("execution_status_header", "domain", "transform", "rollout", "alarms", "dashboard"),
}


@dataclass(frozen=True)
class ApiPlan:
    """A component whose arguments are checked."""

    given: Mapping[str, Any]
    """Its arguments, and those of its parts, that are not None."""
    routes: list[RoutePlan]
    targets: Mapping[str, SymbolTarget]
    """The target of each symbol of the workflows."""
    decider: SymbolTarget | None
    """The function of a LAMBDA authorizer."""

    @property
    def rest(self) -> bool:
        """Whether it is a REST API."""
        return self.given.get("api_type") == "REST"

    @classmethod
    def read(cls, place: str, name: str, args: Any, opts: ResourceOptions | None = None) -> ApiPlan:
        """Read the arguments; raise ArgsError for the first mistake, and PermissionsError for unknown permissions."""
        check_name(place, name, LONGEST_NAME - len("-gateway"))
        given = check(place, args, AllApiArgs, RULES, AT_ONCE)
        check_limits(place, given)
        api_type = given.get("api_type", "HTTP")
        routes = plan_routes(place, name, given, api_type)
        definitions = {one.place: one.definition for one in routes}
        targets = plan(
            place,
            definitions,
            given.get("functions", {}),
            given.get("substitutions", {}),
        )
        decider = _read_parts(place, given, api_type, routes)
        for at, one in enumerate(routes):
            _check_guard(one, given)
            _check_rights(one, targets)
            if api_type == "REST":
                with located(one.place):
                    routes[at] = check_route(one)
        found = cls(given, routes, targets, decider)
        found._check_transform(place)
        found._check_functions(place, name)
        found._check_names(place, name)
        take_names(place, found._names(name), getattr(opts, "parent", None))
        return found

    def _check_transform(self, place: str) -> None:
        """Refuse changes to children that the component does not have, and to inputs that they do not have."""
        api_type, made = self.given.get("api_type", "HTTP"), bool(self.sources)
        without = absent(
            api_type, self.given, self.routes, functions=made, decider=isinstance(self.decider, FunctionSource)
        )
        if not made and "functions_throttled" in self.given.get("alarms", {}).get("thresholds", {}):
            raise ArgsError(
                f"{place}: alarms: thresholds has 'functions_throttled', but the component creates no function. "
                "Leave it out."
            )
        transform = self.given.get("transform", {})
        check_transform(place, transform, kinds_of(api_type), without)
        for kind in FUNCTIONS:
            if isinstance(change := transform.get(kind), Mapping):
                check_args(f"{place}: transform[{kind!r}]", {"folder": ".", **change})

    @property
    def sources(self) -> dict[str, FunctionSource]:
        """The code of the functions that are created for the workflows, by symbol."""
        return {symbol: one for symbol, one in self.targets.items() if isinstance(one, FunctionSource)}

    def _check_functions(self, place: str, name: str) -> None:
        """Refuse mistakes in the functions that the component creates, before anything is registered."""
        decider = {"authorizer": self.decider} if isinstance(self.decider, FunctionSource) else {}
        for symbol, source in {**self.sources, **decider}.items():
            read_function(f"{place}: function {symbol!r}", f"{name}-{symbol}", source.args)  # type: ignore[arg-type]
        for one in self.routes:
            if not self.rest and (one.lookup or one.stop):
                check_name(f"{one.place}: the function of lookup and stop", f"{one.name}-executions", LONGEST_NAME)

    def _check_names(self, place: str, name: str) -> None:
        """Refuse two children of one type and name, which Pulumi would refuse after creating others."""
        for (type_, child), count in Counter(self._names(name)).items():
            if count > 1:
                raise ArgsError(
                    f"{place}: two children of the type {type_} would be named {child!r}. Give the route another "
                    "`name`, or the function another symbol."
                )

    def _names(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the types and names of children that follow from the names of routes and symbols."""
        yield from [("Role", f"{name}-gateway"), ("RolePolicy", f"{name}-gateway"), ("LogGroup", f"{name}-access")]
        if isinstance(self.decider, FunctionSource):
            yield "PythonFunction", f"{name}-authorizer"
        yield from (("PythonFunction", f"{name}-{symbol}") for symbol in self.sources)
        if self.rest:
            yield "MethodSettings", f"{name}-all"
        if "alarms" in self.given:
            machines = [(one.name, str(one.key), "") for one in self.routes]
            functions = dict.fromkeys(self.sources, "")
            yield from (("MetricAlarm", one.name) for one in watched(name, {}, self.rest, machines, functions))
        for one in self.routes:
            yield from [("Role", one.name), ("RolePolicy", one.name), ("LogGroup", one.name), ("Route", one.route_name)]
            yield "RolePolicy", f"{one.name}-own"
            if self.rest and one.has_limits:
                yield "MethodSettings", one.route_name
            if not self.rest and (one.lookup or one.stop):
                yield from [("PythonFunction", f"{one.name}-executions"), ("Integration", f"{one.name}-executions")]
                yield "RolePolicy", f"{one.name}-executions-states"
                yield from [("Route", f"{one.route_name}-lookup"), ("Route", f"{one.route_name}-stop")]
            yield "Integration", one.name


def _read_parts(place: str, given: dict[str, Any], api_type: str, routes: list[RoutePlan]) -> SymbolTarget | None:
    """Check the arguments that are dicts; return the function of a LAMBDA authorizer."""
    if "cors" in given:
        given["cors"] = check_cors(place, given["cors"], api_type)
    for key, read in (("domain", check_domain), ("alarms", check_alarms)):
        if key in given:
            given[key] = read(place, given[key])
    if "rollout" in given:
        given["rollout"] = check_rollout(place, given["rollout"], [str(one.key) for one in routes])
    if "web_acl_arn" in given and api_type != "REST":
        raise ArgsError(
            f"{place}: web_acl_arn requires a REST API, since AWS WAF does not support HTTP APIs. Set api_type to "
            "'REST'."
        )
    if "web_acl_arn" in given:
        rules = {"web_acl_arn": arn_of("wafv2", "regional/webacl/.+", "a regional WAF web ACL")}
        given |= check(place, {"web_acl_arn": given["web_acl_arn"]}, AllApiArgs, rules)
    if "execution_status_header" in given and api_type == "REST":
        raise ArgsError(
            f"{place}: execution_status_header requires an HTTP API. Leave it out: the HTTP status of a REST API shows "
            "whether the execution failed."
        )
    decider = None
    if "authorizer" in given:
        given["authorizer"], decider = check_authorizer(place, given["authorizer"], api_type)
    return decider


def _check_rights(route: RoutePlan, targets: Mapping[str, SymbolTarget]) -> None:
    """Refuse permissions that cannot be determined or do not fit into a role, as far as they are known now."""
    if route.definition.document is None:
        return
    own = map(Statement.of, route.given.get("policy_statements", []))
    with located(route.place):
        needed = permissions(route.definition.document, given=own, symbols=texts_of(targets), own_arn=LATER)
    # The role gets more: conditions may be known later, and the machine's own permissions depend on the account.
    if all(isinstance(resource, str) for one in needed for resource in one.resources):
        fit(route.place, policy(one.to_dict() for one in needed if one.condition is None))


def _check_guard(route: RoutePlan, given: Mapping[str, Any]) -> None:
    """Refuse settings of an authorizer that does not exist, since their author believes that the route is protected."""
    guard = given.get("authorizer", {}).get("type")
    if "scopes" in route.given and guard != "JWT":
        raise ArgsError(
            f"{route.place}: scopes require a JWT authorizer, but the API has {f'type {guard}' if guard else 'none'}. "
            "Add such an authorizer, or leave scopes out."
        )
    if "authorization" in route.given and guard is None:
        raise ArgsError(f"{route.place}: authorization requires an authorizer, which the API lacks. Leave it out.")
