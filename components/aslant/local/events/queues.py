"""Queues as event sources: their messages are received in batches, and deleted when they have been handled.

Lambda developer guide, "Using Lambda with Amazon SQS". Messages of a failed batch become visible again after the
queue's visibility timeout, and go to its dead-letter queue after `maxReceiveCount` receptions.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aslant.local.events.mapping import SourceMapping, reported_failures
from aslant.local.events.pump import Pump, Spawn, Window

if TYPE_CHECKING:
    from aslant.local.events.targets import Targets
    from aslant.local.services.clients import Clients
    from aslant.local.services.store_data import StoreData
    from aslant.run.hub import Hub

__all__ = ["Consume", "QueueConsumer", "function_consumer"]

MOST_RECEIVED = 10
"""The maximum of messages that one request of ReceiveMessage returns."""

MARGIN_SECONDS = 0.005
"""The time after which a message is visible for certain, since moto counts in whole milliseconds."""

Consume = Callable[[list[dict[str, Any]]], frozenset[str]]
"""Handles the records of a batch, and returns the IDs of those that failed."""


class QueueConsumer:
    """The consumer of one queue."""

    def __init__(
        self,
        mapping: SourceMapping,
        consume: Consume,
        clients: Callable[[], Clients],
        data: StoreData,
        hub: Hub,
        spawn: Spawn,
    ) -> None:
        """Pass batches of records to `consume`, several at a time."""
        self.arn = mapping.source
        _, _, _, self._region, account, name = mapping.source.split(":", 5)
        self._url = f"https://sqs.{self._region}.amazonaws.com/{account}/{name}"
        self._mapping = mapping
        self._consume = consume
        self._clients = clients
        self._data = data
        self._window = Window(mapping.window)
        self.pump = Pump(self._step, hub, spawn, mapping.concurrency)

    def _step(self) -> bool:
        """Handle one batch, and return whether there may be more messages."""
        visible, _ = self._data.messages(self.arn)
        full = self._mapping.batch_size
        wait = self._window.until(visible, full) if visible else None
        messages = [] if wait is not None or not visible else self._receive(full)
        if not messages:
            _, later = self._data.messages(self.arn)
            instants = [instant for instant in (wait, later) if instant is not None]
            if instants:
                self.pump.wake_at(min(instants) + MARGIN_SECONDS)
            return False
        if visible > len(messages):
            self.pump.wake()  # in another thread, unless enough are busy
        self._handle(messages)
        return True

    def _receive(self, count: int) -> list[dict[str, Any]]:
        client = self._clients().of("sqs", self._region)
        messages: list[dict[str, Any]] = []
        while len(messages) < count:
            taken = client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(count - len(messages), MOST_RECEIVED),
                WaitTimeSeconds=0,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", ())
            messages += taken
            if not taken:
                break
        return messages

    def _handle(self, messages: list[dict[str, Any]]) -> None:
        records = [_record(message, self.arn, self._region) for message in messages]
        wanted = [record for record in records if self._mapping.filters.accept(record)]
        failed = self._consume(wanted) if wanted else frozenset()
        done = [message for message in messages if message["MessageId"] not in failed]
        client = self._clients().of("sqs", self._region)
        for start in range(0, len(done), MOST_RECEIVED):
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(done[start : start + MOST_RECEIVED])
            ]
            client.delete_message_batch(QueueUrl=self._url, Entries=entries)


def function_consumer(mapping: SourceMapping, targets: Targets, log: Callable[[str], None]) -> Consume:
    """Return the function that invokes a mapping's function with the records of a batch."""
    name = mapping.source.rpartition(":")[2]

    def consume(records: list[dict[str, Any]]) -> frozenset[str]:
        known = frozenset(str(record["messageId"]) for record in records)
        workers = targets.function(mapping.function)
        count = f"{len(records)} message{'s' * (len(records) != 1)}"
        log(f"queue {name!r} invoked function {workers.function.name!r} with {count}")
        invocation = workers.invoke(json.dumps({"Records": records}).encode())
        failed = known if invocation.failed else frozenset()
        if mapping.reports and not invocation.failed:
            failed = reported_failures(invocation.payload, known)
        if failed:
            log(f"queue {name!r}: function {workers.function.name!r} failed for {len(failed)} of {count}, which stay")
        return failed

    return consume


def _record(message: dict[str, Any], arn: str, region: str) -> dict[str, Any]:
    """Return a message as Lambda passes it to a function."""
    given = message.get("MessageAttributes") or {}
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes") or {},
        "messageAttributes": {name: _attribute(value) for name, value in given.items()},
        "md5OfBody": message["MD5OfBody"],
    }
    if message.get("MD5OfMessageAttributes"):
        record["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    return {**record, "eventSource": "aws:sqs", "eventSourceARN": arn, "awsRegion": region}


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    content = (
        {"binaryValue": base64.b64encode(value["BinaryValue"]).decode()}
        if "BinaryValue" in value
        else {"stringValue": value.get("StringValue")}
    )
    return {**content, "stringListValues": [], "binaryListValues": [], "dataType": value.get("DataType")}
