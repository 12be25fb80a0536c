"""Operations on versions of state machines."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.answers import AwsError
from aslant.local.stepfunctions.lookup import active_machine, check_machine_arn, machine_of
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service
from aslant.provider.resources.machines import unqualified

__all__ = ["OPERATIONS"]


def publish_state_machine_version(service: Service, parameters: Parameters) -> Reply:
    """Perform PublishStateMachineVersion, which publishes a revision only once."""
    arn, wanted = parameters["stateMachineArn"], parameters.get("revisionId")
    machine = active_machine(service, arn)
    current = machine.revision_id if machine.updated else None
    if wanted is not None and wanted != current:
        raise AwsError(
            "ConflictException",
            f"Failed to publish the State Machine version for revision {wanted}. The current State Machine revision is "
            f"{current or 'INITIAL'}.",
        )
    version = service.machines.publish(arn, parameters.get("description"))
    return Reply({"creationDate": version.created, "stateMachineVersionArn": version.arn})


def delete_state_machine_version(service: Service, parameters: Parameters) -> Reply:
    """Perform DeleteStateMachineVersion. An alias must not use the version; one that does not exist is ignored."""
    arn = parameters["stateMachineVersionArn"]
    check_machine_arn(arn)
    if arn == unqualified(arn):
        raise AwsError("ValidationException", f"The ARN must be that of a state machine version. Received: {arn}")
    aliases = service.machines.aliases(unqualified(arn))
    users = [alias.name for alias in aliases if arn in (version for version, _ in alias.routes)]
    if users:
        raise AwsError(
            "ConflictException",
            "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this "
            f"version: [{', '.join(users)}]",
        )
    service.machines.remove_version(arn)
    return Reply({})


def list_state_machine_versions(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachineVersions: newest first."""
    versions = service.machines.versions(machine_of(service, parameters["stateMachineArn"]).arn)
    items = [{"creationDate": version.created, "stateMachineVersionArn": version.arn} for version in versions]
    return page("stateMachineVersions", items, parameters, lambda item: item["stateMachineVersionArn"])


OPERATIONS: Mapping[str, Operation] = {
    "DeleteStateMachineVersion": delete_state_machine_version,
    "ListStateMachineVersions": list_state_machine_versions,
    "PublishStateMachineVersion": publish_state_machine_version,
}
