"""WorkflowUnderTest: a workflow with the mocks and the clock that all its runs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.json_value import Json
from aslant.run import Clock, run
from aslant.run.definition import Definition
from aslant.run.execution import MachineType
from aslant.run.task_call import Tasks
from aslant.testing.outcome import Outcome

__all__ = ["WorkflowUnderTest"]

_NO_INPUT: Json = {}  # the runner copies it


class WorkflowUnderTest:
    """A workflow to run in tests: `WorkflowUnderTest(pizza, tasks={…}).run({"flavour": "hawaiian"}).failed()`."""

    def __init__(
        self,
        machine: Definition,
        *,
        tasks: Tasks | None = None,
        clock: Clock | None = None,
        type: MachineType = "STANDARD",
        at_most: float | None = None,
    ) -> None:
        """Prepare a workflow.

        Args:
            machine: The workflow.
            tasks: The mocks for all runs, as for `aslant.run.run`.
            clock: The clock for all runs; by default each run has a new FakeClock.
            type: EXPRESS or STANDARD.
            at_most: The maximum number of seconds of a run by its clock; a longer one is an UnexpectedExecution.
        """
        self.machine = machine
        self._tasks = tasks
        self._clock = clock
        self._type = type
        self._at_most = at_most

    def run(self, input: Json = _NO_INPUT, *, tasks: Mapping[str, Any] | None = None, seed: int = 0) -> Outcome:
        """Run the workflow once.

        Args:
            input: The execution's input; by default an empty object.
            tasks: The mocks for this run, which take precedence over those for all runs.
            seed: The seed of generated IDs, random numbers and jitter.
        """
        __tracebackhide__ = True
        mocks = self._tasks
        if tasks is not None:
            mocks = {**(mocks if isinstance(mocks, Mapping) else {}), **tasks}
        outcome = Outcome(
            run(
                self.machine,
                input,
                tasks=mocks,
                clock=self._clock,
                type=self._type,
                seed=seed,
            )
        )
        return outcome.took(at_most=self._at_most)
