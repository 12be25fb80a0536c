"""`redrive`, which continues an execution that did not succeed from the states that did not, as RedriveExecution does.

Developer guide, sections 'Restarting state machine executions with redrive' and 'Redriving Map Runs'. What follows was
recorded on AWS: the predecessors of the events; that the state is not entered again, so that its EnteredTime stays;
RedriveCount and RedriveTime in the context object; that a relative Wait begins again; and that the children of a Map
Run keep their names. The guide documents that retries are counted from 0, that the execution's TimeoutSeconds begins
again, and the conditions of `not_redrivable`.

Assumed, because neither says it: a Parallel or a Map whose parts have all succeeded, and that failed afterwards, runs
as a whole (documented only for States.DataLimitExceeded); an ItemReader reads again; and a Pass, a Choice or a Succeed
that failed is evaluated again.
"""

from __future__ import annotations

from typing import Any

from aslant.errors import RunError
from aslant.run.clock import Clock
from aslant.run.execution import Execution, Session
from aslant.run.fiber import Fiber
from aslant.run.lifecycle import execute
from aslant.run.lifecycle import redrive as continue_history
from aslant.run.position import PastExecution
from aslant.run.program import Program, compiled, finished
from aslant.run.task_call import Tasks

__all__ = ["MOST_EVENTS", "not_redrivable", "prepare_redrive", "redrive"]

MOST_EVENTS = 24_999
"""The number of events that an execution must not have reached, so that two more fit (API reference)."""

_DAY = 86_400.0
_REDRIVABLE_DAYS = 14
_OPEN_DAYS = 365


def not_redrivable(status: str, events: int, start_date: float, stop_date: float | None, now: float) -> str | None:
    """Return AWS's reason why a STANDARD execution cannot be redriven, or None if it can."""
    if status in ("RUNNING", "SUCCEEDED"):
        return f"Execution is {status} and cannot be redriven"
    if events >= MOST_EVENTS:
        return "Execution history event limit exceeded"
    if now - start_date > _OPEN_DAYS * _DAY:
        return "Execution has exceeded the max execution time"
    if stop_date is not None and now - stop_date > _REDRIVABLE_DAYS * _DAY:
        return "Execution redrivable period exceeded"
    return None


def prepare_redrive(
    program: Program, past: PastExecution, *, tasks: Tasks | None, clock: Clock, **identity: Any
) -> Fiber:
    """Return the main fiber of an execution that is redriven, for a scheduler to run; see `Program.prepare`."""
    root = program.prepare(past.input, tasks=tasks, clock=clock, name=past.name, type="STANDARD", **identity)
    session = root.session
    session.start = past.start_date  # the deadline counts from now
    assert past.history is not None  # noqa: S101 - only succeeded executions have none
    continue_history(root, past.history, past.position, past.redrive_count + 1)
    root.steps = execute(root, program.flow)
    return root


def redrive(execution: Execution, *, tasks: Tasks | None = None, clock: Clock | None = None) -> Execution:
    """Continue an execution that failed, timed out or was aborted, and return the new outcome.

    The states that succeeded are not run again: `again = redrive(outcome, tasks={"Pay": {"paid": True}})`. The new
    outcome has the same name, ARN, input and start, the events of both, and `redrive_count`. The old one stays as it
    is, so that it can be redriven in different ways.

    Args:
        execution: The outcome of `run` or of an earlier `redrive`. It must be of type STANDARD.
        tasks: Mocks, as for `run`; by default those of the execution.
        clock: The clock; by default the one of the execution, so that time goes on.

    Raises:
        RunError: the execution cannot be redriven, or the same as for `run`.
    """
    if execution.type != "STANDARD":
        raise RunError("an EXPRESS execution cannot be redriven. Start a new one with `run`.")
    if "/" in execution.machine_arn:
        raise RunError("a child execution of a distributed Map cannot be redriven. Redrive the one that has the Map.")
    session: Session = execution.session
    clock = session.clock if clock is None else clock
    reason = not_redrivable(
        execution.status, len(execution.history), execution.start_date, execution.stop_date, clock.now()
    )
    if reason is not None:
        raise RunError(f"the execution {execution.name!r} cannot be redriven: {reason}.")
    doubles = session.doubles
    if tasks is None:
        tasks = doubles.tasks if doubles.everything is None else doubles.everything
    program = execution.program if isinstance(execution.program, Program) else compiled(execution.program.document)
    root = prepare_redrive(
        program,
        execution.past(),
        tasks=tasks,
        clock=clock,
        machine_arn=execution.machine_arn,
        role_arn=session.role_arn,
        seed=session.seed + execution.redrive_count + 1,
    )
    root.session.world.written.update(execution.written)
    return finished(root)
