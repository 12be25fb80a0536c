"""Hooks into moto: it keeps the data of services, and a listener delivers what they send.

moto sends some messages itself, to functions in Docker as well. Within `listening`, the listener gets all of them
instead, and is notified of every change of a queue and every record of a table's stream. The calls come from the thread
that serves the request, which holds the store's lock.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

__all__ = ["Listener", "Notification", "Rule", "install", "listening"]

DEDUPLICATION_SECONDS = 300
"""The time in which a FIFO queue accepts a deduplication ID once (SQS developer guide)."""

FIRST_SEQUENCE_NUMBER, SEQUENCE_STEP = 18_849_496_460_467_696_128, 256


@dataclasses.dataclass(frozen=True, slots=True)
class Notification:
    """A message of a topic for one subscription."""

    topic_arn: str
    subscription_arn: str
    protocol: str
    endpoint: str
    message_id: str
    message: str
    structured: bool
    """Whether the message is a JSON object with a message for each protocol."""
    subject: str | None
    attributes: Mapping[str, Mapping[str, str]]
    """The message attributes by name, each with Type and Value."""
    group_id: str | None
    deduplication_id: str | None
    settings: Mapping[str, Any]
    """The attributes of the subscription by AWS's names, such as FilterPolicy."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A rule of an event bus."""

    arn: str
    name: str
    pattern: str | None
    enabled: bool
    targets: tuple[Mapping[str, Any], ...]
    """The targets as in the request of PutTargets."""


class Listener(Protocol):
    """The receiver of what services send and report. Its methods must not block."""

    def started(self) -> None:
        """Called when the store has created its resources."""

    def queue_changed(self, arn: str) -> None:
        """Called when a queue has got a message, or one may have become visible."""

    def published(self, notification: Notification) -> None:
        """Called for each subscription of a topic that gets a message, before its filter policy is applied."""

    def arrived(self, rule: Rule, event: Mapping[str, Any]) -> None:
        """Called for each rule of an event bus that gets an event, before its pattern is applied."""

    def recorded(self, table_arn: str) -> None:
        """Called when the stream of a table has got a record."""

    def object_changed(self, function_arn: str, event: Mapping[str, Any]) -> None:
        """Called when a bucket notifies a function."""

    def schedules_changed(self) -> None:
        """Called after a request that may have changed a schedule."""


class _Thread(threading.local):
    """The listener of the current thread."""

    listener: Listener | None = None


_thread = _Thread()


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Pass what moto sends in this thread to a listener."""
    before, _thread.listener = _thread.listener, listener
    try:
        yield
    finally:
        _thread.listener = before


def install() -> None:
    """Install the hooks that `listening` activates."""
    from moto.dynamodb.models.table import StreamShard
    from moto.events.models import Rule as MotoRule
    from moto.s3 import notifications
    from moto.sns.models import Subscription
    from moto.sqs.models import Queue, SQSBackend

    if hasattr(Queue.add_message, "hooked"):
        return
    _wrap(Queue, "add_message", _add_message)
    _wrap(Queue, "delete_message", _delete_message)
    _wrap(SQSBackend, "change_message_visibility", _change_visibility)
    _wrap(Subscription, "publish", _publish)
    _wrap(MotoRule, "send_to_targets", _send_to_targets)
    _wrap(StreamShard, "add", _add_record)
    _wrap(notifications, "_invoke_awslambda", _notify_function)
    _wrap(notifications, "_get_s3_event", _s3_event)


def _wrap(owner: Any, name: str, hook: Callable[..., Any]) -> None:
    """Replace a function by a hook, which gets the listener and the original in front of the arguments."""
    original = getattr(owner, name)

    def hooked(*arguments: Any, **options: Any) -> Any:
        listener = _thread.listener
        if listener is None:
            return original(*arguments, **options)
        return hook(listener, original, *arguments, **options)

    hooked.hooked = True  # type: ignore[attr-defined]
    setattr(owner, name, hooked)


_sequence = itertools.count(FIRST_SEQUENCE_NUMBER, SEQUENCE_STEP)


def _add_message(listener: Listener, original: Callable[..., None], queue: Any, message: Any) -> None:
    if queue.fifo_queue and not message.approximate_receive_count:
        message.sequence_number = str(next(_sequence))
        if _is_duplicate(queue, message):
            return
    original(queue, message)
    listener.queue_changed(queue.queue_arn)


def _is_duplicate(queue: Any, message: Any) -> bool:
    """Return whether a FIFO queue got a message's deduplication ID before, also if that message has been deleted."""
    seen: dict[Any, float] = vars(queue).setdefault("aslant_deduplication", {})
    now = time.monotonic()
    for key in [key for key, until in seen.items() if until <= now]:
        del seen[key]
    scope = message.group_id if queue.deduplication_scope == "messageGroup" else None
    return bool(
        message.deduplication_id
        and seen.setdefault((scope, message.deduplication_id), now + DEDUPLICATION_SECONDS)
        < now + DEDUPLICATION_SECONDS
    )


