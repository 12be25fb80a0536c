"""Mistakes in a JSON Schema that make it unusable as a model, a row per mistake."""

import re
from typing import Any

import pytest

from aslant.aws.rest.json_schema import check_schema
from aslant.errors import ArgsError


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"$schema": "http://json-schema.org/draft-04/schema#", "id": "x", "title": "Order", "x-mine": 5},
        {"type": ["string", "null"], "pattern": "^\\p{L}+(?<a>b)$", "minLength": 1, "maxLength": 3.0},
        {"type": "number", "minimum": 0.5, "exclusiveMinimum": True, "multipleOf": 0.5},
        {"items": {"$ref": "#"}, "additionalItems": False, "minItems": 0, "uniqueItems": True},
        {"items": [{"$ref": "#/definitions/a"}], "definitions": {"a": {"not": {"enum": [None]}}}},
        {"properties": {"type": {"type": "string"}, "required": {}, "anyOf": {}}, "required": ["type"]},
        {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}, "patternProperties": {"^x": {}}},
        {"default": {"type": "strng"}, "enum": [{"type": 5}], "example": {"anyOf": 5}},
        {"$ref": "https://apigateway.amazonaws.com/restapis/abc/models/Order"},
    ],
)
def test_a_schema_of_draft_4_is_taken(schema: dict[str, Any]) -> None:
    check_schema("x", schema)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"definitions": 5}, "x has definitions, which must be a mapping of names to schemas, not 5"),
        ({"properties": ["a"]}, "x has properties, which must be a mapping of names to schemas, not ['a']"),
        ({"anyOf": 5}, "x has anyOf, which must be a list of schemas, not 5"),
        ({"allOf": []}, "x has allOf, which must be a list of schemas, not []"),
        ({"oneOf": [5]}, "x has 5 in place of a schema. Use a mapping of keywords"),
        ({"items": "string"}, "x has 'string' in place of a schema"),
        ({"properties": {"a": "string"}}, "x has 'string' in place of a schema"),
        ({"required": "flavour"}, "x has required, which must be a list of strings, not 'flavour'"),
        (
            {"properties": {"a": {"required": True}}},
            "x has required, which must be a list of strings, not True",
        ),
        ({"pattern": "("}, "x has pattern, which must be a regular expression, not '(' (missing ), unterminated"),
        ({"pattern": 5}, "x has pattern, which must be a regular expression, not 5"),
        ({"minimum": "5"}, "x has minimum, which must be a number, not '5'"),
        ({"maxLength": -1}, "x has maxLength, which must be a whole number of at least 0, not -1"),
        ({"exclusiveMaximum": 5}, "x has exclusiveMaximum, which must be True or False, not 5"),
        ({"multipleOf": 0}, "x has multipleOf, which must be a number above 0, not 0"),
        ({"enum": "a"}, "x has enum, which must be a list of values, not 'a'"),
        ({"type": 5}, "x has type, which must be a type, or a list of types, not 5"),
        ({"type": []}, "x has type, which must be a type, or a list of types, not []"),
        ({"items": {"type": "strng"}}, "x has 'strng', which is not a type of JSON. Did you mean 'string'?"),
        ({"$ref": 5}, "x has $ref, which must be a string, not 5"),
        (
            {"$ref": "#/definitions/Adress", "definitions": {"Address": {}}},
            "x has the $ref '#/definitions/Adress', which does not exist. Did you mean '#/definitions/Addr",
        ),
        ({"$ref": "#/properties/a"}, "x has the $ref '#/properties/a', which does not exist. The references are #"),
        ({"minimum": float("nan")}, "x is not valid JSON: "),
        ({"enum": [{1}]}, "x is not valid JSON: "),
    ],
)
def test_a_keyword_of_another_shape_is_refused(schema: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgsError, match=re.escape(message)):
        check_schema("x", schema)
