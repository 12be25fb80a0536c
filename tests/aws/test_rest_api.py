"""REST APIs: the exact children, and what of each option goes into the API's document."""

import hashlib
import json
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws
import pytest

from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import UNKNOWN, Recording, record
from workflows.pizza import pizza

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"
GATEWAY = "arn:aws:iam::111122223333:role/shop-gateway-1a2b3c4"
DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
DECIDER = "arn:aws:lambda:eu-west-1:111122223333:function:decide"
PLAIN = {
    *("StateMachineApi shop", "RestApi shop", "Deployment shop", "Stage shop", "MethodSettings shop-all"),
    *("Role shop-gateway", "RolePolicy shop-gateway"),
    *("Role shop", "RolePolicy shop", "LogGroup shop", "StateMachine shop"),
}


class Order(TypedDict):
    flavour: str


def deploy(*, preview: bool = False, **args: Any) -> Recording:
    def program() -> None:
        shop = StateMachineApi("shop", {"workflow": DONE, "api_type": "REST", **args})  # type: ignore[arg-type]
        pulumi.export("url", shop.url)

    return record(program, preview=preview)


def body(recorded: Recording) -> Any:
    return json.loads(recorded["RestApi shop"].inputs["body"])


def integration(recorded: Recording, path: str = "/", method: str = "post") -> Any:
    return body(recorded)["paths"][path][method]["x-amazon-apigateway-integration"]


def test_the_children_and_all_their_inputs() -> None:
    recorded = deploy()
    assert set(recorded.all) == PLAIN
    api = dict(recorded["RestApi shop"].inputs)
    text = api.pop("body")
    assert api == {"endpointConfiguration": {"types": "REGIONAL"}}
    assert recorded["Deployment shop"].inputs == {
        "restApi": "rest123",
        "triggers": {"body": hashlib.sha256(text.encode()).hexdigest(), "execute_api_endpoint": "on"},
    }  # fmt: skip
    assert recorded["Stage shop"].inputs == {
        "restApi": "rest123", "deployment": "dep456", "stageName": "live", "xrayTracingEnabled": True
    }  # fmt: skip
    assert recorded["MethodSettings shop-all"].inputs == {
        "restApi": "rest123",
        "stageName": "live",
        "methodPath": "*/*",
        "settings": {"throttlingRateLimit": 50, "throttlingBurstLimit": 100},
    }
    call = integration(recorded)
    assert {name: call[name] for name in ("type", "httpMethod", "uri", "credentials", "timeoutInMillis")} == {
        "type": "aws",
        "httpMethod": "POST",
        "uri": "arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution",
        "credentials": GATEWAY,
        "timeoutInMillis": 29_000,
    }
    assert recorded.exports["url"].value == "https://rest123.execute-api.eu-west-1.amazonaws.com/live/"


def triggers(api: Any) -> Any:
    return deploy(transform={"api": api})["Deployment shop"].inputs["triggers"]


@pytest.mark.parametrize(
    ("inputs", "other"),
    [
        (lambda: {"policy": "{}"}, lambda: {"policy": pulumi.Output.from_input("[]")}),
        (lambda: {"binary_media_types": ["a/b"]}, lambda: {"binary_media_types": [pulumi.Output.from_input("a/c")]}),
        (
            lambda: {"endpoint_configuration": aws.apigateway.RestApiEndpointConfigurationArgs(types="EDGE")},
            lambda: {"endpoint_configuration": {"types": "PRIVATE", "vpc_endpoint_ids": ["vpce-1"]}},
        ),
    ],
)
def test_what_acts_from_the_next_deployment_on_makes_one(inputs: Any, other: Any) -> None:
    usual = triggers({})
    one, same, changed = (triggers(lambda child, of=of: child.with_inputs(**of())) for of in (inputs, inputs, other))
    assert one == same
    assert one.keys() == changed.keys() == {*usual, *inputs()}
    assert usual.items() <= one.items()
    assert one != changed


