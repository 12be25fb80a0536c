"""Models, which are schemas in JSON Schema draft 4."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.local.apigateway.rest import regular_expressions
from aslant.local.apigateway.rest.model import Model
from aslant.local.apigateway.rest.regular_expressions import PatternError

CLOSED = {
    "properties": {"id": {"type": "string"}},
    "patternProperties": {"^x-": {"type": "number"}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("schema", "value", "faults"),
    [
        ({"pattern": "^[a-z]+$"}, "abc", []),
        ({"pattern": "^[a-z]+$"}, "ABC", ["'ABC' does not match '^[a-z]+$'"]),
        ({"pattern": "^[a-z]+$"}, 5, []),
        (CLOSED, {"id": "a", "x-size": 1}, []),
        (CLOSED, {"x-size": "1"}, ["'1' is not of type 'number'"]),
        (CLOSED, {"y-size": 1}, ["Additional properties are not allowed ('y-size' was unexpected)"]),
        ({"additionalProperties": {"type": "number"}}, {"a": "b"}, ["'b' is not of type 'number'"]),
        ({**CLOSED, "additionalProperties": {"type": "null"}}, {"x-a": 1, "y": 2}, ["2 is not of type 'null'"]),
        (CLOSED, ["y-size"], []),
    ],
)
def test_a_value_is_validated_against_a_model(schema: dict[str, Any], value: Any, faults: list[str]) -> None:
    assert [error.message for error in Model(schema).iter_errors(value)] == faults


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "(a|aa)+$"}, "a" * 60 + "b"),
        ({"patternProperties": {"(a|aa)+$": {}}}, {"a" * 60 + "b": 1}),
        ({"patternProperties": {"(a|aa)+$": {}}, "additionalProperties": False}, {"a" * 60 + "b": 1}),
    ],
)
def test_a_backtracking_pattern_is_stopped(schema: dict[str, Any], value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_expressions, "SECONDS", 0.05)
    with pytest.raises(PatternError, match=r"takes longer than 0\.05 s"):
        list(Model(schema).iter_errors(value))
