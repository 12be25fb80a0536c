"""Pipes of EventBridge, which pass the messages of a source to a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["PIPE", "TYPES"]

PIPE = "aws:pipes/pipe:Pipe"


def _pipe(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    state = resource.inputs.get("desiredState") or "RUNNING"
    return {"id": name, "name": name, "arn": account.arn("pipes", f"pipe/{name}"), "desiredState": state}


TYPES: Mapping[str, Outputs] = {PIPE: _pipe}
