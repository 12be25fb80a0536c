"""The plugin in an inner session: fixtures, failure reports, coverage and its minimum."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import aslant.run.report.trace
import aslant.testing.report  # noqa: F401 - imported here, so that inner sessions do not import it again
from aslant.run.lifecycle import watchers
from tests.testing.conftest import Pytest

pytest_plugins = ("pytester",)

WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}
SHOP = """
SHOP = {
    "StartAt": "Which?",
    "States": {
        "Which?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Large"}],
            "Default": "Small",
        },
        "Large": {"Type": "Fail", "Error": "TooMuch", "Cause": "over 100"},
        "Small": {"Type": "Succeed"},
    },
}
"""
SMALL = """
from shop import SHOP
from aslant.run import run

def test_small():
    assert run(SHOP, {"total": 1}).status == "SUCCEEDED"
"""
LARGE = SMALL.replace("test_small", "test_large").replace('"total": 1', '"total": 101').replace("SUCCEEDED", "FAILED")
HALF = [
    "*aslant coverage*",
    "workflow   runs  states  branches  retriers  catchers  cover",
    "shop:SHOP     1     2/3       1/2         -         -    60%",
    "    missed Choices[[]0] of 'Which?'",
    "    missed state 'Large'",
    "total                                                    60%",
]


def test_fixtures_run_workflows(inner: Pytest) -> None:
    result = inner(
        test_it=f"""
        import pytest
        WAITS = {WAITS!r}

        def test_workflow(workflow):
            workflow(WAITS, at_most=60).run({{"a": 1}}).succeeded_with({{"a": 1}}).visited("Wait").took(60)

        def test_run_workflow(run_workflow):
            run_workflow(WAITS, 1, type="EXPRESS").succeeded_with(1)

        def test_fake_clock(workflow, fake_clock):
            waits = workflow(WAITS, clock=fake_clock)
            waits.run()
            waits.run()
            assert fake_clock.elapsed == 120
        """
    )
    result.assert_outcomes(passed=3)


def test_a_failed_expectation_shows_the_trace_once(inner: Pytest) -> None:
    result = inner(
        shop=SHOP,
        test_it=SMALL.replace("assert run", "from aslant.testing import expect\n    expect(run").replace(
            ').status == "SUCCEEDED"', ")).succeeded_with(5)"
        ),
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E*UnexpectedExecution: the output differs from the expected one",
            'E *  the value: {"total":1}, expected 5',
            "E *SUCCEEDED after 0 s, 2 states",
            "E *  Which? (Choice) at 0 s",
            "E *    chose   Default, on to 'Small'",
        ]
    )
    result.stdout.no_fnmatch_line("*aslant execution*")
    result.stdout.no_fnmatch_line("*outcome.py*")


def test_any_failure_shows_the_executions_of_its_test(inner: Pytest) -> None:
    result = inner(shop=SHOP, test_it=LARGE.replace("FAILED", "SUCCEEDED") + SMALL)
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "*- aslant execution -*",
            "FAILED after 0 s, 2 states",
            "  Which? (Choice) at 0 s",
            "    chose   Choices*",
            "  Large (Fail) at 0 s",
            "    failed  TooMuch: over 100",
            "error   TooMuch: over 100",
        ]
    )
    assert result.stdout.str().count("after 0 s") == 1


def test_the_last_of_many_executions_are_shown(inner: Pytest) -> None:
    loop = SMALL.replace("    assert run(SHOP", "    for total in range(9):\n        run(SHOP").replace(
        '{"total": 1}).status == "SUCCEEDED"', '{"total": total})\n    assert False'
    )
    result = inner(shop=SHOP, test_it=loop)
    assert result.stdout.str().count("SUCCEEDED after 0 s") == 3
    result.stdout.fnmatch_lines(['output  {"total":6}', 'output  {"total":7}', 'output  {"total":8}'])


def test_a_test_without_executions_shows_none(inner: Pytest) -> None:
    result = inner(shop=SHOP, test_it=SMALL + "\ndef test_other():\n    assert False\n")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.no_fnmatch_line("*aslant execution*")


def test_coverage_is_reported_with_the_option(inner: Pytest) -> None:
    result = inner("--aslant-coverage", shop=SHOP, test_it=SMALL)
    result.stdout.fnmatch_lines(HALF, consecutive=True)
    assert result.ret == pytest.ExitCode.OK
    inner(test_it=SMALL).stdout.no_fnmatch_line("*aslant coverage*")


def test_coverage_is_that_of_the_whole_session(inner: Pytest) -> None:
    result = inner("--aslant-coverage", shop=SHOP, test_small=SMALL, test_large=LARGE)
    result.stdout.fnmatch_lines(["shop:SHOP     2     3/3       2/2         -         -   100%"])


@pytest.mark.parametrize(
    ("bound", "code", "message"),
    [
        ("60", 0, None),
        ("60.5", 1, "FAIL the tests reached 60% of the workflows, less than the 60.5% required"),
        ("90", 1, "FAIL the tests reached 60% of the workflows, less than the 90% required"),
    ],
)
def test_too_little_coverage_fails_the_session(inner: Pytest, bound: str, code: int, message: str | None) -> None:
    result = inner(f"--aslant-fail-under={bound}", shop=SHOP, test_it=SMALL)
    result.stdout.fnmatch_lines(HALF[1:3])
    if message is not None:
        result.stdout.fnmatch_lines([message])
    assert result.ret == code


def test_enough_coverage_does_not_hide_a_failure(inner: Pytest) -> None:
    result = inner("--aslant-fail-under=0", shop=SHOP, test_it=SMALL.replace("SUCCEEDED", "FAILED"))
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize(("bound", "code"), [("lots", 4), ("101", 4), ("-1", 4)])
def test_the_minimum_is_a_percentage(inner: Pytest, bound: str, code: int) -> None:
    assert inner(f"--aslant-fail-under={bound}", test_it=SMALL).ret == code


def test_an_ini_file_sets_the_options(inner: Pytest, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\naslant_fail_under = 90\naslant_coverage_of = shop:*\n")
    result = inner(shop=SHOP, test_it=SMALL)
    result.stdout.fnmatch_lines([*HALF, "FAIL the tests reached 60% *"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    pytester.makeini("[pytest]\naslant_coverage = true\n")
    inner().stdout.fnmatch_lines(HALF)
    pytester.makeini("[pytest]\naslant_fail_under = all\n")
    result = inner()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: aslant_fail_under must be a percentage from 0 to 100, not 'all'"])


def test_coverage_can_be_limited_to_some_workflows(inner: Pytest) -> None:
    result = inner("--aslant-coverage-of", "other:thing", shop=SHOP, test_it=SMALL)
    result.stdout.fnmatch_lines(["other:thing never ran", "total* 0%"])
    result.stdout.no_fnmatch_line("shop:SHOP*")


def test_the_coverage_of_xdist_workers_is_merged(inner: Pytest) -> None:
    pytest.importorskip("xdist")
    result = inner(
        "-n2", "--dist=load", "--aslant-fail-under=100", subprocess=True, shop=SHOP, test_small=SMALL, test_large=LARGE
    )
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["shop:SHOP     2     3/3       2/2         -         -   100%"])
    assert result.ret == pytest.ExitCode.OK


def test_recording_stops_with_the_session(inner: Pytest) -> None:
    before = list(watchers)
    inner("--aslant-coverage", shop=SHOP, test_it=SMALL)
    assert watchers == before


LOADED = """
import sys
import aslant.testing.plugin
print(sorted(name for name in sys.modules if name.startswith(("aslant.run", "aslant.asl", "hypothesis"))))
"""


def test_loading_the_plugin_does_not_import_the_runner() -> None:
    assert subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_session_without_workflows_is_not_affected(inner: Pytest) -> None:
    result = inner("--strict-config", "-W", "error", test_it="def test_it():\n    assert True\n")
    result.assert_outcomes(passed=1)


def test_test_state_is_not_collected_as_a_test(inner: Pytest) -> None:
    files: dict[str, Any] = {"test_it": "from aslant.run import test_state\ndef test_it():\n    assert test_state\n"}
    inner(**files).assert_outcomes(passed=1)
