"""Mocks of tasks that record their calls, to be used in `tasks` like a value or a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from aslant.errors import RunError, TaskError
from aslant.run import TaskCall
from aslant.run.lambdas import apply
from aslant.run.values import copied

__all__ = ["Double", "answers", "fails", "raises", "spy"]


class Double:
    """A mock of a task: `tasks={"Pay": pay}`, and afterwards `pay.calls` has the arguments of each call."""

    def __init__(self, play: Callable[[Any, Any], Any]) -> None:
        """Handle calls with a function of the event and the context."""
        self.calls: list[Any] = []
        """The task's arguments (a function's event) for each call, including retries.

        They are `TaskCall`s if the mock handles all tasks.
        """
        self.contexts: list[Any] = []
        """The context object of each call."""
        self._play = play

    @property
    def called(self) -> bool:
        """Whether it was called at least once."""
        return bool(self.calls)

    def __call__(self, event: Any, context: Any = None) -> Any:
        """Handle a call, and record it."""
        self.calls.append(event if isinstance(event, TaskCall) else copied(event))
        self.contexts.append(context)
        return self._play(event, context)

    def __repr__(self) -> str:
        return f"Double(calls={self.calls!r})"


def spy(double: Any = None) -> Double:
    """Return a mock that records its calls and otherwise acts like a value or a callable: `spy({"paid": True})`."""
    return Double(lambda event, context: _result(double, event, context))


def answers(*doubles: Any, repeat_last: bool = False) -> Double:
    """Return a mock with one result for each call: `answers(fails("Busy"), {"paid": True})`.

    A call without a result is a RunError, because a test that does not expect it could pass for the wrong reason.

    Args:
        doubles: The results, each a value or any mock.
        repeat_last: Whether the last result is used for all further calls.
    """
    if not doubles:
        raise RunError("answers() needs at least one result. Pass one for each call.")
    calls = 0

    def play(event: Any, context: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > len(doubles) and not repeat_last:
            count = "1 result" if len(doubles) == 1 else f"{len(doubles)} results"
            raise RunError(
                f"a mock with {count} was called {calls} times. Pass a result for each call, or repeat_last=True."
            )
        return _result(doubles[min(calls, len(doubles)) - 1], event, context)

    return Double(play)


def fails(error: str, cause: str = "") -> Double:
    """Return a mock that always fails the task with an error name, which Retry and Catch match, and a cause."""

    def play(event: Any, context: Any) -> NoReturn:
        raise TaskError(error, cause)

    return Double(play)


def raises(exception: BaseException | type[BaseException]) -> Double:
    """Return a mock that raises like the code of a Lambda function; the error name is the exception's class."""

    def play(event: Any, context: Any) -> NoReturn:
        raise exception

    return Double(play)


def _result(double: Any, event: Any, context: Any) -> Any:
    return apply(double, event, context) if callable(double) else double
