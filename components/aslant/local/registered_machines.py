"""The state machines, versions and aliases that a program has registered.

All versions execute the registered definition, since no older one is deployed here. An execution still has the version
that the alias's weights select.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aslant.local.aliases import Alias
from aslant.local.checks import compile_definition
from aslant.local.machine_store import MachineStore
from aslant.local.machines import AWS_OWNED_KEY, NO_LOGGING, LocalMachine
from aslant.local.tags import Tags
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.activities import ACTIVITY
from aslant.provider.resources.machines import ALIAS, STATE_MACHINE, unqualified

__all__ = ["add_registered_machines", "add_registered_tags", "registered_machine"]


def add_registered_machines(
    store: MachineStore, registry: Registry, account: LocalAccount, tasks: Callable[..., Any]
) -> None:
    """Add all machines that a program creates to a store, with their versions and aliases."""
    for resource in registry.of(STATE_MACHINE):
        if not resource.read:
            machine = registered_machine(resource, account, tasks)
            store.put(machine)
            if resource.inputs.get("publish"):
                _publish(store, resource.output("stateMachineVersionArn"))
    for resource in registry.of(ALIAS):
        given = resource.inputs.get("routingConfigurations") or ()
        routes = tuple((str(route["stateMachineVersionArn"]), int(route["weight"])) for route in given)
        arn = resource.output("arn")
        if store.get(unqualified(arn)) is None:
            continue  # the alias of a machine that the program only looks up
        for version, _ in routes:
            _publish(store, version)
        store.put_alias(Alias(arn, resource.output("name"), routes, resource.inputs.get("description")))


def add_registered_tags(tags: Tags, registry: Registry) -> None:
    """Add the tags of all registered machines and activities."""
    for resource in registry.of(STATE_MACHINE, ACTIVITY):
        given = resource.inputs.get("tags") or {}
        tags.add(resource.output("arn"), {str(key): str(value) for key, value in given.items()})


def registered_machine(resource: RegisteredResource, account: LocalAccount, tasks: Callable[..., Any]) -> LocalMachine:
    """Return the machine of a registered resource. Raise LocalError if its definition is not valid."""
    _, program = compile_definition(resource)
    inputs, definition = resource.inputs, str(resource.inputs["definition"])
    return LocalMachine(
        arn=resource.output("arn"),
        name=resource.output("name"),
        type="EXPRESS" if resource.output("type") == "EXPRESS" else "STANDARD",
        definition=definition,
        role_arn=str(inputs["roleArn"]),
        account=account.within(resource.outputs.get("region")),
        program=program,
        tasks=tasks,
        logging=_logging(inputs.get("loggingConfiguration") or {}),
        traced=bool((inputs.get("tracingConfiguration") or {}).get("enabled")),
        encryption=_encryption(inputs.get("encryptionConfiguration") or {}),
        revision_id=digest(f"{resource.urn} {definition}", 32),
    )


def _publish(store: MachineStore, version_arn: str) -> None:
    store.add_version(unqualified(version_arn), int(version_arn.rpartition(":")[2]))


def _logging(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if not given:
        return NO_LOGGING
    logging = {"level": given.get("level") or "OFF", "includeExecutionData": bool(given.get("includeExecutionData"))}
    if given.get("logDestination"):
        group = {"cloudWatchLogsLogGroup": {"logGroupArn": given["logDestination"]}}
        return {**logging, "destinations": [group]}
    return logging


def _encryption(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if not given.get("type") or given["type"] == "AWS_OWNED_KEY":
        return AWS_OWNED_KEY
    members = ("kmsKeyId", "kmsDataKeyReusePeriodSeconds", "type")
    return {name: given[name] for name in members if given.get(name) is not None}
