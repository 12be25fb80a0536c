"""What a target receives of an event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.events.templates import TemplateError, transform

EVENT = {"id": "1", "detail": {"name": 'a"b', "items": [1, 2], "size": 3, "on": True}}
PATHS = {"name": "$.detail.name", "items": "$.detail.items", "second": "$.detail.items[1]", "no": "$.detail.none"}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{"name": <name>}', {"name": 'a"b'}),
        ('{"items": <items>, "second": <second>}', {"items": [1, 2], "second": 2}),
        ('{"text": "<name> has <items>"}', {"text": 'a"b has [1,2]'}),
        ('"<name> is new"', 'a"b is new'),
        ('{"none": <no>, "text": "<no>."}', {"none": None, "text": "."}),
        ('{"quote": "\\"<second>\\""}', {"quote": '"2"'}),
        ('{"rule": "<aws.events.rule-name>", "all": <aws.events.event.json>}', {"rule": "r", "all": EVENT}),
        ('{"unknown": "<other>"}', {"unknown": "<other>"}),
    ],
)
def test_a_template_is_filled(template: str, expected: Any) -> None:
    target = {"InputTransformer": {"InputPathsMap": PATHS, "InputTemplate": template}}
    known = {"aws.events.rule-name": "r", "aws.events.event.json": EVENT}
    assert json.loads(transform(target, EVENT, known)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({}, EVENT),
        ({"Input": '{"x": 1}'}, {"x": 1}),
        ({"InputPath": "$.detail.items"}, [1, 2]),
        ({"InputPath": "$.none"}, None),
    ],
)
def test_an_event_a_constant_or_a_part(target: dict[str, Any], expected: Any) -> None:
    assert json.loads(transform(target, EVENT, {})) == expected


def test_an_invalid_path_is_refused() -> None:
    with pytest.raises(TemplateError, match="'detail' is not a JSONPath"):
        transform({"InputPath": "detail"}, EVENT, {})
