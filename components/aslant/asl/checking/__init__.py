"""Checking a definition against AWS's own rules.

One pass over raw JSON, machine by machine and without recursion; each kind of thing has its rules in a file of its
own. `fields` is the table of what each state may have, taken from the model. Messages are AWS's where they are known.
"""

from __future__ import annotations

from aslant.asl.checking.checker import Checker
from aslant.asl.checking.dataflow import check_dataflow
from aslant.asl.checking.finding import Finding, Severity
from aslant.asl.checking.rule_context import MachineType
from aslant.asl.checking.times import check_times
from aslant.asl.machine import StateMachine
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Finding", "MachineType", "Severity", "check", "variable_references"]


def check(
    machine: StateMachine | Json, *, type: MachineType = "STANDARD", within_seconds: float | None = None
) -> list[Finding]:
    """Every fault of a workflow, or of any JSON document taken for one; an empty list where there is none.

    Where the tasks of a workflow are Python handlers, their annotations say what data there is: a path that leads
    nowhere in it and a handler that does not take what it is handed are faults, too.

    `type` is that of the state machine; Express ones have fewer integrations and less time. `within_seconds` is how
    long the caller waits for an answer: 30 behind an HTTP API.

    Raises:
        DefinitionError: `type` is none.
    """
    if type not in ("STANDARD", "EXPRESS"):
        raise DefinitionError(f"type is 'STANDARD' or 'EXPRESS', not {type!r}")
    definition = _document(machine)
    checker = Checker(definition, type)
    check_times(checker.top, definition, within_seconds)
    if isinstance(machine, StateMachine) and machine.handlers:
        check_dataflow(checker.top, definition, machine.handlers)
    return checker.findings


def variable_references(machine: StateMachine | Json) -> dict[str, list[str]]:
    """The names of the variables that each state reads, sorted; states that read none are left out.

    AWS tells the same in `variableReferences` (Step Functions API, "DescribeStateMachine").
    """
    definition = _document(machine)
    return {
        ctx.state: sorted({name for name, _ in ctx.reads})
        for ctx in Checker(definition, "STANDARD").scopes.readers()
        if ctx.state is not None
    }


def _document(machine: StateMachine | Json) -> Json:
    if isinstance(machine, StateMachine):
        return machine._doc
    return machine if type(machine) in (dict, list) else copy_json(machine)  # an OrderedDict, for example
