from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.answers import AwsError, Date, to_json


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1629880767.853, "1.629880767853E9"),
        (1629880768.0, "1.629880768E9"),
        (1629880768.1, "1.6298807681E9"),
        (2000000000.0, "2.0E9"),
    ],
)
def test_a_date_is_written_as_aws_writes_it(seconds: float, text: str) -> None:
    assert to_json({"d": Date(seconds)}) == f'{{"d":{text}}}'.encode()
    assert json.loads(text) == seconds


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}"),
        ({"a": "é", "b": [1, {"c": None}], "d": {"e": True}}, '{"a":"é","b":[1,{"c":null}],"d":{"e":true}}'),
        ({"a": "x\ud800é"}, '{"a":"x\\ud800\\u00e9"}'),
    ],
)
def test_json_is_compact_and_utf_8(value: dict[str, Any], text: str) -> None:
    assert to_json(value) == text.encode()
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("code", "type"),
    [
        ("InvalidArn", "com.amazonaws.swf.service.v2.model#InvalidArn"),
        ("ValidationException", "com.amazon.coral.validate#ValidationException"),
        ("UnknownOperationException", "com.amazon.coral.service#UnknownOperationException"),
    ],
)
def test_an_error_has_aws_s_type_and_message(code: str, type: str) -> None:
    assert json.loads(AwsError(code, "why").body) == {"__type": type, "message": "why"}
