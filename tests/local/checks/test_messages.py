from __future__ import annotations

from typing import Any

import pytest

from aslant.local.checks.messages import unsent_notes
from aslant.provider.registry import RegisteredResource, Registry

SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"


@pytest.mark.parametrize(
    ("type", "inputs", "notes"),
    [
        (SUBSCRIPTION, {"protocol": "sqs"}, []),
        (SUBSCRIPTION, {"protocol": "lambda"}, ["nothing is sent by lambda here. Only queues receive messages."]),
        (RULE, {"eventPattern": "{}"}, []),
        (RULE, {"scheduleExpression": "rate(1 day)"}, ["schedules do not run here. Send the event to try the rule."]),
        (TARGET, {"arn": "arn:aws:sqs:us-east-1:123456789012:q"}, []),
        (TARGET, {"arn": "arn:f"}, ["arn:f receives no events here. Only queues do."]),
    ],
)
def test_a_resource_that_sends_nothing_here_is_noted(type: str, inputs: dict[str, Any], notes: list[str]) -> None:
    registry = Registry()
    registry.add(RegisteredResource("urn:x", type, "x", inputs))
    assert list(unsent_notes(registry)) == [f"{type} 'x': {note}" for note in notes]
