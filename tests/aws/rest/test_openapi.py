import json
from typing import Any

import pytest

from aslant.aws.rest.openapi import RestAuthorizer, RestCors, RestDocument, RestOperation, document
from aslant.aws.rest.templates import (
    describe_response,
    execution_request,
    fault_response,
    refused_response,
    start_request,
    start_response,
    start_sync_response,
    stop_response,
)
from tests.aws.rest.evaluation import ARN

ROLE = "arn:aws:iam::111122223333:role/shop-gateway"
CORS = RestCors(
    allow_origins=["https://shop.example"],
    allow_methods=["POST"],
    allow_headers=["content-type"],
    max_age=300,
    allow_credentials=False,
)
PATH_PARAMETER = {"in": "path", "required": True, "schema": {"type": "string"}}


def route(action: Any = "StartSyncExecution", **more: Any) -> RestOperation:
    return RestOperation(
        **{
            "method": "POST",
            "path": "/",
            "action": action,
            "machine_arn": ARN,
            "credentials": ROLE,
            "timeout_milliseconds": 29_000.0,
            **more,
        }
    )


def written(*routes: RestOperation, **more: Any) -> dict[str, Any]:
    return document(
        RestDocument(**{"title": "shop", "partition": "aws", "region": "eu-west-1", "routes": list(routes), **more})
    )


def operation(one: RestOperation, **more: Any) -> dict[str, Any]:
    (found,) = written(one, **more)["paths"][one.path].values()
    return found  # type: ignore[no-any-return]


def integration(one: RestOperation, **more: Any) -> dict[str, Any]:
    return operation(one, **more)["x-amazon-apigateway-integration"]  # type: ignore[no-any-return]


def integration_of(found: dict[str, Any]) -> dict[str, Any]:
    return found["paths"]["/"]["post"]["x-amazon-apigateway-integration"]["responses"]  # type: ignore[no-any-return]


def statuses(one: RestOperation) -> dict[str, str]:
    """The statuses of a route's answers by that of Step Functions."""
    return {pattern: answer["statusCode"] for pattern, answer in integration(one)["responses"].items()}


def test_the_smallest_api() -> None:
    assert written(route()) == {
        "openapi": "3.0.1",
        "info": {"title": "shop", "version": "1.0"},
        "paths": {
            "/": {
                "post": {
                    "responses": {
                        "200": {"description": "OK"},
                        "400": {"description": "Bad Request"},
                        "404": {"description": "Not Found"},
                        "409": {"description": "Conflict"},
                        "429": {"description": "Too Many Requests"},
                        "500": {"description": "Internal Server Error"},
                        "502": {"description": "Bad Gateway"},
                        "504": {"description": "Gateway Timeout"},
                    },
                    "x-amazon-apigateway-integration": {
                        "type": "aws",
                        "httpMethod": "POST",
                        "uri": "arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution",
                        "credentials": ROLE,
                        "passthroughBehavior": "never",
                        "timeoutInMillis": 29_000,
                        "requestTemplates": {"application/json": start_request(ARN, "$request.body")},
                        "responses": {
                            "default": {
                                "statusCode": "200",
                                "responseTemplates": {"application/json": start_sync_response({})},
                            },
                            r"4\d{2}": {
                                "statusCode": "400",
                                "responseTemplates": {"application/json": refused_response()},
                            },
                            r"5\d{2}": {
                                "statusCode": "502",
                                "responseTemplates": {"application/json": fault_response()},
                            },
                        },
                    },
                }
            }
        },
    }


def test_a_document_is_the_same_text_each_time() -> None:
    def text() -> str:
        schema = {"type": "object", "required": ["a"]}
        given = route(schema=schema, status_by_error={"E": 422, "F": 409}, input={"a": "$request.body.a"})
        return json.dumps(written(given, authorizer=RestAuthorizer(type="IAM"), cors=CORS))

    assert text() == text()


REFUSED = ("400", "404", "409", "429")


