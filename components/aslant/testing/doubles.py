"""Doubles of tasks that remember their calls. Any of them stands in `tasks` where a value or a function could."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from aslant.errors import RunError, TaskError
from aslant.run import TaskCall
from aslant.run.lambdas import apply
from aslant.run.values import copied

__all__ = ["Double", "answers", "fails", "raises", "spy"]


class Double:
    """Plays a task: `tasks={"Pay": pay}`, and afterwards `pay.calls` is what it was given, call by call."""

    def __init__(self, play: Callable[[Any, Any], Any]) -> None:
        """Play with a function of the event and the context."""
        self.calls: list[Any] = []
        """The task's arguments (a function's event), one for each call, retries included; a `TaskCall` each where
        the double plays all tasks."""
        self.contexts: list[Any] = []
        """The context object beside each."""
        self._play = play

    @property
    def called(self) -> bool:
        """Whether it was called at all."""
        return bool(self.calls)

    def __call__(self, event: Any, context: Any = None) -> Any:
        """Play once."""
        self.calls.append(event if isinstance(event, TaskCall) else copied(event))
        self.contexts.append(context)
        return self._play(event, context)

    def __repr__(self) -> str:
        return f"Double(calls={self.calls!r})"


def spy(double: Any = None) -> Double:
    """A double that plays as another would, a value or a callable, and remembers its calls: `spy({"paid": True})`."""
    return Double(lambda event, context: _played(double, event, context))


def answers(*doubles: Any, repeat_last: bool = False) -> Double:
    """A double that gives one answer for each call: `answers(fails("Busy"), {"paid": True})`.

    A call too many is a RunError, since a test that did not expect it would pass for the wrong reason.

    Args:
        doubles: The answers, each a value or any double.
        repeat_last: Whether the last one is given to every call that follows.
    """
    if not doubles:
        raise RunError("answers() needs at least one answer; give it one for each call")
    given = 0

    def play(event: Any, context: Any) -> Any:
        nonlocal given
        given += 1
        if given > len(doubles) and not repeat_last:
            count = "1 answer" if len(doubles) == 1 else f"{len(doubles)} answers"
            raise RunError(
                f"a double with {count} was called {given} times; give it an answer for each call, or repeat_last=True"
            )
        return _played(doubles[min(given, len(doubles)) - 1], event, context)

    return Double(play)


def fails(error: str, cause: str = "") -> Double:
    """A double that fails the task each time with an error name, which Retry and Catch match, and a cause."""

    def play(event: Any, context: Any) -> NoReturn:
        raise TaskError(error, cause)

    return Double(play)


def raises(exception: BaseException | type[BaseException]) -> Double:
    """A double that raises, as a Lambda function's code does: the error name is that of the exception's class."""

    def play(event: Any, context: Any) -> NoReturn:
        raise exception

    return Double(play)


def _played(double: Any, event: Any, context: Any) -> Any:
    return apply(double, event, context) if callable(double) else double
