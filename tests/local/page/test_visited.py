from __future__ import annotations

from typing import Any

import pytest

from aslant.local.page.visited import visited
from aslant.run import TaskError, run

from .conftest import Kitchen

FAILS = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": True}
PASS = {"Type": "Pass", "End": True}
TO_FALLBACK = [{"ErrorEquals": ["States.ALL"], "Next": "Fallback"}]


def statuses(definition: dict[str, Any], **tasks: Any) -> list[tuple[str, str]]:
    execution = run(definition, tasks=tasks)
    entries = visited(execution.history, execution.status, execution.stop_date)
    return [("/".join(entry.path), entry.status) for entry in entries]


def test_a_caught_failure_is_told_apart_from_success() -> None:
    states = {"Call": {**FAILS, "Catch": TO_FALLBACK}, "Fallback": PASS}
    found = statuses({"StartAt": "Call", "States": states}, Call=TaskError("Down", ""))
    assert found == [("Call", "CAUGHT"), ("Fallback", "SUCCEEDED")]


def test_a_retry_that_works_is_a_success() -> None:
    results = iter([TaskError("Down", ""), {}])
    states = {"Call": {**FAILS, "Retry": [{"ErrorEquals": ["States.ALL"]}]}}
    assert statuses({"StartAt": "Call", "States": states}, Call=lambda: next(results)) == [("Call", "SUCCEEDED")]


@pytest.mark.parametrize("caught", [True, False])
def test_a_failure_in_a_branch_aborts_the_others_and_fails_the_state(caught: bool) -> None:
    branches = [
        {"StartAt": "Fails", "States": {"Fails": FAILS}},
        {"StartAt": "Waits", "States": {"Waits": {"Type": "Wait", "Seconds": 9, "End": True}}},
    ]
    both = {"Type": "Parallel", "Branches": branches, "End": True, **({"Catch": TO_FALLBACK} if caught else {})}
    found = statuses({"StartAt": "Both", "States": {"Both": both, "Fallback": PASS}}, Fails=TaskError("Down", ""))
    rest = [("Fallback", "SUCCEEDED")] if caught else []
    outer = "CAUGHT" if caught else "FAILED"
    assert found == [("Both", outer), ("Both/Fails", "FAILED"), ("Both/Waits", "ABORTED"), *rest]


def test_an_expression_that_cannot_be_evaluated_fails_its_state() -> None:
    states = {"Sum": {"Type": "Pass", "Output": "{% $sum('x') %}", "End": True}}
    assert statuses({"QueryLanguage": "JSONata", "StartAt": "Sum", "States": states}) == [("Sum", "FAILED")]


def test_a_timeout_leaves_the_state_aborted() -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 9, "End": True}}
    assert statuses({"StartAt": "Wait", "TimeoutSeconds": 5, "States": states}) == [("Wait", "ABORTED")]


def test_variables_are_those_that_the_state_could_read() -> None:
    inner = {"Inner": {"Type": "Pass", "Assign": {"x": 3}, "Next": "Last"}, "Last": PASS}
    states = {
        "First": {"Type": "Pass", "Assign": {"x": 1}, "Next": "Second"},
        "Second": {"Type": "Pass", "Assign": {"y": 2}, "Next": "Both"},
        "Both": {"Type": "Parallel", "Branches": [{"StartAt": "Inner", "States": inner}], "Next": "End"},
        "End": PASS,
    }
    states["Both"]["Branches"][0]["States"]["Inner"]["Assign"] = {"z": 3}  # type: ignore[index]
    execution = run({"StartAt": "First", "States": states})
    found = {entry.visit.name: dict(entry.variables) for entry in visited(execution.history, "SUCCEEDED", 0)}
    both = {"x": "1", "y": "2"}
    assert found == {
        "First": {},
        "Second": {"x": "1"},
        "Both": both,
        "Inner": both,
        "Last": {**both, "z": "3"},
        "End": both,
    }


def test_states_of_an_iteration_have_the_index_of_its_item(kitchen: Kitchen, baked: Any) -> None:
    found = [(visit["name"], visit["iteration"]) for visit in baked["visits"] if visit["parent"] is not None]
    assert ("Sweet?", 0) in found
    assert ("Sweet?", 1) in found
    assert ("Refuse it", 1) in found
    assert ("Pack", None) in found


def test_a_running_execution_has_a_running_state() -> None:
    execution = run({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 9, "End": True}}})
    (entry,) = visited(execution.history[:2], "RUNNING", None)
    assert (entry.status, entry.stop) == ("RUNNING", None)
