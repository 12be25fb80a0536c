"""Nicknames: the names of functions and machines in a program, in addition to their names in AWS.

Pulumi appends random letters to a resource's name, and a component adds its own name as a prefix. The function with the
name `shop-pay-5ece088` in AWS is `shop-pay` in Pulumi, and `pay` in the workflow of the component `shop`.
"""

from __future__ import annotations

from collections.abc import Iterator

from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.machines import STATE_MACHINE

__all__ = ["nicknames_of"]


def nicknames_of(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Return the nicknames of each function and machine that the program creates, by its name in AWS."""
    return {
        resource.output("name"): tuple(dict.fromkeys(_nicknames(resource, registry)))
        for resource in registry.of(FUNCTION, STATE_MACHINE)
        if not resource.read
    }


def _nicknames(resource: RegisteredResource, registry: Registry) -> Iterator[str]:
    yield resource.name
    parent = registry.get(resource.parent)
    while parent is not None:
        inside = resource.name.removeprefix(f"{parent.name}-")
        if inside != resource.name:
            yield inside
        parent = registry.get(parent.parent)
