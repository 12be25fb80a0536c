"""A program with a REST API that has a method for each feature of methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

HANDLER = '''\
import json


def handle(event, context):
    """Handle both integrations and authorizers."""
    if "methodArn" in event:
        headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
        token = event["authorizationToken"] if event["type"] == "TOKEN" else headers["authorization"]
        if token == "broken":
            return {"principalId": "ada"}
        if token == "nested":
            return {**allow(event), "context": {"list": [1]}}
        if token == "nobody":
            return {"policyDocument": allow(event)["policyDocument"]}
        if token == "unmentioned":
            return allow({**event, "methodArn": "arn:aws:execute-api:us-east-1:123456789012:other/*"})
        if token == "stranger":
            raise Exception("Unauthorized")
        return allow(event, "Allow" if token == "let me in" else "Deny")
    if event.get("fail"):
        raise ValueError("no such flavour")
    if event.get("bare"):
        return "hello"
    if "httpMethod" not in event:
        return {"got": event}
    if event["path"].startswith("/proxy/event"):
        return {"statusCode": 200, "body": json.dumps(event)}
    if event["path"] == "/proxy/answer":
        return json.loads(event["body"])
    if event["body"] == "bad":
        return "not an object"
    seen = [event["resource"], event["path"], event["pathParameters"], event["queryStringParameters"], event["body"]]
    return {"statusCode": 201, "headers": {"X-Seen": "yes"}, "body": repr(seen)}


def allow(event, effect="Allow"):
    """Return the response of an authorizer."""
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ada", "policyDocument": document, "context": {"age": 36, "admin": True}}
'''

PROGRAM = """\
import json
import pathlib

import pulumi
import pulumi_aws as aws


def policy(action, resource):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}


def role(name, service):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return aws.iam.Role(name, name=name, assume_role_policy=document)


function = aws.lambda_.Function(
    "function",
    name="function",
    role=role("function", "lambda.amazonaws.com").arn,
    runtime="python3.13",
    handler="handler.handle",
    code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
)
works = role("works", "states.amazonaws.com")
DEFINITIONS = {
    "echo": ("EXPRESS", {"Type": "Pass", "End": True}),
    "refuse": ("EXPRESS", {"Type": "Fail", "ErrorPath": "$.error", "CausePath": "$.cause"}),
    "wait": ("STANDARD", {"Type": "Wait", "Seconds": 3600, "End": True}),
    "slow": ("EXPRESS", {"Type": "Wait", "Seconds": 3600, "End": True}),
}
for name, (type, state) in DEFINITIONS.items():
    definition = json.dumps({"StartAt": "Only", "States": {"Only": state}})
    aws.sfn.StateMachine(name, name=name, type=type, role_arn=works.arn, definition=definition)

calls = role("calls", "apigateway.amazonaws.com")
actions = ("StartSyncExecution", "StartExecution", "DescribeExecution", "StopExecution")
every = ["states:" + action for action in actions]
aws.iam.RolePolicy("calls", role=calls.id, policy=json.dumps(policy(every, "*")))
api = aws.apigateway.RestApi("api", body=pathlib.Path("body.json").read_text())
aws.lambda_.Permission(
    "invoke",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
deployment = aws.apigateway.Deployment("deployment", rest_api=api.id)
logs = aws.cloudwatch.LogGroup("logs", name="logs")
stage = aws.apigateway.Stage(
    "stage",
    rest_api=api.id,
    deployment=deployment.id,
    stage_name="live",
    variables={"oven": "hot"},
    access_log_settings={
        "destination_arn": logs.arn,
        "format": json.dumps(
            {
                "id": "$context.requestId",
                "resource": "$context.httpMethod $context.resourcePath",
                "status": "$context.status",
                "length": "$context.responseLength",
                "integration": "$context.integration.status",
                "error": "$context.error.message",
            }
        ),
    },
)
for path, rate, burst in (("*/*", 1000, 1000), ("never/GET", 0, 0), ("~1/GET", -1, -1)):
    aws.apigateway.MethodSettings(
        path,
        rest_api=api.id,
        stage_name=stage.stage_name,
        method_path=path,
        settings={"throttling_rate_limit": rate, "throttling_burst_limit": burst},
    )
pulumi.export("url", stage.invoke_url)
"""

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:"
EXECUTIONS = "arn:aws:states:us-east-1:123456789012:execution:"
CREDENTIALS = "arn:aws:iam::123456789012:role/calls"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:function"
INVOKE = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"

JSON = "application/json"
INPUT = """"$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")\""""
SYNC = """\
#if($input.path('$.status') == "SUCCEEDED")$input.path('$.output')#else##
#set($context.responseOverride.status = 422)##
{"error":"$util.escapeJavaScript($input.path('$.error')).replaceAll("\\\\'","'")",\
"cause":"$util.escapeJavaScript($input.path('$.cause')).replaceAll("\\\\'","'")"}#end"""

