"""Programs, and the one call that runs a workflow."""

from __future__ import annotations

import gc
import json
from typing import Any

import pytest

from aslant.asl import Pass, StateMachine
from aslant.errors import DefinitionError, RunError
from aslant.run import FakeClock, Program, run
from aslant.run import program as module
from tests.run.machines import machine, only, task
from workflows.pizza import pizza


@pytest.mark.parametrize(
    ("flavour", "status", "way"),
    [
        ("pepperoni", "SUCCEEDED", ["Order Pizza Job", "With Pineapple?", "Lets make your pizza"]),
        ("pineapple", "FAILED", ["Order Pizza Job", "With Pineapple?", "Sorry, We Dont add Pineapple"]),
        ("hawaiian", "FAILED", ["Order Pizza Job", "With Pineapple?", "Sorry, We Dont add Pineapple"]),
    ],
)
def test_the_pizza_workflow(flavour: str, status: str, way: list[str]) -> None:
    execution = run(pizza, {"flavour": flavour})
    assert (execution.status, execution.visited) == (status, way)
    if status == "SUCCEEDED":
        assert execution.output == {"containsPineapple": False}
    else:
        assert (execution.error, execution.cause) == ("Failed To Make Pizza", "They asked for Pineapple")


@pytest.mark.parametrize(("input", "output"), [((), {}), ((None,), None), (([1],), [1]), (((1, 2),), [1, 2])])
def test_any_json_is_an_input_and_none_is_null(input: tuple[Any, ...], output: Any) -> None:
    assert run(only(), *input).output == output


@pytest.mark.parametrize("input", [{1, 2}, float("nan"), object(), b"{}", {(1, 2): 3}])
def test_an_input_that_is_not_json_is_refused(input: Any) -> None:
    with pytest.raises(RunError, match="the input is not valid JSON: "):
        run(only(), input)


def test_an_input_may_be_as_large_as_aws_takes() -> None:
    assert run(only(), "x" * 262_142).status == "SUCCEEDED"
    with pytest.raises(RunError, match=r"the input is 262,145 bytes of JSON\. Step Functions accepts at most 262,144"):
        run(only(), "x" * 262_143)


def test_an_output_that_is_too_large_is_a_failure() -> None:
    execution = run(only(Parameters={"a.$": "$", "b.$": "$"}), "ü" * 80_000)
    assert (execution.error, execution.cause) == (
        "States.DataLimitExceeded",
        "The state/task 'Only' returned a result with a size exceeding the maximum number of bytes service limit.",
    )


def test_an_execution_is_the_same_each_time_unless_the_seed_is_another() -> None:
    definition = only(Parameters={"id.$": "$$.Execution.Id", "n.$": "States.UUID()"})
    first, again, other = (run(definition, seed=seed) for seed in (0, 0, 1))
    assert first.output == again.output != other.output
    assert [dict(event) for event in first.history] == [dict(event) for event in again.history]


@pytest.mark.parametrize(
    ("type", "pattern"),
    [
        ("STANDARD", "arn:aws:states:eu-west-1:111122223333:execution:shop:order-1"),
        ("EXPRESS", "arn:aws:states:eu-west-1:111122223333:express:shop:order-1:"),
    ],
)
def test_the_context_object(type: Any, pattern: str) -> None:
    arn = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop"
    execution = run(
        only(Parameters={"all.$": "$$"}), {"a": 1}, name="order-1", type=type, machine_arn=arn, role_arn="role"
    )
    context = execution.output["all"]
    assert context["Execution"].pop("Id").startswith(pattern)
    assert execution.arn.startswith(pattern)
    assert context == {
        "Execution": {
            "Input": {"a": 1},
            "StartTime": "2025-01-01T00:00:00.000Z",
            "Name": "order-1",
            "RoleArn": "role",
            **({"RedriveCount": 0} if type == "STANDARD" else {}),
        },
        "StateMachine": {"Id": arn, "Name": "shop"},
        "State": {"Name": "Only", "EnteredTime": "2025-01-01T00:00:00.000Z"},
    }


LOOP = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}


def test_an_endless_loop_ends_with_its_history() -> None:
    execution = run(LOOP)
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause == "The execution reached the maximum number of history events (25000)."
    assert (len(execution.history), execution.history[-1].type) == (25_000, "ExecutionFailed")


def test_the_last_of_25000_events_may_be_the_success() -> None:
    item = {**only(), "StartAt": "Only"}
    definition = only("Map", ItemProcessor=item, MaxConcurrency=40)
    # 7 events beside the iterations', which are 4 each, and 25,000 is the bound.
    assert len(run(definition, [0] * 6_248).history) == 24_998
    assert run(definition, [0] * 6_249).error == "States.Runtime"


def test_an_endless_express_loop_times_out_though_time_stands_still() -> None:
    execution = run(LOOP, type="EXPRESS")
    assert (execution.status, execution.error, execution.cause) == ("TIMED_OUT", "States.Timeout", None)
    assert execution.history[-1].type == "ExecutionTimedOut"
    assert execution.history[-1].details == {"error": "States.Timeout"}


