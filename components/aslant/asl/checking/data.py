"""The types of data, followed through the workflow: paths that do not exist, and values of a wrong type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.checking.finding import MISMATCH, POSSIBLE, Finding
from aslant.asl.checking.rule_context import RuleContext, located
from aslant.asl.machine import StateMachine
from aslant.asl.shapes.annotations import shape_of
from aslant.asl.shapes.interpreter import faults_of
from aslant.asl.shapes.shape import UNKNOWN
from aslant.json_value import Json

__all__ = ["check_data"]

_INPUT: Final = "the input of the workflow"


def check_data(top: RuleContext, definition: Json, machine: StateMachine | None, input_type: Any) -> None:
    """Report faults in the data of a workflow; a machine has the types of its handlers and of its input.

    `input_type` is an annotation or a shape, and takes precedence over the machine's.
    """
    if type(definition) is not dict:
        return
    handlers: Mapping[str, Any] = {} if machine is None else machine._handlers
    if input_type is None and machine is not None:
        input_type = machine.input_type
    names = None if machine is None else machine._input_names
    input = UNKNOWN if input_type is None else shape_of(input_type, names).made_by(_INPUT)
    findings = top.report.findings
    reported = {finding.steps for finding in findings}
    for severity, place, state, message, repair in dict.fromkeys(faults_of(definition, handlers, input, top.near)):
        if place not in reported:
            code = MISMATCH if severity == "ERROR" else POSSIBLE
            findings.append(Finding(code, severity, located(place), state, message, repair, place))
