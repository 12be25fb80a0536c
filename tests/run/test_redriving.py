"""Redrives: what runs again, what stays, and the events, which follow AWS's recordings.

The recorded scenarios are those of radkawar/stackd (testdata/aws/stepfunctions/redrive_execution.json and
redrive_map.json): a failed branch next to a successful and an aborted one, an inline Map with MaxConcurrency 1, a
stopped task, a timeout of the execution and of a task, a Fail state, and distributed Maps of both types.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.errors import RunError, TaskError
from aslant.run import FakeClock, TaskCall, redrive, run, takes
from aslant.run.execution import Execution
from aslant.run.history import History
from aslant.run.position import from_json, to_json
from aslant.run.redriving import not_redrivable
from tests.run.machines import FUNCTION, distributed, machine, only, task

DAY = 86_400.0


class Repairable:
    """The tasks of a workflow: those named in `broken` fail, until they are repaired."""

    def __init__(self, *broken: Any) -> None:
        self.broken = set(broken)
        self.calls: list[Any] = []

    def __call__(self, call: TaskCall) -> Any:
        key = call.arguments if isinstance(call.arguments, (int, str)) else call.state
        self.calls.append(key)
        if key in self.broken:
            raise TaskError("Broken", f"{key} is broken")
        return {"of": key, "retry": call.context["State"]["RetryCount"]}

    def repair(self) -> None:
        self.broken.clear()
        self.calls.clear()


def work(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": FUNCTION, **fields}


def branch(name: str, **fields: Any) -> dict[str, Any]:
    return machine({name: work(**fields)})


def added(before: Execution, after: Execution) -> list[tuple[int, str, int]]:
    assert [dict(event) for event in after.history[: len(before.history)]] == [dict(event) for event in before.history]
    return [(event.id, event.type, event.previous_event_id) for event in after.history[len(before.history) :]]


def test_a_failed_task_runs_again_with_its_input_and_its_predecessors_do_not() -> None:
    tasks = Repairable("Work")
    definition = machine({"First": work(ResultPath="$.first"), "Work": work(ResultPath="$.work"), "Finish": {}})
    failed = run(definition, {"a": 1}, tasks=tasks)
    assert failed.status == "FAILED"
    tasks.repair()
    outcome = redrive(failed)
    assert tasks.calls == ["Work"]
    assert outcome.output == {"a": 1, "first": {"of": "First", "retry": 0}, "work": {"of": "Work", "retry": 0}}
    assert (outcome.name, outcome.arn, outcome.input) == (failed.name, failed.arn, failed.input)
    assert (outcome.start_date, outcome.redrive_count) == (failed.start_date, 1)
    entered = next(event.id for event in failed.history if event.details.get("name") == "Work")
    last = len(failed.history)
    assert added(failed, outcome)[:3] == [
        (last + 1, "ExecutionRedriven", last),
        (last + 2, "LambdaFunctionScheduled", entered),
        (last + 3, "LambdaFunctionStarted", last + 2),
    ]
    assert outcome.history[last].details == {"redriveCount": 1}
    assert outcome.visited == ["First", "Work", "Finish"]


def test_retries_are_counted_from_zero_in_each_redrive() -> None:
    retry = {"ErrorEquals": ["Broken"], "MaxAttempts": 1}
    tasks = Repairable("Only")
    failed = run(task(Retry=[retry]), tasks=tasks)
    again = redrive(failed)
    assert tasks.calls == ["Only"] * 4
    assert again.status == "FAILED"
    tasks.repair()
    assert redrive(again).output == {"of": "Only", "retry": 0}
    assert redrive(again).redrive_count == 2


def test_the_context_object_of_a_redrive() -> None:
    definition = task(Parameters={"context.$": "$$"})
    clock = FakeClock()
    contexts: list[Any] = []

    def tasks(call: TaskCall) -> Any:
        contexts.append(call.arguments["context"])
        if len(contexts) < 3:
            raise TaskError("Broken")

    failed = run(definition, tasks=tasks, clock=clock)
    clock.advance(60)
    again = redrive(failed)
    clock.advance(60)
    assert redrive(again).status == "SUCCEEDED"
    executions = [context["Execution"] for context in contexts]
    assert [(one["RedriveCount"], one.get("RedriveTime")) for one in executions] == [
        (0, None),
        (1, "2025-01-01T00:01:00.000Z"),
        (2, "2025-01-01T00:02:00.000Z"),
    ]
    assert {one["StartTime"] for one in executions} == {"2025-01-01T00:00:00.000Z"}
    assert {context["State"]["EnteredTime"] for context in contexts} == {"2025-01-01T00:00:00.000Z"}


def test_only_the_branches_that_did_not_succeed_run_again() -> None:
    names = ("Succeeded", "Failed", "Aborted")
    tasks = Repairable("Failed")
    definition = only("Parallel", Branches=[branch(name) for name in names])
    failed = run(definition, tasks=tasks)
    tasks.repair()
    outcome = redrive(failed)
    assert tasks.calls == ["Failed", "Aborted"]
    assert [output["of"] for output in outcome.output] == list(names)
    first = len(failed.history) + 1
    entered = [event.id for event in failed.history if event.type == "TaskStateEntered"]
    assert added(failed, outcome) == [
        (first, "ExecutionRedriven", first - 1),
        (first + 1, "LambdaFunctionScheduled", entered[1]),
        (first + 2, "LambdaFunctionStarted", first + 1),
        (first + 3, "LambdaFunctionScheduled", entered[2]),
        (first + 4, "LambdaFunctionStarted", first + 3),
        (first + 5, "LambdaFunctionSucceeded", first + 2),
        (first + 6, "TaskStateExited", first + 5),
        (first + 7, "LambdaFunctionSucceeded", first + 4),
        (first + 8, "TaskStateExited", first + 7),
        (first + 9, "ParallelStateSucceeded", first + 8),
        (first + 10, "ParallelStateExited", first + 8),
        (first + 11, "ExecutionSucceeded", first + 10),
    ]


def test_only_the_iterations_that_did_not_succeed_run_again_and_the_others_start() -> None:
    tasks = Repairable(1)
    definition = only("Map", MaxConcurrency=1, ItemProcessor=branch("Item"))
    failed = run(definition, [0, 1, 2], tasks=tasks)
    tasks.repair()
    outcome = redrive(failed)
    assert tasks.calls == [1, 2]
    assert [output["of"] for output in outcome.output] == [0, 1, 2]
    first = len(failed.history) + 1
    entered = [event.id for event in failed.history if event.type == "TaskStateEntered"][1]
    assert added(failed, outcome) == [
        (first, "ExecutionRedriven", first - 1),
        (first + 1, "LambdaFunctionScheduled", entered),
        (first + 2, "LambdaFunctionStarted", first + 1),
        (first + 3, "LambdaFunctionSucceeded", first + 2),
        (first + 4, "TaskStateExited", first + 3),
        (first + 5, "MapIterationSucceeded", first + 4),
        (first + 6, "MapIterationStarted", first + 4),
        (first + 7, "TaskStateEntered", first + 6),
        (first + 8, "LambdaFunctionScheduled", first + 7),
        (first + 9, "LambdaFunctionStarted", first + 8),
        (first + 10, "LambdaFunctionSucceeded", first + 9),
        (first + 11, "TaskStateExited", first + 10),
        (first + 12, "MapIterationSucceeded", first + 11),
        (first + 13, "MapStateSucceeded", first + 12),
        (first + 14, "MapStateExited", first + 12),
        (first + 15, "ExecutionSucceeded", first + 14),
    ]


def test_an_iteration_keeps_its_item_in_the_context_object() -> None:
    definition = only(
        "Map",
        ItemProcessor=machine(
            {"Item": work(Parameters={"index.$": "$$.Map.Item.Index", "value.$": "$$.Map.Item.Value"})}
        ),
    )
    broken = [True]

    def tasks(call: TaskCall) -> Any:
        if broken and call.arguments["index"] == 1:
            raise TaskError("Broken")
        return call.arguments

    failed = run(definition, ["a", "b"], tasks=tasks)
    broken.clear()
    assert redrive(failed).output == [{"index": 0, "value": "a"}, {"index": 1, "value": "b"}]


def test_a_fail_state_fails_again_without_being_entered() -> None:
    definition = machine({"First": {}, "Fail": {"Type": "Fail", "Error": "No", "Cause": "because"}})
    failed = run(definition)
    outcome = redrive(failed)
    assert (outcome.error, outcome.cause) == ("No", "because")
    assert added(failed, outcome) == [(6, "ExecutionRedriven", 5), (7, "ExecutionFailed", 6)]


def test_a_wait_begins_again() -> None:
    definition = machine({"Wait": {"Type": "Wait", "Seconds": 30}, "Work": work()}, TimeoutSeconds=20)
    clock = FakeClock()
    failed = run(definition, tasks={"work": 1}, clock=clock)
    assert failed.status == "TIMED_OUT"
    outcome = redrive(failed)
    assert outcome.status == "TIMED_OUT"
    assert clock.elapsed == 40
    assert [event.type for event in outcome.history].count("WaitStateEntered") == 1


def test_the_time_limit_of_the_execution_begins_again() -> None:
    definition = machine({"First": work(), "Second": work()}, TimeoutSeconds=10)
    clock = FakeClock()
    failed = run(definition, tasks={"First": takes(8, 1), "Second": takes(8, 2)}, clock=clock)
    assert failed.status == "TIMED_OUT"
    assert failed.history[-1].previous_event_id == 0
    outcome = redrive(failed)
    assert (outcome.status, outcome.output) == ("SUCCEEDED", 2)
    assert outcome.history[len(failed.history)].previous_event_id == len(failed.history)


def test_a_state_that_was_too_late_to_be_entered_is_entered_by_the_redrive() -> None:
    definition = machine({"First": work(), "Second": {"Parameters": {"late": True}}}, TimeoutSeconds=10)
    clock = FakeClock()

    def slow() -> Any:
        clock.advance(10.5)

    failed = run(machine({"First": work(), "Second": {}}, TimeoutSeconds=10), tasks={"First": slow}, clock=clock)
    assert failed.status == "TIMED_OUT"
    assert redrive(failed, tasks={"First": 1}).status == "SUCCEEDED"
    assert run(definition, tasks={"First": 1}).output == {"late": True}


def test_variables_and_scopes_are_restored() -> None:
    inner = machine(
        {
            "SetInner": {"Assign": {"inner.$": "$.x"}},
            "Work": work(Parameters={"sum.$": "States.MathAdd($outer, $inner)"}),
        }
    )
    definition = machine({"SetOuter": {"Assign": {"outer": 10}}, "Both": {"Type": "Parallel", "Branches": [inner]}})
    tasks: list[Any] = [TaskError("Broken")]
    failed = run(definition, {"x": 5}, tasks=lambda call: tasks[-1] if tasks else call.arguments)
    tasks.clear()
    assert redrive(failed).output == [{"sum": 15}]


def test_parts_that_all_succeeded_run_again_if_the_state_failed_afterwards() -> None:
    tasks = Repairable()
    definition = only("Parallel", Branches=[branch("A"), branch("B")], ResultSelector={"x.$": "$[7]"})
    failed = run(definition, tasks=tasks)
    assert failed.error == "States.Runtime"
    redrive(failed)
    assert tasks.calls == ["A", "B"] * 2


def test_flows_at_any_depth_go_on() -> None:
    definition = branch("Work")
    for number in range(300):
        definition = machine({f"P{number}": {"Type": "Parallel", "Branches": [definition]}})
    tasks = Repairable("Work")
    failed = run(definition, tasks=tasks)
    tasks.repair()
    outcome = redrive(failed)
    assert outcome.status == "SUCCEEDED"
    assert [event.type for event in outcome.history].count("ParallelStateStarted") == 300
    position = failed.past().position
    assert position is not None
    written = json.loads(json.dumps(to_json(position)))
    restored = from_json(written, History.restored([dict(event) for event in failed.history], standard=True))
    assert to_json(restored) == written


@pytest.mark.parametrize("type", ["STANDARD", "EXPRESS"])
def test_only_the_failed_children_of_a_distributed_map_run_again(type: str) -> None:
    processor = machine(
        {
            "Pause": {"Type": "Wait", "SecondsPath": "$.wait"},
            "Work": work(Parameters={"i.$": "$.i", "execution.$": "$$.Execution"}),
        }
    )
    definition = distributed(processor, type, Label="L", MaxConcurrency=2)
    broken = [True]

    def tasks(call: TaskCall) -> Any:
        arguments: Any = call.arguments
        if broken and arguments["i"] == 1:
            raise TaskError("Broken")
        return [arguments["i"], arguments["execution"]["RedriveCount"], "RedriveTime" in arguments["execution"]]

    items = [{"i": 0, "wait": 0}, {"i": 1, "wait": 8}, {"i": 2, "wait": 30}, {"i": 3, "wait": 0}]
    failed = run(definition, items, tasks=tasks)
    assert failed.error == "States.ExceedToleratedFailureThreshold"
    assert [child.status for child in failed.children] == ["SUCCEEDED", "FAILED", "ABORTED"]
    broken.clear()
    outcome = redrive(failed)
    timed = type == "STANDARD"
    assert outcome.output == [[0, 0, False], [1, 1, timed], [2, 1, timed], [3, 0, False]]
    assert [child.redrive_count for child in outcome.children] == [0, 1, 1, 0]
    assert [child.arn for child in outcome.children[:3]] == [child.arn for child in failed.children]
    first = len(failed.history) + 1
    assert added(failed, outcome) == [
        (first, "ExecutionRedriven", first - 1),
        (first + 1, "MapRunRedriven", 3),
        (first + 2, "MapRunSucceeded", first + 1),
        (first + 3, "MapStateSucceeded", first + 2),
        (first + 4, "MapStateExited", first + 1),
        (first + 5, "ExecutionSucceeded", first + 4),
    ]
    arn = failed.history[3].details["mapRunArn"]
    assert outcome.history[first].details == {"mapRunArn": arn, "redriveCount": 1}
    events = [event.type for event in outcome.children[1].history]
    assert ("ExecutionRedriven" in events) == timed
    assert events.count("WaitStateEntered") == 1


def test_a_redrive_writes_only_new_results_and_lists_the_earlier_files() -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}}
    tasks: list[dict[str, Any]] = [{"work": lambda event: event if event != 1 else TaskError("Broken")}, {"work": 7}]
    failed = run(
        distributed(branch("Work"), Label="L", MaxConcurrency=1, ResultWriter=writer), [0, 1, 2], tasks=tasks[0]
    )
    outcome = redrive(failed, tasks=tasks[1])
    folder = f"p/{failed.history[3].details['mapRunArn'].rpartition(':')[2]}"
    assert outcome.output["ResultWriterDetails"] == {"Bucket": "b", "Key": f"{folder}/Redrive-1/manifest.json"}
    manifest = json.loads(outcome.written[f"s3://b/{folder}/Redrive-1/manifest.json"])
    files = manifest["ResultFiles"]
    assert (files["FAILED"], files["PENDING"]) == ([], [])
    assert [file["Key"] for file in files["SUCCEEDED"]] == [
        f"{folder}/SUCCEEDED_0.json",
        f"{folder}/Redrive-1/SUCCEEDED_0.json",
    ]
    results = json.loads(outcome.written[f"s3://b/{folder}/Redrive-1/SUCCEEDED_0.json"])
    assert [(result["Output"], result["RedriveCount"]) for result in results] == [("7", 1), ("7", 0)]


def test_a_map_run_is_redriven_a_thousand_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.run.maps.map_run.MAP_RUN_REDRIVES", 1)
    failed = run(distributed(branch("Work")), [1], tasks={"work": TaskError("Broken")})
    again = redrive(redrive(failed))
    assert (again.error, again.cause) == ("States.Runtime", "The Map Run has reached the maximum of 1 redrives.")


@pytest.mark.parametrize(
    ("status", "events", "start", "stop", "reason"),
    [
        ("RUNNING", 3, 0, None, "Execution is RUNNING and cannot be redriven"),
        ("SUCCEEDED", 3, 0, 1, "Execution is SUCCEEDED and cannot be redriven"),
        ("FAILED", 24_998, 0, 1, None),
        ("FAILED", 24_999, 0, 1, "Execution history event limit exceeded"),
        ("ABORTED", 3, 0, 1, None),
        ("TIMED_OUT", 3, -350 * DAY, 1 - 14 * DAY, None),
        ("TIMED_OUT", 3, -350 * DAY, -1 - 14 * DAY, "Execution redrivable period exceeded"),
        ("TIMED_OUT", 3, -366 * DAY, -1, "Execution has exceeded the max execution time"),
    ],
)
def test_the_conditions_of_a_redrive(
    status: str, events: int, start: float, stop: float | None, reason: str | None
) -> None:
    assert not_redrivable(status, events, start, stop, 0.0) == reason


@pytest.mark.parametrize(
    ("outcome", "problem"),
    [
        (lambda: run(only(), type="EXPRESS"), "an EXPRESS execution cannot be redriven"),
        (lambda: run(only(), name="n"), "the execution 'n' cannot be redriven: Execution is SUCCEEDED and cannot"),
        (
            lambda: run(distributed(task()), [1], tasks={"work": 1}).children[0],
            "a child execution of a distributed Map",
        ),
    ],
)
def test_executions_that_cannot_be_redriven(outcome: Any, problem: str) -> None:
    with pytest.raises(RunError, match=problem):
        redrive(outcome())


def test_an_outcome_can_be_redriven_in_several_ways() -> None:
    failed = run(task(), tasks={"work": TaskError("Broken")})
    assert redrive(failed, tasks={"work": 1}).output == 1
    assert redrive(failed, tasks={"work": 2}).output == 2
    assert len(failed.history) == 6