@pytest.mark.parametrize(
    ("type", "timeout", "elapsed"),
    [("STANDARD", 60, 60), ("EXPRESS", 60, 60), ("EXPRESS", 900, 300), ("EXPRESS", None, 300)],
)
def test_an_execution_that_takes_too_long_times_out(type: Any, timeout: int | None, elapsed: float) -> None:
    fields = {} if timeout is None else {"TimeoutSeconds": timeout}
    clock = FakeClock()
    waiting = machine({"A": {"Type": "Wait", "Seconds": 50}, "B": {"Type": "Wait", "Seconds": 500}}, **fields)
    execution = run(waiting, type=type, clock=clock)
    assert (execution.status, clock.elapsed) == ("TIMED_OUT", elapsed)
    execution = run(task() | fields, type=type, tasks={"work": lambda event: clock.advance(1_000)}, clock=clock)
    assert execution.status == "TIMED_OUT", "a task that ends too late counts no more"


def test_a_standard_execution_that_timed_out_is_as_recorded_on_aws() -> None:
    execution = run(machine({"W": {"Type": "Wait", "Seconds": 25}}, TimeoutSeconds=3))
    assert (execution.status, execution.error, execution.cause, execution.duration) == ("TIMED_OUT", None, None, 3)
    assert [(event.type, event.previous_event_id, event.details.get("error")) for event in execution.history] == [
        ("ExecutionStarted", 0, None),
        ("WaitStateEntered", 0, None),
        ("ExecutionTimedOut", 0, "States.Timeout"),
    ]


def test_a_program_runs_any_number_of_times() -> None:
    program = Program(task())
    assert [program.run(n, tasks={"work": lambda event: event * 2}).output for n in range(3)] == [0, 2, 4]


@pytest.mark.parametrize("nested", [False, True])
def test_a_program_finds_errors_before_it_runs_and_a_lazy_one_when_it_reaches_them(nested: bool) -> None:
    wrong: dict[str, Any] = machine({"A": {"Type": "Succeed"}, "B": {"Type": "Wait"}})
    if nested:
        wrong = only("Parallel", Branches=[only("Map", ItemProcessor=wrong, ItemsPath="$.x")])
    with pytest.raises(DefinitionError, match="state 'B': exactly one of"):
        Program(wrong)
    assert Program(wrong, lazy=True).run({"x": [1]}).status == "SUCCEEDED"


def test_the_program_of_a_machine_is_kept_as_long_as_the_machine() -> None:
    kept = StateMachine(Pass("Kept"))
    assert run(kept, 1).output == 1
    first = module.compiled(kept)
    assert module.compiled(kept) is first
    count = len(module._programs)
    del kept, first
    gc.collect()
    assert len(module._programs) == count - 1


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (None, "a workflow must be a StateMachine or an object, not NoneType"),
        (json.dumps(only()), "a workflow must be a StateMachine or an object, not str"),
        ({}, "the workflow must have States, an object with at least one state"),
        ({"States": {}}, "the workflow must have States"),
        ({"States": {"A": {}}}, "the workflow: StartAt must be one of its states, not None"),
        ({"StartAt": "Chek", "States": {"Check": {}}}, "Did you mean 'Check'?"),
        ({"StartAt": "A", "States": {"A": 5}}, "state 'A' must be an object, not 5"),
        ({"StartAt": "A", "States": {"A": {"Type": "Tsk"}}}, "Did you mean 'Task'?"),
        ({"StartAt": "A", "States": {"A": {"Type": []}}}, "state 'A': Type must be one of Choice, "),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}, "state 'A': Next or \"End\": true is required"),
        (machine({"Check": {}, "B": {"Next": "Chek"}}), "state 'B': the next state 'Chek' does not exist. Did you"),
        (machine({"A": {}}, TimeoutSeconds=0), "the workflow: TimeoutSeconds must be a number greater than 0, not 0"),
        (
            machine({"A": {}}, QueryLanguage="JsonPath"),
            "must be JSONPath or JSONata, not 'JsonPath'. Did you mean 'JSONPath'?",
        ),
    ],
)
def test_a_wrong_workflow_is_refused_with_place_rule_and_repair(definition: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Program(definition)
    assert rule in str(refused.value)


def test_the_type_is_one_of_two() -> None:
    with pytest.raises(RunError, match="type must be 'STANDARD' or 'EXPRESS', not 'FAST'"):
        run(only(), type="FAST")  # type: ignore[arg-type]


def test_an_execution_has_its_outcome() -> None:
    assert repr(run(only(), 1)) == "Execution(status='SUCCEEDED', output=1)"
    assert repr(run(only("Fail", Error="E"))) == "Execution(status='FAILED', error='E', cause=None)"
    execution = run(only(), {"a": 1}, type="EXPRESS", name="n")
    assert (execution.name, execution.type, execution.input) == ("n", "EXPRESS", {"a": 1})
