"""With a real clock, tasks that are concurrent run in threads; the others do not."""

from __future__ import annotations

import threading
import time
from typing import Any, ClassVar

import pytest

from aslant.errors import RunError
from aslant.run import SystemClock, TaskError, run
from tests.run.machines import machine, only, task


class QuickClock:
    """A real clock whose waits end at once; it keeps what was waited for."""

    real: ClassVar[bool] = True

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> float:
        return time.time() + self.shift

    def sleep_until(self, instant: float) -> None:
        self.shift += max(0.0, instant - self.now())


def thread_of(event: Any) -> str:
    return threading.current_thread().name


def test_a_task_that_is_alone_runs_in_the_callers_thread() -> None:
    execution = run(task(), tasks={"work": thread_of}, clock=SystemClock())
    assert execution.output == threading.current_thread().name


def test_concurrent_tasks_meet() -> None:
    barrier = threading.Barrier(3, timeout=10)

    def meet(event: Any) -> Any:
        barrier.wait()
        return event

    execution = run(only("Map", ItemProcessor=task()), [1, 2, 3], tasks={"work": meet}, clock=SystemClock())
    assert execution.output == [1, 2, 3]


def test_many_concurrent_tasks_share_the_threads() -> None:
    inner = only("Map", ItemProcessor=task())
    execution = run(
        only("Map", ItemProcessor=inner),
        [list(range(8))] * 20,
        tasks={"work": lambda event: event},
        clock=SystemClock(),
    )
    assert execution.output == [list(range(8))] * 20


def test_a_failure_ends_the_state_while_other_tasks_still_run() -> None:
    release = threading.Event()

    def fail(event: Any) -> Any:
        raise TaskError("E")

    branches = [task(Resource="slow"), task(Resource="bad")]
    slow = {"slow": lambda event: release.wait(10), "bad": fail}
    execution = run(only("Parallel", Branches=branches), tasks=slow, clock=SystemClock())
    release.set()
    assert execution.error == "E"


def test_a_task_is_left_behind_at_its_timeout() -> None:
    release = threading.Event()
    clock = SystemClock()
    definition = task(TimeoutSecondsPath="$.seconds")
    definition["States"]["Only"]["Catch"] = [{"ErrorEquals": ["States.Timeout"], "Next": "Only2"}]
    definition["States"]["Only2"] = {"Type": "Pass", "Result": "late", "End": True}
    execution = run(definition, {"seconds": 0}, tasks={"work": lambda event: release.wait(10)}, clock=clock)
    release.set()
    assert (execution.status, execution.output) == ("SUCCEEDED", "late")


def test_the_execution_ends_at_its_own_timeout() -> None:
    clock = QuickClock()
    execution = run(machine({"W": {"Type": "Wait", "Seconds": 500}}, TimeoutSeconds=60), clock=clock)
    assert (execution.status, execution.error) == ("TIMED_OUT", None)
    assert clock.shift == pytest.approx(60, abs=0.5)


def test_waits_and_tasks_take_turns() -> None:
    clock = QuickClock()
    branches = [
        machine({"W": {"Type": "Wait", "Seconds": 30}, "T": {"Type": "Task", "Resource": "work"}}),
        only("Wait", Seconds=90),
    ]
    execution = run(only("Parallel", Branches=branches), tasks={"work": 1}, clock=clock)
    assert execution.output == [1, {}]
    assert clock.shift == pytest.approx(90, abs=0.5)


def test_an_error_that_is_not_a_failure_reaches_the_caller_from_any_thread() -> None:
    with pytest.raises(RunError, match="has no mock or handler"):
        run(only("Map", ItemProcessor=task()), [1, 2], clock=SystemClock())

    def interrupt(event: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(only("Map", ItemProcessor=task()), [1, 2], tasks={"work": interrupt}, clock=SystemClock())
