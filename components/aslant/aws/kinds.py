"""The kinds of children that a StateMachineApi has, and which inputs each takes: what `transform` may change."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi_aws as aws

from aslant.aws.alarms import METRICS
from aslant.aws.children import Classes
from aslant.aws.python_function import PythonFunctionArgs

__all__ = ["FUNCTIONS", "KINDS"]

FUNCTIONS = ("function", "executions_function")
"""The kinds that are a PythonFunction."""

KINDS: Mapping[str, Classes] = {
    "api": lambda: (aws.apigatewayv2.Api, aws.apigateway.RestApi),
    "stage": lambda: (aws.apigatewayv2.Stage, aws.apigateway.Stage),
    "integration": lambda: (aws.apigatewayv2.Integration,),
    "route": lambda: (aws.apigatewayv2.Route,),
    "authorizer": lambda: (aws.apigatewayv2.Authorizer,),
    "authorizer_permission": lambda: (aws.lambda_.Permission,),
    "deployment": lambda: (aws.apigateway.Deployment,),
    "method_settings": lambda: (aws.apigateway.MethodSettings,),
    "web_acl_association": lambda: (aws.wafv2.WebAclAssociation,),
    "gateway_role": lambda: (aws.iam.Role,),
    "gateway_policy": lambda: (aws.iam.RolePolicy,),
    "access_log_group": lambda: (aws.cloudwatch.LogGroup,),
    "state_machine": lambda: (aws.sfn.StateMachine,),
    "alias": lambda: (aws.sfn.Alias,),
    "role": lambda: (aws.iam.Role,),
    "policy": lambda: (aws.iam.RolePolicy,),
    "own_policy": lambda: (aws.iam.RolePolicy,),
    "log_group": lambda: (aws.cloudwatch.LogGroup,),
    **dict.fromkeys(FUNCTIONS, lambda: (PythonFunctionArgs,)),
    "executions_policy": lambda: (aws.iam.RolePolicy,),
    "executions_integration": lambda: (aws.apigatewayv2.Integration,),
    "executions_permission": lambda: (aws.lambda_.Permission,),
    **dict.fromkeys(METRICS, lambda: (aws.cloudwatch.MetricAlarm,)),
    "dashboard": lambda: (aws.cloudwatch.Dashboard,),
    "domain_name": lambda: (aws.apigatewayv2.DomainName,),
    "api_mapping": lambda: (aws.apigatewayv2.ApiMapping,),
    "domain_record": lambda: (aws.route53.Record,),
    "certificate": lambda: (aws.acm.Certificate,),
    "certificate_record": lambda: (aws.route53.Record,),
    "certificate_validation": lambda: (aws.acm.CertificateValidation,),
}
"""By kind: the classes of such a child, or of its arguments where it is a component."""
