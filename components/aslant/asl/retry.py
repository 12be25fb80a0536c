"""Retry: try a failed state again (ASL specification, "Retrying after error")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict, Unpack

from aslant.asl.accept import error_names, value
from aslant.asl.field import Field, Record
from aslant.asl.unset import Unset
from aslant.asl.values import Deferred
from aslant.json_value import Json

__all__ = ["Retry", "RetryFields"]


class RetryFields(TypedDict, total=False):
    """The optional fields of a retrier."""

    interval_seconds: int | str | Deferred | Unset | None
    """Seconds before the first retry. The default is 1."""
    max_attempts: int | str | Deferred | Unset | None
    """Maximum number of retries, 0 for none. The default is 3."""
    backoff_rate: float | str | Deferred | Unset | None
    """The factor by which each wait is multiplied to get the next. The default is 2."""
    max_delay_seconds: int | str | Deferred | Unset | None
    """The longest wait, in seconds. By default there is no limit."""
    jitter_strategy: Literal["FULL", "NONE"] | Deferred | Unset | None
    """Whether each wait is a random time between 0 and the computed wait. The default is `NONE`."""
    comment: str | Unset | None
    """A human-readable note."""


class Retry(Record):
    """A retrier: the errors to retry, how often and at what intervals."""

    __slots__ = ()

    error_equals = Field[list[str]]("ErrorEquals", error_names, takes_none=True)
    interval_seconds = Field[Json]("IntervalSeconds", value)
    max_attempts = Field[Json]("MaxAttempts", value)
    backoff_rate = Field[Json]("BackoffRate", value)
    max_delay_seconds = Field[Json]("MaxDelaySeconds", value)
    jitter_strategy = Field[Json]("JitterStrategy", value)
    comment = Field[str]("Comment", value)

    def __init__(self, error_equals: str | Sequence[str], **fields: Unpack[RetryFields]) -> None:
        """Retry after these errors, such as `"States.TaskFailed"` or `["States.ALL"]`.

        Raises:
            DefinitionError: No error is named, or a field is unknown.
        """
        given: dict[str, Any] = {"error_equals": error_equals, **fields}
        self._fill({}, given)
