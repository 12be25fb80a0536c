"""The tags of state machines and activities."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

__all__ = ["Tags"]


class Tags:
    """The tags of resources, by ARN. Safe to use from several threads."""

    def __init__(self) -> None:
        self._tags: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def of(self, arn: str) -> dict[str, str]:
        """Return a copy of a resource's tags, in the order in which they were added."""
        with self._lock:
            return dict(self._tags.get(arn, {}))

    def add(self, arn: str, tags: Mapping[str, str]) -> None:
        """Add tags to a resource. A key that exists gets the new value and keeps its place."""
        with self._lock:
            self._tags.setdefault(arn, {}).update(tags)

    def remove(self, arn: str, keys: Iterable[str]) -> None:
        """Remove the tags with some keys. Keys that do not exist are ignored."""
        with self._lock:
            kept = self._tags.get(arn, {})
            for key in keys:
                kept.pop(key, None)

    def clear(self) -> None:
        """Remove the tags of all resources."""
        with self._lock:
            self._tags.clear()

    def forget(self, arn: str) -> None:
        """Remove all tags of a resource that is deleted."""
        with self._lock:
            self._tags.pop(arn, None)
