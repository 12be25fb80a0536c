"""SNS topics, their policies and their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept, attributes
from aslant.provider.resources.naming import Outputs, fifo_name_of, uuid_of

__all__ = ["KEPT", "SUBSCRIPTION", "TOPIC", "TYPES"]

TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"

TOPIC_ATTRIBUTES: Mapping[str, str] = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
}
SUBSCRIPTION_ATTRIBUTES: Mapping[str, str] = {
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
}


def _topic(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = fifo_name_of(resource, "fifoTopic", "topics")
    arn = account.arn("sns", name)
    return {"id": arn, "name": name, "arn": arn, "owner": account.id}


def _topic_policy(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    _existing(resource, "arn", registry)
    return {"id": resource.inputs.get("arn"), "owner": account.id}


def _subscription(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    topic = _existing(resource, "topic", registry)
    protocol = resource.inputs.get("protocol")
    if not protocol or not resource.inputs.get("endpoint"):
        raise LocalError(f"{resource.label}: set protocol, such as 'sqs', and endpoint, such as a queue's `arn`")
    arn = f"{topic.output('arn')}:{uuid_of(resource.urn)}"
    return {
        "id": arn,
        "arn": arn,
        "ownerId": account.id,
        "pendingConfirmation": protocol in ("email", "email-json", "http", "https"),
        "confirmationWasAuthenticated": protocol in ("sqs", "lambda", "firehose"),
    }


def _existing(resource: RegisteredResource, key: str, registry: Registry) -> RegisteredResource:
    topic = registry.find(TOPIC, "arn", resource.inputs.get(key))
    if topic is None:
        raise LocalError(
            f"{resource.label}: the topic {resource.inputs.get(key)!r} does not exist. Pass the `arn` of one as {key}"
        )
    return topic


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    given = attributes(resource.inputs, TOPIC_ATTRIBUTES)
    yield Kept("sns", "CreateTopic", {"Name": resource.output("name"), "Attributes": given})


def _subscribe(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    """Yield the calls for a queue or a function; topics send nothing to other machines."""
    inputs = resource.inputs
    if inputs.get("protocol") in ("sqs", "lambda"):
        parameters = {
            "TopicArn": inputs.get("topic"),
            "Protocol": inputs["protocol"],
            "Endpoint": inputs.get("endpoint"),
            "Attributes": attributes(inputs, SUBSCRIPTION_ATTRIBUTES),
        }
        yield Kept("sns", "Subscribe", parameters)


TYPES: Mapping[str, Outputs] = {SUBSCRIPTION: _subscription, TOPIC: _topic, TOPIC_POLICY: _topic_policy}
KEPT: Mapping[str, Keep] = {SUBSCRIPTION: _subscribe, TOPIC: _make}
