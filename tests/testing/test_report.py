"""Coverage as text."""

from __future__ import annotations

from aslant.run import run
from aslant.testing.coverage import Coverage
from aslant.testing.report import floored, lines
from tests.run.machines import machine
from workflows.pizza import pizza


def test_a_table_says_what_was_reached_and_by_name_what_was_missed() -> None:
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


def test_much_that_was_missed_is_counted() -> None:
    coverage = Coverage()
    coverage.watch(run(machine({"A": {"End": True}, **{f"S{number}": {} for number in range(30)}}), {}))
    told = list(lines(coverage))
    assert told[-2] == "    missed 10 more"
    assert len(told) == 1 + 1 + 20 + 1 + 1


def test_only_all_of_it_is_100_percent() -> None:
    assert (floored(99.999), floored(100.0)) == (99, 100)
