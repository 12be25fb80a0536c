"""A program with every option of an HTTP API that the local AWS serves."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from changes import make_changes  # type: ignore[import-not-found]  # it is in the program's folder

make_changes()


def role(name: str, service: str, action: str | list[str]) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """Return a role that allows an action on all resources, and its policy."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    right = {"Effect": "Allow", "Action": action, "Resource": "*"}
    texts = [json.dumps({"Version": "2012-10-17", "Statement": [item]}) for item in (trust, right)]
    made = aws.iam.Role(name, name=name, assume_role_policy=texts[0])
    return made, aws.iam.RolePolicy(name, role=made.id, policy=texts[1])


lambda_role, _ = role("functions", "lambda.amazonaws.com", "logs:*")
states_role, rights = role("machines", "states.amazonaws.com", "lambda:InvokeFunction")
calls, _ = role("calls", "apigateway.amazonaws.com", "states:*")


def function(name: str) -> aws.lambda_.Function:
    """Return a function of the handler's module."""
    return aws.lambda_.Function(
        name,
        name=name,
        role=lambda_role.arn,
        runtime="python3.13",
        handler=f"handler.{name}",
        timeout=5,
        code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
    )


def machine(name: str, type: str) -> aws.sfn.StateMachine:
    """Return a machine that returns its input."""
    definition = {"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}}
    return aws.sfn.StateMachine(name, name=name, type=type, role_arn=states_role.arn, definition=json.dumps(definition))


api = aws.apigatewayv2.Api(
    "api",
    protocol_type="HTTP",
    cors_configuration={
        "allow_origins": ["https://*.shop.example"],
        "allow_methods": ["GET", "POST"],
        "allow_headers": ["content-type"],
        "expose_headers": ["x-oven"],
        "max_age": 60,
    },
)
echo, record = machine("echo", "EXPRESS"), machine("record", "STANDARD")


def integration(name: str, **inputs: Any) -> aws.apigatewayv2.Integration:
    """Return an integration of the API."""
    return aws.apigatewayv2.Integration(name, api_id=api.id, integration_type="AWS_PROXY", **inputs)


def to_states(name: str, action: str, parameters: dict[str, Any], changes: dict[str, str]) -> pulumi.Output[str]:
    """Return the target of routes that perform an action of Step Functions."""
    return integration(
        name,
        integration_subtype=f"StepFunctions-{action}",
        credentials_arn=calls.arn,
        payload_format_version="1.0",
        request_parameters=parameters,
        response_parameters=[{"status_code": "200", "mappings": changes}] if changes else None,
    ).id.apply("integrations/{}".format)


def to_function(name: str, called: aws.lambda_.Function, version: str) -> pulumi.Output[str]:
    """Return the target of routes to a function."""
    return integration(name, integration_uri=called.invoke_arn, payload_format_version=version).id.apply(
        "integrations/{}".format
    )


def permit(name: str, called: aws.lambda_.Function, source: str, *more: pulumi.Output[str]) -> None:
    """Allow API Gateway to call a function."""
    aws.lambda_.Permission(
        name,
        action="lambda:InvokeFunction",
        function=called.name,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, source, *more),
    )


def route(key: str, target: pulumi.Output[str], **inputs: Any) -> aws.apigatewayv2.Route:
    """Return a route of the API."""
    return aws.apigatewayv2.Route(key, api_id=api.id, route_key=key, target=target, **inputs)


answer, executions, decide, decide_by_policy = map(
    function, ("answer", "executions", "authorize", "authorize_by_policy")
)
permit("answer", answer, "/*/*")
permit("executions", executions, "/*/GET/executions/{name}")

