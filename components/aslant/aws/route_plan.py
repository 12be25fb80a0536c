"""The plan of each route of a StateMachineApi: its arguments, checked before anything is registered."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aslant.asl import Finding, StateMachine
from aslant.asl import check as check_asl
from aslant.aws.args import RestRoute
from aslant.aws.definition import WorkflowDefinition
from aslant.aws.errors import ArgsError, located
from aslant.aws.function.python_function import LONGEST_NAME
from aslant.aws.rest.templates import check_input
from aslant.aws.route_key import RouteKey
from aslant.aws.route_rules import ROUTE_AT_ONCE, ROUTE_RULES
from aslant.aws.rules import check, check_name, known, number, whole
from aslant.errors import did_you_mean
from aslant.walk import is_distributed, states_of

__all__ = ["RoutePlan", "check_limits", "limits_of", "plan_routes"]

_LIMITS = ("throttling_rate_limit", "throttling_burst_limit")
_OWN = frozenset({"workflow", "name", "authorization", "policy_statements", *_LIMITS})
"""The arguments that are not defaults of other routes."""
_REST_ONLY = ("request_schema", "status_by_error")
LONGEST_TIMEOUT = {"HTTP": 30_000, "REST": 300_000}
"""The longest timeout of an integration in milliseconds (API Gateway quotas; for a REST API the raised quota)."""
TIMEOUT = {"HTTP": 30_000, "REST": 29_000}
"""The default timeout of an integration in milliseconds."""
_RATE, _BURST = 50, 100
"""The default throttling limits."""


@dataclass(frozen=True)
class RoutePlan:
    """A route whose arguments are checked."""

    key: RouteKey
    name: str
    """The name of its child resources."""
    route_name: str
    """The name of resources that exist once per route key, so that renaming a route does not replace them."""
    place: str
    """The start of messages about it."""
    given: Mapping[str, Any]
    """Its arguments, including the defaults from the component."""
    definition: WorkflowDefinition
    sync: bool
    machine_type: str
    lookup: RouteKey | None
    stop: RouteKey | None
    warnings: Sequence[Finding] = ()
    """Findings that AWS accepts but that are probably mistakes."""
    body_schema: Mapping[str, Any] | None = None
    """The JSON Schema (draft 4) of the body, in a REST API."""

    @property
    def has_limits(self) -> bool:
        """Whether it has its own throttling limits."""
        return _LIMITS[0] in self.given

    @property
    def logs(self) -> bool:
        """Whether its machine has a log group. A level known only at deployment counts, although it may be OFF."""
        return self.given.get("log_level") != "OFF"

    @property
    def may_start_itself(self) -> bool:
        """Whether its machine may have a distributed Map, which starts executions of the machine itself."""
        document = self.definition.document
        return document is None or any(is_distributed(state) for _, state in states_of(document))

    @property
    def keys(self) -> list[RouteKey]:
        """All route keys that it occupies."""
        return [key for key in (self.key, self.lookup, self.stop) if key is not None]


def plan_routes(place: str, name: str, given: Mapping[str, Any], api_type: str) -> list[RoutePlan]:
    """Return the routes that a component's arguments describe.

    Raises:
        ArgsError: an argument breaks a rule.
    """
    shared = {key: value for key, value in given.items() if key in RestRoute.__annotations__ and key not in _OWN}
    for key in ("authorization", "policy_statements", "name"):
        if key in given and "workflow" not in given:
            raise ArgsError(f"{place}: {key} belongs to a route, but args lacks a workflow. Move it into a route.")
    plans = []
    for where, route_key, route, inherited in _routes(place, given, shared):
        with located(where):
            plans.append(_plan(name, where, route_key, route, inherited, api_type))
    if not plans:
        raise ArgsError(f"{place}: workflow is missing. Add it to args, or add routes with workflows.")
    _check_clashes(place, plans, api_type)
    alike = Counter(plan.route_name for plan in plans)
    return [replace(plan, route_name=plan.name) if alike[plan.route_name] > 1 else plan for plan in plans]


def _routes(
    place: str, given: Mapping[str, Any], shared: Mapping[str, Any]
) -> Iterator[tuple[str, RouteKey, Mapping[str, Any], frozenset[str]]]:
    """Yield the place, key and arguments of each route, and the names of those that come from the component."""
    if "workflow" in given:
        own = {key: value for key, value in given.items() if key in RestRoute.__annotations__ and key not in _LIMITS}
        yield place, RouteKey("POST", "/"), own, frozenset(shared if "routes" in given else ())
    routes = given.get("routes", {})
    if not isinstance(routes, Mapping):
        raise ArgsError(f"{place}: routes must be a mapping of keys such as 'POST /orders' to routes, not {routes!r}")
    for key, route in routes.items():
        where = f"{place}: routes[{key!r}]"
        read = RouteKey.read(f"{where}: the key", key)
        if not isinstance(route, Mapping):
            raise ArgsError(f"{where} must be a dict of a route's arguments, not {type(route).__name__}")
        own = {argument: value for argument, value in route.items() if value is not None}
        yield where, read, {**shared, **own}, frozenset(shared.keys() - own.keys())


def _plan(
    name: str, place: str, key: RouteKey, route: Mapping[str, Any], inherited: frozenset[str], api_type: str
) -> RoutePlan:
    timeout = whole(50, LONGEST_TIMEOUT[api_type], "milliseconds")
    given = check(place, route, RestRoute, {**ROUTE_RULES, "timeout_milliseconds": timeout}, ROUTE_AT_ONCE)
    if "workflow" not in given:
        raise ArgsError(f"{place}: workflow is missing. Every route needs one.")
    check_limits(place, given)
    part = given.get("name", key.slug)
    own = f"{name}-{part}" if part else name
    check_name(f"{place} (its `name` may be shorter)" if part else place, own, LONGEST_NAME - len("-gateway"))
    sync = given.get("mode", "sync") == "sync"
    machine_type = given.get("state_machine_type", "EXPRESS" if sync else "STANDARD")
    if sync and machine_type == "STANDARD":
        raise ArgsError(
            f"{place}: state_machine_type is STANDARD, but the API cannot wait for such a machine. Set mode to "
            "'async', "
            "or leave state_machine_type out."
        )
    _check_api_type(place, given, api_type, sync, inherited)
    _check_logs(place, given, inherited)
    _check_variables(place, given, key)
    definition = WorkflowDefinition.read(place, given["workflow"])
    _check_states(place, given, definition)
    return RoutePlan(
        key=key,
        name=own,
        route_name=f"{name}-{key.slug}" if key.slug else name,
        place=place,
        given=given,
        definition=definition,
        sync=sync,
        machine_type=machine_type,
        lookup=_further(place, given, "lookup", key, machine_type, inherited),
        stop=_further(place, given, "stop", key, machine_type, inherited),
        warnings=_check_definition(place, given, definition, machine_type, sync, api_type),
    )


def check_limits(place: str, given: Mapping[str, Any]) -> None:
    """Refuse one throttling limit without the other, which the provider would send as 0."""
    rate, burst = _LIMITS
    if (rate in given) != (burst in given):
        raise ArgsError(f"{place}: {rate} and {burst} go together. Set both or neither.")


def limits_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return both throttling limits of a stage or a route.

    The provider sends a missing one as 0, which refuses every request (pulumi-aws issue 2363).
    """
    rate, burst = _LIMITS
    return {rate: given.get(rate, _RATE), burst: number(given, burst, _BURST)}