Operation = dict[str, Any]


def states(action: str, template: str, responses: Operation | None = None, **more: Any) -> Operation:
    """Return an operation that calls Step Functions."""
    given = responses or {"default": {"statusCode": "200"}}
    statuses = {response["statusCode"] for response in given.values()}
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:us-east-1:states:action/{action}",
        "credentials": CREDENTIALS,
        "passthroughBehavior": "never",
        "requestTemplates": {JSON: template},
        "responses": given,
        **more,
    }
    return operation(integration, {status: {"description": "A response"} for status in statuses})


def operation(integration: Operation, responses: Operation | None = None, **more: Any) -> Operation:
    """Return an operation with an integration."""
    return {"responses": responses or {}, "x-amazon-apigateway-integration": integration, **more}


def mock(template: str, response: Operation, headers: Sequence[str] = ("x-a",), **more: Any) -> Operation:
    """Return an operation with a mock integration that has one response."""
    declared = {name: {"schema": {"type": "string"}} for name in headers}
    integration = {
        "type": "mock",
        "requestTemplates": {JSON: template},
        "responses": {"default": {"statusCode": "200", **response}},
    }
    return operation(integration, {"200": {"description": "A response", "headers": declared}}, **more)


def document(paths: Operation, **more: Any) -> Operation:
    """Return an OpenAPI document."""
    return {"openapi": "3.0.1", "info": {"title": "shop", "version": "1"}, "paths": paths, **more}


def sync(machine: str) -> str:
    return f'{{"stateMachineArn":"{MACHINE}{machine}","input":{INPUT}}}'


WHO = "$context.authorizer.principalId $context.authorizer.age $context.authorizer.admin"
CLAIMED = "$context.authorizer.claims.sub $context.authorizer.claims.token_use"

