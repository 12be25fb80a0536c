"""The visits of states in an execution, from its events."""

from __future__ import annotations

from typing import Any

from aslant.run import Execution, TaskError, run
from aslant.run.report.state_visits import Visit, visits
from tests.run.machines import INVOKE, machine, only, task


def way(execution: Execution) -> list[Visit]:
    return visits(execution.history, execution.decisions)


def shape(execution: Execution) -> list[tuple[str, list[str], int | None, bool]]:
    return [
        (visit.name, [outer.name for outer in visit.enclosing], visit.iteration, visit.exited is not None)
        for visit in way(execution)
    ]


def fails(event: Any) -> Any:
    raise TaskError("Busy", "come back")


def test_a_visit_has_its_input_and_output() -> None:
    [visit] = way(run(only(Parameters={"x.$": "$.a"}), {"a": 1}))
    assert (visit.name, visit.kind, visit.input, visit.output, visit.failed) == (
        "Only",
        "Pass",
        {"a": 1},
        {"x": 1},
        False,
    )


def test_visits_in_a_parallel_or_a_map_have_their_item() -> None:
    inner = machine({"I": {}, "J": {}})
    states: dict[str, Any] = {
        "P": {"Type": "Parallel", "Branches": [inner]},
        "M": {"Type": "Map", "ItemProcessor": machine({"K": {}})},
    }
    assert shape(run(machine(states), {})) == [
        ("P", [], None, True),
        ("I", ["P"], None, True),
        ("J", ["P"], None, True),
        ("M", [], None, True),
        ("K", ["M"], 0, True),
    ]
    nested = only("Map", ItemProcessor=machine({"Inner": {"Type": "Map", "ItemProcessor": machine({"K": {}})}}))
    assert shape(run(nested, [[1, 2], [3]])) == [
        ("Only", [], None, True),
        ("Inner", ["Only"], 0, True),
        ("Inner", ["Only"], 1, True),
        ("K", ["Inner", "Only"], 0, True),
        ("K", ["Inner", "Only"], 1, True),
        ("K", ["Inner", "Only"], 0, True),
    ]


def test_a_call_has_its_arguments_and_its_outcome() -> None:
    [visit] = way(run(task(Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 1}]), {"a": 1}, tasks={"work": fails}))
    assert [(call.arguments, call.succeeded) for call in visit.attempts] == [({"a": 1}, False)] * 2
    assert visit.attempts[0].ended is not None
    assert visit.attempts[0].ended.details["error"] == "Busy"
    assert [(decision.field, decision.seconds) for decision in visit.decisions] == [("Retry", 1), ("Retry", None)]
    assert visit.failed

    [visit] = way(run(only("Task", Resource=INVOKE, Parameters={"FunctionName": "f"}), {}, tasks={"Only": 5}))
    assert [(call.resource, call.answer) for call in visit.attempts] == [("lambda:invoke", 5)]


def test_a_failure_is_that_of_the_state_where_it_began() -> None:
    bad = machine({"Bad": {"OutputPath": "$.no"}})
    definition = only("Parallel", Branches=[machine({"Fine": {"Type": "Wait", "Seconds": 9}}), bad])
    assert {visit.name: visit.failed for visit in way(run(definition, {}))} == {
        "Only": True,
        "Bad": True,
        "Fine": False,
    }
    assert [name for name, *_, left in shape(run(definition, {})) if left] == []


def test_a_parallel_that_is_caught_is_left_though_its_branches_are_not() -> None:
    bad = machine({"Bad": {"Type": "Fail", "Error": "E"}})
    states: dict[str, Any] = {
        "P": {"Type": "Parallel", "Branches": [bad], "Catch": [{"ErrorEquals": ["E"], "Next": "After"}]},
        "After": {},
    }
    assert shape(run(machine(states), {})) == [
        ("P", [], None, True),
        ("Bad", ["P"], None, False),
        ("After", [], None, True),
    ]


def test_an_expression_that_fails_is_recorded() -> None:
    [visit] = way(run(only(QueryLanguage="JSONata", Output="{% $states.input.x + 'a' %}"), {"x": 1}))
    assert visit.evaluation is not None
    assert visit.evaluation.details["error"] == "States.QueryEvaluationError"
