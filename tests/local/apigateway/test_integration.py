from __future__ import annotations

import pytest

from aslant.local.apigateway.integration import SUBTYPES, function_arn

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:shop"
PREFIX = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"


@pytest.mark.parametrize(
    ("uri", "arn"),
    [
        (f"{PREFIX}/{ARN}/invocations", ARN),
        (f"{PREFIX}/{ARN}:live/invocations", f"{ARN}:live"),
        (ARN, ARN),
        ("https://shop.example", None),
        ("arn:aws:states:eu-west-1:123456789012:stateMachine:shop", None),
        (None, None),
    ],
)
def test_a_function_is_identified_by_its_arn_or_its_invoke_arn(uri: str | None, arn: str | None) -> None:
    assert function_arn(uri) == arn


def test_the_subtypes_match_the_developer_guide() -> None:
    assert {name: (item.action, item.needed, sorted(item.known)) for name, item in SUBTYPES.items()} == {
        "StepFunctions-StartSyncExecution": (
            "states:StartSyncExecution",
            "StateMachineArn",
            ["Input", "Name", "Region", "StateMachineArn", "TraceHeader"],
        ),
        "StepFunctions-StartExecution": (
            "states:StartExecution",
            "StateMachineArn",
            ["Input", "Name", "Region", "StateMachineArn"],
        ),
        "StepFunctions-StopExecution": (
            "states:StopExecution",
            "ExecutionArn",
            ["Cause", "Error", "ExecutionArn", "Region"],
        ),
    }
