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
from aslant.local.account import Account
from aslant.local.registry import Registry, Resource
from aslant.local.resources import (
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
from aslant.local.resources.alone import ALONE
from aslant.local.resources.naming import Outputs
from aslant.local.resources.told import RESOURCES, Told, fill

__all__ = ["TYPES", "outputs_of"]

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


def outputs_of(resource: Resource, account: Account, registry: Registry, told: Told | None = None) -> dict[str, Any]:
    """What AWS gives a new resource, as known here and as the stack has `told`; a `LocalError` where neither does."""
    given = told.outputs(resource, account) if told else None
    if resource.type in TYPES:
        known = TYPES[resource.type](resource, account, registry)
    elif resource.type in ALONE:
        known = fill(ALONE[resource.type], resource, account, resource.label)
    elif given is None:
        every = sorted([*TYPES, *ALONE])
        raise LocalError(
            f"{resource.label}: aslant.local does not know this resource type{did_you_mean(resource.type, every)}; "
            f"it knows {', '.join(every)}. To have one created and left alone, write what AWS gives it into the "
            f"stack's file: "
            f'{RESOURCES}: {{"{resource.type}": {{"arn": "arn:..."}}}}. To add one, give it a row in '
            "aslant/local/resources"
        )
    else:
        known = {}
    return {**known, **(given or {})}