@pytest.mark.parametrize(
    ("given", "action", "request_template", "default", "answer", "declared"),
    [
        (
            route(
                status_by_error={"E": 422, "F": 499},
                input={"a": "$request.body.a"},
                execution_name="$context.requestId",
            ),
            "StartSyncExecution",
            start_request(ARN, {"a": "$request.body.a"}, "$context.requestId"),
            "200",
            start_sync_response({"E": 422, "F": 499}),
            ["200", *REFUSED[:3], "422", *REFUSED[3:4], "499", "500", "502", "504"],
        ),
        (
            route("StartExecution", trace_header="$request.header.x-amzn-trace-id"),
            "StartExecution",
            start_request(ARN, "$request.body", None, "$request.header.x-amzn-trace-id"),
            "202",
            start_response(),
            ["202", *REFUSED, "502"],
        ),
        (
            route("DescribeExecution", method="GET", path="/executions/{name}"),
            "DescribeExecution",
            execution_request(ARN),
            "200",
            describe_response(),
            ["200", *REFUSED, "502"],
        ),
        (
            route("StopExecution", method="DELETE", path="/executions/{name}"),
            "StopExecution",
            execution_request(ARN),
            "200",
            stop_response(),
            ["200", *REFUSED, "502"],
        ),
    ],
)
def test_each_action_has_its_templates_and_declares_its_statuses(
    given: RestOperation, action: str, request_template: str, default: str, answer: str, declared: list[str]
) -> None:
    found = integration(given)

    assert found["uri"] == f"arn:aws:apigateway:eu-west-1:states:action/{action}"
    assert found["requestTemplates"] == {"application/json": request_template}
    assert found["responses"]["default"]["responseTemplates"] == {"application/json": answer}
    assert statuses(given) == {"default": default, r"4\d{2}": "400", r"5\d{2}": "502"}
    assert list(operation(given)["responses"]) == declared


def test_other_partitions_and_timeouts() -> None:
    found = integration(route(timeout_milliseconds=50), partition="aws-cn", region="cn-north-1")

    assert found["uri"] == "arn:aws-cn:apigateway:cn-north-1:states:action/StartSyncExecution"
    assert found["timeoutInMillis"] == 50


@pytest.mark.parametrize(
    ("method", "path", "key", "names"),
    [
        ("GET", "/orders", "get", []),
        ("ANY", "/orders", "x-amazon-apigateway-any-method", []),
        ("PUT", "/orders/{id}/items/{item}", "put", ["id", "item"]),
        ("POST", "/files/{path+}", "post", ["path"]),
    ],
)
def test_a_path_declares_its_variables(method: str, path: str, key: str, names: list[str]) -> None:
    found = written(route(method=method, path=path))["paths"][path][key]

    assert found.get("parameters", []) == [{"name": name, **PATH_PARAMETER} for name in names]


def test_several_routes_share_a_path() -> None:
    found = written(
        route(path="/orders"),
        route("DescribeExecution", method="GET", path="/orders/{name}"),
        route("StopExecution", method="DELETE", path="/orders/{name}"),
    )

    assert {path: list(methods) for path, methods in found["paths"].items()} == {
        "/orders": ["post"],
        "/orders/{name}": ["get", "delete"],
    }


def test_a_body_is_validated_where_there_is_a_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#/definitions/b"}},
        "definitions": {"b": {"type": "string"}},
    }
    found = written(route(path="/orders/{id}", schema=schema), route("StartExecution", path="/other"))

    checked, free = found["paths"]["/orders/{id}"]["post"], found["paths"]["/other"]["post"]
    assert checked["requestBody"] == {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PostOrdersId"}}},
    }
    assert checked["x-amazon-apigateway-request-validator"] == "body"
    assert "requestBody" not in free
    assert "x-amazon-apigateway-request-validator" not in free
    assert found["components"] == {
        "schemas": {
            "PostOrdersId": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/PostOrdersIdb1"}}},
            "PostOrdersIdb1": {"type": "string"},
        }
    }
    assert found["x-amazon-apigateway-request-validators"] == {
        "body": {"validateRequestBody": True, "validateRequestParameters": False}
    }


