"""Executions that run next to one another in the threads of a hub."""

from __future__ import annotations

import gc
import threading
import time
from typing import Any

import pytest

from aslant.errors import RunError
from aslant.run import TaskCall, TaskError, TaskToken, pending
from aslant.run.answer import Awaited
from tests.run.hubs import Going, make_hub
from tests.run.machines import machine, only, task

SEND = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
WAIT = only("Wait", Seconds=3_600)


def thread_of(call: TaskCall) -> str:
    return threading.current_thread().name


def test_an_execution_without_waits_has_ended_when_begin_returns() -> None:
    execution = Going(make_hub(), only(Result=1)).begin().outcome.result(0)
    assert not isinstance(execution, BaseException)
    assert (execution.status, execution.output) == ("SUCCEEDED", 1)


def test_thousands_that_wait_hold_no_thread_and_a_short_one_ends_at_once() -> None:
    hub = make_hub()
    tokens: list[TaskToken] = []

    def ask(call: TaskCall) -> Any:
        assert call.token is not None
        tokens.append(call.token)
        return pending()

    retried = task(Retry=[{"ErrorEquals": ["Busy"], "IntervalSeconds": 3_600}])

    def busy(call: TaskCall) -> Any:
        raise TaskError("Busy")

    before = threading.active_count()
    waiting = [Going(hub, WAIT).begin() for _ in range(1_000)]
    waiting += [Going(hub, task(Resource=SEND), tasks=ask).begin(inline=True) for _ in range(1_000)]
    waiting += [Going(hub, task(Resource=SEND, HeartbeatSeconds=3_600), tasks=ask).begin() for _ in range(100)]
    waiting += [Going(hub, retried, tasks=busy).begin(inline=True) for _ in range(1_000)]
    assert threading.active_count() <= before + 12, "the hub's own: 2 for steps, 8 for calls, one for timers"
    began = time.perf_counter()
    assert Going(hub, only("Wait", Seconds=0)).begin().end().status == "SUCCEEDED"
    assert time.perf_counter() - began < 1
    assert not any(one.outcome.done() for one in waiting)
    for one in waiting:
        one.running.halt()
    hub.close()


def test_a_wait_ends_at_its_instant_and_the_execution_goes_on_elsewhere() -> None:
    after: dict[str, dict[str, Any]] = {"W": {"Type": "Wait", "Seconds": 1}, "T": {"Type": "Task", "Resource": "work"}}
    began = time.time()
    execution = Going(make_hub(), machine(after), tasks=thread_of).begin(inline=True).end()
    assert execution.output != threading.current_thread().name
    assert 1 <= time.time() - began < 5


def test_a_task_that_is_alone_is_called_in_the_thread_that_may_block() -> None:
    hub, name = make_hub(), threading.current_thread().name
    assert Going(hub, task(), tasks=thread_of).begin(inline=True).end().output == name
    assert Going(hub, task(), tasks=thread_of).begin().end().output != name


def test_a_task_that_blocks_holds_up_no_other_execution() -> None:
    hub, going = make_hub(), threading.Event()
    slow = [Going(hub, task(), tasks=lambda call: going.wait(10)).begin() for _ in range(8)]
    assert Going(hub, machine({"W": {"Type": "Wait", "Seconds": 0}, "P": {}})).begin().end().status == "SUCCEEDED"
    going.set()
    assert [one.end().output for one in slow] == [True] * 8


def test_a_token_can_be_ended_in_any_thread() -> None:
    tokens: list[TaskToken] = []

    def ask(call: TaskCall) -> Any:
        assert call.token is not None
        tokens.append(call.token)
        return pending()

    going = Going(make_hub(), task(Resource=SEND), tasks=ask).begin(inline=True)
    for _ in range(3):
        tokens[0].heartbeat()
    threading.Thread(target=tokens[0].succeed, args=["baked"]).start()
    assert going.end().output == "baked"
    with pytest.raises(TaskError, match="TaskTimedOut"):
        tokens[0].succeed()


@pytest.mark.parametrize(
    ("definition", "status", "error"),
    [
        (machine({"W": {"Type": "Wait", "Seconds": 60}}, TimeoutSeconds=1), "TIMED_OUT", None),
        (task(Resource=SEND, TimeoutSeconds=1), "FAILED", "States.Timeout"),
        (task(Resource=SEND, HeartbeatSeconds=1), "FAILED", "States.Timeout"),
        (only("Fail", Error="No"), "FAILED", "No"),
    ],
)
def test_a_waiting_execution_can_end_in_every_way(definition: Any, status: str, error: str | None) -> None:
    execution = Going(make_hub(), definition, tasks=lambda call: pending()).begin().end()
    assert (execution.status, execution.error) == (status, error)


def test_branches_and_items_take_turns_while_their_tasks_meet() -> None:
    barrier = threading.Barrier(3, timeout=10)

    def meet(call: TaskCall) -> Any:
        barrier.wait()
        return call.arguments

    items = only("Map", ItemProcessor=task())
    assert Going(make_hub(), items, [1, 2, 3], tasks=meet).begin(inline=True).end().output == [1, 2, 3]


def test_an_execution_that_is_stopped_ends_nothing_and_is_forgotten() -> None:
    hub = make_hub()
    tokens: list[TaskToken] = []

    def ask(call: TaskCall) -> Any:
        assert call.token is not None
        tokens.append(call.token)
        return pending()

    branches = only("Parallel", Branches=[task(Resource=SEND), WAIT])
    going = Going(hub, branches, tasks=ask).begin()
    while not tokens:
        time.sleep(0.001)
    going.running.halt()
    going.running.halt()
    while not tokens[0].closed:
        time.sleep(0.001)
    assert not going.outcome.done()
    while hub._heap and hub._heap[0][2].action is not None:
        time.sleep(0.001)
    Going(hub, WAIT).running.halt()


