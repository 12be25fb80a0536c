"""The rules that AWS applies to a definition, and warnings about definitions that AWS accepts but that are mistakes.

Other packages use `check`, `variable_references` and `Finding` from here; the modules inside belong to the checker.

The checker passes over the raw JSON once, machine by machine and without recursion. Each module has the rules of one
subject; `fields` has the table of the fields of each state, taken from the model. Messages are AWS's where recorded.
"""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.checker import Checker
from aslant.asl.checking.data import check_data
from aslant.asl.checking.finding import Finding, Severity
from aslant.asl.checking.rule_context import MachineType
from aslant.asl.checking.times import check_times
from aslant.asl.machine import StateMachine
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Finding", "MachineType", "Severity", "check", "variable_references"]


def check(
    machine: StateMachine | Json,
    *,
    type: MachineType = "STANDARD",
    within_seconds: float | None = None,
    input_type: Any = None,
) -> list[Finding]:
    """Return every fault of a workflow or of any JSON document, in one pass; the list is empty if there are none.

    The types of the data are followed through the workflow. They come from `input_type`, which is the workflow's own
    unless it is given here, from the annotations of Python handlers, from the literals of the definition and from the
    services. A path that never exists is an error, and so is a value that never has the type that is needed. A path
    that may not exist is a warning.

    `type` is the type of the state machine; Express workflows have fewer integrations and less time. `within_seconds`
    is how long the caller waits for the response: 30 behind an HTTP API.

    Raises:
        DefinitionError: `type` is neither 'STANDARD' nor 'EXPRESS'.
    """
    if type not in ("STANDARD", "EXPRESS"):
        raise DefinitionError(f"type must be 'STANDARD' or 'EXPRESS', not {type!r}")
    definition = _document(machine)
    checker = Checker(definition, type)
    check_times(checker.top, definition, within_seconds)
    check_data(checker.top, definition, machine if isinstance(machine, StateMachine) else None, input_type)
    return checker.findings


def variable_references(machine: StateMachine | Json) -> dict[str, list[str]]:
    """Return the sorted names of the variables that each state reads; states that read none are left out.

    AWS returns the same as `variableReferences` (Step Functions API, "DescribeStateMachine").
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
