"""A workflow under test, with the doubles and the clock that all its runs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.json_value import Json
from aslant.run import Clock, run
from aslant.run.definition import Definition
from aslant.run.execution import MachineType
from aslant.run.task_call import Tasks
from aslant.testing.outcome import Outcome

__all__ = ["Workflow"]

_NO_INPUT: Json = {}  # copied before anything sees it


class Workflow:
    """A workflow to run in tests: `Workflow(pizza, tasks={…}).run({"flavour": "hawaiian"}).failed_with("…")`."""

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
            tasks: Doubles for every run, as for `aslant.run.run`.
            clock: What tells the time of every run; a fresh FakeClock for each unless given.
            type: EXPRESS or STANDARD.
            at_most: The seconds that a run may take by its clock; UnexpectedExecution where one takes longer.
        """
        self.machine = machine
        self._tasks = tasks
        self._clock = clock
        self._type = type
        self._at_most = at_most

    def run(self, input: Json = _NO_INPUT, *, tasks: Mapping[str, Any] | None = None, seed: int = 0) -> Outcome:
        """Run it once.

        Args:
            input: The execution's input; without one, an empty object.
            tasks: Doubles of this run, which go before those of every run.
            seed: Makes another sequence of ids, random numbers and jitter.
        """
        __tracebackhide__ = True
        doubles = self._tasks
        if tasks is not None:
            doubles = {**(doubles if isinstance(doubles, Mapping) else {}), **tasks}
        outcome = Outcome(
            run(
                self.machine,
                input,
                tasks=doubles,
                clock=self._clock,
                type=self._type,
                seed=seed,
            )
        )
        return outcome.took(at_most=self._at_most)
