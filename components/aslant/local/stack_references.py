"""The outputs of a `StackReference`, from the stack's configuration.

The state of another stack is in a Pulumi backend, which is not accessed here. `Pulumi.<stack>.yaml` contains the
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
    """Return the properties of a reference to a stack. Raise LocalError if its outputs are not configured."""
    stacks = project.structured(KEY, dict, "be an object with the outputs of stacks by name")
    outputs = stacks.get(name)
    if not isinstance(outputs, dict):
        raise LocalError(
            f"StackReference {name!r}: its outputs are not configured, and the local AWS does not access a Pulumi "
            f"backend. Write them under `{KEY}: {{{name}: {{...}}}}` in the config of Pulumi.{project.stack}.yaml."
        )
    return {"name": name, "outputs": outputs, "secretOutputNames": []}
