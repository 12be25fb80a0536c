"""A state machine that can be executed."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from aslant.local.answers import Date
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.run import Program

__all__ = ["AWS_OWNED_KEY", "DEPLOYED", "NO_LOGGING", "LocalMachine", "MachineType"]

MachineType = Literal["EXPRESS", "STANDARD"]

DEPLOYED = Date(1_767_225_600.0)
"""The creation date of what a program registers."""

NO_LOGGING: Mapping[str, Any] = {"level": "OFF", "includeExecutionData": False}
AWS_OWNED_KEY: Mapping[str, Any] = {"type": "AWS_OWNED_KEY"}
"""The encryption of a machine or an activity without a key of the customer."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class LocalMachine:
    """One revision of a state machine, with its compiled definition.

    It never changes. An update makes another one, so that running executions keep the revision that they started with.
    """

    arn: str
    """The ARN without version or alias."""
    name: str
    """The physical name."""
    type: MachineType
    """EXPRESS or STANDARD. Only the former can run synchronously, and only the latter keeps its executions."""
    definition: str
    """The JSON string of the definition, as it was passed."""
    role_arn: str
    account: LocalAccount
    """The account and the Region of the machine."""
    program: Program
    """The compiled definition."""
    tasks: Callable[..., Any]
    """Performs the tasks; see `aslant.local.tasks`."""
    logging: Mapping[str, Any] = dataclasses.field(default_factory=lambda: NO_LOGGING)
    """The `loggingConfiguration` of the API."""
    traced: bool = False
    """Whether X-Ray tracing is on."""
    encryption: Mapping[str, Any] = dataclasses.field(default_factory=lambda: AWS_OWNED_KEY)
    """The `encryptionConfiguration` of the API."""
    created: Date = DEPLOYED
    updated: Date | None = None
    """The date of the update that made this revision; None for the first revision."""
    revision_id: str = dataclasses.field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def document(self) -> Mapping[str, Any]:
        """The definition as a JSON value."""
        return self.program.document
