"""The exceptions with which states fail inside the runner."""

from __future__ import annotations

__all__ = ["EvaluationFailure", "Failure", "QueryFailure", "Stopped", "TimedOut"]


class Failure(Exception):
    """The failure of a state: the error name, which Retry and Catch match, and the cause. AWS may omit either."""

    def __init__(
        self, error: str | None, cause: str | None = None, *, by_name_only: bool = False, also: str | None = None
    ) -> None:
        """Create a failure with an error name and a cause.

        With `by_name_only`, wildcards in Retry and Catch do not match it. `also` is a second name that they may use.
        """
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
        self.by_name_only = by_name_only
        self.also = also


class EvaluationFailure(Failure):
    """A field that cannot be evaluated against the data. It does not name the state yet."""

    def __init__(self, cause: str, error: str = "States.Runtime", *, names_state: bool = True) -> None:
        """Create a failure with the words after AWS's `An error occurred while executing the state …`.

        `names_state` is False for the few messages without that beginning on AWS.
        """
        super().__init__(error, cause)
        self._names_state = names_state

    def in_state(self, name: str, event_id: int) -> Failure:
        """Return the failure with its place: the state, and the id of the event that entered it."""
        if not self._names_state:
            return Failure(self.error, self.cause)
        place = f"An error occurred while executing the state '{name}' (entered at the event id #{event_id})."
        return Failure(self.error, f"{place} {self.cause}")


class QueryFailure(EvaluationFailure):
    """A JSONata field without a value, or with an invalid one. Retry and Catch may match it.

    AWS adds an event, `EvaluationFailed`, which names the field.
    """

    def __init__(self, cause: str, location: str | None) -> None:
        """Create a failure with AWS's words, and the place of the field in its state, such as `Output/total`.

        `location` is None for a state's input, which is not a field.
        """
        super().__init__(cause, "States.QueryEvaluationError")
        self.location = location


class TimedOut(Exception):
    """The end of the time limit of the whole execution."""


class Stopped(Exception):
    """The end of a child execution of a distributed Map that StopExecution stops."""

    def __init__(self, error: str | None, cause: str | None) -> None:
        """Stop the execution with an error name and a cause, either of which may be missing."""
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