def test_an_execution_that_is_stopped_before_it_begins_never_begins() -> None:
    going = Going(make_hub(), only())
    going.running.halt()
    going.begin()
    time.sleep(0.01)
    assert not going.outcome.done()


def test_nothing_is_left_of_an_execution_that_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.run.running.watchers", [])
    hub = make_hub()
    tokens: list[TaskToken] = []

    def ask(call: TaskCall) -> Any:
        assert call.token is not None
        tokens.append(call.token)
        return pending()

    gc.collect()
    gc.disable()
    try:
        going = Going(hub, machine({"T": {"Type": "Task", "Resource": SEND}}, TimeoutSeconds=3_600), tasks=ask)
        going.begin(inline=True)
        session = going.session
        tokens[0].succeed()
        going.end()
        while going.running._driven:
            time.sleep(0.001)
        del going
        time.sleep(0.05)  # until the thread that took the last step has let go of it
        assert session() is None, "without a look of the garbage collector"
        assert all(timer.action is None for _, _, timer in hub._heap)
    finally:
        gc.enable()


def test_an_error_that_is_not_a_failure_is_the_outcome() -> None:
    def fail(call: TaskCall) -> Any:
        raise KeyError("ours")

    outcome = Going(make_hub(), task(), tasks=fail).begin().outcome.result(10)
    assert isinstance(outcome, KeyError)


def test_data_that_is_nested_too_deep_is_a_run_error() -> None:
    def deep(call: TaskCall) -> Any:
        raise RecursionError

    outcome = Going(make_hub(), task(), tasks=deep).begin(inline=True).outcome.result(0)
    assert isinstance(outcome, RunError)
    assert str(outcome) == "the definition or its data is nested too deeply to be evaluated. Flatten it."


def test_an_execution_that_is_started_by_another_one_goes_on_before_that_one_is_over() -> None:
    start = task(Resource="arn:aws:states:::states:startExecution", Parameters={"StateMachineArn": "a"})
    execution = Going(make_hub(), start, tasks={"a": only("Wait", Seconds=1)}).begin().end()
    assert [child.status for child in execution.children] == ["SUCCEEDED"]


class Elsewhere:
    """Work outside an execution, which waits for its end."""

    def __init__(self) -> None:
        self.ends: list[Any] = []
        self.result: Any = "baked"
        self.abandoned = threading.Event()

    def __call__(self, call: TaskCall) -> Any:
        work = self

        class Work(Awaited):
            def abandon(self) -> None:
                work.abandoned.set()

        return Work({"Ticket": 1}, self.ends.append, self.collect, "ovens")

    def collect(self) -> Any:
        if isinstance(self.result, TaskError):
            raise self.result
        return self.result


@pytest.fixture(name="elsewhere")
def _elsewhere() -> Elsewhere:
    return Elsewhere()


JOB = "arn:aws:states:::ecs:runTask.sync"


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ({"loaf": 1}, {"loaf": 1}),
        (TaskError("Oven.Cold", "no gas"), ("Oven.Cold", "no gas")),
        (TaskError("Oven.Cold", ""), ("Oven.Cold", None)),
        (
            "x" * 300_000,
            (
                "States.DataLimitExceeded",
                "The state/task 'ovens' returned a result with a size exceeding the maximum number of bytes service "
                "limit.",
            ),
        ),
    ],
)
def test_the_end_of_work_elsewhere_ends_a_task(elsewhere: Elsewhere, result: Any, told: Any) -> None:
    elsewhere.result = result
    going = Going(make_hub(), task(Resource=JOB), tasks=elsewhere).begin(inline=True)
    assert not going.outcome.done()
    elsewhere.ends[0]()
    elsewhere.ends[0]()
    execution = going.end()
    assert (execution.output or (execution.error, execution.cause)) == told
    submitted = [event for event in execution.history if event.type == "TaskSubmitted"]
    assert [event.details["output"] for event in submitted] == ['{"Ticket":1}']
    assert not elsewhere.abandoned.is_set()


def test_work_is_abandoned_when_the_execution_no_longer_waits(elsewhere: Elsewhere) -> None:
    late = Going(make_hub(), task(Resource=JOB, TimeoutSeconds=1), tasks=elsewhere).begin().end()
    assert (late.error, late.cause) == ("States.Timeout", None)
    assert elsewhere.abandoned.wait(5)
    elsewhere.abandoned.clear()
    going = Going(make_hub(), task(Resource=JOB), tasks=elsewhere).begin(inline=True)
    going.running.halt()
    assert elsewhere.abandoned.wait(5)
    elsewhere.ends[-1]()


def test_work_that_starts_while_its_execution_is_stopped_is_abandoned(elsewhere: Elsewhere) -> None:
    starting, stopped = threading.Event(), threading.Event()

    def start(call: TaskCall) -> Any:
        starting.set()
        stopped.wait(5)
        return elsewhere(call)

    going = Going(make_hub(), task(Resource=JOB), tasks=start).begin()
    assert starting.wait(5)
    going.running.halt()
    while going.running._root is not None:
        time.sleep(0.001)
    stopped.set()
    assert elsewhere.abandoned.wait(5)
