"""The settings of event source mappings, and what they share: filters, and the items that a function reports as failed.

Lambda API reference, CreateEventSourceMapping.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from aslant.local.events.patterns import matches, read_pattern
from aslant.provider.registry import RegisteredResource

__all__ = ["Filters", "SourceMapping", "reported_failures"]

REPORTS = "ReportBatchItemFailures"
"""The function response type with which a function reports the items of a batch that failed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """The patterns of filter criteria, of which an item must match one. Without patterns it accepts everything."""

    patterns: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, criteria: Any) -> Filters:
        """Read the input `filterCriteria`. Raise PatternError if a pattern is not valid."""
        given = (criteria or {}).get("filters") or ()
        return cls(tuple(read_pattern(item.get("pattern") or "{}") for item in given))

    def accept(self, item: Mapping[str, Any], body: str = "body") -> bool:
        """Return whether an item matches; its member `body` may be a JSON string, whose value patterns refer to."""
        return not self.patterns or any(_matches(pattern, item, body) for pattern in self.patterns)


def _matches(pattern: Mapping[str, Any], item: Mapping[str, Any], body: str) -> bool:
    text = item.get(body)
    if isinstance(pattern.get(body), dict) and isinstance(text, str):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return False
        return isinstance(value, dict) and matches(pattern, {**item, body: value})
    return matches(pattern, item)


@dataclasses.dataclass(frozen=True, slots=True)
class SourceMapping:
    """The settings of one event source mapping, with Lambda's defaults."""

    source: str
    function: str
    batch_size: int
    window: float
    filters: Filters
    reports: bool
    """Whether the function may report single items as failed."""
    concurrency: int
    start: str
    """The starting position in a stream."""
    bisects: bool
    retries: int
    """The number of retries; -1 is unlimited."""
    max_age: float
    """The age in seconds from which on a record is not retried; -1 is unlimited."""
    on_failure: str | None

    @classmethod
    def of(cls, resource: RegisteredResource) -> SourceMapping:
        """Read a registered mapping. Raise PatternError if a filter is not valid."""
        inputs = resource.inputs
        source = str(inputs.get("eventSourceArn"))
        destination = ((inputs.get("destinationConfig") or {}).get("onFailure") or {}).get("destinationArn")
        return cls(
            source=source,
            function=str(inputs.get("functionName")),
            batch_size=int(inputs.get("batchSize") or (10 if ":sqs:" in source else 100)),
            window=float(inputs.get("maximumBatchingWindowInSeconds") or 0),
            filters=Filters.of(inputs.get("filterCriteria")),
            reports=REPORTS in (inputs.get("functionResponseTypes") or ()),
            concurrency=int((inputs.get("scalingConfig") or {}).get("maximumConcurrency") or 5),
            start=str(inputs.get("startingPosition") or "LATEST"),
            bisects=bool(inputs.get("bisectBatchOnFunctionError")),
            retries=_number(inputs.get("maximumRetryAttempts")),
            max_age=_number(inputs.get("maximumRecordAgeInSeconds")),
            on_failure=None if destination is None else str(destination),
        )


def _number(value: Any) -> int:
    return -1 if value is None else int(value)


def reported_failures(payload: bytes, known: frozenset[str]) -> frozenset[str]:
    """Return the IDs that a function reports as failed: all known ones if its response is not valid.

    Lambda developer guide, "Implementing partial batch responses": an empty response is a success; one with an unknown
    or empty ID, or without `itemIdentifier`, fails the whole batch.
    """
    try:
        response = json.loads(payload or b"null")
    except (ValueError, RecursionError):
        return known
    if response is None or response == {}:
        return frozenset()
    items = response.get("batchItemFailures", ()) if isinstance(response, dict) else ()
    if items is None or items == ():
        return frozenset()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return known
    ids = [item.get("itemIdentifier") for item in items]
    return frozenset(ids) if all(isinstance(id, str) and id in known for id in ids) else known
