"""Versions of state machines, and the aliases that share executions out among them.

Every version is the machine as it was registered: nothing older is deployed here. Which one an execution belongs to is
told all the same, by the alias's weights.
"""

from __future__ import annotations

import dataclasses
import random
import threading
from collections.abc import Mapping
from typing import Any

from aslant.local.answers import AwsError, Date
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.machines import ALIAS, STATE_MACHINE, unqualified

__all__ = ["Alias", "Aliases", "ExecutionQualifier"]

CREATED = Date(1_767_225_600.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Alias:
    """A name that stands for one version of a machine, or for two."""

    resource: RegisteredResource

    @property
    def arn(self) -> str:
        """The machine's ARN with the alias's name."""
        return self.resource.output("arn")

    @property
    def routes(self) -> list[tuple[str, int]]:
        """The versions' ARNs and the percent of executions that each gets."""
        given = self.resource.inputs.get("routingConfigurations") or ()
        return [(str(route["stateMachineVersionArn"]), int(route["weight"])) for route in given]


@dataclasses.dataclass(frozen=True, slots=True)
class ExecutionQualifier:
    """What an execution was started by, where that was not the machine itself."""

    version_arn: str | None = None
    alias_arn: str | None = None


class Aliases:
    """The aliases and versions of all machines. Safe to use from several threads."""

    def __init__(self, registry: Registry, seed: int | None = None) -> None:
        """Know what was registered; a seed makes the same versions come in the same order."""
        self._aliases = {alias.arn: alias for alias in map(Alias, registry.of(ALIAS))}
        published = [item for item in registry.of(STATE_MACHINE) if item.inputs.get("publish") and not item.read]
        self._versions = [str(item.outputs["stateMachineVersionArn"]) for item in published]
        self._versions += [arn for alias in self._aliases.values() for arn, _ in alias.routes]
        self._random = random.Random(seed)  # noqa: S311  # it shares out work
        self._lock = threading.Lock()

    def route(self, arn: str) -> ExecutionQualifier | None:
        """Which version an execution that is started by an ARN belongs to; None for an ARN that is not there."""
        if arn == unqualified(arn):
            return ExecutionQualifier()
        alias = self._aliases.get(arn)
        if alias is None:
            return ExecutionQualifier(arn) if arn in self._versions else None
        versions, weights = zip(*alias.routes, strict=True)
        with self._lock:
            return ExecutionQualifier(self._random.choices(versions, weights)[0], arn)

    def describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeStateMachineAlias."""
        arn = str(parameters.get("stateMachineAliasArn"))
        alias = self._aliases.get(arn)
        if alias is None:
            raise AwsError("ResourceNotFound", f"Request references a resource that does not exist: '{arn}'")
        routes = [{"stateMachineVersionArn": version, "weight": weight} for version, weight in alias.routes]
        name = alias.resource.output("name")
        return {"stateMachineAliasArn": arn, "name": name, "routingConfiguration": routes, "creationDate": CREATED}

    def aliases_of(self, machine_arn: str) -> list[dict[str, Any]]:
        """What ListStateMachineAliases tells of a machine."""
        found = sorted(arn for arn in self._aliases if unqualified(arn) == machine_arn)
        return [{"stateMachineAliasArn": arn, "creationDate": CREATED} for arn in found]

    def versions_of(self, machine_arn: str) -> list[dict[str, Any]]:
        """What ListStateMachineVersions tells of a machine, the newest first."""
        found = {arn for arn in self._versions if unqualified(arn) == machine_arn}
        ordered = sorted(found, key=lambda arn: int(arn.rpartition(":")[2]), reverse=True)
        return [{"stateMachineVersionArn": arn, "creationDate": CREATED} for arn in ordered]
