"""Clocks: one that stands still, and the machine's."""

from __future__ import annotations

import time

import pytest

from aslant.run import Clock, FakeClock, SystemClock


def test_a_fake_clock_moves_only_by_calls() -> None:
    clock = FakeClock(100)
    assert (clock.now(), clock.elapsed) == (100, 0)
    clock.sleep_until(160)
    clock.advance(5)
    clock.advance(-50)
    clock.sleep_until(90)
    assert (clock.now(), clock.elapsed) == (165, 65)


def test_the_system_clock_is_the_machines() -> None:
    clock = SystemClock()
    before = time.time()
    clock.sleep_until(before - 10)
    clock.sleep_until(before + 0.001)
    assert before + 0.001 <= clock.now() <= time.time()


@pytest.mark.parametrize(("clock", "real"), [(FakeClock(), False), (SystemClock(), True)])
def test_both_are_clocks(clock: Clock, real: bool) -> None:
    assert clock.real is real
