"""Access logs: a line of JSON for each request of an API (API Gateway Developer Guide, "Logging variables")."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from aslant.aws.children import Children
from aslant.aws.mapping_value import REQUEST_ID
from aslant.aws.route_plan import RoutePlan
from aslant.aws.rules import number

__all__ = ["execution_name", "make_access_logs"]

_COMMON = {
    "requestId": "$context.requestId",
    "requestTime": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "userAgent": "$context.identity.userAgent",
    "httpMethod": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "responseLatency": "$context.responseLatency",
    "responseLength": "$context.responseLength",
    "integrationLatency": "$context.integration.latency",
    "integrationStatus": "$context.integration.status",
    "integrationError": "$context.integration.error",
    "error": "$context.error.message",
    "authorizerError": "$context.authorizer.error",
}
_OWN = {"HTTP": {"routeKey": "$context.routeKey"}, "REST": {"routeKey": "$context.httpMethod $context.resourcePath"}}


def _format(api_type: str, names: set[str | None]) -> str:
    """Return the format of a line; `names` are the mapping values of all routes' execution names.

    Access logs contain the request's context but not its headers, so the execution's name is included if it comes from
    the context.
    """
    name = next(iter(names)) if len(names) == 1 else None
    known = {"executionName": name} if name is not None and name.startswith("$context.") else {}
    return json.dumps({**_COMMON, **_OWN[api_type], **known})


def make_access_logs(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    gateway_role: aws.iam.Role,
    api_type: str,
    plans: Sequence[RoutePlan],
) -> tuple[aws.cloudwatch.LogGroup | None, dict[str, Any] | None]:
    """Register the log group if access logs are on; return it and the stage's settings."""
    if not given.get("access_logs"):
        return None, None
    names = {execution_name(plan.given, api_type, True) for plan in plans}
    log_group = children.make(
        "access_log_group",
        aws.cloudwatch.LogGroup,
        f"{name}-access",
        {
            # As for machines: the name is unique, and one entry of the account's resource policy covers all of them.
            "name": Output.concat("/aws/vendedlogs/apis/", gateway_role.name),
            "retention_in_days": number(given, "log_retention_in_days", 30),
            "tags": children.tags,
        },
    )
    return log_group, {"destination_arn": log_group.arn, "format": _format(api_type, names)}


def execution_name(given: Mapping[str, Any], api_type: str, access_logs: bool) -> str | None:
    """Return the mapping value of a route's execution names.

    In a REST API with access logs the default is the request's ID. The ID of a request to an HTTP API ends with `=`,
    which Step Functions accepts in a name but advises against for logging (API reference, "StartExecution").
    """
    name: str | None = given.get("execution_name", REQUEST_ID if access_logs and api_type == "REST" else None)
    return name
