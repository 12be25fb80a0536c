"""Map Runs: the child executions of a distributed Map, their context and tolerated failures."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError, TaskError
from aslant.run import run, takes
from tests.run.machines import distributed, machine, only, task

CONTEXT = machine({"C": {"Parameters": {"context.$": "$$"}}})
WAIT = machine({"W": {"Type": "Wait", "Seconds": 500}})


def odd(event: Any) -> Any:
    if (event["Items"][0] if isinstance(event, dict) else event) % 2:
        raise TaskError("Odd")
    return event


def test_a_child_execution_has_its_own_context_and_history() -> None:
    execution = run(distributed(CONTEXT, Label="Lines"), [7], name="parent")
    context = execution.output[0]["context"]
    [child] = execution.children
    assert context["Execution"]["Input"] == 7
    assert context["Execution"]["Id"] == child.arn
    assert child.arn == f"arn:aws:states:us-east-1:123456789012:execution:machine/Lines:{child.name}"
    assert context["StateMachine"] == {
        "Id": "arn:aws:states:us-east-1:123456789012:stateMachine:machine/Lines",
        "Name": "machine/Lines",
    }
    assert "Map" not in context
    assert [event.type for event in child.history] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert [event.previous_event_id for event in child.history] == [0, 0, 2, 3]
    assert child.program is execution.program
    assert execution.visited == ["Only"]


def test_a_label_is_generated_once_for_a_state() -> None:
    first, second = (run(distributed(), [1], seed=seed) for seed in (1, 2))
    labels = {execution.children[0].machine_arn for execution in (first, second)}
    assert len(labels) == 1
    assert first.children[0].name != second.children[0].name


def test_the_events_of_the_parent() -> None:
    execution = run(distributed(Label="L"), [1, 2])
    events = execution.history[2:-1]
    assert [(event.type, event.previous_event_id) for event in events] == [
        ("MapStateStarted", 2),
        ("MapRunStarted", 3),
        ("MapRunSucceeded", 4),
        ("MapStateSucceeded", 5),
        ("MapStateExited", 4),
    ]
    assert events[0].details == {"length": 2}
    assert events[1].details["mapRunArn"].startswith("arn:aws:states:us-east-1:123456789012:mapRun:machine/L:")


def test_children_see_no_variables() -> None:
    inner = machine({"Use": {"Parameters": {"x.$": "$x"}}})
    definition = machine({"Set": {"Assign": {"x": 1}}, "Map": distributed(inner)["States"]["Only"]})
    assert run(definition, [1]).error == "States.ExceedToleratedFailureThreshold"
    selected = distributed(ItemSelector={"x.$": "$x"})["States"]["Only"]
    assert run(machine({"Set": {"Assign": {"x": 1}}, "Map": selected}), [1]).output == [{"x": 1}]


@pytest.mark.parametrize(("at_once", "seconds"), [(0, 500), (1, 1500), (2, 1000), (3, 500)])
def test_as_many_run_at_once_as_are_allowed(at_once: int, seconds: float) -> None:
    assert run(distributed(WAIT, MaxConcurrency=at_once), [1, 2, 3]).duration == seconds


def test_express_children_have_five_minutes() -> None:
    execution = run(distributed(WAIT, "EXPRESS", ToleratedFailureCount=1), [1])
    [child] = execution.children
    assert (child.status, child.type, execution.duration) == ("TIMED_OUT", "EXPRESS", 300)
    assert child.arn.startswith("arn:aws:states:us-east-1:123456789012:express:machine/")
    assert execution.output[0]["Status"] == "TIMED_OUT"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "FAILED"),
        ({"ToleratedFailureCount": 2}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 1}, "FAILED"),
        ({"ToleratedFailureCountPath": "$$.Execution.Input[2]"}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 40}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 39.5}, "FAILED"),
        ({"ToleratedFailureCount": 2, "ToleratedFailurePercentage": 10}, "FAILED"),
        ({"ToleratedFailureCount": 0, "ToleratedFailurePercentage": 90}, "FAILED"),
        ({"ToleratedFailureCount": 2, "ToleratedFailurePercentage": 40}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 100}, "SUCCEEDED"),
    ],
)
def test_failures_are_tolerated_up_to_either_bound(fields: dict[str, Any], status: str) -> None:
    execution = run(distributed(task(Resource="odd"), **fields), [0, 1, 2, 3, 4], tasks={"odd": odd})
    assert execution.status == status
    if status == "FAILED":
        assert execution.error == "States.ExceedToleratedFailureThreshold"


def test_all_items_of_a_failed_batch_count() -> None:
    definition = distributed(task(Resource="odd"), ItemBatcher={"MaxItemsPerBatch": 2}, ToleratedFailureCount=2)
    assert run(definition, [1, 2, 4, 6], tasks={"odd": odd}).status == "SUCCEEDED"
    assert run(definition, [1, 2, 3, 6], tasks={"odd": odd}).status == "FAILED"


@pytest.mark.parametrize("share", ["many", 101, -1, True])
def test_an_invalid_bound_is_a_runtime_error(share: Any) -> None:
    execution = run(distributed(ToleratedFailurePercentagePath="$[0]"), [share])
    assert execution.error == "States.Runtime"


def test_a_failed_item_has_the_full_description_of_its_execution() -> None:
    execution = run(distributed(task(Resource="odd"), ToleratedFailureCount=1), [0, 1], tasks={"odd": odd})
    assert execution.output[0] == 0
    assert {name: execution.output[1][name] for name in ("Status", "Error", "Input")} == {
        "Status": "FAILED",
        "Error": "Odd",
        "Input": "1",
    }


def test_the_other_children_are_stopped_and_listed_by_status() -> None:
    inner = machine({"T": {"Type": "Task", "Resource": "work"}})
    execution = run(
        distributed(inner, MaxConcurrency=2),
        [0, 1, 2],
        tasks={"work": lambda event: takes(5, odd) if event else takes(9)},
    )
    assert [child.status for child in execution.children] == ["ABORTED", "FAILED"]
    assert execution.duration == 5


def test_a_map_run_may_be_tried_again_and_caught() -> None:
    definition = distributed(
        task(Resource="odd"),
        Retry=[{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "MaxAttempts": 1, "IntervalSeconds": 1}],
        Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}],
    )
    definition["States"]["Caught"] = {"Type": "Succeed"}
    execution = run(definition, [1], tasks={"odd": odd})
    assert execution.visited == ["Only", "Caught"]
    arns = [event.details["mapRunArn"] for event in execution.history if event.type == "MapRunStarted"]
    assert len(set(arns)) == 2


def test_distributed_maps_within_distributed_maps() -> None:
    execution = run(distributed(distributed(CONTEXT, Label="Inner"), Label="Outer"), [[1], [2, 3]])
    assert [len(item) for item in execution.output] == [1, 2]
    assert [len(child.children) for child in execution.children] == [1, 2]
    assert execution.children[0].children[0].machine_arn.endswith(":machine/Outer/Inner")


def test_a_distributed_map_in_an_inline_map() -> None:
    execution = run(only("Map", ItemProcessor=distributed()), [[1], [2, 3]])
    assert execution.output == [[1], [2, 3]]
    assert len(execution.children) == 3


def test_a_selector_that_finds_nothing_fails_the_map() -> None:
    execution = run(distributed(ItemSelector={"a.$": "$.none"}), [1])
    assert execution.error == "States.Runtime"
    batched = run(distributed(ItemSelector={"a.$": "$.none"}, ItemBatcher={"MaxItemsPerBatch": 2}), [1])
    assert batched.cause == execution.cause


def test_ten_thousand_items() -> None:
    items = list(range(10_000))
    assert run(distributed(), items).output == items


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (distributed(type="BEST"), "ExecutionType must be STANDARD or EXPRESS, not 'BEST'"),
        (distributed(Label=5), "Label must be a string, not 5"),
        (
            only("Map", ItemProcessor=CONTEXT, ItemReader={}),
            "ItemReader requires a distributed Map. Add a ProcessorConfig",
        ),
        (
            only("Map", Iterator=CONTEXT, ResultWriter={}),
            "ResultWriter requires a distributed Map. Add a ProcessorConfig",
        ),
    ],
)
def test_a_wrong_distributed_map_is_refused(definition: dict[str, Any], rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(definition, [])
    assert str(refused.value).startswith(f"state 'Only': {rule}")
