"""The lists of machines and executions, and the description of one of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aslant.json_value import Json
from aslant.local.answers import AwsError
from aslant.local.page.drawing import drawing
from aslant.local.page.histories import pretty, pretty_text, visits_of
from aslant.walk import states_of

if TYPE_CHECKING:
    from aslant.local.execution import Run
    from aslant.local.executions import Executions
    from aslant.local.machines import LocalMachine

__all__ = ["MOST_VISITS", "describe_execution", "describe_machine", "find_run", "list_executions", "summary"]

MOST_LISTED = 200
"""The maximum number of executions in a list. The filters find the others."""

MOST_VISITS = 2000
"""The maximum number of visits that the page shows of one execution: the latest ones."""


def find_run(executions: Executions, arn: str) -> Run:
    """Return the execution with an ARN, of either type. Raise AwsError if it is not kept."""
    run = executions.run(arn) or executions.recent.get(arn)
    if run is None:
        raise AwsError(
            "ExecutionDoesNotExist",
            f"The execution {arn} is not kept here. It was started before the last restart, or newer ones took its "
            "place.",
            404,
        )
    return run


def runs_of(executions: Executions, machine: LocalMachine) -> list[Run]:
    """Return the kept executions of a machine, latest first."""
    return executions.of(machine) if machine.type == "STANDARD" else executions.recent.of(machine.arn)


def summary(run: Run) -> dict[str, Json]:
    """Return what a list shows of an execution."""
    return {
        "arn": run.arn,
        "name": run.name,
        "machine": run.machine.arn,
        "machine_name": run.machine.name,
        "type": run.machine.type,
        "status": run.status,
        "start": run.start_date,
        "stop": run.stop_date,
        "error": run.error,
    }


def list_executions(executions: Executions, machine: str, status: str, text: str) -> dict[str, Json]:
    """Return the executions of one machine or of all, latest first.

    An empty `status` or `text` is ignored. `text` is searched for in the name, error, cause, input and output.
    """
    if machine:
        found: Iterable[Run] = runs_of(executions, executions.machine({"stateMachineArn": machine}))
    else:
        every = [run for item in executions.machines for run in runs_of(executions, item)]
        found = sorted(every, key=lambda run: run.start_date, reverse=True)
    wanted = text.casefold()
    matching = [run for run in found if (not status or run.status == status) and (not wanted or _has(run, wanted))]
    return {"executions": [summary(run) for run in matching[:MOST_LISTED]], "total": len(matching)}


def _has(run: Run, wanted: str) -> bool:
    texts = (run.name, run.error, run.cause, run.input, run.output)
    return any(wanted in text.casefold() for text in texts if text)


def describe_machine(executions: Executions, machine: LocalMachine) -> dict[str, Json]:
    """Return a machine with its definition, its drawing and the number of its executions by status."""
    return {
        **machine_summary(executions, machine),
        "definition": pretty(machine.document),
        "drawing": drawing(machine.document),
        "states": [name for name, _ in states_of(machine.document)],
        "role": machine.role_arn,
        "comment": machine.document.get("Comment"),
    }


def machine_summary(executions: Executions, machine: LocalMachine) -> dict[str, Json]:
    """Return what a list shows of a machine."""
    runs = runs_of(executions, machine)
    counts: dict[str, Json] = {}
    for run in runs:
        counts[run.status] = counts.get(run.status, 0) + 1
    return {
        "arn": machine.arn,
        "name": machine.name,
        "type": machine.type,
        "state_count": sum(1 for _ in states_of(machine.document)),
        "counts": counts,
        "last": runs[0].start_date if runs else None,
    }


def describe_execution(run: Run, *, with_drawing: bool) -> dict[str, Json]:
    """Return an execution with its visits, and with the drawing of the definition that it runs."""
    stop, status = run.stop_date, run.status
    events, entries = visits_of(run)
    shown = entries[-MOST_VISITS:]
    return {
        **summary(run),
        "status": status,
        "stop": stop,
        "input": pretty_text(run.input),
        "output": pretty_text(run.output),
        "cause": pretty_text(run.cause),
        "trace": run.trace,
        "event_count": len(events),
        "visits": [entry.summary() for entry in shown],
        "left_out": len(entries) - len(shown),
        "drawing": drawing(run.machine.document) if with_drawing else None,
    }
