"""The versions and aliases of a state machine. An alias distributes executions among versions."""

from __future__ import annotations

import dataclasses

from aslant.local.answers import Date
from aslant.local.machines import DEPLOYED, LocalMachine

__all__ = ["Alias", "ExecutionQualifier", "Version"]


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """A revision of a machine that was published under a number."""

    number: int
    machine: LocalMachine
    description: str | None = None
    created: Date = DEPLOYED

    @property
    def arn(self) -> str:
        """The ARN of the version."""
        return f"{self.machine.arn}:{self.number}"


@dataclasses.dataclass(frozen=True, slots=True)
class Alias:
    """An alias of one version of a machine, or of two."""

    arn: str
    name: str
    routes: tuple[tuple[str, int], ...]
    """The ARN of each version and its percentage of executions."""
    description: str | None = None
    created: Date = DEPLOYED
    updated: Date = DEPLOYED


@dataclasses.dataclass(frozen=True, slots=True)
class ExecutionQualifier:
    """The version and the alias that an execution was started by; both are None for the machine itself."""

    version_arn: str | None = None
    alias_arn: str | None = None
