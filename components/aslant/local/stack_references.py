"""What a `StackReference` answers here: the outputs that the stack's configuration lists for it.

Another stack's state lies in a Pulumi backend, which the local run never asks. `Pulumi.<stack>.yaml` names the
outputs instead:

```yaml
config:
  aslant:stackReferences:
    acme/network/dev:
      vpcId: vpc-1
```
"""

from __future__ import annotations

from typing import Any

from aslant.errors import LocalError
from aslant.local.project import Project

__all__ = ["stack_reference"]

KEY = "aslant:stackReferences"


def stack_reference(name: str, project: Project) -> dict[str, Any]:
    """The properties of a reference to a stack; a `LocalError` says where its outputs are to be written."""
    stacks = project.structured(KEY, dict, "map the names of stacks to their outputs")
    outputs = stacks.get(name)
    if not isinstance(outputs, dict):
        raise LocalError(
            f"StackReference {name!r}: a local run asks no Pulumi backend; write its outputs under "
            f"`{KEY}: {{{name}: {{...}}}}` in the config of Pulumi.{project.stack}.yaml"
        )
    return {"name": name, "outputs": outputs, "secretOutputNames": []}
