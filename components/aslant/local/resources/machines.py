"""Step Functions state machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.local.account import Account
from aslant.local.registry import Registry, Resource
from aslant.local.resources.naming import Outputs, name_of

__all__ = ["STATE_MACHINE", "TYPES"]

STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"


def _state_machine(resource: Resource, account: Account, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("states", f"stateMachine:{name}")
    return {
        "id": arn,
        "name": name,
        "arn": arn,
        "type": resource.inputs.get("type") or "STANDARD",
        "status": "ACTIVE",
        "creationDate": "2026-01-01T00:00:00Z",
        "revisionId": "",
        "stateMachineVersionArn": f"{arn}:1" if resource.inputs.get("publish") else arn,
    }


TYPES: Mapping[str, Outputs] = {STATE_MACHINE: _state_machine}
