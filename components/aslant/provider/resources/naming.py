"""Names of resources: given, from a prefix, or generated as Pulumi does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry

__all__ = ["MADE", "Outputs", "fifo_name_of", "name_of", "uuid_of"]

Outputs = Callable[[RegisteredResource, LocalAccount, Registry], dict[str, Any]]
"""Returns the outputs that AWS adds to a resource's inputs."""

MADE = "2026-01-01T00:00:00Z"
"""The creation date of every resource, so that two runs are alike."""


def name_of(resource: RegisteredResource, key: str = "name") -> str:
    """Return the physical name: the input `key`, or its prefix and a suffix, or the program's name and a suffix.

    Pulumi's suffix is random; here it follows from the URN, so that two runs are alike.
    """
    given = resource.inputs.get(key)
    if given:
        return str(given)
    prefix = resource.inputs.get(f"{key}Prefix")
    return f"{prefix or resource.name + '-'}{digest(resource.urn, 7)}"


def fifo_name_of(resource: RegisteredResource, key: str, what: str) -> str:
    """Return the physical name of one of `what`, with .fifo if the input `key` is set; LocalError if they differ."""
    name, fifo = name_of(resource), bool(resource.inputs.get(key))
    if fifo and not resource.inputs.get("name"):
        name += ".fifo"
    if fifo != name.endswith(".fifo"):
        raise LocalError(
            f"{resource.label}: its name is {name!r} and {key} is {fifo}. Names of FIFO {what} must end with .fifo, "
            "and no "
            "others."
        )
    return name


def uuid_of(text: str) -> str:
    """Return hexadecimal digits in the form of a UUID; the same for the same text."""
    return str(uuid.UUID(digest(text, 32)))
