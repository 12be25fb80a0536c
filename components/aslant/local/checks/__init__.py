"""The checks of registered resources: what AWS would refuse, at deployment or at the first request.

`deployment` calls `check`, `notes` and the functions of `tasks`; nothing else uses this package. Each check is for one
kind of resource and raises a `LocalError` that names the resource, the rule and the repair.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from aslant.local.checks.authorizers import check_authorization, check_authorizer
from aslant.local.checks.domains import check_mapping, unserved_notes
from aslant.local.checks.events import check_events, event_notes
from aslant.local.checks.functions import check_function, function_notes
from aslant.local.checks.http_apis import check_cors, check_integration, check_routes, check_stage, stage_notes
from aslant.local.checks.machines import check_machine, compile_definition, machine_notes
from aslant.local.checks.mappings import check_invocations, check_source_mapping, mapping_notes
from aslant.local.iam.grants import Role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import API, AUTHORIZER, INTEGRATION, STAGE
from aslant.provider.resources.domains import API_MAPPING
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.machines import STATE_MACHINE
from aslant.provider.resources.mappings import MAPPING
from aslant.provider.resources.roles import ROLE

__all__ = ["check", "compile_definition", "notes"]


def check(
    registry: Registry,
    account: LocalAccount,
    replaced: Callable[[RegisteredResource], Collection[str]] = lambda _: (),
    note: Callable[[str], None] = lambda _: None,
) -> None:
    """Check all registered resources. Raise LocalError for the first one that is not valid.

    `replaced` returns the names of a machine's states that are mocked or forwarded, whose missing rights are noted.
    """
    for role in registry.of(ROLE):
        Role(role, registry)
    for function in registry.of(FUNCTION):
        check_function(function, registry, account)
    for machine in registry.of(STATE_MACHINE):
        if not machine.read:
            check_machine(machine, registry, account, replaced(machine), note)
    for api in registry.of(API):
        check_cors(api)
    for integration in registry.of(INTEGRATION):
        check_integration(integration, registry, account)
    check_routes(registry)
    for authorizer in registry.of(AUTHORIZER):
        check_authorizer(authorizer, registry, account)
    check_authorization(registry)
    for stage in registry.of(STAGE):
        check_stage(stage, registry)
    for mapping in registry.of(API_MAPPING):
        check_mapping(mapping, registry)
    check_events(registry, account)
    for mapping in registry.of(MAPPING):
        check_source_mapping(mapping, registry)
    check_invocations(registry)


def notes(registry: Registry) -> list[str]:
    """Return notes on resources that do nothing here, or that work here but may not on AWS."""
    found = [note for stage in registry.of(STAGE) for note in stage_notes(stage)]
    for integration in registry.of(INTEGRATION):
        if integration.inputs.get("requestParameters") and not integration.inputs.get("integrationSubtype"):
            found.append(f"{integration.label}: requestParameters of a function's integration are not applied here.")
    for function in registry.of(FUNCTION):
        found += function_notes(function, registry)
    for machine in registry.of(STATE_MACHINE):
        found += machine_notes(machine, registry)
    return [*found, *unserved_notes(registry), *event_notes(registry), *mapping_notes(registry)]
