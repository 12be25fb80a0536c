"""The messages of topics: filtered for each subscription, and delivered to functions and queues.

SNS developer guide, "Fanout to Lambda functions", "Fanout to Amazon SQS queues" and "Message filtering". Signatures are
not real, since nobody could verify them without AWS's certificates.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from aslant.local.events.invocations import timestamp
from aslant.local.events.patterns import PatternError, matches, matches_attributes, read_pattern
from aslant.local.events.targets import Attributes, Targets
from aslant.local.services.hooks import Notification

__all__ = ["Topics", "accepts"]

CERTIFICATE = "SimpleNotificationService-00000000000000000000000000000000.pem"
SIGNATURE = base64.b64encode(b"aslant.local does not sign messages").decode()


class Topics:
    """The deliveries of all topics."""

    def __init__(self, targets: Targets, log: Callable[[str], None]) -> None:
        """Deliver to targets, and log what cannot be delivered."""
        self._targets = targets
        self._log = log

    def publish(self, notification: Notification) -> None:
        """Deliver a message to one subscription, unless its filter policy rejects the message."""
        topic = notification.topic_arn.rpartition(":")[2]
        why = f"topic {topic!r}"
        try:
            if not accepts(notification):
                return
        except PatternError as error:
            self._log(f"{why}: the filter policy of {notification.subscription_arn} is not valid. {error}")
            return
        message = _message(notification)
        try:
            if notification.protocol == "lambda":
                self._targets.send(notification.endpoint, json.dumps(_event(notification, message)), why=why)
            else:
                self._to_queue(notification, message)
                self._log(f"{why} sent to queue {notification.endpoint.rpartition(':')[2]!r}")
        except Exception as error:
            self._log(f"{why} could not reach {notification.endpoint}: {error}")
            self._bury(notification, message, why)

    def _to_queue(self, notification: Notification, message: str) -> None:
        settings = {
            "SqsParameters": {"MessageGroupId": notification.group_id},
            "DeduplicationId": notification.deduplication_id,
        }
        if _is_set(notification.settings.get("RawMessageDelivery")):
            attributes = _raw_attributes(notification)
            self._targets.send_to_queue(notification.endpoint, message, attributes, settings)
            return
        body = json.dumps(_envelope(notification, message), indent=2, separators=(",", " : "), ensure_ascii=False)
        self._targets.send_to_queue(notification.endpoint, body, {}, settings)

    def _bury(self, notification: Notification, message: str, why: str) -> None:
        policy = notification.settings.get("RedrivePolicy")
        if policy:
            settings = json.loads(policy) if isinstance(policy, str) else policy
            body = json.dumps(_envelope(notification, message))
            self._targets.bury(str(settings.get("deadLetterTargetArn")), body, {}, f"{why}, dead letter")


def accepts(notification: Notification) -> bool:
    """Return whether the filter policy of a subscription accepts a message. Raise PatternError if it is not valid."""
    policy = notification.settings.get("FilterPolicy")
    if not policy:
        return True
    pattern = read_pattern(policy)
    if notification.settings.get("FilterPolicyScope") != "MessageBody":
        return matches_attributes(pattern, notification.attributes)
    try:
        body = json.loads(notification.message)
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and matches(pattern, body)


def _message(notification: Notification) -> str:
    """Return the message for the subscription's protocol, if the publisher gave one for each."""
    if not notification.structured:
        return notification.message
    messages = json.loads(notification.message)
    return str(messages.get(notification.protocol) or messages["default"])


def _event(notification: Notification, message: str) -> dict[str, Any]:
    """Return the event for a function (Lambda developer guide, "Invoking Lambda functions with Amazon SNS")."""
    envelope = _envelope(notification, message)
    urls = {"SigningCertUrl": envelope.pop("SigningCertURL"), "UnsubscribeUrl": envelope.pop("UnsubscribeURL")}
    sns = {**envelope, "Subject": notification.subject, **urls, "MessageAttributes": dict(notification.attributes)}
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": notification.subscription_arn,
        "Sns": sns,
    }
    return {"Records": [record]}


def _envelope(notification: Notification, message: str) -> dict[str, Any]:
    """Return the JSON object that a queue or an HTTP endpoint gets."""
    host = f"https://sns.{notification.topic_arn.split(':')[3]}.amazonaws.com"
    attributes = {"MessageAttributes": dict(notification.attributes)} if notification.attributes else {}
    return {
        "Type": "Notification",
        "MessageId": notification.message_id,
        "TopicArn": notification.topic_arn,
        **({} if notification.subject is None else {"Subject": notification.subject}),
        "Message": message,
        "Timestamp": timestamp(),
        "SignatureVersion": "1",
        "Signature": SIGNATURE,
        "SigningCertURL": f"{host}/{CERTIFICATE}",
        "UnsubscribeURL": f"{host}/?Action=Unsubscribe&SubscriptionArn={notification.subscription_arn}",
        **attributes,
    }


def _raw_attributes(notification: Notification) -> Attributes:
    """Return the message attributes for a queue. Binary values are bytes there."""
    attributes: dict[str, Mapping[str, Any]] = {}
    for name, value in notification.attributes.items():
        kind = value["Type"]
        binary = kind.startswith("Binary")
        content = base64.b64decode(value["Value"]) if binary else value["Value"]
        attributes[name] = {"DataType": kind, "BinaryValue" if binary else "StringValue": content}
    return attributes


def _is_set(value: Any) -> bool:
    return str(value).lower() == "true"
