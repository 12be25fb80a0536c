"""Streams of DynamoDB tables as event sources: their records are passed to a function in order.

Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB". A batch that fails is retried and blocks the records
after it, until it succeeds, or its retries or its age are exhausted and it goes to the on-failure destination.
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aslant.local.events.invocations import LATEST, timestamp
from aslant.local.events.mapping import SourceMapping, reported_failures
from aslant.local.events.pump import Pump, Spawn, Window

if TYPE_CHECKING:
    from aslant.local.events.targets import Targets
    from aslant.local.functions.workers import Workers
    from aslant.local.services.store_data import StoreData
    from aslant.run.hub import Hub

__all__ = ["StreamConsumer", "table_of"]

FIRST_RETRY_SECONDS, MAX_RETRY_SECONDS = 0.5, 60.0
"""The delays of the first retry and of the later ones, which double up to a limit. AWS does not document its own."""

SHARD = "shardId-00000001541626099285-f35f62ef"

Records = list[dict[str, Any]]


class StreamConsumer:
    """The mapping of one table's stream to a function."""

    def __init__(
        self,
        mapping: SourceMapping,
        targets: Targets,
        data: StoreData,
        hub: Hub,
        spawn: Spawn,
        log: Callable[[str], None],
    ) -> None:
        """Invoke the function of a mapping, one batch at a time."""
        self.mapping = mapping
        self.table = table_of(mapping.source)
        self._region = mapping.source.split(":")[3]
        self._targets = targets
        self._data = data
        self._log = log
        self._position: int | None = None
        """The number of records that were read; None before `start`."""
        self._batches: list[Records] = []
        """Batches that were read and have not been handled, in order."""
        self._attempts = 0
        """The failed attempts of the first batch."""
        self._resume: float | None = None
        """The instant of the next retry."""
        self._window = Window(mapping.window)
        self._before: StreamConsumer | None = None
        """The consumer of the version before, which may still handle a batch."""
        self.pump = Pump(self._step, hub, spawn)

    def start(self) -> None:
        """Take the starting position, once the table has its first items."""
        if self._position is None and self._before is None:
            self._position = self._data.count(self.table, self._region) if self.mapping.start == "LATEST" else 0

    def resume(self, others: Iterable[StreamConsumer]) -> None:
        """Go on where the consumer of the same stream and function has ended, in the version before."""
        for other in others:
            if (other.mapping.source, other.mapping.function) == (self.mapping.source, self.mapping.function):
                self._before = other

    def _step(self) -> bool:
        """Handle one batch, and return whether there may be more records."""
        if self._before is not None:
            if self._before.pump.when_idle(self.pump.wake):
                return False
            self._position, self._batches = self._before._position, list(self._before._batches)
            self._before = None
        if self._resume is not None and time.time() < self._resume:
            return False
        self._resume = None
        if not self._batches:
            batch = self._read()
            if batch is None:
                return False
            if not batch:  # all of them were filtered out
                return True
            self._batches.append(batch)
        self._handle(self._batches[0])
        return self._resume is None

    def _read(self) -> Records | None:
        """Return the next records that match the filters; None if there are none, or the batch is still filling."""
        size = self.mapping.batch_size
        if self._position is None:
            return None
        records = self._data.records(self.table, self._region, self._position, size)
        if not records:
            return None
        wait = self._window.until(len(records), size)
        if wait is not None:
            self.pump.wake_at(wait)
            return None
        self._position += len(records)
        made = [_record(record, self.mapping.source) for record in records]
        return [record for record in made if self.mapping.filters.accept(record)]

    def _handle(self, batch: Records) -> None:
        workers = self._targets.function(self.mapping.function)
        name, count = workers.function.name, f"{len(batch)} record{'s' * (len(batch) != 1)}"
        self._log(f"stream of table {self.table!r} invoked function {name!r} with {count}")
        request_id = str(uuid.uuid4())
        invocation = workers.invoke(json.dumps({"Records": batch}).encode(), request_id)
        rest = batch if invocation.failed else []
        if self.mapping.reports and not invocation.failed:
            rest = _from_first_failure(batch, invocation.payload)
        if not rest:
            self._next()
            return
        self._attempts += 1
        retries, exhausted = self.mapping.retries, self._is_too_old(rest)
        if self.mapping.bisects and len(rest) > 1 and not exhausted:
            half = len(rest) // 2
            self._batches[:1] = [rest[:half], rest[half:]]
            self._attempts -= 1  # a split is not a retry
            self._log(f"stream of table {self.table!r}: function {name!r} failed, and the batch is split in two")
            return
        if exhausted or 0 <= retries < self._attempts:
            condition = "RecordAgeExceeded" if exhausted else "RetryAttemptsExhausted"
            self._discard(rest, workers, request_id, condition)
            self._next()
            return
        self._batches[0] = rest
        delay = min(FIRST_RETRY_SECONDS * 2 ** min(self._attempts - 1, 10), MAX_RETRY_SECONDS)
        self._log(f"stream of table {self.table!r}: function {name!r} failed, and is invoked again in {delay:g} s")
        self._resume = time.time() + delay
        self.pump.wake_at(self._resume + 0.001)

    def _next(self) -> None:
        del self._batches[0]
        self._attempts = 0

    def _is_too_old(self, batch: Records) -> bool:
        oldest = float(batch[0]["dynamodb"]["ApproximateCreationDateTime"])
        return 0 <= self.mapping.max_age < time.time() - oldest

    def _discard(self, batch: Records, workers: Workers, request_id: str, condition: str) -> None:
        why = f"stream of table {self.table!r}"
        self._log(f"{why}: function {workers.function.name!r} failed {self._attempts} times. The batch is dropped.")
        if self.mapping.on_failure is None:
            return
        arrivals = [float(record["dynamodb"]["ApproximateCreationDateTime"]) for record in batch]
        record = {
            "requestContext": {
                "requestId": request_id,
                "functionArn": workers.function.arn,
                "condition": condition,
                "approximateInvokeCount": self._attempts,
            },
            "responseContext": {"statusCode": 200, "executedVersion": LATEST, "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": timestamp(),
            "DDBStreamBatchInfo": {
                "shardId": SHARD,
                "startSequenceNumber": batch[0]["dynamodb"]["SequenceNumber"],
                "endSequenceNumber": batch[-1]["dynamodb"]["SequenceNumber"],
                "approximateArrivalOfFirstRecord": timestamp(min(arrivals)),
                "approximateArrivalOfLastRecord": timestamp(max(arrivals)),
                "batchSize": len(batch),
                "streamArn": self.mapping.source,
            },
        }
        self._targets.bury(self.mapping.on_failure, json.dumps(record), {}, f"{why}, on failure")


def table_of(stream_arn: str) -> str:
    """Return the name of the table that a stream's ARN names."""
    return stream_arn.partition(":table/")[2].partition("/")[0]


def _from_first_failure(batch: Records, payload: bytes) -> Records:
    """Return the records from the first one on that a function reports as failed."""
    numbers = [str(record["dynamodb"]["SequenceNumber"]) for record in batch]
    failed = reported_failures(payload, frozenset(numbers))
    first = next((index for index, number in enumerate(numbers) if number in failed), len(batch))
    return batch[first:]


def _record(record: dict[str, Any], source: str) -> dict[str, Any]:
    """Return a record as Lambda passes it to a function."""
    data = dict(record["dynamodb"])
    created = data["ApproximateCreationDateTime"]
    if isinstance(created, datetime):
        created = created.timestamp() if created.tzinfo else (created - datetime(1970, 1, 1)).total_seconds()
    data["ApproximateCreationDateTime"] = float(int(created))
    plain: dict[str, Any] = json.loads(json.dumps(data, default=_bytes))
    return {**record, "eventVersion": "1.1", "dynamodb": plain, "eventSourceARN": source}


def _bytes(value: Any) -> str:
    return base64.b64encode(bytes(getattr(value, "value", value))).decode()
