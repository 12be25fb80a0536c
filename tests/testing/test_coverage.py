"""Coverage: the states, branches, retriers and catchers that a session reached."""

from __future__ import annotations

from typing import Any

from aslant.asl import StateMachine, Succeed, Task
from aslant.run import Execution, Program, TaskError, run
from aslant.testing.coverage import Coverage, Target
from tests.run.machines import machine, only
from workflows.pizza import pizza

NAMED = machine({"Named": {}})
GUARDED = machine(
    {
        "Pay": {
            "Type": "Task",
            "Resource": "${pay}",
            "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}, {"ErrorEquals": ["Never"], "MaxAttempts": 0}],
            "Catch": [{"ErrorEquals": ["Busy"], "Next": "Sorry"}, {"ErrorEquals": ["Other"], "Next": "Sorry"}],
            "Next": "Done",
        },
        "Sorry": {"Type": "Fail"},
        "Done": {"Type": "Succeed"},
    },
    Comment="orders\nand more",
)


def seen(*executions: Execution, only: list[str] | None = None) -> Coverage:
    coverage = Coverage(only or [])
    for execution in executions:
        coverage.watch(execution)
    return coverage


def pay(error: str | None) -> Execution:
    def mock(event: Any) -> Any:
        if error is not None:
            raise TaskError(error)
        return 1

    return run(GUARDED, {}, tasks={"pay": mock})


def test_states_and_branches_are_counted() -> None:
    [of_pizza] = seen(run(pizza, {"flavour": "pepperoni"})).machines
    assert of_pizza.name == "workflows.pizza:pizza"
    assert (of_pizza.count("states"), of_pizza.count("branches")) == ((3, 4), (1, 2))
    assert list(map(str, of_pizza.missed)) == [
        "Choices[0] of 'With Pineapple?'",
        "state 'Sorry, We Dont add Pineapple'",
    ]
    assert of_pizza.percent == 100 * 4 / 6
    both = seen(run(pizza, {"flavour": "pepperoni"}), run(pizza, {"flavour": "hawaiian"}))
    assert (both.percent, both.machines[0].missed, both.machines[0].runs) == (100, [], 2)


def test_a_retrier_is_reached_when_it_matches_an_error_and_a_catcher_when_it_handles_one() -> None:
    [machine] = seen(pay("Busy"), pay("Never")).machines
    assert (machine.count("retriers"), machine.count("catchers")) == ((2, 2), (1, 2))
    assert machine.targets[Target("Pay", "Catch", 0)]
    assert not machine.targets[Target("Pay", "Catch", 1)]
    assert seen(pay(None)).machines[0].count("retriers") == (0, 2)


def test_of_a_state_that_was_not_reached_only_the_state_is_missed() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": True, "Next": "A"}], "Default": "A"}
    definition = machine({"Stop": {"Type": "Succeed"}, "Never": choice, "A": {}})
    assert list(map(str, seen(run(definition, {})).machines[0].missed)) == ["state 'Never'", "state 'A'"]


def test_states_in_branches_and_processors_count_too() -> None:
    inner = machine({"Inner": {}})
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    for definition in (
        only("Parallel", Branches=[inner]),
        only("Map", ItemProcessor=inner),
        only("Map", ItemProcessor={**inner, **config}),
    ):
        assert seen(run(definition, [1])).machines[0].count("states") == (2, 2)


def test_equal_definitions_are_one_workflow() -> None:
    coverage = seen(*(run(machine({"A": {}}), {}) for _ in range(3)))
    assert [(machine_coverage.name, machine_coverage.runs) for machine_coverage in coverage.machines] == [
        ("the workflow that starts at 'A'", 3)
    ]


def test_a_workflow_has_the_name_of_its_import_or_its_comment() -> None:
    assert [machine_coverage.name for machine_coverage in seen(run(NAMED, {})).machines] == [f"{__name__}:NAMED"]
    assert [machine_coverage.name for machine_coverage in seen(run(dict(GUARDED), {}, tasks={"pay": 1})).machines] == [
        "orders"
    ]


def test_workflows_are_sorted_and_filtered_by_name() -> None:
    executions = [run(NAMED, {}), run(pizza, {"flavour": ""})]
    assert [machine_coverage.name for machine_coverage in seen(*executions).machines] == [
        f"{__name__}:NAMED",
        "workflows.pizza:pizza",
    ]
    assert [machine_coverage.name for machine_coverage in seen(*executions, only=["workflows.*"]).machines] == [
        "workflows.pizza:pizza"
    ]


def test_a_named_workflow_that_never_ran_is_reported() -> None:
    coverage = seen(run(NAMED, {}), only=["workflows.pizza:pizza", "other.*"])
    assert (coverage.machines, coverage.unseen, coverage.percent) == ([], ["workflows.pizza:pizza"], 0)


def test_without_workflows_coverage_is_100_percent() -> None:
    assert (Coverage().percent, Coverage().machines) == (100, [])


def test_the_coverage_of_several_processes_is_merged() -> None:
    one = seen(run(pizza, {"flavour": "pepperoni"}), pay("Busy"))
    other = seen(run(pizza, {"flavour": "hawaiian"}))
    both = Coverage()
    both.merge(one.to_data())
    both.merge(other.to_data())
    assert [(machine.name, machine.runs) for machine in both.machines] == [
        (f"{__name__}:GUARDED", 1),
        ("workflows.pizza:pizza", 2),
    ]
    assert both.machines[1].missed == []


def test_a_workflow_with_values_that_are_not_json_counts() -> None:
    built = StateMachine(Task("Pay", "pay", timeout_seconds=5) >> Succeed("Done"))
    assert seen(Program(built).run({}, tasks={"pay": 1})).machines[0].percent == 100
