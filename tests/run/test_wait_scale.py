"""Waits at another speed: Wait states, retries, and the limits of tasks that wait for something outside."""

from __future__ import annotations

import time
from typing import Any

import pytest

from aslant.errors import TaskError
from aslant.run import TaskCall, pending, wait_scale
from aslant.run.execution import Execution
from tests.run.hubs import Going, make_hub
from tests.run.machines import machine, only, task

SEND = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
HOUR = {"Type": "Wait", "Seconds": 3600}


def ended(scale: float, definition: dict[str, Any], tasks: Any = None, **more: Any) -> tuple[Execution, float]:
    """Run an execution at a speed, and return it with the seconds that it took."""
    hub = make_hub()
    hub.wait_scale = scale
    began = time.monotonic()
    execution = Going(hub, definition, tasks=tasks, **more).begin().end()
    hub.close()
    return execution, time.monotonic() - began


def test_waits_and_retries_take_no_time_at_scale_0() -> None:
    attempts: list[float] = []

    def tasks(call: TaskCall) -> Any:
        attempts.append(time.time())
        if len(attempts) < 4:
            raise TaskError("Busy")
        return "done"

    retry = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 600, "MaxAttempts": 3}]
    until = {"Type": "Wait", "Timestamp": "2999-01-01T00:00:00Z"}
    work = {"Type": "Task", "Resource": "work", "Retry": retry}
    execution, seconds = ended(0, machine({"Hour": HOUR, "Until": until, "Work": work}), tasks)
    assert (execution.status, execution.output) == ("SUCCEEDED", "done")
    assert seconds < 2
    times = [event.timestamp for event in execution.history]
    assert times == sorted(times)
    assert execution.stop_date - execution.start_date < 2


@pytest.mark.parametrize(("scale", "least", "most"), [(0.001, 0.1, 1), (0.5, 0.5, 2), (2, 2, 4)])
def test_a_wait_takes_its_time_multiplied_by_the_scale(scale: float, least: float, most: float) -> None:
    seconds = 100 if scale == 0.001 else 1
    execution, took = ended(scale, only("Wait", Seconds=seconds))
    assert execution.status == "SUCCEEDED"
    assert least <= took < most


def test_the_time_that_was_not_waited_counts_for_the_time_limit_of_the_execution() -> None:
    for definition in (
        machine({"Hour": HOUR, "Last": {}}, TimeoutSeconds=60),
        machine({f"Hour{number}": HOUR for number in range(3)}, TimeoutSeconds=2 * 3600 + 60),
        only("Parallel", Branches=[machine({"Hour": HOUR})], Next="Then"),
    ):
        states = definition["States"]
        if "Only" in states:
            states["Only"].pop("End", None)
            states["Then"] = {"Type": "Pass", "End": True}
            definition["TimeoutSeconds"] = 60
        execution, seconds = ended(0, definition)
        assert execution.status == "TIMED_OUT"
        assert seconds < 2
    assert ended(0, machine({"Hour": HOUR, "Last": {}}, TimeoutSeconds=3700))[0].status == "SUCCEEDED"


@pytest.mark.parametrize("limit", ["TimeoutSeconds", "HeartbeatSeconds"])
def test_a_limit_on_waiting_for_a_token_ends_soon(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wait_scale, "OUTSIDE_SECONDS", 0.2)
    definition = task(Resource=SEND, **{"TimeoutSeconds": 7200, limit: 3600})
    execution, seconds = ended(0, definition, lambda call: pending())
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    assert 0.2 <= seconds < 2


def test_an_execution_that_waits_for_a_token_times_out_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wait_scale, "OUTSIDE_SECONDS", 0.2)
    execution, seconds = ended(0, {**task(Resource=SEND), "TimeoutSeconds": 3600}, lambda call: pending())
    assert execution.status == "TIMED_OUT"
    assert seconds < 2


def test_a_token_that_is_answered_in_time_succeeds_at_scale_0() -> None:
    def tasks(call: TaskCall) -> Any:
        assert call.token is not None
        call.token.succeed("done", after=0.1)
        return pending()

    execution, _ = ended(0, task(Resource=SEND, TimeoutSeconds=60, HeartbeatSeconds=10), tasks)
    assert execution.output == "done"


def test_the_time_limit_of_work_is_never_shortened() -> None:
    def tasks(call: TaskCall) -> Any:
        time.sleep(0.3)
        return "done"

    assert ended(0, task(TimeoutSeconds=5), tasks)[0].output == "done"
    assert ended(0, {**task(), "TimeoutSeconds": 5}, tasks)[0].output == "done"


def test_children_of_a_distributed_map_wait_at_the_same_speed() -> None:
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    processor = {**machine({"Hour": HOUR}), **config}
    execution, seconds = ended(0, only("Map", ItemProcessor=processor), input=[1, 2])
    assert execution.status == "SUCCEEDED"
    assert seconds < 2
