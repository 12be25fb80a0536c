"""The names under which a workflow's tasks can be mocked."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, Task
from aslant.cli.task_names import TaskNames
from aslant.cli.usage import UsageError
from aslant.run import Program
from tests.run.machines import machine

INVOKE = "arn:aws:states:::lambda:invoke"
START = "arn:aws:states:::states:startExecution.sync:2"
GET = "arn:aws:states:::s3:getObject"


def task(resource: Any, **members: Any) -> dict[str, Any]:
    return machine({"Pay": {"Type": "Task", "Resource": resource, **members}})


def reader() -> dict[str, Any]:
    inner = machine({"Row": {"Type": "Task", "Resource": "${row}"}})
    each = {"Type": "Map", "ItemReader": {"Resource": GET, "Parameters": {}}, "ItemProcessor": inner}
    return machine({"Each": each})


def work(event: object, context: object) -> None: ...


@pytest.mark.parametrize(
    ("workflow", "names"),
    [
        (task("${pay}"), ["Pay", "${pay}", "pay"]),
        (task(INVOKE, Parameters={"FunctionName": "pay"}), ["Pay", INVOKE, "lambda:invoke", "pay"]),
        (
            task(START, Parameters={"StateMachineArn": "${Child}"}),
            ["Pay", START, "states:startExecution.sync:2", "${Child}", "Child"],
        ),
        (task("arn:aws:states:::sqs:sendMessage"), ["Pay", "arn:aws:states:::sqs:sendMessage", "sqs:sendMessage"]),
        (task(5), ["Pay"]),
        (machine({"Rest": {"Type": "Pass"}}), []),
        (reader(), ["Each", "Row", GET, "s3:getObject", "${row}", "row"]),
        (StateMachine(Task("Work", work)), ["Work", "${work}", "work"]),
        (Program(StateMachine(Task("Work", work))), ["Work", "${work}", "work"]),
        ({"States": {"A": 5}}, []),
        ({"States": 5}, []),
    ],
)
def test_a_mock_has_the_name_of_the_state_its_resource_or_the_called_function(workflow: Any, names: list[str]) -> None:
    task_names = TaskNames.of(workflow)
    assert sorted({**task_names.states, **task_names.others}) == sorted(names)
    assert not task_names.is_open
    assert not task_names.accepts("Nobody")


@pytest.mark.parametrize(
    ("mocks", "message"),
    [
        ({"Pya": 1}, "x: 'Pya' does not match a task of this workflow. Did you mean 'Pay'?"),
        (
            {"Pay": 1, "zzz": 1},
            "x: 'zzz' does not match a task of this workflow. The names are 'Pay', '${pay}', 'pay'.",
        ),
    ],
)
def test_an_unknown_name_is_refused(mocks: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        TaskNames.of(task("${pay}")).check(mocks, "x")
    assert str(refused.value) == message


def test_a_workflow_without_tasks_accepts_no_mocks() -> None:
    with pytest.raises(UsageError, match=r"^x: 'A' does not match a task of this workflow, which has no tasks$"):
        TaskNames.of(machine({"A": {"Type": "Pass"}})).check({"A": 1}, "x")


def test_of_many_names_the_first_are_listed() -> None:
    many = machine({f"T{number}": {"Type": "Task", "Resource": "${f}"} for number in range(20)})
    with pytest.raises(UsageError, match=r"\. The names are 'T0', .*'T7', …\.$"):
        TaskNames.of(many).check({"~": 1}, "x")


@pytest.mark.parametrize(
    "workflow",
    [
        task(INVOKE, Parameters={"FunctionName.$": "$.f"}),
        task(INVOKE, Arguments={"FunctionName": "{% $f %}"}),
        task(INVOKE, Arguments="{% $all %}"),
        task(START, Parameters={"StateMachineArn.$": "$.f"}),
    ],
)
def test_every_name_is_accepted_if_data_chooses_the_function(workflow: Any) -> None:
    TaskNames.of(workflow).check({"anybody": 1}, "x")


def test_objects_are_mocked_by_their_uris() -> None:
    TaskNames.of(reader()).check({"s3://orders/key": "text"}, "x")
    with pytest.raises(UsageError, match="'s3://orders/key' does not match a task"):
        TaskNames.of(task("${pay}")).check({"s3://orders/key": "text"}, "x")


def test_a_workflow_that_is_a_mock_adds_its_names() -> None:
    parent = task(START, Parameters={"StateMachineArn": "${Child}"})
    child = machine({"Bake": {"Type": "Task", "Resource": "${bake}"}})
    for mock in (child, StateMachine(Task("Bake", "bake")), Program(child)):
        TaskNames.of(parent).check({"bake": 1, "Child": mock}, "x")
    with pytest.raises(UsageError):
        TaskNames.of(parent).check({"bake": 1}, "x")
