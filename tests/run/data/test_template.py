"""Payload templates."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import run
from aslant.run.data.template import compile_template
from tests.run.machines import machine, only


@pytest.mark.parametrize(
    ("template", "output"),
    [
        ({"a": "$.x", "b": [1, {"c": "$$"}]}, {"a": "$.x", "b": [1, {"c": "$$"}]}),
        ({"a.$": "$.x"}, {"a": 1}),
        ({"a": {"b.$": "$.y"}, "c": 3}, {"a": {"b": {"z": [2]}}, "c": 3}),
        ({"a": [{"b.$": "$.x"}, "$.x"]}, {"a": [{"b": 1}, "$.x"]}),
        ({"a.$": "$.y.z[*]"}, {"a": [2]}),
        ({"a.$": "$$.State.Name"}, {"a": "Only"}),
        ({"a.$": "States.Array($.x)"}, {"a": [1]}),
        ({"a.$": " $.x "}, {"a": 1}),
        ({"a.$": "$.y['z','x']"}, {"a": {"z": [2]}}),
        ("$.x", "$.x"),
        ([1, 2], [1, 2]),
        (None, None),
    ],
)
def test_a_member_that_ends_in_dollar_is_evaluated(template: Any, output: Any) -> None:
    assert run(only(Parameters=template), {"x": 1, "y": {"z": [2]}}).output == output


@pytest.mark.parametrize(
    ("template", "rule"),
    [
        ({"a.$": 1}, "must be a path or an intrinsic, not 1"),
        ({"a.$": "x"}, "must start with $"),
        ({"a.$": "$.x", "a": 1}, "Keep one"),
    ],
)
def test_a_wrong_member_is_refused(template: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(only(Parameters=template))
    assert rule in str(refused.value)
    assert str(refused.value).startswith("state 'Only': Parameters: ")


def test_a_template_may_not_be_nested_without_end() -> None:
    template: Any = {"a.$": "$"}
    for _ in range(300):
        template = [template]
    with pytest.raises(DefinitionError, match="nested 200 levels deep"):
        compile_template(template)


def test_changing_an_output_changes_no_later_execution() -> None:
    constant = machine({"A": {"Result": {"list": []}}})
    first = run(constant).output
    first["list"].append(1)
    assert run(constant).output == {"list": []}
