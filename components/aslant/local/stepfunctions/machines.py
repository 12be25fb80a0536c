"""Operations on state machines."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

__all__ = ["OPERATIONS"]


def describe_state_machine(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeStateMachine."""
    machine = service.executions.machine(parameters)
    return Reply(
        {
            "creationDate": machine.created,
            "definition": machine.definition,
            "encryptionConfiguration": machine.encryption,
            "loggingConfiguration": machine.logging,
            "name": machine.name,
            "revisionId": machine.revision_id,
            "roleArn": machine.role_arn,
            "stateMachineArn": machine.arn,
            "status": "ACTIVE",
            "tracingConfiguration": {"enabled": machine.traced},
            "type": machine.type,
        }
    )


def list_state_machines(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachines."""
    items = [
        {
            "creationDate": machine.created,
            "name": machine.name,
            "stateMachineArn": machine.arn,
            "type": machine.type,
        }
        for machine in sorted(service.executions.machines, key=lambda machine: machine.name)
    ]
    return page("stateMachines", items, parameters)


OPERATIONS: Mapping[str, Operation] = {
    "DescribeStateMachine": describe_state_machine,
    "ListStateMachines": list_state_machines,
}
