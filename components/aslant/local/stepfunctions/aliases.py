"""Operations on aliases of versions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.local.aliases import Alias
from aslant.local.answers import AwsError
from aslant.local.stepfunctions.lookup import active_machine, check_machine_arn, machine_does_not_exist
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, now, present
from aslant.provider.resources.machines import unqualified

__all__ = ["OPERATIONS"]

Routes = tuple[tuple[str, int], ...]


def create_state_machine_alias(service: Service, parameters: Parameters) -> Reply:
    """Perform CreateStateMachineAlias. The same request again returns the alias that exists."""
    routes = _routes(service, parameters["routingConfiguration"])
    name, description = parameters["name"], parameters.get("description")
    arn, date = f"{unqualified(routes[0][0])}:{name}", now()
    alias = service.machines.create_alias(Alias(arn, name, routes, description, date, date))
    if (alias.routes, alias.description) != (routes, description):
        raise AwsError(
            "ConflictException",
            "Failed to create alias because an alias with the same name and a different routing configuration already "
            "exists.",
        )
    return Reply({"creationDate": alias.created, "stateMachineAliasArn": arn})


def update_state_machine_alias(service: Service, parameters: Parameters) -> Reply:
    """Perform UpdateStateMachineAlias."""
    alias = _existing(service, parameters["stateMachineAliasArn"])
    if not {"description", "routingConfiguration"} & parameters.keys():
        raise AwsError(
            "ValidationException", "Either the description or the routingConfiguration must be specified to update"
        )
    changes: dict[str, Any] = {"updated": now()}
    if "description" in parameters:
        changes["description"] = parameters["description"]
    if "routingConfiguration" in parameters:
        changes["routes"] = _routes(service, parameters["routingConfiguration"])
        if unqualified(changes["routes"][0][0]) != unqualified(alias.arn):
            raise AwsError(
                "ValidationException",
                f"Routing configuration must contain versions of the state machine '{unqualified(alias.arn)}'.",
            )
    service.machines.put_alias(dataclasses.replace(alias, **changes))
    return Reply({"updateDate": changes["updated"]})


def delete_state_machine_alias(service: Service, parameters: Parameters) -> Reply:
    """Perform DeleteStateMachineAlias. An alias that does not exist is ignored (recorded on AWS)."""
    arn = parameters["stateMachineAliasArn"]
    check_machine_arn(arn)
    if service.machines.get(unqualified(arn)) is None or arn == unqualified(arn):
        raise _not_found()
    service.machines.remove_alias(arn)
    return Reply({})


def describe_state_machine_alias(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeStateMachineAlias."""
    alias = _existing(service, parameters["stateMachineAliasArn"])
    return Reply(
        present(
            creationDate=alias.created,
            description=alias.description,
            name=alias.name,
            routingConfiguration=[
                {"stateMachineVersionArn": version, "weight": weight} for version, weight in alias.routes
            ],
            stateMachineAliasArn=alias.arn,
            updateDate=alias.updated,
        )
    )


def list_state_machine_aliases(service: Service, parameters: Parameters) -> Reply:
    """Perform ListStateMachineAliases, for a machine or for one of its versions."""
    arn = parameters["stateMachineArn"]
    check_machine_arn(arn)
    machines = service.machines
    plain = unqualified(arn)
    if machines.get(plain) is None or (arn != plain and machines.version(arn) is None):
        raise machine_does_not_exist(arn)
    aliases = [alias for alias in machines.aliases(plain) if arn == plain or arn in dict(alias.routes)]
    items = [{"creationDate": alias.created, "stateMachineAliasArn": alias.arn} for alias in aliases]
    return page("stateMachineAliases", items, parameters, lambda item: item["stateMachineAliasArn"])


def _existing(service: Service, arn: str) -> Alias:
    check_machine_arn(arn)
    alias = service.machines.alias(arn)
    if alias is None:
        raise _not_found()
    return alias


def _not_found() -> AwsError:
    return AwsError("ResourceNotFound", "Request references a resource that does not exist.")


def _routes(service: Service, given: Sequence[Mapping[str, Any]]) -> Routes:
    """Return the versions and weights of a routing configuration. Raise AwsError with AWS's message for a fault."""
    arns = [route["stateMachineVersionArn"] for route in given]
    weights = [route["weight"] for route in given]
    received = f"Received: [{', '.join(arns)}]"
    for arn in arns:
        check_machine_arn(arn)
    if any(not arn.removeprefix(f"{unqualified(arn)}:").isdigit() for arn in arns):
        raise AwsError(
            "ValidationException", f"Routing configuration must contain state machine version ARNs. {received}"
        )
    if len(set(arns)) != len(arns):
        raise AwsError(
            "ValidationException", f"Routing configuration must contain distinct state machine version ARNs. {received}"
        )
    if sum(weights) != 100:
        raise AwsError(
            "ValidationException", f"Sum of routing configuration weights must equal 100. Received: {weights}"
        )
    if len({unqualified(arn) for arn in arns}) != 1:
        raise AwsError(
            "ValidationException",
            f"Both stateMachineVersionArn values must belong to the same state machine. {received}",
        )
    active_machine(service, unqualified(arns[0]))
    if any(service.machines.version(arn) is None for arn in arns):
        raise _not_found()
    return tuple(zip(arns, weights, strict=True))


OPERATIONS: Mapping[str, Operation] = {
    "CreateStateMachineAlias": create_state_machine_alias,
    "DeleteStateMachineAlias": delete_state_machine_alias,
    "DescribeStateMachineAlias": describe_state_machine_alias,
    "ListStateMachineAliases": list_state_machine_aliases,
    "UpdateStateMachineAlias": update_state_machine_alias,
}
