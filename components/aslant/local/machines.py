"""A deployed state machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource

if TYPE_CHECKING:
    from aslant.run import Program

__all__ = ["LocalMachine"]


@dataclasses.dataclass(frozen=True, slots=True)
class LocalMachine:
    """A state machine with its compiled definition."""

    resource: RegisteredResource
    account: LocalAccount
    definition: str
    """The JSON string that was registered."""
    document: dict[str, Any]
    """The definition as a JSON value."""
    program: Program
    tasks: Callable[..., Any]

    @property
    def arn(self) -> str:
        """The ARN without version or alias."""
        return self.resource.output("arn")

    @property
    def name(self) -> str:
        """The physical name."""
        return self.resource.output("name")

    @property
    def role_arn(self) -> str:
        """The ARN of the role that its executions assume."""
        return str(self.resource.inputs["roleArn"])

    @property
    def type(self) -> Literal["EXPRESS", "STANDARD"]:
        """EXPRESS or STANDARD. Only the former can run synchronously, and only the latter keeps its executions."""
        return "EXPRESS" if self.resource.output("type") == "EXPRESS" else "STANDARD"

    @property
    def traced(self) -> bool:
        """Whether X-Ray tracing is on."""
        return bool((self.resource.inputs.get("tracingConfiguration") or {}).get("enabled"))
