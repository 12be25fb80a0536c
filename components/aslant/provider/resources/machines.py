"""Step Functions state machines, and aliases of their versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["ALIAS", "STATE_MACHINE", "TYPES", "find_machine", "unqualified"]

STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"
ALIAS = "aws:sfn/alias:Alias"


def _state_machine(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("states", f"stateMachine:{name}")
    return {
        "id": arn,
        "name": name,
        "arn": arn,
        "type": resource.inputs.get("type") or "STANDARD",
        "status": "ACTIVE",
        "creationDate": MADE,
        "revisionId": "",
        "stateMachineVersionArn": f"{arn}:1" if resource.inputs.get("publish") else arn,
    }


def _alias(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    """Return the outputs of an alias of one or two versions, which are the machine itself locally (API reference, "
    ""CreateStateMachineAlias")."""
    routes = resource.inputs.get("routingConfigurations") or ()
    versions = [str(route.get("stateMachineVersionArn")) for route in routes]
    machines = {unqualified(version) for version in versions}
    if len(set(versions)) != len(routes) or len(machines) != 1 or sum(route.get("weight") for route in routes) != 100:
        raise LocalError(
            f"{resource.label}: routingConfigurations must be one version of a machine with the weight 100, or two of "
            "the same machine whose weights add up to 100"
        )
    (machine,) = machines
    if registry.find(STATE_MACHINE, "arn", machine) is None:
        raise LocalError(f"{resource.label}: the state machine {machine!r} does not exist. Pass versions of one")
    arn = f"{machine}:{name_of(resource)}"
    return {"id": arn, "arn": arn, "name": name_of(resource), "creationDate": MADE}


def unqualified(arn: str) -> str:
    """Return a machine's ARN without the version or alias at its end."""
    return ":".join(arn.split(":")[:7])


def find_machine(arn: str, registry: Registry) -> RegisteredResource | None:
    """Return the machine of an ARN: its own, a version's, or a registered alias's; None if there is none."""
    plain = unqualified(arn)
    qualifier = arn.removeprefix(plain)
    if qualifier and not qualifier[1:].isdigit() and registry.find(ALIAS, "arn", arn) is None:
        return None
    return registry.find(STATE_MACHINE, "arn", plain)


TYPES: Mapping[str, Outputs] = {ALIAS: _alias, STATE_MACHINE: _state_machine}
