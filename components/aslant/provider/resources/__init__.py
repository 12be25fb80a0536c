"""The supported resource types, and the outputs that AWS sets on each; used by `aslant.local` and `aslant.testing`.

A type is one row of a table: its Pulumi token and a function `(Resource, Account, Registry) -> outputs` that returns
the outputs that AWS adds to the inputs, including `id`, with the provider's camelCase keys. To add a type, write its
function in the module of its service (or a new one) and enter it in that module's `TYPES`. A type that tasks and
functions use, such as a queue, also has a row in its module's `KEPT`: the calls that create it in the store
(`aslant.local.services.seeds`). A type without local behavior is a row in `inert`, or in a stack's configuration.
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
    connections,
    domains,
    firewalls,
    functions,
    keys,
    layers,
    logs,
    machines,
    mappings,
    monitoring,
    parameters,
    pipes,
    queues,
    rest_apis,
    roles,
    schedules,
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
"""The key of a stack's configuration with the outputs of more types."""

TYPES: Mapping[str, Outputs] = {
    **activities.TYPES,
    **apis.TYPES,
    **buckets.TYPES,
    **buses.TYPES,
    **connections.TYPES,
    **domains.TYPES,
    **firewalls.TYPES,
    **functions.TYPES,
    **keys.TYPES,
    **layers.TYPES,
    **logs.TYPES,
    **machines.TYPES,
    **mappings.TYPES,
    **monitoring.TYPES,
    **parameters.TYPES,
    **pipes.TYPES,
    **queues.TYPES,
    **rest_apis.TYPES,
    **roles.TYPES,
    **schedules.TYPES,
    **secrets.TYPES,
    **tables.TYPES,
    **topics.TYPES,
    **versions.TYPES,
}


def outputs_of(
    resource: RegisteredResource, account: LocalAccount, registry: Registry, configured: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the outputs of a new resource: the known ones, and those `configured` in the stack's file.

    Raises:
        LocalError: the type is neither supported nor configured.
    """
    if resource.type in TYPES:
        known = TYPES[resource.type](resource, account, registry)
    elif resource.type in ALONE:
        known = fill(ALONE[resource.type], resource, account, resource.label)
    elif configured is None:
        every = sorted([*TYPES, *ALONE])
        raise LocalError(
            f"{resource.label}: aslant.local does not support this resource type"
            f"{did_you_mean(resource.type, every) or '.'} "
            f"It supports {', '.join(every)}. To create one without local behavior, configure its outputs in the "
            f"stack's file: "
            f'{RESOURCES}: {{"{resource.type}": {{"arn": "arn:..."}}}}. To add one, give it a row in '
            "aslant/provider/resources"
        )
    else:
        known = {}
    return {**known, **(configured or {})}
