"""What an EXPRESS machine cannot do is told before AWS refuses it."""

from typing import Any

import pytest

from aslant.aws.express import check_express
from aslant.errors import ArgsError


def inside(state: dict[str, Any]) -> dict[str, Any]:
    branch = {"StartAt": "Go", "States": {"Go": state}}
    return {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "Branches": [branch]}}}


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ({"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2"}, "waits by .sync:2"),
        (
            {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"},
            "waits by .waitForTaskToken",
        ),
        ({"Type": "Task", "Resource": "arn:aws:states:eu-west-1:1:activity:bake"}, "waits for an activity's worker"),
        ({"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}, "is a distributed Map"),
    ],
)
def test_a_state_that_only_standard_can_run_is_refused(state: dict[str, Any], what: str) -> None:
    with pytest.raises(ArgsError, match=rf"^x: state 'Go' {what}, which an EXPRESS machine cannot"):
        check_express("x", inside(state))


@pytest.mark.parametrize(
    "state",
    [
        {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:1:function:x.sync"},
        {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage"},
        {"Type": "Task", "Resource": object()},
        {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}}},
        {"Type": "Pass"},
    ],
)
def test_everything_else_runs(state: dict[str, Any]) -> None:
    check_express("x", inside(state))
