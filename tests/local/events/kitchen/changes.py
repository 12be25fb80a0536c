"""Changes to the inputs of a program's resources that a test gives as the config value `changes`.

The value is an object. A key is a resource's type and name (`Function check`), in which `*` matches anything. Its
value is a JSON merge patch (RFC 7396) of the inputs: null removes a member. An input that is a JSON document, such as
a policy or a definition, can be patched with an object as well.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pulumi
from pulumi import ResourceTransformArgs, ResourceTransformResult
from pulumi.runtime import register_resource_transform


def merge(value: Any, patch: Any) -> Any:
    """Return a value after a JSON merge patch."""
    if not isinstance(patch, dict):
        return patch
    if isinstance(value, str):
        return json.dumps(merge(json.loads(value), patch))
    members = dict(value) if isinstance(value, dict) else {}
    for key, change in patch.items():
        members[key] = merge(members.get(key), change)
        if change is None:
            del members[key]
    return members


def make_changes() -> None:
    """Change every resource that is registered from now on."""
    changes = pulumi.Config().get_object("changes")
    if not isinstance(changes, dict):
        return

    def change(resource: ResourceTransformArgs) -> ResourceTransformResult:
        label = f"{resource.type_.rpartition(':')[2]} {resource.name}"
        inputs: Any = resource.props
        for key, patch in changes.items():
            if fnmatchcase(label, key):
                inputs = merge(inputs, patch)
        return ResourceTransformResult(inputs, resource.opts)

    register_resource_transform(change)
