"""Tests for JSON Schemas from types."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal, NotRequired, TypedDict

import jsonschema
import pytest

from aslant.asl import StateMachine, Succeed, from_dict
from aslant.asl.schema import SchemaError, input_schema, schema_of
from aslant.errors import DefinitionError


class Size(Enum):
    SMALL = "small"
    LARGE = "large"


class Line(TypedDict):
    flavour: str
    size: NotRequired[Size]


class Order(TypedDict):
    lines: list[Line]
    table: int | None
    kind: Literal["here", "away"]
    place: NotRequired[tuple[float, float]]
    notes: NotRequired[dict[str, str]]


class Folder(TypedDict):
    children: list[Folder]


GOOD: list[dict[str, Any]] = [
    {"lines": [], "table": None, "kind": "here"},
    {"lines": [{"flavour": "x", "size": "small"}], "table": 3, "kind": "away", "place": [1.5, 2], "notes": {"a": "b"}},
]
BAD: list[Any] = [
    None,
    {},
    {"lines": [], "table": 1.5, "kind": "here"},
    {"lines": [{}], "table": 1, "kind": "here"},
    {"lines": [{"flavour": "x", "size": "huge"}], "table": 1, "kind": "here"},
    {"lines": [], "table": 1, "kind": "there"},
    {"lines": [], "table": 1, "kind": "here", "place": [1]},
    {"lines": [], "table": 1, "kind": "here", "notes": {"a": 1}},
]


def typed(annotation: Any) -> StateMachine:
    return StateMachine(Succeed("Done"), input_type=annotation)


@pytest.mark.parametrize("draft", ["2020-12", "4"])
def test_a_schema_accepts_the_values_of_the_type_only(draft: Any) -> None:
    schema = input_schema(typed(Order), draft=draft)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    assert [validator.is_valid(value) for value in GOOD] == [True] * len(GOOD)
    assert [validator.is_valid(value) for value in BAD] == [False] * len(BAD)


def test_a_tuple_has_a_schema_for_each_place() -> None:
    schema = schema_of(tuple[str, int], "x", draft="2020-12")
    assert schema == {
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "prefixItems": [{"type": "string"}, {"type": "integer"}],
    }


@pytest.mark.parametrize(("draft", "keyword"), [("2020-12", "$defs"), ("4", "definitions")])
def test_a_recursive_type_is_a_definition(draft: Any, keyword: str) -> None:
    schema = schema_of(Folder, "x", draft=draft)
    children = {"type": "array", "items": {"$ref": f"#/{keyword}/Folder"}}
    assert schema == {
        "$ref": f"#/{keyword}/Folder",
        keyword: {"Folder": {"type": "object", "required": ["children"], "properties": {"children": children}}},
    }


def test_a_workflow_without_a_type_has_no_schema() -> None:
    machine = from_dict({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
    with pytest.raises(DefinitionError, match=r"the workflow has no input type\. Pass one to it"):
        input_schema(machine)


def test_a_type_that_is_not_json_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"^input_type: the values of type .*bytes.* are not JSON"):
        input_schema(typed(bytes))
