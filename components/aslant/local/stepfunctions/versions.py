"""Operations on versions of state machines."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

__all__ = ["OPERATIONS"]


def list_state_machine_versions(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachineVersions."""
    versions = service.executions.machines.versions(service.executions.machine(parameters).arn)
    items = [{"creationDate": version.created, "stateMachineVersionArn": version.arn} for version in versions]
    return page("stateMachineVersions", items, parameters)


OPERATIONS: Mapping[str, Operation] = {"ListStateMachineVersions": list_state_machine_versions}
