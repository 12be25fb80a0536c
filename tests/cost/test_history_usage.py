"""The usage of an execution."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.cost.history_usage import usage_of
from aslant.cost.usage import Usage
from aslant.errors import TaskError
from aslant.run import run, takes
from tests.run.machines import INVOKE, distributed, machine, only

TASK = {"Type": "Task", "Resource": "${work}"}
RETRY = {"Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 2}]}
MAP = only("Map", ItemsPath="$.items", ItemProcessor=machine({"T": TASK, "D": {}}))


def usage(definition: dict[str, Any], input: Any = None, **more: Any) -> Usage:
    return usage_of(run(definition, {} if input is None else input, **more), 100)


def busy(times: int) -> Any:
    left = [times]

    def work(_: Any) -> Any:
        left[0] -= 1
        return TaskError("Busy") if left[0] >= 0 else 1

    return {"work": work}


@pytest.mark.parametrize(("times", "retries"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_each_retry_is_a_transition_and_a_call_of_the_function(times: int, retries: int) -> None:
    found = usage(machine({"T": {**TASK, **RETRY}, "D": {}}), tasks=busy(times))
    entered = 1 if times > 2 else 2
    assert (found.states, found.retries, found.calls) == (entered, retries, 1 + retries)
    assert found.transitions == entered + retries + 2


def test_a_task_takes_as_long_as_its_mock_or_else_the_given_time() -> None:
    definition = machine({"A": TASK, "W": {"Type": "Wait", "Seconds": 3}, "B": {**TASK, "Resource": "${slow}"}})
    found = usage(definition, tasks={"work": 1, "slow": takes(0.5, 1)})
    assert (found.milliseconds, found.call_milliseconds) == pytest.approx((3_600, 600))


@pytest.mark.parametrize(
    ("resource", "calls", "others"),
    [
        (INVOKE, 1, {}),
        ("arn:aws:states:::sqs:sendMessage", 0, {"sqs:sendMessage": 1}),
        ("arn:aws:states:us-east-1:123456789012:activity:bake", 0, {"activity": 1}),
    ],
)
def test_calls_of_other_services_are_not_function_calls(resource: str, calls: int, others: dict[str, int]) -> None:
    found = usage(only("Task", Resource=resource, Parameters={"FunctionName": "f"}), tasks={"Only": {"Payload": 1}})
    assert (found.calls, found.others) == (calls, others)


def test_each_branch_and_item_has_a_copy_of_the_data() -> None:
    assert usage(MAP, {"items": [1, 2, 3]}, tasks={"work": 1}).copies == 3
    parallel = only("Parallel", Branches=[machine({"A": {}}), machine({"B": {}})])
    found = usage(parallel)
    assert (found.copies, sorted(found.names)) == (2, ["A", "B", "Only"])


def test_executions_of_a_distributed_map_are_counted_separately() -> None:
    found = usage(distributed(machine({"T": TASK}), type="EXPRESS"), [1, 2], tasks={"work": 1})
    assert (found.states, found.calls) == (1, 0)
    assert [(child.type, child.count, child.usage.states, child.usage.calls) for child in found.children] == [
        ("EXPRESS", 1, 1, 1)
    ] * 2


def test_a_nested_execution_is_counted_separately() -> None:
    start = only("Task", Resource="arn:aws:states:::states:startExecution.sync:2", Parameters={"StateMachineArn": "x"})
    found = usage(start, tasks={"x": machine({"A": {}, "B": {}})})
    assert [(child.type, child.usage.names) for child in found.children] == [("STANDARD", ("A", "B"))]


@pytest.mark.parametrize(
    ("definition", "events"),
    [
        (machine({"A": {}}), {"ALL": 4, "ERROR": 0, "FATAL": 0}),
        (machine({"F": {"Type": "Fail"}}), {"ALL": 3, "ERROR": 2, "FATAL": 1}),
        (machine({"T": {**TASK, **RETRY}}), {"ALL": 12, "ERROR": 4, "FATAL": 1}),
        (machine({"W": {"Type": "Wait", "Seconds": 9}}, TimeoutSeconds=1), {"ALL": 3, "ERROR": 1, "FATAL": 1}),
    ],
)
def test_events_are_logged_by_level(definition: dict[str, Any], events: dict[str, int]) -> None:
    assert usage(definition, tasks=busy(9)).events == events
