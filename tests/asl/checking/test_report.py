"""Reports: a limited number of hints, and the errors that a definition raises."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking import check
from aslant.asl.checking.report import MOST_COMPARISONS, Report
from tests.asl.checking.machines import a, machine


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("Chekc", ["Pay", "Check"], "Did you mean 'Check'?"),
        ("Chekc", ["Pay"], ""),
        ("Chekc", [], ""),
        ("Chekc", [None, 5, "Check"], "Did you mean 'Check'?"),
        (None, ["Check"], ""),
        ("x" * 101, ["x" * 100], ""),
        ("x" * 100, ["x" * 101, "x" * 99], f"Did you mean '{'x' * 99}'?"),
    ],
)
def test_a_name_that_is_near_is_a_hint(name: Any, known: list[Any], hint: str) -> None:
    assert Report().near(name, known) == hint


def test_hints_end_when_they_would_take_long() -> None:
    report = Report()
    names = [f"Name {number}" for number in range(MOST_COMPARISONS // 2)]
    assert report.near("Nam", names[:1]) == "Did you mean 'Name 0'?"
    assert report.near("Nome 7", names) == "Did you mean 'Name 7'?"
    assert report.near("Nome 7", names) == ""
    assert report.near("Nam", names[:1]) == ""


def test_a_definition_of_wrong_targets_has_hints_for_the_first_of_them() -> None:
    states = {f"State {n}": a("Pass", Next=f"Stat {n}") for n in range(800)}
    repairs = [finding.repair for finding in check(machine(**states)) if "target" in finding.message]
    assert len(repairs) == 800
    hints = [repair.startswith("Did you mean") for repair in repairs]
    assert hints == [True] * 25 + [False] * 775


@pytest.mark.parametrize(
    "definition",
    [
        machine(F=a("Fail", Error="E")),
        machine(P=a("Parallel", Branches=[machine(F=a("Fail", Error="E"))])),
        {"States": [{"Type": "Fail", "Error": "E"}]},
    ],
)
def test_an_error_is_raised_by_a_fail_state_anywhere(definition: Any) -> None:
    assert Report(definition).raises("E")
    assert not Report(definition).raises("F")


@pytest.mark.parametrize("definition", [None, [], {"Type": "Fail"}, machine(A=a("Pass", Result={"Error": "E"}))])
def test_no_other_state_raises_it(definition: Any) -> None:
    assert not Report(definition).raises("E")