sync = to_states(
    "sync",
    "StartSyncExecution",
    {"StateMachineArn": echo.arn, "Input": '{"by": "${context.authorizer.name}"}'},
    {"append:header.x-execution-status": "$response.body.status"},
)
start = to_states(
    "start",
    "StartExecution",
    {"StateMachineArn": record.arn, "Input": "$request.body", "Name": "$request.header.idempotency-key"},
    {"overwrite:statuscode": "202"},
)
stop = to_states("stop", "StopExecution", {"ExecutionArn": "$request.body.executionArn"}, {})
sources = ["$request.header.Authorization"]
jwt = aws.apigatewayv2.Authorizer(
    "jwt",
    api_id=api.id,
    authorizer_type="JWT",
    identity_sources=sources,
    jwt_configuration={"issuer": "https://issuer.example", "audiences": ["shop", "staff"]},
)
simple = aws.apigatewayv2.Authorizer(
    "simple",
    api_id=api.id,
    authorizer_type="REQUEST",
    authorizer_uri=decide.invoke_arn,
    authorizer_payload_format_version="2.0",
    enable_simple_responses=True,
    identity_sources=sources,
)
policy = aws.apigatewayv2.Authorizer(
    "policy",
    api_id=api.id,
    authorizer_type="REQUEST",
    authorizer_uri=decide_by_policy.invoke_arn,
    authorizer_payload_format_version="1.0",
    authorizer_result_ttl_in_seconds=0,
    identity_sources=["$request.querystring.token"],
)
permit("simple", decide, "/authorizers/", simple.id)
permit("policy", decide_by_policy, "/authorizers/", policy.id)

event = to_function("event", answer, "2.0")
routes = [
    route("POST /sync", sync, authorization_type="CUSTOM", authorizer_id=simple.id),
    route("POST /start", start),
    route("POST /stop", stop),
    route("GET /executions/{name}", to_function("executions", executions, "2.0")),
    route("ANY /event", event),
    route("GET /old/{part+}", to_function("old", answer, "1.0")),
    route("GET /jwt", event, authorization_type="JWT", authorizer_id=jwt.id),
    route("GET /scoped", event, authorization_type="JWT", authorizer_id=jwt.id, authorization_scopes=["a", "b"]),
    route("GET /signed/{what}", event, authorization_type="AWS_IAM"),
    route("GET /simple", event, authorization_type="CUSTOM", authorizer_id=simple.id),
    route("GET /policy", event, authorization_type="CUSTOM", authorizer_id=policy.id),
    route("GET /twice", event),
]
group = aws.cloudwatch.LogGroup("access", name="/aws/vendedlogs/apis/shop")
line = (
    '{"id":"$context.requestId","route":"$context.routeKey","status":$context.status,'
    '"integration":"$context.integration.status","function":"$context.integrationErrorMessage",'
    '"error":"$context.error.message","refusal":"$context.authorizer.error",'
    '"sub":"$context.authorizer.claims.sub","name":"$context.authorizer.name"}'
)
stage = aws.apigatewayv2.Stage(
    "stage",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    default_route_settings={"throttling_rate_limit": 1000, "throttling_burst_limit": 1000},
    route_settings=[
        {"route_key": "GET /twice", "throttling_rate_limit": 0.001, "throttling_burst_limit": 2},
    ],
    access_log_settings={"destination_arn": group.arn, "format": line},
    opts=pulumi.ResourceOptions(depends_on=routes),
)
certificate = aws.acm.Certificate("shop", domain_name="orders.shop.example", validation_method="DNS")
proof = certificate.domain_validation_options[0]
proven = aws.route53.Record(
    "proof",
    zone_id="Z1",
    name=proof.resource_record_name,
    type=proof.resource_record_type,
    records=[proof.resource_record_value],
    ttl=300,
)
valid = aws.acm.CertificateValidation("shop", certificate_arn=certificate.arn, validation_record_fqdns=[proven.fqdn])
domain = aws.apigatewayv2.DomainName(
    "shop",
    domain_name="orders.shop.example",
    domain_name_configuration={
        "certificate_arn": valid.certificate_arn,
        "endpoint_type": "REGIONAL",
        "security_policy": "TLS_1_2",
    },
)
aws.apigatewayv2.ApiMapping("shop", api_id=api.id, domain_name=domain.id, stage=stage.id, api_mapping_key="v1")
target = domain.domain_name_configuration
aws.route53.Record(
    "shop",
    zone_id="Z1",
    name="orders.shop.example",
    type="A",
    aliases=[{"name": target.target_domain_name, "zone_id": target.hosted_zone_id, "evaluate_target_health": False}],
)
pulumi.export("url", stage.invoke_url)
