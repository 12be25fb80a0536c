"""Executions recorded on AWS, checked with the exact shape of their own input."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import Finding, check
from aslant.asl.shapes.values import shape_of_value
from tests.corpus import MISSING
from tests.run.recorded import recorded

ROWS = recorded()
DATA_ERRORS = (
    "States.Runtime",
    "States.ParameterPathFailure",
    "States.ResultPathMatchFailure",
    "States.IntrinsicFailure",
    "States.QueryEvaluationError",
)
"""The errors of data that is not there or has another type."""
NEVER_REACHED = {
    "test_raise_exception_catch_output_path[$.no.such.path]": "/States/InvokeLambda/OutputPath",
}
"""Faults of a successful execution in a field that it did not evaluate, because the task was caught."""
NOT_FOUND = {
    "test_activity_task_on_deleted": "an activity that does not exist",
    "test_map_catch_error[MAP_CATCH_ERROR_OUTPUT_WITH_RETRY]": "a variable that is never assigned, which has a warning",
    "test_map_state_items_eval_jsonata_fail[function]": "an expression whose value is a function",
}
"""Failed executions without a fault, with the reason of the failure."""

pytestmark = pytest.mark.skipif(not ROWS, reason=MISSING)


def name_of(row: dict[str, Any]) -> str:
    return str(row["id"].split("::")[2])


def faults(row: dict[str, Any]) -> list[Finding]:
    findings = check(row["definition"], type=row["type"], input_type=shape_of_value(row["input"]))
    return [finding for finding in findings if finding.code.endswith("TYPE_MISMATCH")]


def test_a_successful_execution_has_no_error() -> None:
    for row in ROWS:
        if row["expected_status"] == "SUCCEEDED":
            for fault in faults(row):
                if "is never true" in fault.message:  # the execution went on with another rule, or with the default
                    assert "/Choices" in fault.location
                else:
                    assert NEVER_REACHED.get(name_of(row)) == fault.location, f"{row['id']}: {fault}"


def test_an_execution_that_failed_for_its_data_has_an_error() -> None:
    failed = [row for row in ROWS if row["expected_status"] == "FAILED" and row["expected_error"] in DATA_ERRORS]
    assert {name_of(row) for row in failed if not faults(row)} == set(NOT_FOUND)
    assert len(failed) == 44


def test_an_error_is_where_the_execution_failed() -> None:
    for row in ROWS:
        errors = [fault for fault in faults(row) if fault.severity == "ERROR" and "never true" not in fault.message]
        if row["expected_status"] == "FAILED" and errors:
            entered = row.get("states_entered") or [fault.state for fault in errors]
            assert any(fault.state in entered for fault in errors), row["id"]
