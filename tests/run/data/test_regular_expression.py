"""Regular expressions of JSONPath filters: what they match, and how long they may take."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest

from aslant.run import run
from aslant.run.data import regular_expression
from aslant.run.data.regular_expression import compile_pattern

BACKTRACKING = "(a|aa)+$"


@pytest.fixture(params=["regex", "re"])
def either_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "re":
        monkeypatch.setitem(sys.modules, "regex", None)
    else:
        pytest.importorskip("regex", reason="the package regex is not installed")


@pytest.mark.usefixtures("either_engine")
@pytest.mark.parametrize(
    ("pattern", "ignore_case", "value", "expected"),
    [
        ("t.*", False, "two", True),
        ("t.*", False, "Two", False),
        ("t.*", True, "Two", True),
        ("t", False, "two", False),
        ("", False, "", True),
    ],
)
def test_a_pattern_matches_whole_strings(pattern: str, ignore_case: bool, value: str, expected: bool) -> None:
    assert compile_pattern(pattern, ignore_case=ignore_case)(value) is expected


@pytest.mark.usefixtures("either_engine")
def test_an_invalid_pattern_is_refused() -> None:
    with pytest.raises(re.error):
        compile_pattern("(", ignore_case=False)


def test_a_pattern_that_backtracks_fails_the_state_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("regex", reason="the package regex is not installed")
    monkeypatch.setattr(regular_expression, "SECONDS", 0.05)
    filtered: Any = {"Type": "Pass", "InputPath": f"$.items[?(@.name =~ /{BACKTRACKING}/)]", "End": True}
    execution = run({"StartAt": "Only", "States": {"Only": filtered}}, {"items": [{"name": "a" * 60 + "b"}]})
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert (execution.cause or "").endswith("The regular expression /(a|aa)+$/ took longer than 0.05 s.")
