from __future__ import annotations

from concurrent.futures import Future

import pytest

from aslant.local.later import settle, then


def test_a_value_is_used_at_once() -> None:
    assert then(20, lambda value: value + 1) == 21
    assert settle(20) == 20


def test_a_future_is_used_when_it_is_done() -> None:
    value: Future[int] = Future()
    outcome = then(then(value, lambda value: value + 1), str)
    assert isinstance(outcome, Future)
    assert not outcome.done()
    value.set_result(20)
    assert settle(outcome) == "21"


def test_an_exception_is_passed_to_the_future() -> None:
    value: Future[int] = Future()
    divided = then(value, lambda value: 1 // value)
    value.set_result(0)
    with pytest.raises(ZeroDivisionError):
        settle(divided)
