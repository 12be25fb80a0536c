from typing import Any

import pytest

from aslant.aws.rest.models import models


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, {"Orders": {}}),
        (
            {"$schema": "http://json-schema.org/draft-04/schema#", "id": "x", "type": "object"},
            {"Orders": {"type": "object"}},
        ),
        # A member may be called as a keyword is.
        (
            {"properties": {"id": {"type": "string"}, "type": {"enum": ["a", ["b"], {"type": ["c"]}]}}},
            {"Orders": {"properties": {"id": {"type": "string"}, "type": {"enum": ["a", ["b"], {"type": ["c"]}]}}}},
        ),
        (
            {"properties": {"a": {"type": ["string", "null"]}}},
            {"Orders": {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}},
        ),
        (
            {"items": {"$ref": "#"}, "required": ["a"]},
            {"Orders": {"items": {"$ref": "#/components/schemas/Orders"}, "required": ["a"]}},
        ),
        (
            {
                "items": {"$ref": "#/definitions/top-ping"},
                "definitions": {"top-ping": {"items": {"$ref": "#/definitions/b"}}, "b": {"type": "string"}},
            },
            {
                "Orders": {"items": {"$ref": "#/components/schemas/Orderstopping1"}},
                "Orderstopping1": {"items": {"$ref": "#/components/schemas/Ordersb2"}},
                "Ordersb2": {"type": "string"},
            },
        ),
        (
            {"type": ["string", "null"], "anyOf": [{"minLength": 3}, {"enum": [None]}]},
            {
                "Orders": {
                    "anyOf": [{"minLength": 3}, {"enum": [None]}],
                    "allOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}],
                }
            },
        ),
        (
            {"type": ["string"], "anyOf": [{"$ref": "#"}], "allOf": [{"minLength": 1}]},
            {"Orders": {"allOf": [{"minLength": 1}], "anyOf": [{"type": "string"}]}},
        ),
        (
            {"properties": {"oneOf": {"$ref": "#"}, "allOf": {"type": "string"}, "$ref": {"type": ["null"]}}},
            {
                "Orders": {
                    "properties": {
                        "oneOf": {"$ref": "#/components/schemas/Orders"},
                        "allOf": {"type": "string"},
                        "$ref": {"anyOf": [{"type": "null"}]},
                    }
                }
            },
        ),
        ({"default": {"type": ["a"], "$ref": "#"}}, {"Orders": {"default": {"type": ["a"], "$ref": "#"}}}),
        # The import fails where a choice refers to another schema.
        (
            {
                "properties": {"up": {"anyOf": [{"$ref": "#/definitions/b"}, {"type": "null"}]}},
                "definitions": {"b": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
            },
            {
                "Orders": {"properties": {"up": {}}},
                "Ordersb1": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            },
        ),
    ],
)
def test_a_schema_is_written_as_api_gateway_reads_it(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    found = models("Orders", schema)

    assert found == expected
    assert next(iter(found)) == "Orders"


def test_a_definition_takes_no_name_that_is_taken() -> None:
    schema: dict[str, Any] = {"definitions": {"Address": {}, "Ad-dress": {}, "address": {}}}
    assert list(models("Orders", schema, {"OrdersAddress1", "OrdersAddress14"})) == [
        *("Orders", "OrdersAddress13", "OrdersAddress2", "Ordersaddress3")
    ]