def test_every_schema_has_a_name_of_its_own() -> None:
    lines: dict[str, Any] = {"items": {"$ref": "#/definitions/Address"}, "definitions": {"Address": {"type": "string"}}}
    found = written(route(path="/orders/address1", schema={"type": "object"}), route(path="/orders", schema=lines))
    assert found["components"]["schemas"] == {
        "PostOrdersAddress1": {"type": "object"},
        "PostOrders": {"items": {"$ref": "#/components/schemas/PostOrdersAddress12"}},
        "PostOrdersAddress12": {"type": "string"},
    }


def test_a_signed_request_is_asked_for() -> None:
    found = written(route(), route(path="/open", public=True), authorizer=RestAuthorizer(type="IAM"))

    assert found["components"] == {
        "securitySchemes": {
            "iam": {
                "type": "apiKey",
                "name": "Authorization",
                "in": "header",
                "x-amazon-apigateway-authtype": "awsSigv4",
            }
        }
    }
    assert found["paths"]["/"]["post"]["security"] == [{"iam": []}]
    assert "security" not in found["paths"]["/open"]["post"]


@pytest.mark.parametrize(
    ("sources", "written_as"),
    [
        (["$request.header.Authorization"], {"identitySource": "method.request.header.Authorization"}),
        (
            ["$request.querystring.key", "$context.identity.sourceIp", "$stageVariables.tier"],
            {"identitySource": "method.request.querystring.key,context.identity.sourceIp,stageVariables.tier"},
        ),
        ([], {}),
    ],
)
def test_a_function_decides(sources: list[str], written_as: dict[str, str]) -> None:
    authorizer = RestAuthorizer(type="LAMBDA", name="shop", uri="arn:uri", identity_sources=sources, ttl_seconds=60)

    found = written(route(), authorizer=authorizer)

    assert found["components"]["securitySchemes"] == {
        "shop": {
            "type": "apiKey",
            "name": "Unused",
            "in": "header",
            "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
                "type": "request",
                "authorizerUri": "arn:uri",
                "authorizerResultTtlInSeconds": 60,
                **written_as,
            },
        }
    }
    assert found["paths"]["/"]["post"]["security"] == [{"shop": []}]


def test_every_answer_to_a_page_says_that_it_may_read_it() -> None:
    found = written(route(), route("DescribeExecution", method="GET", path="/x/{name}"), cors=CORS)

    for methods in found["paths"].values():
        assert list(methods)[-1] == "options"
        for one in methods.values():
            assert all("Access-Control-Allow-Origin" in answer["headers"] for answer in one["responses"].values())
            for answer in one["x-amazon-apigateway-integration"]["responses"].values():
                header = answer["responseParameters"]["method.response.header.Access-Control-Allow-Origin"]
                assert header == "'https://shop.example'"
    assert found["x-amazon-apigateway-gateway-responses"] == {
        kind: {
            "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example'"},
            "responseTemplates": {"application/json": '{"message":$context.error.messageString}'},
        }
        for kind in ("DEFAULT_4XX", "DEFAULT_5XX")
    }


def test_a_preflight_needs_no_authorization_and_may_be_a_route_of_ones_own() -> None:
    own = route(method="OPTIONS", path="/own")

    found = written(route(), own, cors=CORS, authorizer=RestAuthorizer(type="IAM"))

    assert "security" not in found["paths"]["/"]["options"]
    assert found["paths"]["/own"]["options"]["x-amazon-apigateway-integration"]["type"] == "aws"


def test_several_origins_are_told_apart_in_every_template() -> None:
    origins = ["https://a.example", "https://b.example"]
    cors = RestCors(
        allow_origins=origins, allow_methods=["POST"], allow_headers=["a"], max_age=1, allow_credentials=True
    )

    answers = integration_of(written(route(), cors=cors))
    assert answers["default"]["responseTemplates"] == {"application/json": start_sync_response({}, origins)}
    assert answers[r"4\d{2}"]["responseTemplates"] == {"application/json": refused_response(origins)}
    assert answers[r"5\d{2}"]["responseTemplates"] == {"application/json": fault_response(origins)}
    assert answers["default"]["responseParameters"]["method.response.header.Vary"] == "'Origin'"
