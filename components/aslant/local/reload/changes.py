"""The human-readable names of what a reload has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.local.release import Release
from aslant.provider.registry import RegisteredResource
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.machines import STATE_MACHINE

__all__ = ["changes"]

SHOWN = 6
"""The number of names that are shown of each kind of change."""

KINDS = {FUNCTION: "function", STATE_MACHINE: "machine"}


def changes(before: Release, after: Release) -> str:
    """Return what differs: `changed machine 'pizza', function 'check'; added Queue 'orders'`. Empty if nothing does."""
    old, new = _items(before), _items(after)
    found = {
        "changed": [name for name in new if name in old and old[name] != new[name]],
        "added": [name for name in new if name not in old],
        "removed": [name for name in old if name not in new],
    }
    return "; ".join(f"{verb} {_listed(names)}" for verb, names in found.items() if names)


def _items(release: Release) -> dict[str, Any]:
    """Return what is compared, by the name that is shown. Machines and functions come first."""
    content = release.content
    found: dict[str, Any] = {}
    for resource in sorted(content.registry, key=lambda resource: resource.type not in KINDS):
        if not resource.read:
            kind = KINDS.get(resource.type) or resource.type.rpartition(":")[2]
            found[f"{kind} {resource.name!r}"] = _state(resource, release)
    for machine in content.machines:
        found[f"machine {machine.name!r}"] = (machine.type, machine.definition)
    for name in content.handlers:
        found[f"function {name!r}"] = release.functions.get(name)
    if content.mock_config is not None:
        found["the mock configuration"] = repr(content.mock_config.document)  # as True == 1
    if content.project.config:
        found["the stack's configuration"] = content.project.config
    return found


def _state(resource: RegisteredResource, release: Release) -> Any:
    if resource.type == FUNCTION:
        return release.functions.get(resource.output("name"))
    return repr(_plain(resource.inputs, release.content.base))


def _plain(inputs: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """Return inputs that can be compared: archives and files by their content."""
    from pulumi import Archive, Asset

    from aslant.local.functions.fingerprint import fingerprint

    return {
        key: fingerprint(value, base) if isinstance(value, Archive | Asset) else value for key, value in inputs.items()
    }


def _listed(names: list[str]) -> str:
    return ", ".join(_shown(names))


def _shown(names: list[str]) -> Iterator[str]:
    yield from names[:SHOWN]
    if len(names) > SHOWN:
        yield f"and {len(names) - SHOWN} more"
