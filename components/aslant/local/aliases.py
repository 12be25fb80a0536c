"""The versions and aliases of state machines. An alias distributes executions among versions.

All versions run the registered definition, since no older one is deployed here. An execution still has the version that
the alias's weights select.
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
    """An alias of one version of a machine, or of two."""

    resource: RegisteredResource

    @property
    def arn(self) -> str:
        """The ARN of the alias."""
        return self.resource.output("arn")

    @property
    def routes(self) -> list[tuple[str, int]]:
        """The ARN of each version and its percentage of executions."""
        given = self.resource.inputs.get("routingConfigurations") or ()
        return [(str(route["stateMachineVersionArn"]), int(route["weight"])) for route in given]


@dataclasses.dataclass(frozen=True, slots=True)
class ExecutionQualifier:
    """The version and the alias that an execution was started by; both are None for the machine itself."""

    version_arn: str | None = None
    alias_arn: str | None = None


class Aliases:
    """The aliases and versions of all machines. Safe to use from several threads."""

    def __init__(self, registry: Registry, seed: int | None = None) -> None:
        """Read the registered aliases and versions. A seed makes the selection reproducible."""
        self._aliases = {alias.arn: alias for alias in map(Alias, registry.of(ALIAS))}
        published = [item for item in registry.of(STATE_MACHINE) if item.inputs.get("publish") and not item.read]
        self._versions = [str(item.outputs["stateMachineVersionArn"]) for item in published]
        self._versions += [arn for alias in self._aliases.values() for arn, _ in alias.routes]
        self._random = random.Random(seed)  # noqa: S311  # it distributes work
        self._lock = threading.Lock()

    def route(self, arn: str) -> ExecutionQualifier | None:
        """Return the version and alias for an execution that is started by an ARN; None if the ARN does not exist."""
        if arn == unqualified(arn):
            return ExecutionQualifier()
        alias = self._aliases.get(arn)
        if alias is None:
            return ExecutionQualifier(arn) if arn in self._versions else None
        versions, weights = zip(*alias.routes, strict=True)
        with self._lock:
            return ExecutionQualifier(self._random.choices(versions, weights)[0], arn)

    def describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the response of DescribeStateMachineAlias. Raise AwsError if the alias does not exist."""
        arn = str(parameters.get("stateMachineAliasArn"))
        alias = self._aliases.get(arn)
        if alias is None:
            raise AwsError("ResourceNotFound", f"Request references a resource that does not exist: '{arn}'")
        routes = [{"stateMachineVersionArn": version, "weight": weight} for version, weight in alias.routes]
        name = alias.resource.output("name")
        return {"stateMachineAliasArn": arn, "name": name, "routingConfiguration": routes, "creationDate": CREATED}

    def aliases_of(self, machine_arn: str) -> list[dict[str, Any]]:
        """Return the items of ListStateMachineAliases for a machine."""
        found = sorted(arn for arn in self._aliases if unqualified(arn) == machine_arn)
        return [{"stateMachineAliasArn": arn, "creationDate": CREATED} for arn in found]

    def versions_of(self, machine_arn: str) -> list[dict[str, Any]]:
        """Return the items of ListStateMachineVersions for a machine, newest first."""
        found = {arn for arn in self._versions if unqualified(arn) == machine_arn}
        ordered = sorted(found, key=lambda arn: int(arn.rpartition(":")[2]), reverse=True)
        return [{"stateMachineVersionArn": arn, "creationDate": CREATED} for arn in ordered]