def _check_api_type(place: str, given: Mapping[str, Any], api_type: str, sync: bool, inherited: frozenset[str]) -> None:
    """Refuse arguments that the type of API does not support."""
    if "status_by_error" in given and not sync and "status_by_error" not in inherited:
        raise ArgsError(
            f"{place}: status_by_error requires mode 'sync', in which the API knows an execution's error. Leave it out."
        )
    if api_type == "REST":
        return
    for key in _REST_ONLY:
        if key in given:
            raise ArgsError(
                f"{place}: {key} requires a REST API, since an HTTP API passes values on unchanged. Set api_type to "
                "'REST'."
            )
    if isinstance(given.get("input"), Mapping):
        raise ArgsError(
            f"{place}: input is a mapping, but an HTTP API inserts the client's values without escaping them, so "
            "that a "
            "quote could add members to the input. Set api_type to 'REST', which escapes each value, or pass a string."
        )
    if "input" in given:
        if not isinstance(given["input"], str):
            raise ArgsError(
                f"{place}: input must be a string in an HTTP API, not {given['input']!r}. Write it as JSON, or set "
                "api_type to 'REST'."
            )
        check_input(f"{place}: input", given["input"])
    if "trace_header" in given and not sync:
        raise ArgsError(
            f"{place}: trace_header requires mode 'sync' in an HTTP API. Leave it out, or set api_type to 'REST'."
        )


def _check_logs(place: str, given: Mapping[str, Any], inherited: frozenset[str]) -> None:
    """Refuse to log data if nothing is logged, unless one of the two is only a default from the component."""
    level, data = given.get("log_level"), given.get("include_execution_data")
    if level == "OFF" and data is True and not {"log_level", "include_execution_data"} & inherited:
        raise ArgsError(f"{place}: include_execution_data is ignored, since log_level is 'OFF'. Leave one of them out.")


