"""Results that may come later: a value or a Future of it, so that no thread has to wait."""

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
    """Apply a function to a value, now or when its Future is done. Return the result or a Future of it."""
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
    """Return a value; wait for it if it is a Future."""
    return value.result() if isinstance(value, Future) else value
