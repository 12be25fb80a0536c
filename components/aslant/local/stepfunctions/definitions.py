"""The check of a definition that a client sends, as AWS does it when a state machine is created or validated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from aslant.errors import AslantError
from aslant.local.answers import AwsError
from aslant.local.json_problems import JsonProblem, read_json
from aslant.local.machines import MachineType

if TYPE_CHECKING:
    from aslant.run import Program

__all__ = ["Diagnostic", "compile_text", "diagnose", "invalid_definition"]

SCHEMA = "SCHEMA_VALIDATION_FAILED"
INVALID_JSON = "INVALID_JSON_DESCRIPTION"


class Diagnostic(NamedTuple):
    """One fault of a definition, as ValidateStateMachineDefinition returns it."""

    severity: Literal["ERROR", "WARNING"]
    code: str
    message: str
    location: str | None

    def __str__(self) -> str:
        """Return the diagnostic as in the message of InvalidDefinition."""
        return f"{self.code}: {self.message}" + ("" if self.location is None else f" at {self.location}")


def diagnose(text: str, type: MachineType) -> list[Diagnostic]:
    """Return all faults of the JSON string of a definition. What AWS accepts is a WARNING."""
    return list(_diagnose(text, type))


def _diagnose(text: str, type: MachineType) -> Iterator[Diagnostic]:
    from aslant.asl import check

    try:
        document = read_json(text)
    except JsonProblem as problem:
        yield Diagnostic("ERROR", INVALID_JSON, f"{problem.message}\n at {problem.place}", problem.place)
        return
    if not isinstance(document, dict):
        yield Diagnostic("ERROR", SCHEMA, "Definition must be a valid JSON object", None)
        return
    for finding in check(document, type=type):
        severity: Literal["ERROR", "WARNING"] = "WARNING" if finding.fails_late else finding.severity
        yield Diagnostic(severity, finding.code, finding.message, finding.location)


def compile_text(text: str, type: MachineType) -> Program:
    """Return the compiled program of a definition. Raise AwsError with AWS's message if AWS would refuse it."""
    from aslant.run import Program

    errors = [diagnostic for diagnostic in diagnose(text, type) if diagnostic.severity == "ERROR"]
    if errors:
        raise invalid_definition(", ".join(map(str, errors)))
    document: dict[str, Any] = read_json(text)
    try:
        return Program(document)
    except AslantError as error:
        raise invalid_definition(f"{SCHEMA}: {error} at /") from None


def invalid_definition(problem: str) -> AwsError:
    """Return the error for a definition with a problem."""
    return AwsError("InvalidDefinition", f"Invalid State Machine Definition: '{problem}'")
