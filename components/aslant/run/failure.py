"""How a state fails, inside the interpreter."""

from __future__ import annotations

__all__ = ["EvaluationFailure", "Failure", "QueryFailure", "TimedOut"]


class Failure(Exception):
    """A state's failure: the error name that Retry and Catch match, and the cause; AWS leaves out either."""

    def __init__(
        self, error: str | None, cause: str | None = None, *, by_name_only: bool = False, also: str | None = None
    ) -> None:
        """Fail with an error name and a cause.

        `by_name_only` where the wildcards of Retry and Catch do not match; `also` is another name that they may use.
        """
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
        self.by_name_only = by_name_only
        self.also = also


class EvaluationFailure(Failure):
    """A field that cannot be evaluated against the data; the state it happens in is not told yet."""

    def __init__(self, cause: str, error: str = "States.Runtime", *, names_state: bool = True) -> None:
        """Fail with the words that follow AWS's `An error occurred while executing the state …`.

        `names_state` is False for the few sentences that AWS writes without that beginning.
        """
        super().__init__(error, cause)
        self._names_state = names_state

    def in_state(self, name: str, event_id: int) -> Failure:
        """The failure with its place: the state and the id of the event that entered it."""
        if not self._names_state:
            return Failure(self.error, self.cause)
        place = f"An error occurred while executing the state '{name}' (entered at the event id #{event_id})."
        return Failure(self.error, f"{place} {self.cause}")


class QueryFailure(EvaluationFailure):
    """A field in JSONata that has no value, or none that it can hold; Retry and Catch may match it.

    AWS adds an event for it, `EvaluationFailed`, which names the field.
    """

    def __init__(self, cause: str, location: str | None) -> None:
        """Fail with AWS's words, and the place of the field in its state, such as `Output/total`.

        The location is None for a state's input, which is not a field.
        """
        super().__init__(cause, "States.QueryEvaluationError")
        self.location = location


class TimedOut(Exception):
    """The whole execution ran out of time."""
