"""What sends messages on: subscriptions of topics, and rules of event buses with their targets."""

from __future__ import annotations

from collections.abc import Iterator

from aslant.provider.registry import Registry
from aslant.provider.resources.buses import EVENT_RULE, EVENT_TARGET
from aslant.provider.resources.topics import SUBSCRIPTION

__all__ = ["unsent_notes"]


def unsent_notes(registry: Registry) -> Iterator[str]:
    """What is created here and sends nothing: only queues get what topics and rules send."""
    for subscription in registry.of(SUBSCRIPTION):
        protocol = subscription.inputs.get("protocol")
        if protocol != "sqs":
            yield f"{subscription.label}: nothing is sent by {protocol} from here; queues get what is published"
    for rule in registry.of(EVENT_RULE):
        if rule.inputs.get("scheduleExpression"):
            yield f"{rule.label}: nothing happens by the clock here; send its event to try it"
    for target in registry.of(EVENT_TARGET):
        if ":sqs:" not in str(target.inputs.get("arn")):
            yield f"{target.label}: {target.inputs.get('arn')} gets no events here; queues do"
