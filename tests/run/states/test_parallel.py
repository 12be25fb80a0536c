"""Parallel."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import FakeClock, TaskError, run
from tests.run.machines import machine, only, task


def wait(seconds: int, **fields: Any) -> dict[str, Any]:
    return only("Wait", Seconds=seconds, **fields)


def test_branches_get_the_effective_input_and_give_an_array_in_their_order() -> None:
    branches = [wait(9), only(Parameters={"x.$": "$.a"}), wait(3, OutputPath="$.a")]
    clock = FakeClock()
    execution = run(only("Parallel", Branches=branches, InputPath="$.in"), {"in": {"a": 1}}, clock=clock)
    assert execution.output == [{"a": 1}, {"x": 1}, 1]
    assert clock.elapsed == 9, "they run at the same time"


def test_its_events_and_what_they_follow() -> None:
    branches = [machine({"A": {}, "B": {}}), machine({"C": {}})]
    execution = run(machine({"P": {"Type": "Parallel", "Branches": branches}, "Z": {}}))
    assert [(event.type, event.previous_event_id) for event in execution.history] == [
        ("ExecutionStarted", 0),
        ("ParallelStateEntered", 0),
        ("ParallelStateStarted", 2),
        ("PassStateEntered", 3),
        ("PassStateExited", 4),
        ("PassStateEntered", 5),
        ("PassStateExited", 6),
        ("PassStateEntered", 3),
        ("PassStateExited", 8),
        ("ParallelStateSucceeded", 9),
        ("ParallelStateExited", 9),
        ("PassStateEntered", 11),
        ("PassStateExited", 12),
        ("ExecutionSucceeded", 13),
    ]
    assert execution.visited == ["P", "A", "B", "C", "Z"]


def test_all_tasks_have_been_called_before_the_first_failure_counts() -> None:
    called: list[str] = []

    def fail(event: Any) -> Any:
        called.append("bad")
        raise TaskError("E", "why")

    definition = only("Parallel", Branches=[task(Resource="bad"), task(Resource="good")])
    execution = run(definition, tasks={"bad": fail, "good": lambda event: called.append("good")})
    assert called == ["bad", "good"]
    assert (execution.status, execution.error, execution.cause) == ("FAILED", "E", "why")
    assert [(event.type, event.previous_event_id) for event in execution.history[-5:]] == [
        ("LambdaFunctionFailed", 6),
        ("TaskStateAborted", 10),
        ("TaskStateAborted", 9),
        ("ParallelStateFailed", 10),
        ("ExecutionFailed", 13),
    ]


@pytest.mark.parametrize(
    ("state", "aborted"),
    [
        ({"Type": "Task", "Resource": "bad"}, ["TaskStateAborted"]),
        ({"Type": "Parallel", "Branches": [only("Fail")]}, ["ParallelStateAborted"]),
        ({"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": only("Fail")}, ["MapStateAborted"]),
        ({"Type": "Wait", "SecondsPath": "$.items"}, ["WaitStateAborted"]),
        ({"Type": "Pass", "InputPath": "$.gone"}, []),
        ({"Type": "Fail"}, []),
        ({"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "A"}]}, []),
    ],
)
def test_a_state_that_takes_time_is_aborted_where_it_fails_a_branch(state: dict[str, Any], aborted: list[str]) -> None:
    def fail(event: Any) -> Any:
        raise TaskError("E", "why")

    branch = machine({"Before": {"Type": "Task", "Resource": "good"}, "A": state})
    execution = run(only("Parallel", Branches=[branch]), {"items": [1]}, tasks={"bad": fail, "good": {"items": [1]}})
    assert [event.type for event in execution.history if event.type.endswith("StateAborted")] == aborted


def test_a_failure_stops_the_other_branches_and_those_inside_them() -> None:
    reached: list[Any] = []
    slow = machine({"W": {"Type": "Wait", "Seconds": 60}, "T": {"Type": "Task", "Resource": "never"}})
    nested = only("Parallel", Branches=[slow, slow])
    failing = machine({"W": {"Type": "Wait", "Seconds": 5}, "F": {"Type": "Fail", "Error": "E"}})
    clock = FakeClock()
    execution = run(only("Parallel", Branches=[nested, failing]), tasks={"never": reached.append}, clock=clock)
    assert (execution.error, reached, clock.elapsed) == ("E", [], 5)


def test_it_is_tried_again_and_caught_as_a_whole() -> None:
    definition = machine(
        {
            "P": {
                "Type": "Parallel",
                "Branches": [only("Fail", Error="E")],
                "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught", "ResultPath": "$.e"}],
            },
            "Caught": {},
        }
    )
    execution = run(definition, {"a": 1})
    assert execution.output == {"a": 1, "e": {"Error": "E", "Cause": None}}
    assert [event.type for event in execution.history[2:9]] == [
        "ParallelStateStarted",
        "FailStateEntered",
        "ParallelStateStarted",
        "FailStateEntered",
        "ParallelStateFailed",
        "ParallelStateExited",
        "PassStateEntered",
    ]


def test_a_runtime_error_in_a_branch_is_caught_by_nobody() -> None:
    branch = only(InputPath="$.nothing")
    definition = machine(
        {
            "P": {"Type": "Parallel", "Branches": [branch], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]},
            "Z": {},
        }
    )
    execution = run(definition)
    assert execution.error == "States.Runtime"
    assert str(execution.cause).startswith(
        "An error occurred while executing the state 'Only' (entered at the event id #4)"
    )


def test_nesting_costs_no_recursion() -> None:
    definition = machine({"Leaf": {}})
    for _ in range(600):
        definition = only("Parallel", Branches=[definition])
    execution = run(definition, 1)
    assert execution.status == "SUCCEEDED"
    assert len(execution.visited) == 601


@pytest.mark.parametrize(
    ("branches", "rule"),
    [
        (None, "Branches must be an array with at least one branch"),
        ([], "Branches must be an array with at least one branch"),
        ([5], "Branches[0] must be an object with StartAt and States, not int"),
        ([{"StartAt": "A"}], "Branches[0] must have States"),
        ([{"StartAt": "B", "States": {"A": {}}}], "Branches[0]: StartAt must be one of its states, not 'B'"),
    ],
)
def test_a_wrong_branch_is_refused(branches: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(only("Parallel", Branches=branches))
    assert str(refused.value).startswith(f"state 'Only': {rule}")
