"""The ARNs of Step Functions in requests."""

from __future__ import annotations

import pytest

from aslant.local.answers import AwsError
from aslant.local.arns import check_arn

HOME = "arn:aws:states:us-east-1:123456789012:"


@pytest.mark.parametrize(
    ("arn", "type"),
    [
        (f"{HOME}stateMachine:bake", "stateMachine"),
        (f"{HOME}stateMachine:bake:7", "stateMachine"),
        (f"{HOME}stateMachine:bake:live.v-1", "stateMachine"),
        (f"{HOME}stateMachine:bake/Label", "stateMachine"),
        (f"{HOME}stateMachine:b.a-k_e+!@()='", "stateMachine"),
        (f"{HOME}execution:bake:a.b", "execution"),
        (f"{HOME}activity:work", "activity"),
        ("arn:aws-cn:states:cn-north-1:123456789012:activity:work", "activity"),
    ],
)
def test_an_arn_of_the_right_type_is_accepted(arn: str, type: str) -> None:
    check_arn(arn, type)
    check_arn(arn, "mapRun", type)


@pytest.mark.parametrize(
    ("arn", "problem"),
    [
        ("bake", "Invalid ARN prefix: bake"),
        ("", "Invalid ARN prefix: "),
        ("arn:aws", "Resource type not valid in this context: arn:aws"),
        (f"{HOME}execution:bake:a", "Resource type not valid in this context: execution"),
        (f"{HOME}stateMachine:", f"Invalid ARN: {HOME}stateMachine:"),
        (f"{HOME}stateMachine:a:b:c", f"Invalid ARN: {HOME}stateMachine:a:b:c"),
        ("arn:aws:states:us-east-1:1:stateMachine:a", "Invalid ARN: arn:aws:states:us-east-1:1:stateMachine:a"),
    ],
)
def test_any_other_arn_is_refused(arn: str, problem: str) -> None:
    with pytest.raises(AwsError) as refused:
        check_arn(arn, "stateMachine")
    assert (refused.value.code, refused.value.message) == ("InvalidArn", f"Invalid Arn: '{problem}'")
