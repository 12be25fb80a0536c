"""Retry: try a failed state again (ASL specification, "Retrying after error")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict, Unpack

from aslant.asl.accept import error_names, value
from aslant.asl.field import Field, Record
from aslant.asl.values import Deferred
from aslant.json_value import Json

__all__ = ["Retry", "RetryFields"]


class RetryFields(TypedDict, total=False):
    """The optional fields of a retrier. The defaults are those of Step Functions."""

    interval_seconds: int | str | Deferred
    """Seconds before the first retry. Default: 1."""
    max_attempts: int | str | Deferred
    """The number of retries; 0 for none. Default: 3."""
    backoff_rate: float | str | Deferred
    """The factor by which each wait grows. Default: 2.0."""
    max_delay_seconds: int | str | Deferred
    """The longest wait, in seconds. Default: no limit."""
    jitter_strategy: Literal["FULL", "NONE"] | Deferred
    """`FULL` draws each wait at random between 0 and its length. Default: `NONE`."""
    comment: str
    """A comment for human readers. Default: none."""


class Retry(Record):
    """A retrier: which errors to try again, how often and how patiently."""

    __slots__ = ()

    error_equals = Field[list[str]]("ErrorEquals", error_names)
    interval_seconds = Field[Json]("IntervalSeconds", value)
    max_attempts = Field[Json]("MaxAttempts", value)
    backoff_rate = Field[Json]("BackoffRate", value)
    max_delay_seconds = Field[Json]("MaxDelaySeconds", value)
    jitter_strategy = Field[Json]("JitterStrategy", value)
    comment = Field[str]("Comment", value)

    def __init__(self, error_equals: str | Sequence[str], **fields: Unpack[RetryFields]) -> None:
        """Try again after these errors, such as `"States.TaskFailed"` or `["States.ALL"]`.

        Raises:
            DefinitionError: no error is named, or a field is unknown.
        """
        given: dict[str, Any] = {"error_equals": error_equals, **fields}
        self._fill({}, given)
