"""Finding: one fault of a definition, with its place and its repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from aslant.asl.values import pointer

__all__ = ["AT_RUN_TIME", "INVALID_JSON", "MISMATCH", "SCHEMA", "UNAVAILABLE", "Finding", "Severity"]

Severity = Literal["ERROR", "WARNING"]

SCHEMA: Final = "SCHEMA_VALIDATION_FAILED"
"""AWS's code of nearly everything it refuses."""

INVALID_JSON: Final = "INVALID_JSON_DESCRIPTION"
"""AWS's code of a definition that is no JSON."""

MISMATCH: Final = "TYPE_MISMATCH"
"""The code of a value whose type a handler's annotations contradict."""

UNAVAILABLE: Final = "UNAVAILABLE_CONTEXT_MEMBER"
"""The code of what the context object has in other states alone."""

AT_RUN_TIME: Final = frozenset({MISMATCH, UNAVAILABLE})
"""The codes of errors that AWS does not report."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    An ERROR is refused by AWS or, where `fails_late`, fails whenever it runs. A WARNING passes and may not do what was
    meant.
    """

    code: str
    """AWS's own diagnostic code where AWS has one (Step Functions API, "ValidateStateMachineDefinitionDiagnostic")."""
    severity: Severity
    location: str
    """Where it is, as AWS writes it: `/States/Pay/Next`, `/States/Pay/Retry[0]`, and `/` for the definition itself."""
    state: str | None
    """The name of the state; None where the fault is the machine's."""
    message: str
    """What is wrong, in AWS's words where they are known."""
    repair: str = ""
    """What to write instead."""
    steps: tuple[str | int, ...] = field(default=(), compare=False, repr=False)
    """The way to it, from the definition's root: member names and list indices.

    It goes on to a member that should not be there, where AWS's location stops at the object that has it.
    """

    @property
    def fails_late(self) -> bool:
        """Whether AWS accepts the definition and its execution fails."""
        return self.severity == "ERROR" and self.code in AT_RUN_TIME

    @property
    def pointer(self) -> str:
        """Where it is, as a JSON Pointer (RFC 6901): `steps`, in which what a state's name may hold is escaped."""
        return pointer(*self.steps)

    def __str__(self) -> str:
        """The finding in one line."""
        message = self.message.strip()
        if self.repair:
            message = f"{message.removesuffix('.')}; {self.repair}"
        return f"{self.location}: {message} [{self.code}]"

    def to_dict(self) -> dict[str, str | None]:
        """The finding as JSON, its members called as its attributes are."""
        return {
            "code": self.code,
            "severity": self.severity,
            "location": self.location,
            "pointer": self.pointer,
            "state": self.state,
            "message": self.message,
            "repair": self.repair,
        }
