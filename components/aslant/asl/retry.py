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
    """What a retrier may say beside the errors."""

    interval_seconds: int | str | Deferred
    """Seconds before the first try again."""
    max_attempts: int | str | Deferred
    """How often to try again; 0 never does."""
    backoff_rate: float | str | Deferred
    """What each wait is multiplied by to make the next."""
    max_delay_seconds: int | str | Deferred
    """The longest wait, in seconds."""
    jitter_strategy: Literal["FULL", "NONE"] | Deferred
    """Whether each wait is drawn at random between 0 and itself."""
    comment: str
    """A note for people."""


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
