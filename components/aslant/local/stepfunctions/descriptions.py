"""Operations that describe and list state machines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aslant.local.answers import UTF_8
from aslant.local.arns import check_arn
from aslant.local.machines import LocalMachine
from aslant.local.stepfunctions.lookup import check_machine_arn, machine_does_not_exist
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, present
from aslant.walk import is_distributed, processor_of, states_of

__all__ = ["OPERATIONS", "describe_revision"]

WITHOUT_DEFINITION = "{}"
"""The definition if only the metadata is wanted (API reference, DescribeStateMachine)."""


def describe_state_machine(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeStateMachine, for a machine, a version, an alias, or a Map state with a label."""
    arn = parameters["stateMachineArn"]
    check_machine_arn(arn)
    machines = service.machines
    plain, slash, label = arn.partition("/")
    alias = machines.alias(arn)
    version = machines.version(arn if alias is None else alias.routes[0][0])
    machine = machines.get(plain) if version is None else version.machine
    if machine is None:
        raise machine_does_not_exist(arn)
    members = describe_revision(machine, parameters)
    if slash:
        processor = _labelled(machine, label)
        if processor is None:
            raise machine_does_not_exist(arn)
        members |= {"definition": UTF_8.encode(processor), "label": label}
    return Reply(
        present(
            **members,
            creationDate=machine.created if version is None else version.created,
            description=None if version is None else version.description,
            stateMachineArn=arn,
            status="DELETING" if machines.is_deleting(machine.arn) else "ACTIVE",
            type=machine.type,
        )
    )


def _labelled(machine: LocalMachine, label: str) -> Mapping[str, Any] | None:
    """Return the processor of the distributed Map with a label; None if there is none."""
    for _, state in states_of(machine.document):
        if state.get("Label") == label and is_distributed(state):
            processor: Mapping[str, Any] = processor_of(state)
            return processor
    return None


def describe_state_machine_for_execution(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeStateMachineForExecution, which returns the revision that the execution has."""
    arn = parameters["executionArn"]
    check_arn(arn, "execution")
    run = service.executions.find(parameters)
    machine = run.machine
    members = describe_revision(machine, parameters)
    if run.map_run is not None:  # as recorded on AWS
        members.pop("revisionId", None)
        members |= {"label": run.map_run.label, "mapRunArn": run.map_run.arn}
        if parameters.get("includedData") != "METADATA_ONLY":
            members["definition"] = UTF_8.encode(_without_config(run.map_run.processor))
    return Reply({**members, "stateMachineArn": run.machine_arn, "updateDate": machine.updated or machine.created})


def _without_config(processor: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in processor.items() if key != "ProcessorConfig"}


def describe_revision(machine: LocalMachine, parameters: Parameters) -> dict[str, Any]:
    """Return the members that describe a revision of a machine. The first revision has no ID."""
    with_definition = parameters.get("includedData") != "METADATA_ONLY"
    return present(
        definition=machine.definition if with_definition else WITHOUT_DEFINITION,
        encryptionConfiguration=machine.encryption,
        loggingConfiguration=machine.logging,
        name=machine.name,
        revisionId=machine.revision_id if machine.updated else None,
        roleArn=machine.role_arn,
        tracingConfiguration={"enabled": machine.traced},
        variableReferences=(_variable_references(machine) or None) if with_definition else None,
    )


@lru_cache(maxsize=64)
def _variable_references(machine: LocalMachine) -> dict[str, list[str]]:
    from aslant.asl.checking import variable_references

    return variable_references(machine.document)


def list_state_machines(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachines: the machines of a Region by name."""
    region = service.account.region
    items = [
        {
            "creationDate": machine.created,
            "name": machine.name,
            "stateMachineArn": machine.arn,
            "type": machine.type,
        }
        for machine in sorted(service.machines, key=lambda machine: machine.name)
        if machine.account.region == region
    ]
    return page("stateMachines", items, parameters, lambda item: item["stateMachineArn"])


OPERATIONS: Mapping[str, Operation] = {
    "DescribeStateMachine": describe_state_machine,
    "DescribeStateMachineForExecution": describe_state_machine_for_execution,
    "ListStateMachines": list_state_machines,
}