def test_what_a_transform_leaves_as_it_is_makes_no_deployment() -> None:
    as_it_is = {"policy": None, "description": "a", "endpoint_configuration": {"types": "REGIONAL"}}
    assert triggers(as_it_is) == triggers({})


def test_a_preview_registers_the_same_graph_and_a_second_run_the_same_bytes() -> None:
    planned, deployed, again = deploy(preview=True), deploy(), deploy()
    assert {key: (one.parent, one.dependencies, set(one.inputs)) for key, one in planned.all.items()} == {
        key: (one.parent, one.dependencies, set(one.inputs)) for key, one in deployed.all.items()
    }
    assert planned["RestApi shop"].inputs["body"] == UNKNOWN
    assert {key: one.inputs for key, one in again.all.items()} == {key: one.inputs for key, one in deployed.all.items()}


def test_lookup_and_stop_ask_step_functions_itself() -> None:
    recorded = deploy(mode="async", stop=True)
    assert set(recorded.all) == PLAIN
    calls = {
        f"{method} {path}": operation["x-amazon-apigateway-integration"]["uri"].rpartition("/")[2]
        for path, methods in body(recorded)["paths"].items()
        for method, operation in methods.items()
    }
    assert calls == {
        "post /": "StartExecution",
        "get /executions/{name}": "DescribeExecution",
        "delete /executions/{name}": "StopExecution",
    }
    executions = "arn:aws:states:eu-west-1:111122223333:execution:shop-1a2b3c4:*"
    assert json.loads(recorded["RolePolicy shop-gateway"].inputs["policy"])["Statement"] == [
        {"Effect": "Allow", "Action": ["states:StartExecution"], "Resource": [MACHINE]},
        {"Effect": "Allow", "Action": ["states:DescribeExecution"], "Resource": [executions]},
        {"Effect": "Allow", "Action": ["states:StopExecution"], "Resource": [executions]},
    ]


def test_the_statuses_of_errors_are_declared_and_in_the_template() -> None:
    recorded = deploy(workflow=pizza, status_by_error={"Failed To Make Pizza": 422})
    assert set(body(recorded)["paths"]["/"]["post"]["responses"]) == {
        "200",
        "400",
        "404",
        "409",
        "422",
        "429",
        "500",
        "502",
        "504",
    }
    answer = integration(recorded)["responses"]["default"]
    assert "Failed To Make Pizza" in answer["responseTemplates"]["application/json"]


@pytest.mark.parametrize(
    ("args", "schema"),
    [
        ({"workflow": pizza}, {"flavour": {"type": "string"}}),
        ({"request_schema": Order}, {"flavour": {"type": "string"}}),
        (
            {
                "request_schema": {
                    "type": "object",
                    "required": ["flavour"],
                    "properties": {"flavour": {"type": "string"}},
                }
            },
            {"flavour": {"type": "string"}},
        ),
    ],
    ids=["what the workflow reads", "a TypedDict", "a JSON Schema"],
)
def test_a_body_is_validated(args: dict[str, Any], schema: dict[str, Any]) -> None:
    document = body(deploy(**args))
    (model,) = document["components"]["schemas"].values()
    assert (model["type"], model["required"], model["properties"]) == ("object", ["flavour"], schema)
    assert document["paths"]["/"]["post"]["x-amazon-apigateway-request-validator"] == "body"


