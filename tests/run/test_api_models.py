"""The results of AWS's APIs, as botocore has them."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from aslant.run import api_models
from aslant.run.api_models import result_model
from aslant.run.mock import Mock, MockError, check_mock

pytest.importorskip("botocore")


@pytest.mark.parametrize(
    ("action", "result", "problem"),
    [
        ("s3:getObject", {"ContentLength": 9, "Metadata": {"a": "b"}, "Other": 1}, None),
        ("s3:getObject", {"ContentLength": "9000"}, "Field 'ContentLength' must be a number"),
        ("s3:getObject", {"StorageClass": "Papyrus"}, "Field 'StorageClass' is not an expected value"),
        ("s3:getObject", {"StorageClass": 1}, "Field 'StorageClass' must be a string"),
        ("s3:getObject", {"DeleteMarker": "yes"}, "Field 'DeleteMarker' must be a boolean"),
        ("s3:getObject", {"LastModified": 1764103483}, "Field 'LastModified' must be a string"),
        ("s3:listObjectsV2", {"Contents": [{"Key": "k"}, {"Size": "1"}]}, "Field 'Size' must be a number"),
        ("kms:encrypt", {"CiphertextBlob": 123}, "Field 'CiphertextBlob' must be a string"),
        ("sfn:describeExecution", {"ExecutionArn": "a"}, "Required field 'StateMachineArn' is missing"),
        ("dynamodb:getItem", {"Item": {"id": {"S": "a"}}}, None),
        ("cloudwatchlogs:describeLogGroups", {"LogGroups": {}}, "Field 'LogGroups' must be an array"),
        (
            "lambda:getFunction",
            {"Configuration": {"MemorySize": 127}},
            "Field 'MemorySize' is less than the minimum value",
        ),
        ("nosuch:action", {"a": 1}, None),
        ("s3:noSuchAction", {"a": 1}, None),
        ("s3:deleteBucket", {"a": 1}, None),
    ],
)
def test_a_result_of_any_sdk_action_is_validated(action: str, result: Any, problem: str | None) -> None:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}"}
    if problem is None:
        check_mock(Mock(result), state)
        return
    with pytest.raises(MockError) as refused:
        check_mock(Mock(result), state)
    assert str(refused.value) == f"Mock result schema validation error: {problem}"


def test_required_members_count_in_strict_mode_alone() -> None:
    state = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:describeExecution"}
    check_mock(Mock({}, validation="PRESENT"), state)
    check_mock(Mock({"Status": 1}, validation="NONE"), state)


def test_without_botocore_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.loaders", None)
    api_models._service_model.cache_clear()
    assert result_model("aws-sdk:s3:getObject") is None
    api_models._service_model.cache_clear()


def test_an_optimized_integration_answers_in_its_own_way() -> None:
    assert result_model("lambda:invoke") is None