def _delete_message(listener: Listener, original: Callable[..., None], queue: Any, receipt_handle: str) -> None:
    original(queue, receipt_handle)
    if queue.fifo_queue:  # the next message of its group can be received now
        listener.queue_changed(queue.queue_arn)


def _change_visibility(
    listener: Listener, original: Callable[..., None], backend: Any, queue_name: str, *arguments: Any, **options: Any
) -> None:
    original(backend, queue_name, *arguments, **options)
    listener.queue_changed(backend.get_queue(queue_name).queue_arn)


def _publish(
    listener: Listener,
    original: Callable[..., None],
    subscription: Any,
    message: str,
    message_id: str,
    subject: str | None = None,
    message_attributes: Mapping[str, Any] | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
    message_structure: str | None = None,
) -> None:
    if subscription.protocol not in ("sqs", "lambda"):
        options = {"subject": subject, "message_attributes": message_attributes, "group_id": group_id}
        options |= {"deduplication_id": deduplication_id, "message_structure": message_structure}
        original(subscription, message, message_id, **options)
        return
    listener.published(
        Notification(
            topic_arn=subscription.topic.arn,
            subscription_arn=subscription.arn,
            protocol=subscription.protocol,
            endpoint=subscription.endpoint,
            message_id=message_id,
            message=message,
            structured=message_structure == "json",
            subject=subject,
            attributes={
                name: {"Type": str(value["Type"]), "Value": str(value["Value"])}
                for name, value in (message_attributes or {}).items()
            },
            group_id=group_id,
            deduplication_id=deduplication_id,
            settings=dict(subscription.attributes),
        )
    )


def _send_to_targets(
    listener: Listener, original: Callable[..., None], rule: Any, event: Mapping[str, Any], *arguments: Any, **_: Any
) -> None:
    archives = [target for target in rule.targets if target["Arn"].endswith(":::")]
    if archives:  # moto's own rules, which keep events for a replay
        archiving = copy.copy(rule)
        archiving.targets = archives
        original(archiving, event, *arguments)
        return
    listener.arrived(described(rule), event)


def described(rule: Any) -> Rule:
    """Return the data of one of moto's rules."""
    targets = tuple(dict(target) for target in rule.targets)
    return Rule(rule.arn, rule.name, rule.event_pattern.dump(), rule.state != "DISABLED", targets)


def _add_record(listener: Listener, original: Callable[..., None], shard: Any, old: Any, new: Any) -> None:
    if old is not None and new is not None and old.to_json() == new.to_json():
        return  # DynamoDB writes no record if nothing changes
    original(shard, old, new)
    shard.items[-1].record["awsRegion"] = shard.table.region_name
    listener.recorded(shard.table.table_arn)


def _notify_function(
    listener: Listener, _: Callable[..., None], __: str, event: Mapping[str, Any], function_arn: str, ___: str
) -> None:
    if "Records" in event:  # S3 sends its test event to queues and topics only
        listener.object_changed(function_arn, event)


def _s3_event(
    _: Listener, original: Callable[..., Any], event_name: str, bucket: Any, key: Any, notification_id: str
) -> Any:
    """Return the event of a notification with the members that moto leaves out (S3 user guide)."""
    event = original(event_name, bucket, key, notification_id)
    for record in event["Records"]:
        record["userIdentity"] = {"principalId": "AWS:AIDAINPONIXQXHT3IKHL2"}
        record["requestParameters"] = {"sourceIPAddress": "127.0.0.1"}
        record["responseElements"] = {"x-amz-request-id": f"{time.time_ns():016X}", "x-amz-id-2": "local"}
        record["s3"]["bucket"]["ownerIdentity"] = {"principalId": "A3NL1KOZZKExample"}
        record["s3"]["object"]["sequencer"] = f"{time.time_ns():016X}"
        if key.version_id and key.version_id != "null":
            record["s3"]["object"]["versionId"] = key.version_id
    return event
