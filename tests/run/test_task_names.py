"""The names of mocks, and the warning about a misspelled one."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from aslant.asl import StateMachine, Task
from aslant.run import Program, run
from aslant.run.task_names import mockable_names
from aslant.testing import WorkflowUnderTest
from tests.run.machines import FUNCTION, INVOKE, machine, task

START = "arn:aws:states:::states:startExecution.sync:2"
READER = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}


def quote(event: Any, context: Any) -> Any:
    return "handler"


@pytest.mark.parametrize(
    ("states", "names"),
    [
        ({"A": {"Type": "Pass"}}, {"A"}),
        ({"A": {"Type": "Task", "Resource": "${pay}"}}, {"A", "${pay}", "pay"}),
        ({"A": {"Type": "Task", "Resource": FUNCTION}}, {"A", FUNCTION, "work"}),
        (
            {"A": {"Type": "Task", "Resource": INVOKE, "Parameters": {"FunctionName": "pay:live"}}},
            {"A", INVOKE, "lambda:invoke", "pay:live", "pay"},
        ),
        ({"A": {"Type": "Task", "Resource": INVOKE, "Parameters": {"FunctionName.$": "$.f"}}}, None),
        ({"A": {"Type": "Task", "Resource": START, "Arguments": {"StateMachineArn": "{% $arn %}"}}}, None),
        (
            {"A": {"Type": "Map", "ItemReader": READER, "ItemProcessor": {"States": {"B": {}}}}},
            {"A", "B", READER["Resource"], "s3:getObject"},
        ),
        ({"A": {"Type": "Parallel", "Branches": [{"States": {"B": {}}}, {"States": {"C": 1}}]}}, {"A", "B", "C"}),
    ],
)
def test_the_names_of_a_definition(states: dict[str, Any], names: set[str] | None) -> None:
    assert mockable_names({"States": states}) == names


MACHINE = StateMachine(Task("Quote", quote))
INNER = machine({"Reserve": {"Type": "Task", "Resource": "${reserve}"}})
OUTER = task(Resource=START, Parameters={"StateMachineArn": "${inner}"})


@pytest.mark.parametrize(("name", "near"), [("quot", "quote"), ("Quot", "Quote"), ("qoute", "quote")])
@pytest.mark.parametrize(
    "start",
    [
        lambda tasks: run(MACHINE, tasks=tasks),
        lambda tasks: Program(MACHINE).run(tasks=tasks),
        lambda tasks: WorkflowUnderTest(MACHINE).run(tasks=tasks),
    ],
)
def test_a_mock_for_no_task_causes_a_warning_if_its_name_is_similar(start: Any, name: str, near: str) -> None:
    message = f"^tasks: {name!r} is not the name of a task of this workflow\\. Did you mean {near!r}\\?$"
    with pytest.warns(UserWarning, match=message) as warned:
        start({name: 1})
    assert [warning.filename for warning in warned] == [__file__]


@pytest.mark.parametrize(
    ("definition", "tasks"),
    [
        (MACHINE, {"other": 1}),
        (MACHINE, {"quote": 1, "quote2": 2}),
        (MACHINE, {"${quote}": 1, "Quote": 1, "quote": 1}),
        (task(), {"work": 1, f"{FUNCTION}s": 1}),
        (task(), {"work": 1, 5: 1}),
        (OUTER, {"inner": INNER, "reserve": 1}),
        (task(Resource=INVOKE, Parameters={"FunctionName.$": "$.f"}), {"Only": {"Payload": 1}, "Onyl": 2}),
    ],
)
def test_mocks_that_may_be_for_another_workflow_cause_no_warning(definition: Any, tasks: dict[Any, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(definition, {"f": "pay"}, tasks=tasks).status == "SUCCEEDED"
