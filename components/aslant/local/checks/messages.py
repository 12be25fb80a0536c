"""Resources that forward messages: subscriptions of topics, and rules of event buses with their targets."""

from __future__ import annotations

from collections.abc import Iterator

from aslant.provider.registry import Registry
from aslant.provider.resources.buses import EVENT_RULE, EVENT_TARGET
from aslant.provider.resources.topics import SUBSCRIPTION

__all__ = ["unsent_notes"]


def unsent_notes(registry: Registry) -> Iterator[str]:
    """Yield a note for each resource that sends nothing here. Topics and rules only send to queues."""
    for subscription in registry.of(SUBSCRIPTION):
        protocol = subscription.inputs.get("protocol")
        if protocol != "sqs":
            yield f"{subscription.label}: nothing is sent by {protocol} here. Only queues receive messages."
    for rule in registry.of(EVENT_RULE):
        if rule.inputs.get("scheduleExpression"):
            yield f"{rule.label}: schedules do not run here. Send the event to try the rule."
    for target in registry.of(EVENT_TARGET):
        if ":sqs:" not in str(target.inputs.get("arn")):
            yield f"{target.label}: {target.inputs.get('arn')} receives no events here. Only queues do."
