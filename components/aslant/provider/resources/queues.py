"""SQS queues, their policies and redrive settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept, attributes
from aslant.provider.resources.naming import Outputs, fifo_name_of

__all__ = ["KEPT", "QUEUE", "TYPES"]

QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
REDRIVE_POLICY = "aws:sqs/redrivePolicy:RedrivePolicy"

ATTRIBUTES: Mapping[str, str] = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redrivePolicy": "RedrivePolicy",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
"""Inputs, and their names in SQS (API reference, SetQueueAttributes)."""


def _queue(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = fifo_name_of(resource, "fifoQueue", "queues")
    url = f"https://sqs.{account.region}.{account.suffix}/{account.id}/{name}"
    return {
        "id": url,
        "url": url,
        "name": name,
        "arn": account.arn("sqs", name),
        "visibilityTimeoutSeconds": resource.inputs.get("visibilityTimeoutSeconds", 30),
        "messageRetentionSeconds": resource.inputs.get("messageRetentionSeconds", 345_600),
    }


def _attached(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    url = resource.inputs.get("queueUrl")
    if registry.find(QUEUE, "url", url) is None:
        raise LocalError(f"{resource.label}: the queue {url!r} does not exist. Pass the `url` of one")
    return {"id": url}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    given = attributes(resource.inputs, ATTRIBUTES)
    yield Kept("sqs", "CreateQueue", {"QueueName": resource.output("name"), "Attributes": given})


def _redrive(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    given = resource.inputs.get("redrivePolicy")
    text = given if isinstance(given, str) else json.dumps(given)
    parameters = {"QueueUrl": resource.inputs.get("queueUrl"), "Attributes": {"RedrivePolicy": text}}
    yield Kept("sqs", "SetQueueAttributes", parameters)


TYPES: Mapping[str, Outputs] = {QUEUE: _queue, QUEUE_POLICY: _attached, REDRIVE_POLICY: _attached}
KEPT: Mapping[str, Keep] = {QUEUE: _make, REDRIVE_POLICY: _redrive}
