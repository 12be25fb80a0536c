"""The coverage report for a terminal."""

from __future__ import annotations

from aslant.run import run
from aslant.testing.coverage import Coverage
from aslant.testing.report import floored, lines
from tests.run.machines import machine
from workflows.pizza import pizza


def test_a_table_has_the_counts_and_the_missed_targets() -> None:
    coverage = Coverage(["workflows.*", "the workflow*", "never.run:it"])
    coverage.watch(run(pizza, {"flavour": "pepperoni"}))
    coverage.watch(run(machine({"A": {}}), {}))
    assert list(lines(coverage)) == [
        "workflow                         runs  states  branches  retriers  catchers  cover",
        "the workflow that starts at 'A'     1     1/1         -         -         -   100%",
        "workflows.pizza:pizza               1     3/4       1/2         -         -    66%",
        "    missed Choices[0] of 'With Pineapple?'",
        "    missed state 'Sorry, We Dont add Pineapple'",
        "never.run:it never ran",
        "total                                                                          71%",
    ]


def test_many_missed_targets_are_counted() -> None:
    coverage = Coverage()
    coverage.watch(run(machine({"A": {"End": True}, **{f"S{number}": {} for number in range(30)}}), {}))
    shown = list(lines(coverage))
    assert shown[-2] == "    missed 10 more"
    assert len(shown) == 1 + 1 + 20 + 1 + 1


def test_only_full_coverage_is_100_percent() -> None:
    assert (floored(99.999), floored(100.0)) == (99, 100)
