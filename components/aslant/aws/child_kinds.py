"""The kinds of children of a StateMachineApi and their classes, whose inputs `transform` may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pulumi_aws as aws

from aslant.aws.alarms import METRICS
from aslant.aws.children import Classes
from aslant.aws.function.python_function import PythonFunctionArgs
from aslant.aws.route_plan import RoutePlan

__all__ = ["FUNCTIONS", "absent", "kinds_of"]

FUNCTIONS = ("function", "executions_function")
"""The kinds that are a PythonFunction."""

_SHARED: Mapping[str, Classes] = {
    "gateway_role": lambda: (aws.iam.Role,),
    "gateway_policy": lambda: (aws.iam.RolePolicy,),
    "authorizer_permission": lambda: (aws.lambda_.Permission,),
    "access_log_group": lambda: (aws.cloudwatch.LogGroup,),
    "state_machine": lambda: (aws.sfn.StateMachine,),
    "alias": lambda: (aws.sfn.Alias,),
    "role": lambda: (aws.iam.Role,),
    "policy": lambda: (aws.iam.RolePolicy,),
    "own_policy": lambda: (aws.iam.RolePolicy,),
    "log_group": lambda: (aws.cloudwatch.LogGroup,),
    "function": lambda: (PythonFunctionArgs,),
    **dict.fromkeys(METRICS, lambda: (aws.cloudwatch.MetricAlarm,)),
    "dashboard": lambda: (aws.cloudwatch.Dashboard,),
    "domain_name": lambda: (aws.apigatewayv2.DomainName,),
    "api_mapping": lambda: (aws.apigatewayv2.ApiMapping,),
    "domain_record": lambda: (aws.route53.Record,),
    "certificate": lambda: (aws.acm.Certificate,),
    "certificate_record": lambda: (aws.route53.Record,),
    "certificate_validation": lambda: (aws.acm.CertificateValidation,),
}

_OWN: Mapping[str, Mapping[str, Classes]] = {
    "HTTP": {
        "api": lambda: (aws.apigatewayv2.Api,),
        "stage": lambda: (aws.apigatewayv2.Stage,),
        "integration": lambda: (aws.apigatewayv2.Integration,),
        "route": lambda: (aws.apigatewayv2.Route,),
        "authorizer": lambda: (aws.apigatewayv2.Authorizer,),
        "executions_function": lambda: (PythonFunctionArgs,),
        "executions_policy": lambda: (aws.iam.RolePolicy,),
        "executions_integration": lambda: (aws.apigatewayv2.Integration,),
        "executions_permission": lambda: (aws.lambda_.Permission,),
    },
    "REST": {
        "api": lambda: (aws.apigateway.RestApi,),
        "stage": lambda: (aws.apigateway.Stage,),
        "deployment": lambda: (aws.apigateway.Deployment,),
        "method_settings": lambda: (aws.apigateway.MethodSettings,),
        "web_acl_association": lambda: (aws.wafv2.WebAclAssociation,),
    },
}


def kinds_of(api_type: str) -> Mapping[str, Classes]:
    """Return the class of each kind of child, or of its arguments where it is a component."""
    return {**_OWN[api_type], **_SHARED}


def absent(
    api_type: str, given: Mapping[str, Any], routes: Sequence[RoutePlan], *, functions: bool, decider: bool
) -> dict[str, str]:
    """Return the kinds of children that a component lacks, each with the reason.

    `functions` is whether it creates a function for a workflow, `decider` whether it creates one for the authorizer.
    """
    found: dict[str, str] = {}
    for kinds, why in _absent(given, routes, functions=functions, decider=decider):
        found.update(dict.fromkeys(kinds, why))
    for other, kinds_there in _OWN.items():
        if other != api_type:
            own = kinds_there.keys() - _OWN[api_type].keys()
            found.update(dict.fromkeys(own, f"only {'an HTTP' if other == 'HTTP' else 'a REST'} API has one"))
    return found


def _absent(
    given: Mapping[str, Any], routes: Sequence[RoutePlan], *, functions: bool, decider: bool
) -> Iterator[tuple[Sequence[str], str]]:
    guard, domain = given.get("authorizer", {}).get("type"), given.get("domain")
    if guard not in ("JWT", "LAMBDA"):
        yield ["authorizer"], "authorizer does not need one"
    if guard != "LAMBDA":
        yield ["authorizer_permission"], "authorizer has no function"
    if not given.get("access_logs"):
        yield ["access_log_group"], "access_logs is not set"
    if "rollout" not in given:
        yield ["alias"], "rollout is not set"
    if not any(route.may_start_itself for route in routes):
        yield ["own_policy"], "no workflow has a distributed Map"
    if not any(route.logs for route in routes):
        yield ["log_group"], "log_level is 'OFF'"
    if not functions and not decider:
        yield ["function"], "the component creates no function"
    if not any(route.lookup or route.stop for route in routes):
        executions = [kind for kind in _OWN["HTTP"] if kind.startswith("executions_")]
        yield executions, "no route looks up or stops executions"
    if "web_acl_arn" not in given:
        yield ["web_acl_association"], "web_acl_arn is not set"
    if "alarms" not in given:
        yield list(METRICS), "alarms is not set"
    elif not functions:
        yield ["functions_throttled"], "the component creates no function"
    if not given.get("dashboard"):
        yield ["dashboard"], "dashboard is not set"
    if domain is None:
        yield ["domain_name", "api_mapping"], "domain is not set"
    if domain is None or "hosted_zone_id" not in domain:
        yield ["domain_record"], "domain has no hosted_zone_id"
    if domain is None or "certificate_arn" in domain:
        certificate = ["certificate", "certificate_record", "certificate_validation"]
        yield certificate, "the component creates no certificate"