def test_limits_logs_traces_and_a_firewall() -> None:
    recorded = deploy(
        throttling_rate_limit=5,
        throttling_burst_limit=6,
        access_logs=True,
        tracing=False,
        web_acl_arn="arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1",
        tags={"team": "kitchen"},
        routes={"POST /a/b": {"workflow": DONE, "throttling_rate_limit": 1, "throttling_burst_limit": 2}},
    )
    limits = {
        one.inputs["methodPath"]: one.inputs["settings"]
        for key, one in recorded.all.items()
        if key.startswith("MethodSettings")
    }
    assert limits == {
        "*/*": {"throttlingRateLimit": 5, "throttlingBurstLimit": 6},
        "~1a~1b/POST": {"throttlingRateLimit": 1, "throttlingBurstLimit": 2},
    }
    stage = recorded["Stage shop"].inputs
    assert stage["accessLogSettings"]["destinationArn"].endswith("/aws/vendedlogs/apis/shop-gateway-1a2b3c4")
    assert stage["xrayTracingEnabled"] is False
    assert "requestId" in integration(recorded)["requestTemplates"]["application/json"]
    assert recorded["WebAclAssociation shop"].inputs == {
        "resourceArn": "arn:aws:apigateway:eu-west-1::/restapis/rest123/stages/live",
        "webAclArn": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1",
    }
    assert recorded["RestApi shop"].inputs["tags"] == {"team": "kitchen"}


def test_a_function_decides_and_only_this_api_may_ask_it() -> None:
    recorded = deploy(
        authorizer={"type": "LAMBDA", "function": DECIDER, "result_ttl_seconds": 60},
        routes={"POST /open": {"workflow": DONE, "authorization": "NONE"}},
    )
    document = body(recorded)
    (scheme,) = document["components"]["securitySchemes"].values()
    assert scheme["x-amazon-apigateway-authorizer"] == {
        "type": "request",
        "authorizerUri": f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{DECIDER}/invocations",
        "authorizerResultTtlInSeconds": 60,
        "identitySource": "method.request.header.Authorization",
    }
    assert document["paths"]["/"]["post"]["security"] == [{"shop": []}]
    assert "security" not in document["paths"]["/open"]["post"]
    assert recorded["Permission shop-authorizer"].inputs == {
        "action": "lambda:InvokeFunction",
        "function": DECIDER,
        "principal": "apigateway.amazonaws.com",
        "sourceArn": "arn:aws:execute-api:eu-west-1:111122223333:rest123/authorizers/*",
    }


def test_iam_signs_every_route() -> None:
    document = body(deploy(authorizer={"type": "IAM"}))
    (scheme,) = document["components"]["securitySchemes"].values()
    assert scheme["x-amazon-apigateway-authtype"] == "awsSigv4"


def test_web_pages_get_an_options_method_on_every_path() -> None:
    document = body(deploy(cors={"allow_origins": ["https://shop.example"]}, routes={"POST /b": {"workflow": DONE}}))
    assert {path: set(methods) for path, methods in document["paths"].items()} == {
        "/": {"post", "options"}, "/b": {"post", "options"}
    }  # fmt: skip
    assert set(document["x-amazon-apigateway-gateway-responses"]) == {"DEFAULT_4XX", "DEFAULT_5XX"}


def test_an_input_is_made_by_a_template_that_escapes_each_value() -> None:
    recorded = deploy(
        input={"id": "$request.querystring.id", "order": "$request.body"}, execution_name="$context.requestId"
    )
    template = integration(recorded)["requestTemplates"]["application/json"]
    assert "escapeJavaScript" in template
    assert "id" in template


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"input": '{"id": ${request.querystring.id}'}, "StateMachineApi 'shop': input: "),
        ({"request_schema": set}, "StateMachineApi 'shop': request_schema"),
        (
            {"routes": {"POST /a~b": {"workflow": DONE}}},
            "the part 'a~b' of 'POST /a~b' has characters that paths of",
        ),
        ({"request_schema": 7}, "StateMachineApi 'shop': request_schema"),
    ],
)
def test_an_unsupported_argument_of_a_rest_api_is_reported_before_anything_is_registered(
    args: dict[str, Any], message: str
) -> None:
    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", {"workflow": DONE, "api_type": "REST", **args})  # type: ignore[arg-type]
        assert message in str(caught.value)

    assert record(program).all == {}
