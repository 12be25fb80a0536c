"""A REST API in front of state machines: one OpenAPI document, deployed to one stage."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output

from aslant.asl import StateMachine
from aslant.aws.access_logs import execution_name, make_access_logs
from aslant.aws.authorizers import identity_sources, invoke_uri, let_call
from aslant.aws.children import Children, register
from aslant.aws.cors import cors_of
from aslant.aws.errors import ArgsError
from aslant.aws.machine import MachineResources
from aslant.aws.rest.json_schema import check_schema
from aslant.aws.rest.openapi import RestAuthorizer, RestCors, RestDocument, RestOperation, document
from aslant.aws.rest.request_schema import schema_for, schema_of
from aslant.aws.rest.templates import check_input, check_text
from aslant.aws.route_key import RouteKey
from aslant.aws.route_plan import TIMEOUT, RoutePlan, limits_of
from aslant.aws.rules import number
from aslant.errors import did_you_mean
from aslant.iam import Account
from aslant.walk import states_of

__all__ = ["STAGE", "RestApiResources", "check_route", "make_rest_api"]

STAGE = "live"
_PART = re.compile(r"[A-Za-z0-9_.,:-]+|\{[A-Za-z0-9._-]+\+?\}")
"""A part of a path (API Gateway Developer Guide, "Amazon API Gateway important notes")."""
BODY = "$request.body"


@dataclass(frozen=True)
class RestApiResources:
    """The resources of a REST API."""

    api: aws.apigateway.RestApi
    stage: aws.apigateway.Stage
    deployment: aws.apigateway.Deployment
    method_settings: Sequence[aws.apigateway.MethodSettings]
    access_log_group: aws.cloudwatch.LogGroup | None
    web_acl_association: aws.wafv2.WebAclAssociation | None


def make_rest_api(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    gateway: tuple[aws.iam.Role, aws.iam.RolePolicy],
    machines: Sequence[tuple[RoutePlan, MachineResources]],
    function: Input[str] | None,
    account: Output[Account],
) -> RestApiResources:
    """Register an API with its deployment, its stage and its web ACL."""
    gateway_role, gateway_policy = gateway
    plans = [plan for plan, _ in machines]
    body = _body(name, given, gateway_role, machines, function, account)
    child = children.child(
        "api", aws.apigateway.RestApi, name, {"body": body, **_USUAL, "tags": children.tags}, gateway_policy
    )
    api = register(aws.apigateway.RestApi, child)
    if function is not None:
        source = "/authorizers/*"
        let_call(children, "authorizer_permission", f"{name}-authorizer", function, api.execution_arn, source)
    # A deployment is a snapshot of the API. A new one is needed only when the document changes.
    deployment = children.make(
        "deployment",
        aws.apigateway.Deployment,
        name,
        {"rest_api": api.id, "triggers": _triggers(api, child.inputs)},
    )
    log_group, settings = make_access_logs(children, name, given, gateway_role, "REST", plans)
    stage = children.make(
        "stage",
        aws.apigateway.Stage,
        name,
        {
            "rest_api": api.id,
            "deployment": deployment.id,
            "stage_name": STAGE,
            "xray_tracing_enabled": given.get("tracing", True),
            "access_log_settings": settings,
            "tags": children.tags,
        },
        *([log_group] if log_group is not None else []),
    )
    guard = None
    if "web_acl_arn" in given:
        guard = children.make(
            "web_acl_association",
            aws.wafv2.WebAclAssociation,
            name,
            {"resource_arn": stage.arn, "web_acl_arn": given["web_acl_arn"]},
        )
    limits = _limits(children, name, given, api, stage, plans)
    return RestApiResources(api, stage, deployment, limits, log_group, guard)


def _check_errors(plan: RoutePlan) -> None:
    """Refuse the status of an error that looks like a misspelled error of a Fail state."""
    document = plan.definition.document or {}
    raised = [state["Error"] for _, state in states_of(document) if isinstance(state.get("Error"), str)]
    for name in plan.given.get("status_by_error", {}):
        if name not in raised and (hint := did_you_mean(name, raised)):
            raise ArgsError(f"{plan.place}: status_by_error has {name!r}, which no state raises{hint}")


_USUAL: Mapping[str, Any] = {"endpoint_configuration": {"types": "REGIONAL"}}
"""The default inputs of the API other than its document."""
_NEXT_DEPLOYMENT = (
    *("policy", "binary_media_types", "minimum_compression_size", "parameters", "api_key_source"),
    *("endpoint_configuration", "put_rest_api_mode"),
)
"""The inputs of an API that act from its next deployment on (API Gateway Developer Guide, "Updates to REST APIs that
require redeployment")."""


def _triggers(api: aws.apigateway.RestApi, inputs: Mapping[str, Any]) -> dict[str, Output[str]]:
    """Return the values that require a new deployment.

    They are the registered document, whether AWS's own URL is enabled, and the other inputs that a transform has set.
    """
    further = {name: inputs[name] for name in _NEXT_DEPLOYMENT if inputs.get(name) != _USUAL.get(name)}
    return {
        "body": api.body.apply(lambda text: _hash(str(text))),
        "execute_api_endpoint": api.disable_execute_api_endpoint.apply(lambda off: "off" if off else "on"),
        **{
            name: Output.json_dumps(value, sort_keys=True, default=vars).apply(_hash) for name, value in further.items()
        },
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check_route(plan: RoutePlan) -> RoutePlan:
    """Return the route with the schema of its body.

    Raises:
        ArgsError: REST APIs do not support the path or a mapping value, or the schema is not valid.
    """
    for key in plan.keys:
        for part in key.path.split("/")[1:]:
            if part and not _PART.fullmatch(part):
                raise ArgsError(
                    f"{plan.place}: the part {part!r} of {str(key)!r} has characters that paths of a REST API must "
                    "not have. Use letters, digits and _ - . , : only."
                )
    if "input" in plan.given:
        check_input(f"{plan.place}: input", plan.given["input"])
    for option in ("execution_name", "trace_header"):
        if option in plan.given:
            check_text(f"{plan.place}: {option}", plan.given[option])
    schema = _body_schema(plan)
    _check_errors(plan)
    return replace(plan, body_schema=schema)


def _body_schema(plan: RoutePlan) -> dict[str, Any] | None:
    """Return the schema of the body: `request_schema`, or else the fields that the workflow certainly reads."""
    given = plan.given.get("request_schema")
    if isinstance(given, Mapping):
        check_schema(f"{plan.place}: request_schema", given)
        return dict(given)
    if given is not None:
        return schema_of(given, f"{plan.place}: request_schema")
    if plan.definition.document is None:
        return None
    workflow = plan.given["workflow"]
    machine = workflow if isinstance(workflow, StateMachine) else plan.definition.document
    return schema_for(machine, plan.given.get("input", BODY))


def _body(
    name: str,
    given: Mapping[str, Any],
    gateway_role: aws.iam.Role,
    machines: Sequence[tuple[RoutePlan, MachineResources]],
    function: Input[str] | None,
    account: Output[Account],
) -> Output[str]:
    """Return the API's OpenAPI document as JSON."""
    plans = [plan for plan, _ in machines]
    cors = cors_of(given, plans, status_header=False)

    def write(known: Mapping[str, Any]) -> str:
        routes = [
            route
            for plan, *arns, timeout in zip(plans, known["machines"], known["starts"], known["timeouts"], strict=True)
            for route in _routes(plan, arns, timeout, known["role"], bool(given.get("access_logs")))
        ]
        where = known["account"]
        return json.dumps(
            document(
                RestDocument(
                    title=name,
                    partition=where.partition,
                    region=where.region,
                    routes=routes,
                    authorizer=_authorizer(name, given, known["uri"]),
                    cors=None if cors is None else RestCors(**cors),
                )
            )
        )

    return Output.all(
        machines=[machine.state_machine.arn for _, machine in machines],
        starts=[machine.start_arn for _, machine in machines],
        timeouts=[number(plan.given, "timeout_milliseconds", TIMEOUT["REST"]) for plan in plans],
        role=gateway_role.arn,
        account=account,
        uri="" if function is None else invoke_uri(function, account),
    ).apply(write)


def _routes(plan: RoutePlan, arns: Sequence[str], timeout: int, role: str, logged: bool) -> list[RestOperation]:
    """Return the operations of a route, with lookup and stop; `arns` are the machine and what is started."""
    machine, starts = arns
    given = plan.given
    open_ = given.get("authorization") == "NONE"

    def route(key: RouteKey, action: Any, arn: str = machine, **more: Any) -> RestOperation:
        return RestOperation(
            method=key.method,
            path=key.path,
            action=action,
            machine_arn=arn,
            credentials=role,
            timeout_milliseconds=timeout,
            public=open_,
            **more,
        )

    start = route(
        plan.key,
        "StartSyncExecution" if plan.sync else "StartExecution",
        starts,
        input=given.get("input", BODY),
        execution_name=execution_name(given, "REST", logged),
        trace_header=given.get("trace_header"),
        schema=plan.body_schema,
        status_by_error=given.get("status_by_error", {}),
    )
    further = (("DescribeExecution", plan.lookup), ("StopExecution", plan.stop))
    return [start, *(route(key, action) for action, key in further if key is not None)]


def _authorizer(name: str, given: Mapping[str, Any], uri: str) -> RestAuthorizer | None:
    wanted = given.get("authorizer")
    if wanted is None:
        return None
    if wanted["type"] == "IAM":
        return RestAuthorizer(type="IAM")
    return RestAuthorizer(
        type="LAMBDA",
        name=name,
        uri=uri,
        identity_sources=identity_sources(wanted),
        ttl_seconds=int(wanted.get("result_ttl_seconds", 0)),
    )


def _limits(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    api: aws.apigateway.RestApi,
    stage: aws.apigateway.Stage,
    plans: Sequence[RoutePlan],
) -> list[aws.apigateway.MethodSettings]:
    """Register the throttling limits of the stage, and of routes with their own."""

    def make(
        child: str, path: str, limits: Mapping[str, Any], *after: pulumi.Resource
    ) -> aws.apigateway.MethodSettings:
        inputs = {
            "rest_api": api.id,
            "stage_name": stage.stage_name,
            "method_path": path,
            "settings": limits_of(limits),
        }
        return children.make("method_settings", aws.apigateway.MethodSettings, child, inputs, *after)

    every = make(f"{name}-all", "*/*", given)
    # AWS loses the settings of a method while it sets those of all methods (terraform-provider-aws issue 41104).
    return [
        every,
        *(make(plan.route_name, _method_path(plan.key), plan.given, every) for plan in plans if plan.has_limits),
    ]


def _method_path(key: RouteKey) -> str:
    """Return a method's name in a stage's settings, with `~1` for `/` (terraform-provider-aws issue 9738)."""
    return f"{key.path.replace('/', '~1')}/{key.method}"
