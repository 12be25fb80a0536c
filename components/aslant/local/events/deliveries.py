"""Everything that starts functions and machines without a request of a client, put together for one program."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aslant.errors import did_you_mean
from aslant.local.events.invocations import Invocations
from aslant.local.events.mapping import SourceMapping
from aslant.local.events.pipes import pipe_consumer, pipe_mapping
from aslant.local.events.pump import Pump
from aslant.local.events.queues import Consume, QueueConsumer, function_consumer
from aslant.local.events.rules import Rules
from aslant.local.events.schedules import Schedules, Timed
from aslant.local.events.streams import StreamConsumer
from aslant.local.events.targets import Targets
from aslant.local.events.topics import Topics
from aslant.local.services.hooks import Notification, Rule
from aslant.local.services.store_data import StoreData
from aslant.provider.resources.mappings import MAPPING, function_of
from aslant.provider.resources.pipes import PIPE

if TYPE_CHECKING:
    from aslant.local.executions import Executions
    from aslant.local.functions.workers import Workers
    from aslant.local.services.cloud import Cloud
    from aslant.local.threads import Threads
    from aslant.provider.account import LocalAccount
    from aslant.provider.registry import Registry
    from aslant.run.hub import Hub

__all__ = ["Deliveries"]


class Deliveries:
    """The listener of the store, which delivers what services send, and consumes queues and streams.

    At rest it has no thread: the store notifies it of changes, and the hub's timers wake it.
    """

    def __init__(
        self,
        registry: Registry,
        account: LocalAccount,
        functions: Mapping[str, Workers],
        cloud: Cloud,
        executions: Executions,
        invocations: Invocations,
        threads: Threads,
        log: Callable[[str], None],
        before: Deliveries | None = None,
    ) -> None:
        """Deliver for the resources of a program, until `end`, and go on where the version before has ended."""
        hub = executions.hub
        self._store = cloud.store
        self._data = StoreData(cloud.store, account.id)
        self._threads = threads
        self._log = log
        self._ended = False
        self._targets = Targets(functions, invocations, cloud.clients, executions, account.region, log)
        self._topics = Topics(self._targets, log)
        self._rules = Rules(self._targets, self._spawn, log)
        self._queues: dict[str, list[QueueConsumer]] = {}
        self._streams: list[StreamConsumer] = []
        for resource in registry.of(MAPPING):
            if resource.inputs.get("enabled") is not False and not resource.read and function_of(resource, registry):
                self._map(SourceMapping.of(resource), cloud, hub)
        for pipe in registry.of(PIPE):
            if pipe.output("desiredState") == "RUNNING" and ":sqs:" in str(pipe.inputs.get("source")):
                self._read(pipe_mapping(pipe), pipe_consumer(pipe, self._targets, log), cloud, hub)
        self.schedules = Schedules(registry, self._rules, self._targets, self._running_data, hub, self._spawn, log)
        invocations.adopt(registry, functions, self._targets.bury)
        for stream in self._streams:
            stream.resume(before._streams if before else ())
        self._store.listener = self
        if self._store.running:
            self.started()

    def end(self) -> None:
        """Stop all deliveries. Messages stay in their queues."""
        self._ended = True
        if self._store.listener is self:
            self._store.listener = None
        self.schedules.end()
        for pump in self._pumps():
            pump.end()

    def started(self) -> None:
        """Look for what was in the store before this started."""
        for stream in self._streams:
            stream.start()
        for pump in self._pumps():
            pump.wake()

    def queue_changed(self, arn: str) -> None:
        """Wake the consumers of a queue."""
        for consumer in self._queues.get(arn, ()):
            consumer.pump.wake()

    def published(self, notification: Notification) -> None:
        """Deliver a message of a topic."""
        if notification.protocol == "sqs":  # in this thread, so that messages keep their order
            self._topics.publish(notification)
        else:
            self._spawn(self._topics.publish, notification)

    def arrived(self, rule: Rule, event: Mapping[str, Any]) -> None:
        """Deliver an event of a bus."""
        self._rules.receive(rule, event)

    def recorded(self, table_arn: str) -> None:
        """Wake the consumers of a table's stream."""
        _, _, _, region, _, path = table_arn.split(":", 5)
        for stream in self._streams:
            if path == f"table/{stream.table}" and stream.mapping.source.split(":")[3] == region:
                stream.pump.wake()

    def object_changed(self, function_arn: str, event: Mapping[str, Any]) -> None:
        """Invoke a function for a change in a bucket."""
        bucket = event["Records"][0]["s3"]["bucket"]["name"]
        self._spawn(self._targets.deliver, function_arn, json.dumps(event), why=f"bucket {bucket!r}")

    def schedules_changed(self) -> None:
        """Read the schedules again."""
        self.schedules.refresh()

    def fire(self, name: str) -> Timed:
        """Fire a schedule or a scheduled rule now, by its name or ARN. Raise LookupError if it does not exist."""
        every = self.schedules.all()
        found = next((timed for timed in every if name in (timed.arn, timed.name)), None)
        if found is None:
            names = [timed.name for timed in every]
            near = did_you_mean(name, names) or (f". The names are {', '.join(names)}." if names else ".")
            raise LookupError(f"The schedule {name!r} does not exist{near}")
        self.schedules.fire(found)
        return found

    def described(self) -> list[dict[str, Any]]:
        """Return each schedule with its name, expression and next instant, for the page."""
        return [
            {
                "arn": timed.arn,
                "kind": timed.kind,
                "name": timed.name,
                "expression": timed.expression,
                "enabled": timed.enabled,
                "next": _iso(self.schedules.next(timed)),
            }
            for timed in self.schedules.all()
        ]

    def _map(self, mapping: SourceMapping, cloud: Cloud, hub: Hub) -> None:
        if ":sqs:" in mapping.source:
            self._read(mapping, function_consumer(mapping, self._targets, self._log), cloud, hub)
        elif ":dynamodb:" in mapping.source:
            self._streams.append(StreamConsumer(mapping, self._targets, self._data, hub, self._spawn, self._log))

    def _read(self, mapping: SourceMapping, consume: Consume, cloud: Cloud, hub: Hub) -> None:
        consumer = QueueConsumer(mapping, consume, cloud.clients, self._data, hub, self._spawn)
        self._queues.setdefault(mapping.source, []).append(consumer)

    def _pumps(self) -> list[Pump]:
        queues = [consumer.pump for consumers in self._queues.values() for consumer in consumers]
        return [*(stream.pump for stream in self._streams), *queues]

    def _running_data(self) -> StoreData | None:
        return self._data if self._store.running else None

    def _spawn(self, function: Callable[..., object], *arguments: Any, **options: Any) -> None:
        """Call a function in a thread, and log its failure, which nobody else would see."""
        if not self._ended:
            self._threads.submit(self._guarded, function, arguments, options)

    def _guarded(self, function: Callable[..., object], arguments: Any, options: Any) -> None:
        try:
            function(*arguments, **options)
        except Exception as error:
            if not self._ended:
                self._log(f"{type(error).__name__}: {error}")


def _iso(instant: float | None) -> str | None:
    if instant is None:
        return None
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="seconds")
