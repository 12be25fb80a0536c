from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.configured_outputs import ConfiguredOutputs
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import outputs_of

Load = Callable[..., Registry]
CLUSTER = "aws:ecs/service:Service"


def outputs(row: dict[str, Any], type: str = CLUSTER, **inputs: Any) -> dict[str, Any]:
    resource = RegisteredResource("urn:oven", type, "oven", inputs)
    return outputs_of(
        resource, LocalAccount(), Registry(), ConfiguredOutputs({type: row}).outputs(resource, LocalAccount())
    )


@pytest.mark.parametrize(
    ("row", "inputs", "expected"),
    [
        ({}, {"name": "hot"}, {"id": "hot", "name": "hot"}),
        (
            {"arn": "arn:{partition}:ecs:{region}:{account}:service/{name}"},
            {"name": "hot"},
            {"id": "hot", "name": "hot", "arn": "arn:aws:ecs:us-east-1:123456789012:service/hot"},
        ),
        (
            {"url": "https://{id}", "id": "{inputs[family]}-1", "size": 3, "tags": ["{x}"]},
            {"name": "hot", "family": "ovens"},
            {"id": "ovens-1", "name": "hot", "url": "https://ovens-1", "size": 3, "tags": ["{x}"]},
        ),
        ({"policy": "{{}}"}, {"name": "hot"}, {"id": "hot", "name": "hot", "policy": "{}"}),
    ],
)
def test_a_resource_type_has_the_configured_outputs(
    row: dict[str, Any], inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert outputs(row, **inputs) == expected


def test_configured_outputs_override_the_known_ones() -> None:
    found = outputs({"url": "u"}, "aws:sqs/queue:Queue", name="orders")
    assert (found["url"], found["arn"]) == ("u", "arn:aws:sqs:us-east-1:123456789012:orders")


def test_two_runs_give_the_same_outputs() -> None:
    row = {"id": "svc-{digits}"}
    assert outputs(row) == outputs(row)


@pytest.mark.parametrize("text", ["{nmae}", "{inputs[none]}", "{", "{0}", "{name.none}"])
def test_an_unknown_placeholder_lists_the_known_ones(text: str) -> None:
    with pytest.raises(LocalError) as refused:
        outputs({"arn": text})
    assert str(refused.value) == (
        f"aslant:resources: {CLUSTER}: arn: {text!r} has an unknown name in braces. Use name, digits, region, account, "
        "partition, suffix, id or inputs[…], and write a brace itself twice"
    )


PROGRAM = """
import pulumi
import pulumi_aws as aws

service = aws.ecs.Service("oven", name="oven")
pulumi.export("arn", service.id)
pulumi.export("key", aws.kms.get_key(key_id="alias/bread").id)
"""
TABLES = """\
config:
  aslant:resources:
    aws:ecs/service:Service: { id: "arn:{partition}:ecs:{region}:{account}:service/{name}" }
  aslant:invokes:
    aws:kms/getKey:getKey: { id: key-1 }
"""


def test_a_program_runs_with_the_configured_outputs(load_program: Load) -> None:
    exports = load_program(PROGRAM, Pulumi__dev__yaml=TABLES).exports
    assert exports == {"arn": "arn:aws:ecs:us-east-1:123456789012:service/oven", "key": "key-1"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "aslant:resources: [1]",
            "the config value aslant:resources must be an object with the outputs of resource types by token.",
        ),
        (
            "aslant:invokes: { aws:kms/getKey:getKey: key-1 }",
            "the config value aslant:invokes must be an object with the outputs of provider functions by token, "
            "and 'aws:kms/getKey:getKey' must be an object, not 'key-1'.",
        ),
    ],
)
def test_a_value_that_is_not_a_table_is_refused(load_program: Load, line: str, message: str) -> None:
    with pytest.raises(LocalError) as refused:
        load_program(PROGRAM, Pulumi__dev__yaml=f"config:\n  {line}\n")
    assert str(refused.value) == message
