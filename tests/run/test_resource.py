"""The Resource of a Task."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run.resource import TaskResource
from tests.run.machines import FUNCTION, INVOKE

ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"
SERVICE = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


@pytest.mark.parametrize(
    ("text", "kind", "service", "action"),
    [
        (FUNCTION, "lambda", "", ""),
        ("${check}", "lambda", "", ""),
        (INVOKE, "service", "lambda", "invoke"),
        (SERVICE, "service", "sqs", "sendMessage.waitForTaskToken"),
        ("arn:aws-cn:states:::aws-sdk:s3:listBuckets", "service", "aws-sdk:s3", "listBuckets"),
        (ACTIVITY, "activity", "", ""),
    ],
)
def test_a_resource_is_of_a_kind(text: str, kind: str, service: str, action: str) -> None:
    resource = TaskResource.of(text)
    assert (resource.kind, resource.service, resource.action) == (kind, service, action)


@pytest.mark.parametrize(
    ("text", "arguments", "names"),
    [
        (FUNCTION, {}, (FUNCTION, "work")),
        (f"{FUNCTION}:LIVE", {}, (f"{FUNCTION}:LIVE", FUNCTION, "work")),
        ("${check}", {}, ("${check}", "check")),
        ("work:LIVE", {}, ("work:LIVE", "work")),
        ("123456789012:function:work", {}, ("123456789012:function:work", "work")),
        (INVOKE, {"FunctionName": FUNCTION}, (INVOKE, "lambda:invoke", FUNCTION, "work")),
        (INVOKE, {"FunctionName": "${check}"}, (INVOKE, "lambda:invoke", "${check}", "check")),
        (INVOKE, {"FunctionName": 5}, (INVOKE, "lambda:invoke")),
        (INVOKE, None, (INVOKE, "lambda:invoke")),
        (SERVICE, {"FunctionName": "x"}, (SERVICE, "sqs:sendMessage.waitForTaskToken")),
        (ACTIVITY, {}, (ACTIVITY, "work")),
    ],
)
def test_the_names_of_a_mock_in_order(text: str, arguments: Any, names: tuple[str, ...]) -> None:
    assert TaskResource.of(text).names(arguments) == names


@pytest.mark.parametrize(("text", "submits", "token"), [(INVOKE, False, False), (SERVICE, True, True)])
def test_some_tasks_go_on_after_they_were_taken(text: str, submits: bool, token: bool) -> None:
    resource = TaskResource.of(text)
    assert (resource.submits, resource.takes_token) == (submits, token)
