"""ValidateStateMachineDefinition, which checks a definition without creating a state machine."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.stepfunctions.definitions import diagnose
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, present

__all__ = ["OPERATIONS"]

MOST = 100
"""The number of diagnostics if `maxResults` is missing or 0 (API reference)."""


def validate_state_machine_definition(_: Service, parameters: Parameters) -> Reply:
    """Perform ValidateStateMachineDefinition. Warnings are returned only if `severity` is WARNING."""
    found = diagnose(parameters["definition"], parameters.get("type", "STANDARD"))
    failed = any(diagnostic.severity == "ERROR" for diagnostic in found)
    if parameters.get("severity", "ERROR") == "ERROR":
        found = [diagnostic for diagnostic in found if diagnostic.severity == "ERROR"]
    most = parameters.get("maxResults") or MOST
    shown = [
        present(code=item.code, location=item.location, message=item.message, severity=item.severity)
        for item in found[:most]
    ]
    result = "FAIL" if failed else "OK"
    return Reply({"diagnostics": shown, "result": result, "truncated": len(found) > most}, result)


OPERATIONS: Mapping[str, Operation] = {"ValidateStateMachineDefinition": validate_state_machine_definition}
