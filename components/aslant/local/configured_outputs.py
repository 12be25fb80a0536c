"""What a stack's configuration tells of resources and provider functions that are not known here.

```yaml
config:
  aslant:resources:
    aws:ecs/cluster:Cluster: { arn: "arn:{partition}:ecs:{region}:{account}:cluster/{name}" }
  aslant:invokes:
    aws:ec2/getVpc:getVpc: { id: vpc-1, cidrBlock: 10.0.0.0/16 }
```

A resource gets its inputs and these outputs, with the provider's camelCase keys. A text may refer to `name` (the
physical name), `digits` (of its own), `region`, `account`, `partition`, `inputs[key]`, and to `id` after that.
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
    """The outputs of types of resources, and the answers of functions, by their tokens."""

    resources: Rows = dataclasses.field(default_factory=dict)
    invokes: Rows = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> ConfiguredOutputs:
        """What a project's stack tells; a `LocalError` names the key that is no such table."""
        return cls(_rows(project, RESOURCES, "resource types"), _rows(project, INVOKES, "provider functions"))

    def outputs(self, resource: RegisteredResource, account: LocalAccount) -> dict[str, Any] | None:
        """What is told of a resource; None where its type is not."""
        row = self.resources.get(resource.type)
        return None if row is None else fill(row, resource, account, f"{RESOURCES}: {resource.type}")


def _rows(project: Project, key: str, what: str) -> Rows:
    rule = f"hold objects by the names of {what}"
    rows = project.structured(key, dict, rule)
    for name, row in rows.items():
        if not isinstance(row, dict):
            raise LocalError(f"the config value {key} must {rule}; {name!r} has {row!r}")
    return rows
