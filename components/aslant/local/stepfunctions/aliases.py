"""Operations on aliases of versions."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.answers import AwsError
from aslant.local.executions import required
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

__all__ = ["OPERATIONS"]


def describe_state_machine_alias(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeStateMachineAlias."""
    arn = required(parameters, "stateMachineAliasArn")
    alias = service.executions.machines.alias(arn)
    if alias is None:
        raise AwsError("ResourceNotFound", f"Request references a resource that does not exist: '{arn}'")
    routes = [{"stateMachineVersionArn": version, "weight": weight} for version, weight in alias.routes]
    members = {"stateMachineAliasArn": arn, "name": alias.name, "routingConfiguration": routes}
    return Reply({**members, "creationDate": alias.created})


def list_state_machine_aliases(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachineAliases."""
    aliases = service.executions.machines.aliases(service.executions.machine(parameters).arn)
    items = [{"creationDate": alias.created, "stateMachineAliasArn": alias.arn} for alias in aliases]
    return page("stateMachineAliases", items, parameters)


OPERATIONS: Mapping[str, Operation] = {
    "DescribeStateMachineAlias": describe_state_machine_alias,
    "ListStateMachineAliases": list_state_machine_aliases,
}
