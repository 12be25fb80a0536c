"""The check of parameters against the API model, and that every operation of the model is served."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.answers import AwsError
from aslant.local.stepfunctions.api import OPERATIONS
from aslant.local.stepfunctions.input_check import TYPES, api_model, checked_input

from .conftest import MACHINE

if TYPE_CHECKING:
    from .conftest import Api

PENDING = {"DescribeMapRun", "ListMapRuns", "RedriveExecution", "UpdateMapRun"}
"""Operations that are not served yet."""


def test_every_operation_of_the_api_is_served() -> None:
    assert api_model()["operations"].keys() - PENDING == OPERATIONS.keys() - PENDING


def test_the_model_is_botocore_s(api: Api) -> None:
    assert set(api.client.meta.service_model.operation_names) == api_model()["operations"].keys()


def test_the_types_of_all_inputs_are_known() -> None:
    shapes = api_model()["shapes"]
    waiting = [operation["input"]["shape"] for operation in api_model()["operations"].values()]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        shape = shapes[name]
        inner = [member["shape"] for member in shape.get("members", {}).values()]
        inner += [shape["member"]["shape"]] if "member" in shape else []
        waiting += [other for other in inner if other not in seen]
    assert {shapes[name]["type"] for name in seen} <= TYPES.keys()


@pytest.mark.parametrize(
    ("operation", "parameters", "message"),
    [
        (
            "ListExecutions",
            {"statusFilter": "succeeded"},
            "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member "
            "must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
        ),
        (
            "ListStateMachines",
            {"maxResults": 1001},
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have "
            "value less than or equal to 1000",
        ),
        (
            "ListStateMachines",
            {"nextToken": ""},
            "1 validation error detected: Value '' at 'nextToken' failed to satisfy constraint: Member must have "
            "length greater than or equal to 1",
        ),
        (
            "SendTaskSuccess",
            {},
            "2 validation errors detected: Value null at 'taskToken' failed to satisfy constraint: Member must not be "
            "null; Value null at 'output' failed to satisfy constraint: Member must not be null",
        ),
        (
            "StartExecution",
            {"stateMachineArn": "x", "input": '"' + "é" * 131_072 + '"'},
            "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have size less "
            "than or equal to 262144 bytes in UTF-8 encoding",
        ),
        (
            "TagResource",
            {"resourceArn": "x", "tags": [{"key": ""}]},
            "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must "
            "have length greater than or equal to 1",
        ),
        (
            "StartExecution",
            {"stateMachineArn": "x", "traceHeader": "é"},
            "1 validation error detected: Value 'é' at 'traceHeader' failed to satisfy constraint: Member must satisfy "
            "regular expression pattern: \\p{ASCII}*",
        ),
        (
            "CreateStateMachine",
            {"name": "a", "roleArn": "r", "definition": ""},
            "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length "
            "greater than or equal to 1",
        ),
    ],
)
def test_a_broken_constraint_has_aws_s_message(operation: str, parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(AwsError) as refused:
        checked_input(operation, parameters)
    assert (refused.value.code, refused.value.message) == ("ValidationException", message)


@pytest.mark.parametrize(
    ("operation", "parameters", "message"),
    [
        ("StartExecution", {"stateMachineArn": "x", "input": {"a": 1}}, "input must be a string"),
        ("ListStateMachines", {"maxResults": "5"}, "maxResults must be an integer"),
        ("ListStateMachines", {"maxResults": True}, "maxResults must be an integer"),
        ("GetExecutionHistory", {"executionArn": "x", "reverseOrder": 1}, "reverseOrder must be a boolean"),
        ("TagResource", {"resourceArn": "x", "tags": {}}, "tags must be a list"),
        ("TagResource", {"resourceArn": "x", "tags": [1]}, "tags.1.member must be an object"),
    ],
)
def test_a_value_of_another_type_cannot_be_read(operation: str, parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(AwsError) as refused:
        checked_input(operation, parameters)
    assert (refused.value.code, refused.value.message) == ("SerializationException", message)


def test_unknown_members_and_nulls_are_ignored() -> None:
    given = {"resourceArn": "x", "colour": 1, "tags": [{"key": "a", "value": None, "more": {}}]}
    assert checked_input("TagResource", given) == {"resourceArn": "x", "tags": [{"key": "a"}]}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@pytest.mark.parametrize("value", [None, 1, "", "x", [], {}, [None], {"key": 1}, True, 1e999, "é" * 3_000])
def test_no_value_makes_an_operation_fail(api: Api, operation: str, value: Any) -> None:
    members = api_model()["shapes"][api_model()["operations"][operation]["input"]["shape"]].get("members", {})
    answer = api.raw(operation, dict.fromkeys(members, value))
    assert "__type" in answer or json.dumps(answer)
    for name in members:
        api.raw(operation, {"stateMachineArn": f"{MACHINE}none", name: value})
