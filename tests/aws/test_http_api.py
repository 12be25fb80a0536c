"""HTTP APIs: the exact children of each option, and all their inputs."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest

import aslant.aws
from aslant.aws import StateMachineApi
from tests.aws.recording import Recording, record
from workflows.pizza import pizza

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"
EXECUTIONS = Path(aslant.aws.__file__).parent / "lambdas" / "executions" / "handler.py"
DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
DECIDER = "arn:aws:lambda:eu-west-1:111122223333:function:decide"
PLAIN = {
    *("StateMachineApi shop", "Api shop", "Integration shop", "Route shop", "Stage shop"),
    *("Role shop-gateway", "RolePolicy shop-gateway"),
    *("Role shop", "RolePolicy shop", "LogGroup shop", "StateMachine shop"),
}
"""The children of an API with one workflow of no functions."""


def deploy(**args: Any) -> Recording:
    def program() -> None:
        shop = StateMachineApi("shop", {"workflow": DONE, **args})  # type: ignore[arg-type]
        pulumi.export("url", shop.url)
        pulumi.export("arns", shop.state_machine_arns)

    recorded = record(program)
    planned = record(program, preview=True)
    assert {key: (one.parent, one.dependencies, set(one.inputs)) for key, one in planned.all.items()} == {
        key: (one.parent, one.dependencies, set(one.inputs)) for key, one in recorded.all.items()
    }, "a preview registers the same graph"
    again = record(program)
    assert {key: one.inputs for key, one in again.all.items()} == {key: one.inputs for key, one in recorded.all.items()}
    return recorded


def added(recorded: Recording) -> set[str]:
    return set(recorded.all) - PLAIN


def statements(recorded: Recording, key: str) -> Any:
    return json.loads(recorded[key].inputs["policy"])["Statement"]


def test_an_api_with_one_workflow_has_the_plain_children() -> None:
    assert set(deploy().all) == PLAIN


def test_an_asynchronous_route_starts_a_standard_machine_and_answers_202() -> None:
    recorded = deploy(mode="async")
    assert recorded["Integration shop"].inputs == {
        "apiId": "api123",
        "integrationType": "AWS_PROXY",
        "integrationSubtype": "StepFunctions-StartExecution",
        "payloadFormatVersion": "1.0",
        "connectionType": "INTERNET",
        "credentialsArn": "arn:aws:iam::111122223333:role/shop-gateway-1a2b3c4",
        "requestParameters": {"StateMachineArn": MACHINE, "Input": "$request.body"},
        "responseParameters": [{"statusCode": "200", "mappings": {"overwrite:statuscode": "202"}}],
        "timeoutMilliseconds": 30_000,
    }
    machine = recorded["StateMachine shop"].inputs
    assert (machine["type"], machine["loggingConfiguration"]["level"]) == ("STANDARD", "ERROR")
    assert statements(recorded, "RolePolicy shop-gateway") == [
        {"Effect": "Allow", "Action": ["states:StartExecution"], "Resource": [MACHINE]}
    ]


def test_executions_of_a_standard_machine_are_looked_up_by_a_function_with_rights_on_them_alone() -> None:
    recorded = deploy(mode="async", stop=True)
    assert added(recorded) == {
        *(f"{kind} shop-executions" for kind in ("PythonFunction", "Function", "Role", "RolePolicy", "LogGroup")),
        *("RolePolicy shop-executions-states", "Integration shop-executions", "Permission shop-executions"),
        *("Route shop-lookup", "Route shop-stop"),
    }
    function = recorded["Function shop-executions"].inputs
    assert function["code"] == {"handler.py": EXECUTIONS.read_text()}
    assert function["handler"] == "handler.executions"
    assert function["environment"] == {
        "variables": {"STATE_MACHINE_ARN": MACHINE, "STOP_ROUTE": "DELETE /executions/{name}"}
    }
    assert recorded["RolePolicy shop-executions-states"].inputs["role"] == "shop-executions-1a2b3c4"
    assert statements(recorded, "RolePolicy shop-executions-states") == [
        {
            "Effect": "Allow",
            "Action": ["states:DescribeExecution", "states:StopExecution"],
            "Resource": ["arn:aws:states:eu-west-1:111122223333:execution:shop-1a2b3c4:*"],
        }
    ]
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:shop-executions-1a2b3c4"
    assert recorded["Integration shop-executions"].inputs == {
        "apiId": "api123",
        "integrationType": "AWS_PROXY",
        "integrationUri": f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn}/invocations",
        "payloadFormatVersion": "2.0",
        "connectionType": "INTERNET",
    }
    target = "integrations/int456-executions"
    assert recorded["Route shop-lookup"].inputs == {
        "apiId": "api123", "routeKey": "GET /executions/{name}", "target": target
    }  # fmt: skip
    assert recorded["Route shop-stop"].inputs == {
        "apiId": "api123", "routeKey": "DELETE /executions/{name}", "target": target
    }  # fmt: skip
    assert recorded["Permission shop-executions"].inputs == {
        "action": "lambda:InvokeFunction",
        "function": arn,
        "principal": "apigateway.amazonaws.com",
        "sourceArn": "arn:aws:execute-api:eu-west-1:111122223333:api123/*/*",
    }
    assert recorded["Stage shop"].dependencies >= {"Route shop", "Route shop-lookup", "Route shop-stop"}


@pytest.mark.parametrize(
    ("args", "actions", "environment"),
    [
        ({"lookup": "GET /status/{name}"}, ["states:DescribeExecution"], None),
        ({"lookup": False, "stop": "POST /stop/{name}"}, ["states:StopExecution"], "POST /stop/{name}"),
    ],
)
def test_the_function_may_do_what_its_routes_ask_and_nothing_more(
    args: dict[str, Any], actions: list[str], environment: str | None
) -> None:
    recorded = deploy(mode="async", **args)
    assert statements(recorded, "RolePolicy shop-executions-states")[0]["Action"] == actions
    assert recorded["Function shop-executions"].inputs["environment"]["variables"].get("STOP_ROUTE") == environment
    keys = {one.inputs["routeKey"] for key, one in recorded.all.items() if key.startswith("Route ")}
    assert keys == {"POST /", *(value for value in args.values() if value)}


@pytest.mark.parametrize("args", [{"lookup": False}, {"state_machine_type": "EXPRESS"}])
def test_without_lookup_and_stop_there_is_no_function(args: dict[str, Any]) -> None:
    assert added(deploy(mode="async", **args)) == set()


def test_several_routes_have_a_machine_each_and_share_the_api() -> None:
    recorded = deploy(
        tracing=False,
        routes={
            "POST /orders": {"workflow": DONE, "mode": "async", "state_machine_type": "EXPRESS", "tracing": True},
            "PUT /orders/{id}": {"workflow": DONE, "name": "change", "timeout_milliseconds": 1000},
        },
    )
    own = {f"{kind} shop-{name}" for kind in OF_A_ROUTE for name in ("post-orders", "change")}
    # A route keeps the name of its key, since an API has one route of a key.
    assert added(recorded) == (own - {"Route shop-change"}) | {"Route shop-put-orders-one"}
    arn = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop"
    assert statements(recorded, "RolePolicy shop-gateway") == [
        {
            "Effect": "Allow",
            "Action": ["states:StartSyncExecution"],
            "Resource": [f"{arn}-1a2b3c4", f"{arn}-change-1a2b3c4"],
        },
        {"Effect": "Allow", "Action": ["states:StartExecution"], "Resource": [f"{arn}-post-orders-1a2b3c4"]},
    ]
    assert recorded.exports["arns"].value == {
        "POST /": f"{arn}-1a2b3c4",
        "POST /orders": f"{arn}-post-orders-1a2b3c4",
        "PUT /orders/{id}": f"{arn}-change-1a2b3c4",
    }
    traced = {key: one.inputs["tracingConfiguration"] for key, one in recorded.all.items() if "StateMachine s" in key}
    assert [one["enabled"] for one in traced.values()] == [False, False, True]
    assert recorded["Integration shop-change"].inputs["timeoutMilliseconds"] == 1000
    assert recorded["Integration shop"].inputs["timeoutMilliseconds"] == 30_000


OF_A_ROUTE = ("Integration", "Route", "Role", "RolePolicy", "LogGroup", "StateMachine")


def test_a_function_that_two_workflows_call_is_deployed_once() -> None:
    def program() -> None:
        StateMachineApi("shop", {"routes": {"POST /a": {"workflow": pizza}, "POST /b": {"workflow": pizza}}})

    recorded = record(program)
    assert [key for key in recorded.all if key.startswith("Function ")] == ["Function shop-pineapple_check"]
    calls = [statements(recorded, f"RolePolicy shop-post-{name}")[0]["Resource"] for name in "ab"]
    assert calls[0] == calls[1]


@pytest.mark.parametrize(
    ("args", "parameters"),
    [
        ({"input": "$request.body.order"}, {"Input": "$request.body.order"}),
        ({"input": '{"id": "${request.querystring.id}"}'}, {"Input": '{"id": "${request.querystring.id}"}'}),
        ({"execution_name": "$request.header.idempotency-key"}, {"Name": "$request.header.idempotency-key"}),
        ({"trace_header": "$request.header.x-amzn-trace-id"}, {"TraceHeader": "$request.header.x-amzn-trace-id"}),
        ({"access_logs": True}, {}),
    ],
)
def test_what_an_execution_gets_comes_from_the_request(args: dict[str, Any], parameters: dict[str, str]) -> None:
    assert deploy(**args)["Integration shop"].inputs["requestParameters"] == {
        "StateMachineArn": MACHINE, "Input": "$request.body", **parameters
    }  # fmt: skip


def test_the_header_with_the_executions_status_may_be_left_out() -> None:
    assert "responseParameters" not in deploy(execution_status_header=False)["Integration shop"].inputs


def test_limits_of_a_route_stand_beside_those_of_the_stage() -> None:
    recorded = deploy(
        throttling_rate_limit=5,
        throttling_burst_limit=6,
        routes={"POST /b": {"workflow": DONE, "throttling_rate_limit": 1, "throttling_burst_limit": 2}},
    )
    stage = recorded["Stage shop"].inputs
    assert stage["defaultRouteSettings"] == {"throttlingRateLimit": 5, "throttlingBurstLimit": 6}
    assert stage["routeSettings"] == [{"routeKey": "POST /b", "throttlingRateLimit": 1, "throttlingBurstLimit": 2}]


def test_access_logs_are_lines_of_json_in_a_group_of_their_own() -> None:
    recorded = deploy(access_logs=True, log_retention_in_days=7)
    assert added(recorded) == {"LogGroup shop-access"}
    name = "/aws/vendedlogs/apis/shop-gateway-1a2b3c4"
    assert recorded["LogGroup shop-access"].inputs == {"name": name, "retentionInDays": 7}
    settings = recorded["Stage shop"].inputs["accessLogSettings"]
    assert settings["destinationArn"] == f"arn:aws:logs:eu-west-1:111122223333:log-group:{name}"
    line = json.loads(settings["format"])
    assert line["requestId"] == "$context.requestId"
    assert "executionName" not in line
    assert line["integrationStatus"] == "$context.integration.status"
    assert len(settings["format"]) < 1024


@pytest.mark.parametrize(
    ("name", "logged"),
    [("$context.authorizer.claims.jti", "$context.authorizer.claims.jti"), ("$request.header.idempotency-key", None)],
)
def test_access_logs_have_the_executions_name_where_the_context_has_it(name: str, logged: str | None) -> None:
    stage = deploy(access_logs=True, execution_name=name)["Stage shop"]
    assert json.loads(stage.inputs["accessLogSettings"]["format"]).get("executionName") == logged


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            {"cors": {"allow_origins": ["https://shop.example"]}},
            {
                "allowOrigins": ["https://shop.example"],
                "allowMethods": ["POST"],
                "allowHeaders": ["content-type"],
                "exposeHeaders": ["x-execution-status"],
                "maxAge": 300,
                "allowCredentials": False,
            },
        ),
        (
            {
                "cors": {
                    "allow_origins": ["*"],
                    "allow_methods": ["GET"],
                    "allow_headers": ["x-a"],
                    "expose_headers": ["x-b"],
                    "max_age": 0,
                }
            },
            {
                "allowOrigins": ["*"],
                "allowMethods": ["GET"],
                "allowHeaders": ["x-a"],
                "exposeHeaders": ["x-b"],
                "maxAge": 0,
                "allowCredentials": False,
            },
        ),
        (
            {"mode": "async", "authorizer": {"type": "IAM"}, "cors": {"allow_origins": ["https://a.b"]}},
            {
                "allowOrigins": ["https://a.b"],
                "allowMethods": ["GET", "POST"],
                "allowHeaders": ["content-type", "authorization"],
                "maxAge": 300,
                "allowCredentials": False,
            },
        ),
    ],
)
def test_cors_is_answered_by_the_api(args: dict[str, Any], expected: dict[str, Any]) -> None:
    assert deploy(**args)["Api shop"].inputs["corsConfiguration"] == expected


def test_a_jwt_authorizer_guards_every_route_that_is_not_left_open() -> None:
    recorded = deploy(
        authorizer={"type": "JWT", "issuer": "https://issuer.example", "audiences": ["shop"], "scopes": ["order"]},
        routes={
            "POST /admin": {"workflow": DONE, "scopes": ["admin"]},
            "POST /open": {"workflow": DONE, "authorization": "NONE"},
        },
    )
    assert recorded["Authorizer shop"].inputs == {
        "apiId": "api123",
        "authorizerType": "JWT",
        "identitySources": ["$request.header.Authorization"],
        "jwtConfiguration": {"issuer": "https://issuer.example", "audiences": ["shop"]},
    }
    guards = {
        key: {name: one.inputs.get(name) for name in ("authorizationType", "authorizerId", "authorizationScopes")}
        for key, one in recorded.all.items()
        if key.startswith("Route ")
    }
    assert guards == {
        "Route shop": {"authorizationType": "JWT", "authorizerId": "aut789", "authorizationScopes": ["order"]},
        "Route shop-post-admin": {
            "authorizationType": "JWT", "authorizerId": "aut789", "authorizationScopes": ["admin"]
        },
        "Route shop-post-open": {"authorizationType": "NONE", "authorizerId": None, "authorizationScopes": None},
    }  # fmt: skip


def test_an_iam_authorizer_is_a_word_on_each_route() -> None:
    recorded = deploy(mode="async", authorizer={"type": "IAM"})
    assert not [key for key in recorded.all if key.startswith("Authorizer")]
    assert {one.inputs["authorizationType"] for key, one in recorded.all.items() if key.startswith("Route ")} == {
        "AWS_IAM"
    }


def test_a_function_decides_and_only_this_api_may_ask_it() -> None:
    recorded = deploy(authorizer={"type": "LAMBDA", "function": DECIDER, "result_ttl_seconds": 60})
    assert added(recorded) == {"Authorizer shop", "Permission shop-authorizer"}
    assert recorded["Authorizer shop"].inputs == {
        "apiId": "api123",
        "authorizerType": "REQUEST",
        "authorizerUri": f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{DECIDER}/invocations",
        "authorizerPayloadFormatVersion": "2.0",
        "authorizerResultTtlInSeconds": 60,
        "enableSimpleResponses": True,
        "identitySources": ["$request.header.Authorization"],
    }
    assert recorded["Permission shop-authorizer"].inputs == {
        "action": "lambda:InvokeFunction",
        "function": DECIDER,
        "principal": "apigateway.amazonaws.com",
        "sourceArn": "arn:aws:execute-api:eu-west-1:111122223333:api123/authorizers/aut789",
    }
    assert recorded["Route shop"].inputs["authorizationType"] == "CUSTOM"


def test_the_function_that_decides_may_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("def handler(event, context): ...\n")
    recorded = deploy(authorizer={"type": "LAMBDA", "function": str(tmp_path)})
    assert recorded["Function shop-authorizer"].inputs["code"] == {"handler.py": (tmp_path / "handler.py").read_text()}
    assert "function:shop-authorizer-1a2b3c4/" in recorded["Authorizer shop"].inputs["authorizerUri"]
