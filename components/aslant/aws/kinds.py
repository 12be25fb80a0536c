"""The kinds of children that a StateMachineApi has, and which inputs each takes: what `transform` may change."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from aslant.aws.alarms import METRICS
from aslant.aws.python_function import Function, PythonFunctionArgs

__all__ = ["KINDS", "OF_A_FUNCTION", "inputs_of"]

KINDS: Mapping[str, tuple[Any, ...]] = {
    "api": (aws.apigatewayv2.Api, aws.apigateway.RestApi),
    "stage": (aws.apigatewayv2.Stage, aws.apigateway.Stage),
    "integration": (aws.apigatewayv2.Integration,),
    "route": (aws.apigatewayv2.Route,),
    "authorizer": (aws.apigatewayv2.Authorizer,),
    "authorizer_permission": (aws.lambda_.Permission,),
    "deployment": (aws.apigateway.Deployment,),
    "method_settings": (aws.apigateway.MethodSettings,),
    "web_acl_association": (aws.wafv2.WebAclAssociation,),
    "gateway_role": (aws.iam.Role,),
    "gateway_policy": (aws.iam.RolePolicy,),
    "access_log_group": (aws.cloudwatch.LogGroup,),
    "state_machine": (aws.sfn.StateMachine,),
    "alias": (aws.sfn.Alias,),
    "role": (aws.iam.Role,),
    "policy": (aws.iam.RolePolicy,),
    "own_policy": (aws.iam.RolePolicy,),
    "log_group": (aws.cloudwatch.LogGroup,),
    "function": (PythonFunctionArgs,),
    "executions_function": (PythonFunctionArgs,),
    "executions_policy": (aws.iam.RolePolicy,),
    "executions_integration": (aws.apigatewayv2.Integration,),
    "executions_permission": (aws.lambda_.Permission,),
    **dict.fromkeys(METRICS, (aws.cloudwatch.MetricAlarm,)),
    "dashboard": (aws.cloudwatch.Dashboard,),
    "domain_name": (aws.apigatewayv2.DomainName,),
    "api_mapping": (aws.apigatewayv2.ApiMapping,),
    "domain_record": (aws.route53.Record,),
    "certificate": (aws.acm.Certificate,),
    "certificate_record": (aws.route53.Record,),
    "certificate_validation": (aws.acm.CertificateValidation,),
}
"""By kind: the classes of such a child, or of its arguments where it is a component."""

OF_A_FUNCTION: Mapping[str, tuple[Any, ...]] = {
    "function": (Function,),
    "role": (aws.iam.Role,),
    "policy": (aws.iam.RolePolicy,),
    "log_group": (aws.cloudwatch.LogGroup,),
}
"""The same for a PythonFunction."""

_NO_INPUTS = frozenset({"self", "__self__", "resource_name", "opts", "__props__"})


def inputs_of(classes: tuple[Any, ...]) -> list[str]:
    """The names of all inputs that a child of these classes may take."""
    found: dict[str, None] = {}
    for one in classes:
        initial = getattr(one, "_internal_init", None)
        names = inspect.signature(initial).parameters if initial is not None else one.__annotations__
        found |= dict.fromkeys(name for name in names if name not in _NO_INPUTS)
    return list(found)
