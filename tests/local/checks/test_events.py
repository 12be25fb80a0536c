"""What AWS refuses, or silently does not deliver, among all that starts functions and machines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check, notes
from aslant.local.checks.events import event_notes
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry

if TYPE_CHECKING:
    from tests.local.conftest import LoadProgram

KITCHEN = Path(__file__).parents[1] / "events" / "kitchen"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"

DENY = {"Effect": "Deny", "Action": "*", "Principal": "*"}

CASES: list[tuple[dict[str, Any], str]] = [
    (
        {"Permission news": {"principal": "events.amazonaws.com"}},
        "does not allow SNS to call it, nor does aws:lambda/permission:Permission 'news'",
    ),
    ({"Permission ordered": {"sourceArn": "arn:x"}}, "does not allow EventBridge to call it"),
    ({"Permission photos": {"principal": "sns.amazonaws.com"}}, "does not allow S3 to call it"),
    (
        {"TopicSubscription heard": {"filterPolicy": '{"kind": "pizza"}'}},
        "filterPolicy is not valid. kind must be an object or a list with at least one value.",
    ),
    (
        {"EventRule forwarded": {"eventPattern": '{"source": [{"prefixx": "a"}]}'}},
        "eventPattern is not valid. source: 'prefixx' is not an operator of event patterns. Did you mean 'prefix'?",
    ),
    ({"EventRule nightly": {"scheduleExpression": "rate(1 minutes)"}}, "'rate(1 minutes)' must have a number"),
    ({"EventRule nightly": {"scheduleExpression": "at(2026-01-01T00:00:00)"}}, "is not a schedule expression"),
    ({"EventRule nightly": {"eventBusName": "shop"}}, "scheduleExpression is only allowed on the default event bus"),
    ({"EventTarget machine": {"roleArn": None}}, "roleArn is missing"),
    ({"EventTarget function": {"input": "{}"}}, "only one of input, inputPath, inputTransformer is allowed"),
    ({"EventTarget function": {"inputPath": "detail"}}, "'detail' is not a JSONPath"),
    (
        {"RolePolicy starts": {"policy": {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}}},
        "does not allow states:StartExecution on arn:aws:states:us-east-1:123456789012:stateMachine:bake",
    ),
    ({"Role starts": {"assumeRolePolicy": {"Statement": [DENY]}}}, "assumeRolePolicy"),
    ({"Schedule hourly": {"scheduleExpression": "cron(0 0 1 1 1 *)"}}, "as the day of the month or as the day of the"),
    ({"Schedule hourly": {"scheduleExpressionTimezone": "Berlin"}}, "'Berlin' is not the name of a time zone"),
    ({"Schedule hourly": {"target": {"roleArn": "arn:aws:iam::123456789012:role/x"}}}, "a role that does not exist"),
    ({"Schedule hourly": {"flexibleTimeWindow": {"mode": "FLEXIBLE"}}}, "maximumWindowInMinutes"),
    (
        {"Role scheduled": {"assumeRolePolicy": {"Statement": [{"Effect": "Deny", "Action": "*", "Principal": "*"}]}}},
        "scheduler.amazonaws.com may not assume its role",
    ),
    ({"Pipe bake": {"roleArn": None}}, "roleArn is missing"),
    ({"Role pipes": {"assumeRolePolicy": {"Statement": [DENY]}}}, "pipes.amazonaws.com may not assume its role"),
    ({"Queue orders": {"visibilityTimeoutSeconds": 0}}, "visibility timeout of 0 seconds is shorter than"),
    ({"EventSourceMapping orders": {"batchSize": 11}}, "more than 10 needs maximumBatchingWindowInSeconds"),
    ({"EventSourceMapping line": {"batchSize": 11}}, "batchSize must be at most 10 for a FIFO queue, not 11"),
    ({"EventSourceMapping line": {"maximumBatchingWindowInSeconds": 1}}, "a FIFO queue has no maximumBatching"),
    ({"EventSourceMapping orders": {"startingPosition": "LATEST"}}, "a queue has no startingPosition"),
    ({"EventSourceMapping stock": {"startingPosition": "FIRST"}}, "startingPosition must be one of AT_TIMESTAMP"),
    ({"EventSourceMapping orders": {"functionResponseTypes": ["Report"]}}, "can only have 'ReportBatchItemFailures'"),
    ({"EventSourceMapping slow": {"filterCriteria": {"filters": [{"pattern": "x"}]}}}, "filterCriteria is not valid"),
    (
        {"RolePolicy works": {"policy": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}]}}},
        "does not allow sqs:ReceiveMessage on arn:aws:sqs:us-east-1:123456789012:line.fifo, which the mapping needs",
    ),
]


@pytest.mark.parametrize(("changes", "message"), CASES, ids=[message[:50] for _, message in CASES])
def test_what_would_not_work_on_aws_is_refused(
    load_program: LoadProgram, changes: dict[str, Any], message: str
) -> None:
    registry = load_program((KITCHEN / "__main__.py").read_text(), changes)
    with pytest.raises(LocalError, match=re.escape(message)):
        check(registry, LocalAccount())


def test_a_valid_program_is_accepted_without_notes(load_program: LoadProgram) -> None:
    registry = load_program((KITCHEN / "__main__.py").read_text())
    check(registry, LocalAccount())
    assert notes(registry) == []


@pytest.mark.parametrize(
    ("type", "inputs", "expected"),
    [
        (SUBSCRIPTION, {"protocol": "sqs"}, []),
        (
            SUBSCRIPTION,
            {"protocol": "email"},
            ["nothing is sent by email here. Only queues and functions get messages."],
        ),
        (TARGET, {"arn": "arn:aws:sqs:us-east-1:123456789012:q"}, []),
        (
            TARGET,
            {"arn": "arn:aws:lambda:us-east-1:123456789012:function:f"},
            [
                "arn:aws:lambda:us-east-1:123456789012:function:f gets nothing here, since this program does not "
                "create it."
            ],
        ),
        (
            TARGET,
            {"arn": "arn:aws:kinesis:x"},
            ["arn:aws:kinesis:x gets nothing here. Functions, machines, queues, topics, buses and log groups do."],
        ),
    ],
)
def test_a_receiver_that_gets_nothing_is_noted(type: str, inputs: dict[str, Any], expected: list[str]) -> None:
    registry = Registry()
    registry.add(RegisteredResource("urn:x", type, "x", inputs))
    assert list(event_notes(registry)) == [f"{type} 'x': {note}" for note in expected]
