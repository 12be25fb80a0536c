"""Operations that create, change and delete state machines."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from aslant.local.aliases import Version
from aslant.local.answers import AwsError
from aslant.local.machines import LocalMachine, MachineType
from aslant.local.stepfunctions.configurations import (
    check_name,
    encryption_of,
    logging_of,
    role_of,
    tags_of,
    tracing_of,
)
from aslant.local.stepfunctions.definitions import compile_text
from aslant.local.stepfunctions.lookup import active_machine, check_machine_arn
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, now, present

__all__ = ["OPERATIONS"]

CHANGES = ("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
"""The members of UpdateStateMachine that make a new revision."""


def create_state_machine(service: Service, parameters: Parameters) -> Reply:
    """Perform CreateStateMachine. The same request again returns the machine that exists; role and tags are ignored."""
    name, type = parameters["name"], parameters.get("type", "STANDARD")
    check_name(name)
    _check_description(parameters)
    arn = service.account.arn("states", f"stateMachine:{name}")
    tags = tags_of(parameters, arn)
    machine = _machine(service, arn, type, parameters)
    if service.machines.is_deleting(arn):
        raise AwsError("StateMachineDeleting", f"State Machine is being deleted: '{arn}'")
    existing = service.machines.create(machine)
    if existing is machine:
        service.tags.add(arn, tags)
        version = _published(service, arn, parameters)
    else:
        version = _same_version(service, existing, machine, parameters)
    version_arn = None if version is None else version.arn
    return Reply(present(creationDate=existing.created, stateMachineArn=arn, stateMachineVersionArn=version_arn))


def _machine(service: Service, arn: str, type: MachineType, parameters: Parameters) -> LocalMachine:
    definition = parameters["definition"]
    return LocalMachine(
        arn=arn,
        name=parameters["name"],
        type=type,
        definition=definition,
        logging=logging_of(parameters.get("loggingConfiguration")),
        traced=tracing_of(parameters.get("tracingConfiguration")),
        encryption=encryption_of(parameters.get("encryptionConfiguration")),
        program=compile_text(definition, type),
        role_arn=role_of(service, parameters["roleArn"]),
        account=service.account,
        tasks=service.tasks,
        created=now(),
    )


def _check_description(parameters: Parameters) -> None:
    if "versionDescription" in parameters and not parameters.get("publish"):
        raise AwsError("ValidationException", "Version description can only be set when publish is true")


def _published(service: Service, arn: str, parameters: Parameters) -> Version | None:
    if not parameters.get("publish"):
        return None
    return service.machines.publish(arn, parameters.get("versionDescription"), with_description=True)


def _same_version(
    service: Service, existing: LocalMachine, machine: LocalMachine, parameters: Parameters
) -> Version | None:
    """Return the version of a machine that was created by the same request. Raise AwsError if it was another one."""
    versions = service.machines.versions(existing.arn)
    first = versions[-1] if versions else None
    wanted = parameters.get("versionDescription")
    published = first is not None and first.machine.revision_id == existing.revision_id
    same = _compared(existing) == _compared(machine) and published == bool(parameters.get("publish"))
    if not same or (first is not None and published and first.description != wanted):
        raise AwsError("StateMachineAlreadyExists", f"State Machine Already Exists: '{existing.arn}'")
    return first if published else None


def _compared(machine: LocalMachine) -> tuple[Any, ...]:
    """Return what makes two requests the same, besides the version (API reference, CreateStateMachine)."""
    return machine.definition, machine.type, machine.logging, machine.traced, machine.encryption


def update_state_machine(service: Service, parameters: Parameters) -> Reply:
    """Perform UpdateStateMachine. Running executions go on with the revision that they have."""
    arn = parameters["stateMachineArn"]
    machine = active_machine(service, arn)
    if not any(name in parameters for name in CHANGES) and not parameters.get("publish"):
        raise AwsError(
            "MissingRequiredParameter",
            "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
            "specified",
        )
    _check_description(parameters)
    changes = _changes(service, machine, parameters)
    updated = now()

    def change(current: LocalMachine) -> LocalMachine:
        if all(getattr(current, name) == value for name, value in changes.items() if name != "program"):
            return current
        return dataclasses.replace(current, **changes, updated=updated, revision_id=str(uuid.uuid4()))

    current = service.machines.update(arn, change) or machine
    version = _published(service, arn, parameters)
    version_arn = None if version is None else version.arn
    return Reply(
        present(
            revisionId=current.revision_id if current.updated else None,
            stateMachineVersionArn=version_arn,
            updateDate=updated,
        )
    )


def _changes(service: Service, machine: LocalMachine, parameters: Parameters) -> dict[str, Any]:
    """Return the changed fields of a machine."""
    changes: dict[str, Any] = {}
    if "loggingConfiguration" in parameters:
        changes["logging"] = logging_of(parameters["loggingConfiguration"])
    if "tracingConfiguration" in parameters:
        changes["traced"] = tracing_of(parameters["tracingConfiguration"])
    if "encryptionConfiguration" in parameters:
        changes["encryption"] = encryption_of(parameters["encryptionConfiguration"])
    if "definition" in parameters:
        changes["definition"] = parameters["definition"]
        changes["program"] = compile_text(parameters["definition"], machine.type)
    if "roleArn" in parameters:
        changes["role_arn"] = role_of(service, parameters["roleArn"])
    return changes


def delete_state_machine(service: Service, parameters: Parameters) -> Reply:
    """Perform DeleteStateMachine. The machine is deleted when all its executions have ended."""
    arn = parameters["stateMachineArn"]
    check_machine_arn(arn)
    machine = service.machines.get(arn)
    if machine is not None and not service.machines.is_deleting(arn):
        service.machines.begin_removal(arn)
        service.executions.when_all_ended(machine, lambda: _delete(service, arn))
    return Reply({})


def _delete(service: Service, arn: str) -> None:
    service.machines.remove(arn)
    service.executions.forget(arn)
    service.tags.forget(arn)


OPERATIONS: Mapping[str, Operation] = {
    "CreateStateMachine": create_state_machine,
    "DeleteStateMachine": delete_state_machine,
    "UpdateStateMachine": update_state_machine,
}