PATHS: Operation = {
    "/": {"get": mock('{"statusCode": 200}', {"responseTemplates": {JSON: "root"}})},
    "/never": {"get": mock('{"statusCode": 200}', {})},
    "/orders": {
        "post": states(
            "StartSyncExecution", sync("echo"), {"default": {"statusCode": "200", "responseTemplates": {JSON: SYNC}}}
        ),
        "options": mock(
            '{"statusCode": 200}',
            {"responseParameters": {"method.response.header.Access-Control-Allow-Origin": "'*'"}},
            ("Access-Control-Allow-Origin",),
        ),
    },
    "/refused": {
        "post": states(
            "StartSyncExecution", sync("refuse"), {"default": {"statusCode": "200", "responseTemplates": {JSON: SYNC}}}
        )
    },
    "/jobs": {
        "post": states(
            "StartExecution",
            f'{{"stateMachineArn":"{MACHINE}wait","name":"$input.params(\'x-name\')"}}',
            {
                "default": {
                    "statusCode": "202",
                    "responseTemplates": {JSON: "{\"arn\":$input.json('$.executionArn')}"},
                },
                r"4\d{2}": {"statusCode": "400", "responseTemplates": {JSON: "{\"why\":$input.json('$.message')}"}},
            },
        )
    },
    "/jobs/{name}": {
        "get": states(
            "DescribeExecution",
            f'{{"executionArn":"{EXECUTIONS}wait:$input.params(\'name\')"}}',
            {
                "default": {"statusCode": "200", "responseTemplates": {JSON: "$input.path('$.status')"}},
                "400": {"statusCode": "404", "responseTemplates": {JSON: "$input.path('$.__type')"}},
            },
        ),
        "delete": states("StopExecution", f'{{"executionArn":"{EXECUTIONS}wait:$input.params(\'name\')"}}'),
    },
    "/slow": {"post": states("StartSyncExecution", sync("slow"), timeoutInMillis=50)},
    "/unmatched": {"post": states("StartSyncExecution", sync("echo"), {"5xx": {"statusCode": "200"}})},
    "/twice": {
        "get": mock(
            '{"statusCode": 200}',
            {
                "responseTemplates": {
                    JSON: "#set($context.responseOverride.status = 201)#set($context.responseOverride.status = 202)"
                }
            },
        )
    },
    "/mapped/{id}": {
        "x-amazon-apigateway-any-method": mock(
            '#set($context.requestOverride.header.kept = "me")#set($context.responseOverride.header.x-a = "over")'
            '{statusCode: "200",}',
            {
                "responseTemplates": {
                    JSON: "$input.params('id') $input.params('q') $input.params('X-Name') $stageVariables.oven "
                    "$context.requestOverride.header.kept $context.httpMethod $context.resourcePath $context.stage"
                },
                "responseParameters": {
                    "method.response.header.x-b": "'fixed'",
                    "method.response.header.x-c": "stageVariables.oven",
                    "method.response.header.x-d": "context.resourcePath",
                },
            },
            ("x-a", "x-b", "x-c", "x-d"),
        )
    },
    "/passed": {
        "post": operation(
            {"type": "mock", "passthroughBehavior": "when_no_match", "responses": {"default": {"statusCode": "200"}}},
            {"200": {"description": "A response"}},
        )
    },
    "/checked": {
        "post": mock(
            '{"statusCode": 200}',
            {"responseTemplates": {JSON: "taken"}},
            parameters=[{"name": "size", "in": "query", "required": True}, {"name": "X-Who", "in": "header"}],
            requestBody={"content": {JSON: {"schema": {"$ref": "#/components/schemas/Order"}}}},
        )
        | {"x-amazon-apigateway-request-validator": "all"}
    },
    "/proxy/{rest+}": {
        "x-amazon-apigateway-any-method": operation({"type": "aws_proxy", "httpMethod": "POST", "uri": INVOKE})
    },
    "/function": {
        "post": operation(
            {
                "type": "aws",
                "httpMethod": "POST",
                "uri": INVOKE,
                "responses": {
                    "default": {"statusCode": "200"},
                    ".*flavour.*": {
                        "statusCode": "404",
                        "responseTemplates": {JSON: "$input.path('$.errorMessage')"},
                    },
                    "(?s).*": {"statusCode": "404", "responseTemplates": {JSON: "any"}},
                },
            },
            {"200": {"description": "Found"}, "404": {"description": "Not found"}},
        )
    },
    "/overridden": {
        "get": mock('#set($context.responseOverride.status = 444){"statusCode": 200}', {}),
        "post": mock(
            '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.x-a = "b")'
            '{"statusCode": 200}',
            {"responseTemplates": {JSON: "$context.responseOverride.status"}},
        ),
    },
    "/token": {"get": mock('{"statusCode": 200}', {"responseTemplates": {JSON: WHO}}, security=[{"token": []}])},
    "/pool": {
        "get": mock('{"statusCode": 200}', {"responseTemplates": {JSON: CLAIMED}}, security=[{"pool": []}]),
        "post": mock(
            '{"statusCode": 200}', {"responseTemplates": {JSON: CLAIMED}}, security=[{"pool": ["shop/order"]}]
        ),
        "put": operation({"type": "aws_proxy", "httpMethod": "POST", "uri": INVOKE}, security=[{"pool": []}]),
    },
    "/signed": {"get": mock('{"statusCode": 200}', {}, security=[{"iam": []}])},
    "/guarded": {
        "get": mock(
            '{"statusCode": 200}',
            {"responseTemplates": {JSON: WHO}},
            security=[{"asked": []}],
        )
    },
}
COMPONENTS: Operation = {
    "schemas": {
        "Order": {
            "type": "object",
            "required": ["flavour"],
            "properties": {"flavour": {"$ref": "#/components/schemas/F"}},
        },
        "F": {"type": "string", "minLength": 1},
    },
    "securitySchemes": {
        "iam": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
        "asked": {
            "type": "apiKey",
            "name": "Unused",
            "in": "header",
            "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
                "type": "request",
                "authorizerUri": INVOKE,
                "authorizerResultTtlInSeconds": 0,
                "identitySource": "method.request.header.Authorization",
            },
        },
        "token": {
            "type": "apiKey",
            "name": "x-token",
            "in": "header",
            "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
                "type": "token",
                "authorizerUri": INVOKE,
                "identityValidationExpression": "[a-z ]+",
            },
        },
        "pool": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": {
                "type": "cognito_user_pools",
                "providerARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_shop"],
            },
        },
    },
}
BODY = document(
    PATHS,
    components=COMPONENTS,
    **{
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}},
            "UNAUTHORIZED": {
                "statusCode": 418,
                "responseTemplates": {
                    "text/plain": "$context.error.responseType in $context.stage, $stageVariables.oven: "
                    "$context.error.messageString"
                },
            },
        },
    },
)
