"""The outputs of unknown resource types and provider functions, from the stack's configuration.

```yaml
config:
  aslant:resources:
    aws:ecs/cluster:Cluster: { arn: "arn:{partition}:ecs:{region}:{account}:cluster/{name}" }
  aslant:invokes:
    aws:ec2/getVpc:getVpc: { id: vpc-1, cidrBlock: 10.0.0.0/16 }
```

The outputs of a resource are its inputs and these, with the provider's camelCase keys. A string can contain the
placeholders `name` (the physical name), `digits` (derived from the URN), `region`, `account`, `partition`,
`inputs[key]`, and, except in the ID itself, `id`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.project import Project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource
from aslant.provider.resources import RESOURCES
from aslant.provider.resources.rows import fill

__all__ = ["ConfiguredOutputs"]

INVOKES = "aslant:invokes"

Rows = Mapping[str, Mapping[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class ConfiguredOutputs:
    """The configured outputs, by the tokens of resource types and provider functions."""

    resources: Rows = dataclasses.field(default_factory=dict)
    invokes: Rows = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> ConfiguredOutputs:
        """Read the configuration of a project's stack. Raise LocalError if a value does not have the right form."""
        return cls(_rows(project, RESOURCES, "resource types"), _rows(project, INVOKES, "provider functions"))

    def outputs(self, resource: RegisteredResource, account: LocalAccount) -> dict[str, Any] | None:
        """Return the configured outputs of a resource; None if its type is not configured."""
        row = self.resources.get(resource.type)
        return None if row is None else fill(row, resource, account, f"{RESOURCES}: {resource.type}")


def _rows(project: Project, key: str, what: str) -> Rows:
    rule = f"be an object with the outputs of {what} by token"
    rows = project.structured(key, dict, rule)
    for name, row in rows.items():
        if not isinstance(row, dict):
            raise LocalError(f"the config value {key} must {rule}, and {name!r} must be an object, not {row!r}.")
    return rows
