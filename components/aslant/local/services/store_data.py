"""Data that moto keeps and AWS's API does not return: when messages become visible, and the records of a stream.

Only `connection` starts the store: before the first request there is no other data.
"""

from __future__ import annotations

import time
from typing import Any

from aslant.local.services.hooks import Rule, described
from aslant.local.services.store import Store

__all__ = ["StoreData"]


class StoreData:
    """A view of the data of one account. Safe to use from several threads."""

    def __init__(self, store: Store, account_id: str) -> None:
        """Read the data of an account in a store."""
        self._store = store
        self._account_id = account_id

    def messages(self, queue_arn: str) -> tuple[int, float | None]:
        """Return the number of visible messages of a queue, and the instant when the next one becomes visible."""
        if not self._store.running:
            return 0, None
        with self._store.lock:
            queue = self._backend("sqs", queue_arn.split(":")[3]).queues.get(queue_arn.rpartition(":")[2])
            if queue is None:
                return 0, None
            now = time.time() * 1000
            instants = [max(message.visible_at, message.delayed_until) for message in queue._messages]
        later = [instant for instant in instants if instant > now]
        return len(instants) - len(later), min(later) / 1000 if later else None

    def records(self, table: str, region: str, start: int, count: int) -> list[dict[str, Any]]:
        """Return records of a table's stream, from a position on."""
        if not self._store.running:
            return []
        with self._store.lock:
            shard = self._shard(table, region)
            return [] if shard is None else [dict(item.record) for item in shard.items[start : start + count]]

    def count(self, table: str, region: str) -> int:
        """Return the number of records in a table's stream."""
        if not self._store.running:
            return 0
        with self._store.lock:
            shard = self._shard(table, region)
            return 0 if shard is None else len(shard.items)

    def rules(self) -> list[tuple[Rule, str]]:
        """Return the rules with a schedule, each with its expression."""
        found: list[tuple[Rule, str]] = []
        with self._store.lock:
            for region in self._regions("events"):
                for bus in self._backend("events", region).event_buses.values():
                    found += [(described(rule), rule.scheduled_expression) for rule in bus.rules.values()]
        return [(rule, expression) for rule, expression in found if expression]

    def schedules(self) -> list[dict[str, Any]]:
        """Return the schedules of EventBridge Scheduler, as GetSchedule does."""
        found: list[dict[str, Any]] = []
        with self._store.lock:
            for region in self._regions("scheduler"):
                for group in self._backend("scheduler", region).schedule_groups.values():
                    found += [schedule.to_dict() for schedule in group.schedules.values()]
        return found

    def connection(self, arn: str) -> dict[str, Any] | None:
        """Return a connection as in DescribeConnection, with its credentials; None if it does not exist."""
        with self._store.lock:
            self._store.start()
            for connection in self._backend("events", (*arn.split(":"), "", "", "")[3]).connections.values():
                if connection.arn == arn:
                    return dict(connection.describe())
        return None

    def delete_schedule(self, arn: str) -> None:
        """Delete a schedule that has ended."""
        with self._store.lock:
            group, _, name = arn.rpartition("schedule/")[2].partition("/")
            groups = self._backend("scheduler", arn.split(":")[3]).schedule_groups
            if group in groups:
                groups[group].schedules.pop(name, None)

    def _shard(self, table: str, region: str) -> Any:
        found = self._backend("dynamodb", region).tables.get(table)
        return None if found is None else found.stream_shard

    def _regions(self, service: str) -> list[str]:
        from moto.backends import get_backend

        backends: Any = get_backend(service)  # type: ignore[call-overload]
        return list(backends[self._account_id]) if self._store.running else []

    def _backend(self, service: str, region: str) -> Any:
        from moto.backends import get_backend

        backends: Any = get_backend(service)  # type: ignore[call-overload]
        return backends[self._account_id][region]
