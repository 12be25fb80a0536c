from __future__ import annotations

from typing import Any

from aslant.local.page.input_form import fields_of_sample, fields_of_schema

from .conftest import Kitchen


def brief(fields: Any) -> list[tuple[str, str, str, bool]]:
    return [(".".join(field["path"]), field["kind"], field["value"], field["required"]) for field in fields]


def test_the_fields_are_those_of_the_input_type(kitchen: Kitchen) -> None:
    form = kitchen.get("form", arn=kitchen.arn("orders"))
    assert form["typed"] is True
    assert brief(form["fields"]) == [
        ("customer", "text", "", True),
        ("size", "choice", '"small"', True),
        ("pizzas", "json", "[]", True),
        ("gift", "boolean", "", False),
    ]
    assert form["fields"][1]["suggestions"] == ['"small"', '"large"']


def test_without_a_type_the_fields_are_those_that_the_first_states_read(kitchen: Kitchen) -> None:
    form = kitchen.get("form", arn=kitchen.arn("call"))
    assert form["typed"] is False
    assert brief(form["fields"]) == [("function", "any", "", True)]


def test_a_sample_has_a_field_for_each_member() -> None:
    sample = {"id": 4, "ok": True, "name": "x", "rest": [1], "to": {"city": "...", "deep": {}}}
    assert brief(fields_of_sample(sample, {})) == [
        ("id", "number", "4", True),
        ("ok", "boolean", "true", True),
        ("name", "text", "x", True),
        ("rest", "json", "[\n  1\n]", True),
        ("to.city", "any", "", True),
        ("to.deep", "json", "{}", True),
    ]


def test_values_that_a_choice_compares_with_are_suggested() -> None:
    (field,) = fields_of_sample({"size": "..."}, {("size",): ["small", 4]})
    assert field["suggestions"] == ["small", "4"]


def test_a_schema_that_refers_to_itself_ends() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}, "required": ["next"]}
    found = brief(fields_of_schema({"$ref": "#/$defs/Node", "$defs": {"Node": node}}, {}, {}))
    assert found == [("next.next.next.next", "json", "{}", True)]
