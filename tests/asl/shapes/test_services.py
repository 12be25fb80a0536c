"""The shapes of the results of services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aslant.asl.shapes.services import output_shape
from aslant.asl.shapes.shape import ANY, MISSING, NUMBER, OBJECT, STRING, UNKNOWN, Shape
from aslant.asl.shapes.unions import item_of, member_of
from aslant.asl.shapes.values import shape_of_value
from aslant.walk import states_of
from tests.asl.shapes.membership import contains
from tests.corpus import MISSING as NO_CORPUS
from tests.corpus import rows

ARN = "arn:aws:states:::"


def at(resource: str, *path: str | int) -> Shape:
    shape = output_shape(f"{ARN}{resource}")
    for step in path:
        shape = member_of(shape, step) if isinstance(step, str) else item_of(shape, step)
    return shape


def test_a_member_has_its_name_in_step_functions() -> None:
    assert at("aws-sdk:rds:describeDBInstances", "DbInstances", 0, "DbInstanceStatus").string is True
    assert at("aws-sdk:rds:describeDBInstances", "DbInstance") is MISSING
    assert at("aws-sdk:sfn:startExecution", "executionArn") is MISSING


def test_a_required_member_is_there_and_of_others_it_is_unknown() -> None:
    assert at("aws-sdk:sfn:startExecution", "ExecutionArn") == STRING
    assert at("aws-sdk:dynamodb:getItem", "Item").missing is None
    assert at("aws-sdk:dynamodb:getItem", "Itm") is MISSING


def test_a_value_has_its_json_type() -> None:
    assert at("aws-sdk:lambda:getFunction", "Configuration", "MemorySize") == NUMBER.perhaps()
    assert at("aws-sdk:sfn:startExecution", "StartDate") == STRING
    assert at("aws-sdk:kms:encrypt", "CiphertextBlob") == STRING.perhaps()
    assert at("aws-sdk:glue:getCrawler", "Crawler", "State").string == frozenset(["READY", "RUNNING", "STOPPING"])
    assert at("aws-sdk:dynamodb:describeTable", "Table", "TableStatus").string >= {"ACTIVE"}  # type: ignore[operator]


def test_what_aws_does_not_document_is_unknown() -> None:
    assert at("aws-sdk:s3:getObject", "Body") is UNKNOWN
    assert at("lambda:invoke", "Payload") is UNKNOWN
    assert at("aws-sdk:dynamodb:getItem", "Item", "id", "M", "deep") is UNKNOWN


def test_optimized_integrations_add_metadata_and_may_use_the_names_of_the_api() -> None:
    assert at("sqs:sendMessage", "SdkHttpMetadata") == OBJECT.perhaps()
    assert at("sqs:sendMessage", "MD5OfMessageBody") == at("sqs:sendMessage", "Md5OfMessageBody") == STRING.perhaps()
    assert at("sqs:sendMessage", "MesageId") is MISSING
    assert at("http:invoke", "StatusCode") == NUMBER


def test_an_action_without_a_result_returns_an_empty_object() -> None:
    shape = output_shape(f"{ARN}aws-sdk:s3:deleteBucket")
    assert shape == shape_of_value({})


@pytest.mark.parametrize(
    "resource",
    [
        f"{ARN}aws-sdk:dynamodb:putItem.waitForTaskToken",
        f"{ARN}ecs:runTask.sync",
        f"{ARN}states:startExecution.sync:2",
        f"{ARN}aws-sdk:oven:bake",
        f"{ARN}aws-sdk:dynamodb:bake",
        f"{ARN}elasticmapreduce:addStep",
        "${pineapple_check}",
        "arn:aws:lambda:eu-west-1:1:function:f",
    ],
)
def test_the_result_of_another_resource_is_unknown(resource: str) -> None:
    assert output_shape(resource) == ANY


def test_every_large_result_has_a_bounded_shape() -> None:
    for call in ("medialive:describeChannel", "ec2:describeInstances", "sagemaker:describeTrainingJob"):
        shape = output_shape(f"{ARN}aws-sdk:{call}")
        assert shape.objects
        assert shape.size <= 2_000


ROWS = rows("executions_services.jsonl")


def _recorded() -> Iterator[tuple[str, Any]]:
    """Yield the resource and the result of each successful call of a service that AWS recorded."""
    for row in ROWS:
        resources = {name: str(state.get("Resource")) for name, state in states_of(row["definition"])}
        for name, mocks in row.get("mocks", {}).items():
            resource = resources.get(name, "")
            for mock in mocks:
                result = mock.get("Submitted" if ".waitForTaskToken" in resource else "Return")
                if resource.startswith(ARN) and ".sync" not in resource and type(result) is dict:
                    yield resource.removesuffix(".waitForTaskToken"), result


@pytest.mark.skipif(not ROWS, reason=NO_CORPUS)
def test_recorded_results_have_their_shapes() -> None:
    found = list(_recorded())
    assert len({resource for resource, _ in found}) >= 5
    for resource, result in found:
        assert contains(output_shape(resource), result), (resource, result)
