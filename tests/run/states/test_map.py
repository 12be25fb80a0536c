"""Map."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import FakeClock, TaskError, run
from tests.run.machines import machine, only, task

SECOND = only("Wait", Seconds=1)
EACH = machine({"Each": {}})
DISTRIBUTED = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}


def mapped(processor: dict[str, Any] = EACH, **fields: Any) -> dict[str, Any]:
    return only("Map", ItemProcessor=processor, **fields)


@pytest.mark.parametrize(
    ("fields", "data", "output"),
    [
        ({}, [1, 2], [1, 2]),
        ({}, [], []),
        ({"ItemsPath": "$.list"}, {"list": [3]}, [3]),
        ({"InputPath": "$.in", "ItemsPath": "$.list"}, {"in": {"list": [3]}}, [3]),
        ({"ItemsPath": "$.list[*].n"}, {"list": [{"n": 1}, {"n": 2}]}, [1, 2]),
        (
            {
                "ItemsPath": "$.l",
                "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "all.$": "$"},
            },
            {"l": ["a"]},
            [{"i": 0, "v": "a", "all": {"l": ["a"]}}],
        ),
        ({"Parameters": {"v.$": "$$.Map.Item.Value", "s.$": "$$.State.Name"}}, [7], [{"v": 7, "s": "Only"}]),
        (
            {"ResultSelector": {"first.$": "$[0]"}, "ResultPath": "$.r", "ItemsPath": "$.l"},
            {"l": [1]},
            {"l": [1], "r": {"first": 1}},
        ),
    ],
)
def test_input_and_output(fields: dict[str, Any], data: Any, output: Any) -> None:
    assert run(mapped(**fields), data).output == output
    legacy = only("Map", Iterator=EACH, **fields)
    assert run(legacy, data).output == output


@pytest.mark.parametrize(
    ("fields", "elapsed"),
    [
        ({}, 3),
        ({"MaxConcurrency": 0}, 3),
        ({"MaxConcurrency": 1}, 100),
        ({"MaxConcurrency": 30}, 4),
        ({"MaxConcurrencyPath": "$[0].n"}, 50),
    ],
)
def test_how_many_iterations_run_at_the_same_time(fields: dict[str, Any], elapsed: float) -> None:
    clock = FakeClock()
    execution = run(mapped(SECOND, **fields), [{"n": 2}] * 100, clock=clock)
    assert (execution.status, clock.elapsed) == ("SUCCEEDED", elapsed)


def test_its_events_and_what_they_follow() -> None:
    execution = run(mapped(MaxConcurrency=1), [1, 2])
    assert [(event.type, event.previous_event_id, event.details) for event in execution.history[2:-1]] == [
        ("MapStateStarted", 2, {"length": 2}),
        ("MapIterationStarted", 3, {"name": "Only", "index": 0}),
        ("PassStateEntered", 4, {"name": "Each", "input": "1", "inputDetails": {"truncated": False}}),
        ("PassStateExited", 5, {"name": "Each", "output": "1", "outputDetails": {"truncated": False}}),
        ("MapIterationSucceeded", 6, {"name": "Only", "index": 0}),
        ("MapIterationStarted", 6, {"name": "Only", "index": 1}),
        ("PassStateEntered", 8, {"name": "Each", "input": "2", "inputDetails": {"truncated": False}}),
        ("PassStateExited", 9, {"name": "Each", "output": "2", "outputDetails": {"truncated": False}}),
        ("MapIterationSucceeded", 10, {"name": "Only", "index": 1}),
        ("MapStateSucceeded", 11, {}),
        ("MapStateExited", 11, {"name": "Only", "output": "[1,2]", "outputDetails": {"truncated": False}}),
    ]


def odd(event: Any) -> Any:
    if event % 2:
        raise TaskError("Odd", str(event))
    return event


def test_the_first_failure_is_its_own() -> None:
    execution = run(mapped(task(Resource="odd")), [0, 1, 2], tasks={"odd": odd})
    assert (execution.status, execution.error, execution.cause) == ("FAILED", "Odd", "1")
    assert [event.type for event in execution.history if event.type.startswith("MapIteration")] == [
        *["MapIterationStarted"] * 3,
        "MapIterationSucceeded",
        "MapIterationFailed",
        "MapIterationAborted",
    ]


def test_a_failure_aborts_the_other_iterations_with_the_states_they_are_in() -> None:
    execution = run(mapped(task(Resource="odd")), [1, 2], tasks={"odd": odd})
    assert [(event.type, event.previous_event_id, event.details) for event in execution.history[-5:]] == [
        ("MapIterationFailed", 12, {"name": "Only", "index": 0}),
        ("TaskStateAborted", 11, {}),
        ("MapIterationAborted", 11, {"name": "Only", "index": 1}),
        ("MapStateFailed", 12, {}),
        ("ExecutionFailed", 16, {"error": "Odd", "cause": "1"}),
    ]


def test_a_nested_maps_item_is_the_inner_one() -> None:
    inner = mapped(machine({"In": {"Parameters": {"v.$": "$$.Map.Item.Value"}}}))
    assert run(mapped(inner), [[1, 2], [3]]).output == [[{"v": 1}, {"v": 2}], [{"v": 3}]]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "$"),
        ({"ItemsPath": "$.items"}, "$.items"),
        ({"ItemsPath": "$$.Execution.Name"}, "$.Execution.Name"),
    ],
)
def test_items_must_be_an_array(fields: dict[str, Any], shown: str) -> None:
    execution = run(mapped(**fields), {"items": 5})
    assert execution.error == "States.Runtime"
    assert execution.cause == f'Reference path "{shown}" must point to array.'
    assert [event.type for event in execution.history] == ["ExecutionStarted", "MapStateEntered", "ExecutionFailed"]


INTEGER = 'field refers to value "%s" which is not a valid integer: $.x'
FLOAT = 'field refers to value "%s" which is not a valid float: $.x'


@pytest.mark.parametrize(
    ("field", "value", "cause"),
    [
        ("MaxConcurrency", {}, f"The MaxConcurrencyPath {INTEGER % '{}'}"),
        ("MaxConcurrency", "No", f"The MaxConcurrencyPath {INTEGER % 'No'}"),
        ("MaxConcurrency", 1.5, f"The MaxConcurrencyPath {INTEGER % '1.5'}"),
        ("MaxConcurrency", -1, "MaxConcurrency cannot be negative."),
        ("ToleratedFailureCount", {"a": 1}, "The ToleratedFailureCountPath " + INTEGER % '{"a":1}'),
        ("ToleratedFailureCount", True, f"The ToleratedFailureCountPath {INTEGER % 'true'}"),
        ("ToleratedFailureCount", -1, "ToleratedFailureCount cannot be negative."),
        ("ToleratedFailurePercentage", [], f"The ToleratedFailurePercentagePath {FLOAT % '[]'}"),
        ("ToleratedFailurePercentage", "No", f"The ToleratedFailurePercentagePath {FLOAT % 'No'}"),
        ("ToleratedFailurePercentage", None, f"The ToleratedFailurePercentagePath {FLOAT % 'null'}"),
        ("ToleratedFailurePercentage", -1.1, "ToleratedFailurePercentage must be between 0 and 100."),
        ("ToleratedFailurePercentage", 100.5, "ToleratedFailurePercentage must be between 0 and 100."),
    ],
)
def test_a_number_that_cannot_be_ends_the_execution(field: str, value: Any, cause: str) -> None:
    execution = run(
        mapped({**machine({"Each": {}}), **DISTRIBUTED}, ItemsPath="$.i", **{f"{field}Path": "$.x"}),
        {"i": [1], "x": value},
    )
    place = "An error occurred while executing the state 'Only' (entered at the event id #2)."
    assert (execution.error, execution.cause) == ("States.Runtime", f"{place} {cause}")
    started = [] if field == "MaxConcurrency" else ["MapStateStarted"]
    assert [event.type for event in execution.history[2:]] == [*started, "ExecutionFailed"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "FAILED"),
        ({"ToleratedFailureCount": 2}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 39}, "FAILED"),
        ({"ToleratedFailurePercentage": 40}, "SUCCEEDED"),
        ({"ToleratedFailurePercentagePath": "$$.Execution.Input[3]"}, "FAILED"),
    ],
)
def test_a_distributed_map_tolerates_failures(fields: dict[str, Any], status: str) -> None:
    processor = {**task(Resource="odd"), **DISTRIBUTED}
    execution = run(mapped(processor, **fields), [0, 1, 2, 3, 4], tasks={"odd": odd})
    assert execution.status == status
    own = [event.type for event in execution.history[2:]]
    if status == "SUCCEEDED":
        assert own == [
            "MapStateStarted",
            "MapRunStarted",
            "MapRunSucceeded",
            "MapStateSucceeded",
            "MapStateExited",
            "ExecutionSucceeded",
        ]
        assert execution.output[0] == 0
        assert execution.output[1].items() >= {"Status": "FAILED", "Error": "Odd", "Cause": "1"}.items()
    else:
        assert execution.error == "States.ExceedToleratedFailureThreshold"
        assert own == ["MapStateStarted", "MapRunStarted", "MapRunFailed", "MapStateFailed", "ExecutionFailed"]


@pytest.mark.parametrize("field", ["ItemReader", "ItemBatcher", "ResultWriter"])
def test_fields_of_a_distributed_map_are_refused_in_an_inline_one(field: str) -> None:
    with pytest.raises(DefinitionError, match=f"state 'Only': {field} requires a distributed Map. Add"):
        run(mapped(**{field: {}}), [])


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (only("Map"), "ItemProcessor, the states for each item, is required"),
        (mapped({}), "ItemProcessor must have States"),
        (
            only("Map", Iterator={"StartAt": "A", "States": {"B": {}}}),
            "Iterator: StartAt must be one of its states, not 'A'",
        ),
    ],
)
def test_a_wrong_map_is_refused(definition: dict[str, Any], rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(definition, [])
    assert str(refused.value).startswith(f"state 'Only': {rule}")