def _check_variables(place: str, given: Mapping[str, Any], key: RouteKey) -> None:
    """Refuse a mapping value of a variable that is not in the path."""
    text = json.dumps([given.get(option) for option in ("input", "execution_name", "trace_header")], default=str)
    for name in re.findall(r"request\.path\.([\w.-]+)", text):
        if name not in key.variables:
            hint = did_you_mean(name, key.variables) or f". Add {{{name}}} to the path, or use another source."
            raise ArgsError(f"{place}: $request.path.{name} is not a variable of the path in {str(key)!r}{hint}")


def _check_states(place: str, given: Mapping[str, Any], definition: WorkflowDefinition) -> None:
    """Refuse a statement for a state that does not exist in the workflow."""
    if definition.document is None:
        return
    names = [name for name, _ in states_of(definition.document)]
    for index, statement in enumerate(given.get("policy_statements", ())):
        for name in statement.get("states") or ():
            if name not in names:
                hint = did_you_mean(name, names) or f". The states are {', '.join(names)}."
                raise ArgsError(f"{place}: policy_statements[{index}]: the state {name!r} does not exist{hint}")


def _further(
    place: str, given: Mapping[str, Any], option: str, key: RouteKey, machine_type: str, inherited: frozenset[str]
) -> RouteKey | None:
    """Return the key of the lookup or stop route, or None if the route has none."""
    default = key.below("GET" if option == "lookup" else "DELETE", "executions/{name}")
    wanted = given.get(option, option == "lookup" and machine_type == "STANDARD")
    if wanted is False or (machine_type != "STANDARD" and option in inherited):
        return None
    if machine_type != "STANDARD":
        raise ArgsError(
            f"{place}: {option} requires a STANDARD machine, since AWS keeps no executions of an EXPRESS one. Set mode "
            f"to 'async' and state_machine_type to 'STANDARD', or leave {option} out."
        )
    read = RouteKey.read(f"{place}: {option}", str(default) if wanted is True else wanted)
    if read.variables.count("name") != 1:
        raise ArgsError(f"{place}: {option} must have the variable {{name}} in its path, as in {str(default)!r}")
    return read


def _check_definition(
    place: str, given: Mapping[str, Any], definition: WorkflowDefinition, machine_type: str, sync: bool, api_type: str
) -> list[Finding]:
    """Refuse a definition that AWS would refuse or that cannot finish in time; return the warnings."""
    if definition.document is None:
        return []
    timeout = given.get("timeout_milliseconds", TIMEOUT[api_type])
    within = float(timeout) / 1000 if sync and known(timeout) else None
    workflow = given["workflow"]
    findings = check_asl(
        workflow if isinstance(workflow, StateMachine) else definition.document,
        type="EXPRESS" if machine_type == "EXPRESS" else "STANDARD",
        within_seconds=within,
    )
    wrong = [finding for finding in findings if finding.severity == "ERROR" or _cannot_fit(finding)]
    if wrong:
        lines = "".join(f"\n  {finding}" for finding in wrong)
        waits = "" if within is None else f" --within {within:g}"
        raise ArgsError(f"{place}: the workflow does not pass `aslant check --type {machine_type}{waits}`:{lines}")
    return findings


def _cannot_fit(finding: Finding) -> bool:
    """Return whether no execution at all can end in time."""
    return finding.code == "TIMEOUT_CANNOT_FIT" and finding.pointer == ""


def _check_clashes(place: str, plans: list[RoutePlan], api_type: str) -> None:
    """Refuse routes that match the same requests, as AWS does."""
    keys: dict[RouteKey, str] = {}
    variables: dict[tuple[str, ...], tuple[str, RouteKey]] = {}
    for plan in plans:
        for key in plan.keys:
            if key in keys:
                raise ArgsError(
                    f"{place}: two routes have the key {str(key)!r}: {keys[key]} and {plan.key}. Change one of them; "
                    "lookup and stop accept a key, too."
                )
            keys[key] = str(plan.key)
            for before, variable in key.prefixes:
                greedy = variable.endswith("+}")
                # A REST API has one tree of paths; an HTTP API chooses among routes, one with `+` last.
                at = (before,) if api_type == "REST" else (before, key.method, "+" if greedy else "")
                first, other = variables.setdefault(at, (variable, key))
                if first.endswith("+}") != greedy:
                    raise ArgsError(
                        f"{place}: {str(other)!r} and {str(key)!r} have the variables {first} and {variable} at one "
                        "position, where a REST API allows one. Remove a route, or add a fixed part before its "
                        "variable."
                    )
                if first != variable:
                    raise ArgsError(
                        f"{place}: {str(other)!r} and {str(key)!r} have variables with different names at one "
                        "position, "
                        f"{first} and {variable}, which API Gateway refuses. Give them the same name."
                    )
