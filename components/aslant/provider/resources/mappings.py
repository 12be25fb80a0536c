"""Event source mappings of functions, and the settings of their asynchronous invocations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION, INVOKE_CONFIG
from aslant.provider.resources.naming import Outputs, uuid_of

__all__ = ["MAPPING", "TYPES", "function_of"]

MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"


def _mapping(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    given = str(resource.inputs.get("functionName"))
    function = function_of(resource, registry)
    id = uuid_of(resource.urn)
    enabled = resource.inputs.get("enabled") is not False
    return {
        "id": id,
        "uuid": id,
        "arn": account.arn("lambda", f"event-source-mapping:{id}"),
        "functionArn": function.output("arn") if function else account.arn("lambda", f"function:{_plain(given)}"),
        "lastModified": "2026-01-01T00:00:00Z",
        "lastProcessingResult": "",
        "state": "Enabled" if enabled else "Disabled",
        "stateTransitionReason": "USER_INITIATED",
    }


def _configuration(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    name, qualifier = resource.inputs.get("functionName"), resource.inputs.get("qualifier")
    return {"id": f"{name}:{qualifier}" if qualifier else str(name)}


def function_of(resource: RegisteredResource, registry: Registry) -> RegisteredResource | None:
    """Return the function that the input `functionName` names, by name or ARN; None if it is not registered."""
    return registry.find(FUNCTION, "name", _plain(str(resource.inputs.get("functionName") or "")))


def _plain(name: str) -> str:
    """Return a function's name, from its name or ARN with or without a qualifier."""
    return (name.rpartition(":function:")[2] if name.startswith("arn:") else name).partition(":")[0]


TYPES: Mapping[str, Outputs] = {INVOKE_CONFIG: _configuration, MAPPING: _mapping}
