from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.openapi import read_definition

JSON = "application/json"
MOCK = {"type": "mock", "responses": {"default": {"statusCode": "200"}}}


def document(**more: Any) -> dict[str, Any]:
    operation = {"responses": {"200": {}}, "x-amazon-apigateway-integration": MOCK, **more.pop("operation", {})}
    return {"openapi": "3.0.1", "paths": {"/orders": {"post": operation}}, **copy.deepcopy(more)}


def test_a_document_may_be_json_or_yaml() -> None:
    text = (
        "openapi: 3.0.1\ninfo: {version: 2026-11-24}\npaths:\n  /a/{id}:\n    x-amazon-apigateway-any-method:\n"
        "      responses: {200: {}}\n      x-amazon-apigateway-integration:\n        type: mock\n"
        "        responses: {default: {statusCode: 200}}\n    summary: not a method\n"
    )
    (method,) = read_definition(text, "api").methods
    assert method.route.key == "ANY /a/{id}"
    (method,) = read_definition(json.dumps(document()), "api").methods
    assert (method.route.key, method.models, method.required, method.security) == ("POST /orders", {}, (), None)


def test_a_definition_has_schemes_validators_and_gateway_responses() -> None:
    body = document(
        operation={
            "parameters": [
                {"$ref": "#/components/parameters/Size"},
                {"name": "x-a", "in": "header", "required": True},
                {"name": "q", "in": "query"},
            ],
            "requestBody": {"$ref": "#/components/requestBodies/Order"},
        },
        components={
            "parameters": {"Size": {"name": "size", "in": "query", "required": True}},
            "requestBodies": {"Order": {"content": {JSON: {"schema": {"type": "object"}}, "text/plain": {}}}},
            "securitySchemes": {"iam": {"x-amazon-apigateway-authtype": "awsSigv4"}},
        },
        security=[{"iam": []}],
        **{
            "x-amazon-apigateway-request-validator": "all",
            "x-amazon-apigateway-request-validators": {
                "all": {"validateRequestBody": True, "validateRequestParameters": True}
            },
            "x-amazon-apigateway-gateway-responses": {"THROTTLED": {"statusCode": 503}},
        },
    )
    definition = read_definition(json.dumps(body), "api")
    (method,) = definition.methods
    assert method.required == (("querystring", "size"), ("header", "x-a"))
    assert list(method.models) == [JSON]
    assert method.security == "iam"
    assert definition.schemes == {"iam": {"x-amazon-apigateway-authtype": "awsSigv4"}}
    assert definition.gateway_responses == {"THROTTLED": {"statusCode": 503}}


VALIDATED = {"x-amazon-apigateway-request-validator": "body"}
BODY_VALIDATOR = {"x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": True}}}


def taking(schema: Any) -> dict[str, Any]:
    return {**VALIDATED, "requestBody": {"content": {JSON: {"schema": schema}}}}


FAULTS: list[tuple[Any, str]] = [
    (None, "api: body must be an OpenAPI document with paths, as a JSON or YAML string"),
    ("[", "api: body must be JSON or YAML: "),
    ({"openapi": "3.0.1", "paths": {}}, "api: body must be an OpenAPI document with paths, as a JSON or YAML string"),
    (
        {"swagger": "2.0", "paths": {"/": {}}},
        "api: openapi must be 3.0.1 or another 3.0 version, not 'None'",
    ),
    ({**document(), "paths": {"/a": []}}, "api: /a must be an object, not []"),
    ({**document(), "paths": {"/a": {"get": 1}}}, "api: GET /a must be an object, not 1"),
    ({**document(), "paths": {"/a{id}": {"get": {}}}}, "api: a variable such as {id} must be a whole part of the path"),
    ({**document(), "paths": {"/a": {"get": {}}}}, "api: GET /a: x-amazon-apigateway-integration is missing. "),
    (
        document(operation=VALIDATED, **{"x-amazon-apigateway-request-validators": {"Body": {}}}),
        "api: POST /orders: the request validator 'body' is not defined in x-amazon-apigateway-request-validators. "
        "Did you mean 'Body'?",
    ),
    (
        document(operation=taking({"type": "objekt"}), **BODY_VALIDATOR),
        "api: POST /orders: its schema is not a valid JSON Schema (draft 4): $.type: 'objekt' is not valid",
    ),
    (
        document(operation=taking({"$ref": "#/components/schemas/No"}), **BODY_VALIDATOR),
        "api: POST /orders: $ref '#/components/schemas/No' does not exist in the document. Define it in components",
    ),
    (
        document(operation=taking({"a": 1}), components={"schemas": {"an-order": {}}}, **BODY_VALIDATOR),
        "api: POST /orders: the name of a model must be letters and digits, not 'an-order'. Rename it",
    ),
    (
        document(operation={"security": [{"iam": []}]}, components={"securitySchemes": {"iamm": {}}}),
        "api: POST /orders: the security scheme 'iam' is not defined in components.securitySchemes. "
        "Did you mean 'iamm'?",
    ),
    (
        document(operation={"security": [{"a": []}, {"b": []}]}),
        "api: POST /orders: a method must have one security scheme here, not a, b",
    ),
    (document(components=7), "api: POST /orders: components must be an object, not 7"),
    (document(components={"securitySchemes": {"a": 7}}), "api: securitySchemes: a must be an object, not 7"),
    (document(operation={"parameters": {}, "security": 7}), "api: POST /orders: security must be a list, not 7"),
    (document(operation={"parameters": 7}), "api: POST /orders: parameters must be a list, not 7"),
]


@pytest.mark.parametrize(("body", "fault"), FAULTS)
def test_the_error_for_a_refused_document_says_where_and_why(body: Any, fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        read_definition(json.dumps(body) if isinstance(body, dict) else body, "api")
    assert str(caught.value).startswith(fault)
