"""State machines: their definitions, their roles and their logging."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

from aslant.errors import AslantError, LocalError
from aslant.local.iam.grants import Role, find_role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.logs import LOG_GROUP

if TYPE_CHECKING:
    from aslant.asl import Finding
    from aslant.iam import Statement
    from aslant.run import Program

__all__ = ["check_machine", "compile_definition", "machine_notes", "read_definition"]

# Step Functions developer guide, "Logging in CloudWatch Logs": checked when the machine is created.
LOG_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


def compile_definition(machine: RegisteredResource) -> tuple[dict[str, Any], Program]:
    """Return a machine's definition and its compiled program. Raise LocalError if the definition is not valid."""
    from aslant.asl import from_dict
    from aslant.run import Program

    definition = read_definition(machine)
    try:
        from_dict(definition)
        return definition, Program(definition)
    except AslantError as error:
        raise LocalError(f"{machine.label}: the definition is not valid: {error}") from None


def read_definition(machine: RegisteredResource) -> dict[str, Any]:
    """Return a machine's definition. Raise LocalError if it is not a JSON object."""
    text = machine.inputs.get("definition")
    try:
        definition = json.loads(text) if isinstance(text, str) else None
    except ValueError as error:
        raise LocalError(f"{machine.label}: the definition is not valid JSON: {error}") from None
    if not isinstance(definition, dict):
        raise LocalError(f"{machine.label}: the definition must be the JSON string of an object with States.")
    return definition


def check_machine(
    machine: RegisteredResource,
    registry: Registry,
    account: LocalAccount,
    replaced: Collection[str] = (),
    note: Callable[[str], None] = lambda _: None,
) -> None:
    """Check a machine: its type, its definition, its role and its logging.

    A missing right of the states in `replaced`, which are mocked or forwarded, is only noted.
    """
    arn, type = machine.output("arn"), machine.output("type")
    if type not in ("EXPRESS", "STANDARD"):
        raise LocalError(f"{machine.label}: type must be 'EXPRESS' or 'STANDARD', not {type!r}.")
    errors = [finding for finding in _findings(machine) if finding.severity == "ERROR" and not finding.fails_late]
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        lines = "\n  ".join(map(str, errors))
        raise LocalError(f"{machine.label}: the definition has {count}:\n  {lines}")
    definition, _ = compile_definition(machine)
    role = find_role(machine.inputs.get("roleArn"), registry, machine.label, "roleArn")
    context = {"aws:SourceAccount": account.id, "aws:SourceArn": arn}
    role.require_trust("states.amazonaws.com", context, machine.label)
    _check_logging(machine, role, registry)
    for statement in _needs(machine, definition, account):
        why = f"state {statement.states[0]!r} needs" if statement.states else "the definition needs"
        context = {key: value for keys in (statement.condition or {}).values() for key, value in keys.items()}
        for resource in _known(statement):
            for action in statement.actions:
                try:
                    role.require(action, resource, machine.label, why, context)
                except LocalError as missing:
                    if not statement.states or not set(statement.states) <= set(replaced):
                        raise
                    note(f"{missing} It is only needed on AWS, since the state is mocked or forwarded here.")


def _needs(machine: RegisteredResource, definition: dict[str, Any], account: LocalAccount) -> list[Statement]:
    """Return the permissions that the definition needs. Permissions that are not yet known are checked at run time."""
    from aslant import iam

    home = account.within(machine.outputs.get("region"))
    where = iam.Account(home.partition, home.region, home.id)
    statements, _ = iam.needs(definition, account=where, own_arn=machine.output("arn"))
    return statements


def _known(statement: Statement) -> Iterator[str]:
    """Yield the resources that are completely known. The others are checked at run time."""
    resources = [str(resource) for resource in statement.resources]
    for resource in resources:
        versions = resource.endswith(":*") and resource.removesuffix(":*") in resources
        if not versions and (resource == "*" or not {"*", "?"} & set(resource)):
            yield resource


def _check_logging(machine: RegisteredResource, role: Role, registry: Registry) -> None:
    logging = machine.inputs.get("loggingConfiguration") or {}
    if logging.get("level") in (None, "OFF"):
        return
    destination = str(logging.get("logDestination") or "")
    if not destination.endswith(":*"):
        raise LocalError(
            f"{machine.label}: logDestination must be a log group's ARN followed by ':*', not {destination!r}."
        )
    if registry.find(LOG_GROUP, "arn", destination.removesuffix(":*")) is None:
        raise LocalError(
            f"{machine.label}: logDestination names the log group {destination!r}, which does not exist. "
            "Register a LogGroup and pass its `arn` followed by ':*'."
        )
    for action in LOG_ACTIONS:
        role.require(action, "*", machine.label, "its logging needs")


def _findings(machine: RegisteredResource) -> list[Finding]:
    from aslant.asl import check

    return check(read_definition(machine), type="EXPRESS" if machine.output("type") == "EXPRESS" else "STANDARD")


def machine_notes(machine: RegisteredResource, registry: Registry) -> Iterator[str]:
    """Yield warnings about a machine's definition, and policies that AWS may not find in time."""
    if machine.read:
        return
    for finding in _findings(machine):
        if finding.severity == "WARNING" or finding.fails_late:
            yield f"{machine.label}: {finding}"
    yield from _undeclared(machine, registry)


def _undeclared(machine: RegisteredResource, registry: Registry) -> Iterator[str]:
    """Yield a note for each policy that AWS may not find yet when it creates a machine with logging."""
    if (machine.inputs.get("loggingConfiguration") or {}).get("level") in (None, "OFF"):
        return
    role = find_role(machine.inputs.get("roleArn"), registry, machine.label, "roleArn")
    for policy in role.policies:
        if policy.urn not in _all_dependencies(machine, registry):
            yield (
                f"{machine.label}: AWS checks its role's permissions when it is created, but it does not depend on "
                f"{policy.label}. Add depends_on."
            )


def _all_dependencies(resource: RegisteredResource, registry: Registry) -> set[str]:
    found: set[str] = set()
    waiting = [resource]
    while waiting:
        item = waiting.pop()
        fresh = set(item.dependencies) - found
        found |= fresh
        waiting += [other for urn in fresh if (other := registry.get(urn)) is not None]
    return found
