"""The names under which a double may stand."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, Task
from aslant.cli.task_names import Playable
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
def test_a_double_is_called_as_the_state_its_resource_or_what_that_calls(workflow: Any, names: list[str]) -> None:
    playable = Playable.of(workflow)
    assert sorted({**playable.states, **playable.others}) == sorted(names)
    assert not playable.is_open
    assert not playable.plays("Nobody")


@pytest.mark.parametrize(
    ("doubles", "message"),
    [
        ({"Pya": 1}, "x: 'Pya' plays no task of this workflow; did you mean 'Pay'?"),
        ({"Pay": 1, "zzz": 1}, "x: 'zzz' plays no task of this workflow; a double is called 'Pay', '${pay}', 'pay'"),
    ],
)
def test_a_stranger_is_refused(doubles: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        Playable.of(task("${pay}")).refuse_strangers(doubles, "x")
    assert str(refused.value) == message


def test_a_workflow_without_tasks_has_no_double() -> None:
    with pytest.raises(UsageError, match=r"^x: 'A' plays no task of this workflow, which has none$"):
        Playable.of(machine({"A": {"Type": "Pass"}})).refuse_strangers({"A": 1}, "x")


def test_of_many_names_the_first_are_told() -> None:
    many = machine({f"T{number}": {"Type": "Task", "Resource": "${f}"} for number in range(20)})
    with pytest.raises(UsageError, match=r"a double is called 'T0', .*'T7', …$"):
        Playable.of(many).refuse_strangers({"~": 1}, "x")


@pytest.mark.parametrize(
    "workflow",
    [
        task(INVOKE, Parameters={"FunctionName.$": "$.f"}),
        task(INVOKE, Arguments={"FunctionName": "{% $f %}"}),
        task(INVOKE, Arguments="{% $all %}"),
        task(START, Parameters={"StateMachineArn.$": "$.f"}),
    ],
)
def test_any_name_may_be_right_where_data_says_what_is_called(workflow: Any) -> None:
    Playable.of(workflow).refuse_strangers({"anybody": 1}, "x")


def test_objects_stand_under_their_uri() -> None:
    Playable.of(reader()).refuse_strangers({"s3://orders/key": "text"}, "x")
    with pytest.raises(UsageError, match="'s3://orders/key' plays no task"):
        Playable.of(task("${pay}")).refuse_strangers({"s3://orders/key": "text"}, "x")


def test_a_workflow_that_is_a_double_has_its_own() -> None:
    parent = task(START, Parameters={"StateMachineArn": "${Child}"})
    child = machine({"Bake": {"Type": "Task", "Resource": "${bake}"}})
    for double in (child, StateMachine(Task("Bake", "bake")), Program(child)):
        Playable.of(parent).refuse_strangers({"bake": 1, "Child": double}, "x")
    with pytest.raises(UsageError):
        Playable.of(parent).refuse_strangers({"bake": 1}, "x")
