"""The resource types that can be deployed here, and the outputs that AWS gives each.

A type is one row of a table: its Pulumi token and a function `(Resource, Account, Registry) -> outputs` that
returns what AWS adds to the inputs, `id` included, with the provider's camelCase keys. To add a type, write its
function in the module of its service (or a new one) and enter it in that module's `TYPES`. What tasks and functions
reach, a queue for one, also has a row in its module's `KEPT`: the calls that make it in the store
(`aslant.local.services.seeds`). One that nothing here looks at is a row of `alone`, or of a stack's configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import (
    activities,
    apis,
    buckets,
    buses,
    domains,
    firewalls,
    functions,
    keys,
    layers,
    logs,
    machines,
    monitoring,
    parameters,
    queues,
    rest_apis,
    roles,
    secrets,
    tables,
    topics,
    versions,
)
from aslant.provider.resources.inert import ALONE
from aslant.provider.resources.naming import Outputs
from aslant.provider.resources.rows import fill

__all__ = ["RESOURCES", "TYPES", "outputs_of"]

RESOURCES = "aslant:resources"
"""The key of a stack's configuration that gives outputs of further types."""

TYPES: Mapping[str, Outputs] = {
    **activities.TYPES,
    **apis.TYPES,
    **buckets.TYPES,
    **buses.TYPES,
    **domains.TYPES,
    **firewalls.TYPES,
    **functions.TYPES,
    **keys.TYPES,
    **layers.TYPES,
    **logs.TYPES,
    **machines.TYPES,
    **monitoring.TYPES,
    **parameters.TYPES,
    **queues.TYPES,
    **rest_apis.TYPES,
    **roles.TYPES,
    **secrets.TYPES,
    **tables.TYPES,
    **topics.TYPES,
    **versions.TYPES,
}


def outputs_of(
    resource: RegisteredResource, account: LocalAccount, registry: Registry, configured: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what AWS gives a new resource: as known here, and as `configured` in the stack's file.

    A `LocalError` names a type that is in neither.
    """
    if resource.type in TYPES:
        known = TYPES[resource.type](resource, account, registry)
    elif resource.type in ALONE:
        known = fill(ALONE[resource.type], resource, account, resource.label)
    elif configured is None:
        every = sorted([*TYPES, *ALONE])
        raise LocalError(
            f"{resource.label}: aslant.local does not know this resource type{did_you_mean(resource.type, every)}; "
            f"it knows {', '.join(every)}. To have one created and left alone, write what AWS gives it into the "
            f"stack's file: "
            f'{RESOURCES}: {{"{resource.type}": {{"arn": "arn:..."}}}}. To add one, give it a row in '
            "aslant/provider/resources"
        )
    else:
        known = {}
    return {**known, **(configured or {})}
