from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.apigateway.rest import regular_expressions
from aslant.local.apigateway.rest.openapi import Method, read_definition
from aslant.local.apigateway.rest.responses import Refusal
from aslant.local.apigateway.rest.validation import validate

JSON = "application/json"
ORDER = {
    "type": "object",
    "required": ["flavour"],
    "properties": {"flavour": {"$ref": "#/components/schemas/Flavour"}, "size": {"type": "integer"}},
    "additionalProperties": False,
}
BODY = {
    "openapi": "3.0.1",
    "components": {"schemas": {"Order": ORDER, "Flavour": {"enum": ["hawaiian", "margherita"]}}},
    "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True, "validateRequestParameters": True}},
    "x-amazon-apigateway-request-validator": "all",
    "paths": {
        "/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True}],
            "post": {
                "parameters": [
                    {"name": "X-Who", "in": "header", "required": True},
                    {"name": "q", "in": "query", "required": True},
                ],
                "requestBody": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "x-amazon-apigateway-integration": {"type": "mock"},
            },
        }
    },
}
PARAMS = {"path": {"id": "7"}, "querystring": {"q": "1"}, "header": {"x-who": "ada"}}


@pytest.fixture
def method() -> Method:
    (method,) = read_definition(json.dumps(BODY), "api").methods
    return method


@pytest.mark.parametrize("body", ['{"flavour": "hawaiian"}', '{"flavour": "margherita", "size": 2}'])
def test_a_valid_request_passes(method: Method, body: str) -> None:
    validate(method, JSON, body, PARAMS)


def test_a_body_of_a_type_without_a_model_passes(method: Method) -> None:
    validate(method, "text/plain", "no", PARAMS)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("no", "Expecting value: line 1 column 1 (char 0)"),
        ('{"flavour": NaN}', "NaN is not a JSON number"),
        ("[]", "$: [] is not of type 'object'"),
        ("{}", "$: 'flavour' is a required property"),
        ('{"flavour": "tuna"}', "$.flavour: 'tuna' is not one of ['hawaiian', 'margherita']"),
        (
            '{"flavour": "hawaiian", "size": 1.5, "x": 1}',
            "$.size: 1.5 is not of type 'integer'; $: Additional properties are not allowed ('x' was unexpected)",
        ),
    ],
)
def test_a_body_that_does_not_match_its_model_is_refused(method: Method, body: str, detail: str) -> None:
    with pytest.raises(Refusal) as caught:
        validate(method, JSON, body, PARAMS)
    refusal = caught.value
    assert (refusal.type, refusal.message, refusal.detail) == ("BAD_REQUEST_BODY", "Invalid request body", detail)


def test_all_missing_parameters_are_listed(method: Method) -> None:
    params: dict[str, Any] = {"path": {"id": "7"}, "querystring": {"q": ""}, "header": {}}
    with pytest.raises(Refusal) as caught:
        validate(method, JSON, "{}", params)
    assert caught.value.type == "BAD_REQUEST_PARAMETERS"
    assert caught.value.message == "Missing required request parameters: [X-Who, q]"


def test_a_value_that_makes_a_pattern_backtrack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_expressions, "SECONDS", 0.05)
    slow = {"components": {"schemas": {"Order": {"properties": {"flavour": {"pattern": "^(a|aa)+$"}}}}}}
    (method,) = read_definition(json.dumps({**BODY, **slow}), "api").methods
    with pytest.raises(Refusal) as caught:
        validate(method, JSON, json.dumps({"flavour": "a" * 60 + "b"}), PARAMS)
    detail = "the regular expression '^(a|aa)+$' takes longer than 0.05 s"
    assert (caught.value.type, caught.value.detail) == ("BAD_REQUEST_BODY", detail)
