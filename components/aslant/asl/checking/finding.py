"""Finding: one fault of a definition, with its location and its repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from aslant.asl.values import pointer

__all__ = [
    "AT_RUN_TIME",
    "INVALID_ARGUMENT",
    "INVALID_JSON",
    "MISMATCH",
    "POSSIBLE",
    "SCHEMA",
    "UNAVAILABLE",
    "Finding",
    "Severity",
]

Severity = Literal["ERROR", "WARNING"]

SCHEMA: Final = "SCHEMA_VALIDATION_FAILED"
"""AWS's code for nearly every fault."""

INVALID_JSON: Final = "INVALID_JSON_DESCRIPTION"
"""AWS's code for a definition that is not valid JSON."""

MISMATCH: Final = "TYPE_MISMATCH"
"""The code for a path that never exists in the data, or a value that never has the type that is needed."""

POSSIBLE: Final = "POSSIBLE_TYPE_MISMATCH"
"""The code for a path that may not exist in the data, or a value that may not have the type that is needed."""

UNAVAILABLE: Final = "UNAVAILABLE_CONTEXT_MEMBER"
"""The code for a member that the context object has only in other states."""

INVALID_ARGUMENT: Final = "INVALID_ARGUMENT"
"""The code for an argument of a service that its API does not accept."""

AT_RUN_TIME: Final = frozenset({INVALID_ARGUMENT, MISMATCH, UNAVAILABLE})
"""The codes of errors that AWS reports only when the state runs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a definition.

    AWS refuses an ERROR or, if `fails_late`, accepts the definition and the state fails whenever it runs. AWS accepts
    a WARNING, but it is probably a mistake.
    """

    code: str
    """AWS's own diagnostic code where AWS has one (Step Functions API, "ValidateStateMachineDefinitionDiagnostic")."""
    severity: Severity
    location: str
    """The place as AWS writes it: `/States/Pay/Next`, `/States/Pay/Retry[0]`, and `/` for the whole definition."""
    state: str | None
    """The name of the state; None if the fault concerns a whole machine."""
    message: str
    """The rule that is broken, in AWS's words where they are recorded."""
    repair: str = ""
    """The repair, in complete sentences. Empty if the message is enough."""
    steps: tuple[str | int, ...] = field(default=(), compare=False, repr=False)
    """The member names and list indices from the definition's root to the fault.

    They include the name of an unsupported member; AWS's location ends at the object that has it.
    """

    @property
    def fails_late(self) -> bool:
        """Whether AWS accepts the definition although the state fails when it runs."""
        return self.severity == "ERROR" and self.code in AT_RUN_TIME

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer (RFC 6901), in which `/` and `~` in a state's name are escaped."""
        return pointer(*self.steps)

    def __str__(self) -> str:
        """Return the finding in one line: `/States/Pay/Next: message. Repair. [CODE]`."""
        message = self.message.strip()
        if self.repair:
            message = f"{message.removesuffix('.')}. {self.repair}"
        return f"{self.location}: {message} [{self.code}]"

    def to_dict(self) -> dict[str, str | None]:
        """Return the finding as JSON, with the names of its attributes as keys."""
        return {
            "code": self.code,
            "severity": self.severity,
            "location": self.location,
            "pointer": self.pointer,
            "state": self.state,
            "message": self.message,
            "repair": self.repair,
        }
