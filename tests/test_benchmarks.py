"""Tests for the parts that several benchmarks share, since a benchmark that waits forever fails nowhere else."""

from __future__ import annotations

from benchmarks.clients import load, percentile
from benchmarks.serving import program


def test_the_pizza_program_is_served_and_measured() -> None:
    with program() as served:
        orders = load(served.api, b'{"flavour": "pepperoni"}', clients=2, seconds=0.2)
        calls = load(served.aws + served.invoke_path, b'"pepperoni"', clients=1, seconds=0.1)
    assert orders.per_second > 1
    assert 0 < orders.p50 <= orders.p99
    assert calls.per_second > 1


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, percent) for percent in (0, 50, 99, 100)] == [1.0, 51.0, 100.0, 100.0]
