"""Results that may come later: a Future in the place of a value, for which no thread waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, overload

__all__ = ["settle", "then"]

T = TypeVar("T")
U = TypeVar("U")


@overload
def then(value: Future[T], function: Callable[[T], U]) -> U | Future[U]: ...
@overload
def then(value: T | Future[T], function: Callable[[T], U]) -> U | Future[U]: ...
def then(value: T | Future[T], function: Callable[[T], U]) -> U | Future[U]:
    """Return what a function makes of a value, now or when the value has come."""
    if not isinstance(value, Future):
        return function(value)
    outcome: Future[U] = Future()

    def come(future: Future[T]) -> None:
        try:
            outcome.set_result(function(future.result()))
        except BaseException as error:
            outcome.set_exception(error)

    value.add_done_callback(come)
    return outcome


@overload
def settle(value: Future[T]) -> T: ...
@overload
def settle(value: T | Future[T]) -> T: ...
def settle(value: T | Future[T]) -> T:
    """Return a value; block until it has come."""
    return value.result() if isinstance(value, Future) else value
