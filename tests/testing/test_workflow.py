"""A workflow under test, with the mocks and the clock of all its runs."""

from __future__ import annotations

import pytest

from aslant.run import FakeClock
from aslant.testing import UnexpectedExecution, WorkflowUnderTest, fails
from tests.run.machines import machine, only, task
from workflows.pizza import pizza


def test_a_workflow_runs_and_returns_its_outcome() -> None:
    WorkflowUnderTest(pizza).run({"flavour": "pepperoni"}).succeeded_with({"containsPineapple": False})


def test_the_mocks_of_a_run_take_precedence() -> None:
    workflow = WorkflowUnderTest(task(), tasks={"work": 1})
    workflow.run().succeeded_with(1)
    workflow.run(tasks={"work": fails("Busy")}).failed_with("Busy")
    workflow.run(tasks={}).succeeded_with(1)
    WorkflowUnderTest(task(), tasks=lambda call: call.state).run().succeeded_with("Only")


def test_the_default_input_is_an_empty_object() -> None:
    WorkflowUnderTest(only()).run().succeeded_with({})
    WorkflowUnderTest(only()).run(None).succeeded_with(None)


def test_every_run_has_a_new_clock_unless_one_is_given() -> None:
    waits = machine({"Wait": {"Type": "Wait", "Seconds": 60}})
    workflow = WorkflowUnderTest(waits)
    workflow.run().took(60)
    workflow.run().took(60)
    clock = FakeClock()
    shared = WorkflowUnderTest(waits, clock=clock)
    shared.run()
    shared.run()
    assert clock.elapsed == 120


def test_a_run_may_have_a_maximum_duration() -> None:
    waits = machine({"Wait": {"Type": "Wait", "Seconds": 60}})
    WorkflowUnderTest(waits, at_most=60).run()
    with pytest.raises(UnexpectedExecution, match="the execution took 60 s, expected at most 59 s"):
        WorkflowUnderTest(waits, at_most=59).run()


def test_an_express_workflow_has_five_minutes() -> None:
    WorkflowUnderTest(machine({"Wait": {"Type": "Wait", "Seconds": 600}}), type="EXPRESS").run().timed_out().took(300)


def test_a_seed_changes_generated_ids() -> None:
    workflow = WorkflowUnderTest(only(Parameters={"id.$": "States.UUID()"}))
    assert workflow.run().output == workflow.run().output != workflow.run(seed=1).output
