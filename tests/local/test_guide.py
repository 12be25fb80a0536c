from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.guide import guide, sample_body

if TYPE_CHECKING:
    from .conftest import Served


@pytest.mark.parametrize(
    ("state", "body"),
    [
        ({"Type": "Task", "InputPath": "$.flavour", "ResultPath": "$.check"}, {"flavour": "..."}),
        ({"Type": "Task", "Parameters": {"a.$": "$.order.id", "b.$": "$$.Execution.Id"}}, {"order": "..."}),
        ({"Type": "Choice", "Choices": [{"Variable": "$.size", "IsPresent": True}]}, {"size": "..."}),
        ({"Type": "Task", "Arguments": "{% $states.input.name %}"}, {"name": "..."}),
        ({"Type": "Pass"}, {}),
    ],
)
def test_a_sample_body_has_what_the_first_state_reads(state: dict[str, Any], body: dict[str, Any]) -> None:
    assert sample_body({"StartAt": "A", "States": {"A": state}}) == body


def test_a_sample_body_comes_from_the_first_state_that_reads_anything() -> None:
    states = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.x", "Next": "A"}}
    assert sample_body({"StartAt": "A", "States": states}) == {"x": "..."}
    assert sample_body({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}) == {}


def test_it_prints_the_outputs_what_to_try_and_what_is_served(served: Served) -> None:
    lines = guide(served.deployment, served.aws_url).splitlines()
    url = str(served.api.base_url).rstrip("/")
    assert lines[:4] == [
        f"url: {url}/",
        f"machine: {served.arn('pizza')}",
        "password: [secret]",
        f"aws: {served.aws_url}",
    ]
    assert f"""  curl -sS {url}/ -d '{{"flavour": "..."}}'""" in lines
    assert f"  curl -sS {url}/orders/id" in lines
    assert "  function check" in lines
    assert f"  EXPRESS state machine {served.arn('pizza')}" in lines
    assert lines[-1] == "Ctrl-C ends it."
