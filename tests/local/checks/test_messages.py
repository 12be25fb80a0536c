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
        (SUBSCRIPTION, {"protocol": "lambda"}, ["nothing is sent by lambda from here; queues get what is published"]),
        (RULE, {"eventPattern": "{}"}, []),
        (RULE, {"scheduleExpression": "rate(1 day)"}, ["nothing happens by the clock here; send its event to try it"]),
        (TARGET, {"arn": "arn:aws:sqs:us-east-1:123456789012:q"}, []),
        (TARGET, {"arn": "arn:f"}, ["arn:f gets no events here; queues do"]),
    ],
)
def test_what_sends_nothing_here_is_noted(type: str, inputs: dict[str, Any], notes: list[str]) -> None:
    registry = Registry()
    registry.add(RegisteredResource("urn:x", type, "x", inputs))
    assert list(unsent_notes(registry)) == [f"{type} 'x': {note}" for note in notes]
