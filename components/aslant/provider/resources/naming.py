"""How resources get their names: as given, from a prefix, or as Pulumi makes one up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry

__all__ = ["MADE", "Outputs", "fifo_name_of", "name_of", "uuid_of"]

Outputs = Callable[[RegisteredResource, LocalAccount, Registry], dict[str, Any]]
"""What AWS adds to a resource's inputs."""

MADE = "2026-01-01T00:00:00Z"
"""When everything was made: two runs are alike."""


def name_of(resource: RegisteredResource, key: str = "name") -> str:
    """The physical name: the input `key`, else its prefix and a suffix, else the program's name and a suffix.

    Pulumi draws the suffix at random; here it follows from the URN, so that two runs are alike.
    """
    given = resource.inputs.get(key)
    if given:
        return str(given)
    prefix = resource.inputs.get(f"{key}Prefix")
    return f"{prefix or resource.name + '-'}{digest(resource.urn, 7)}"


def fifo_name_of(resource: RegisteredResource, key: str, what: str) -> str:
    """The physical name of one of `what`, with .fifo where the input `key` asks for it; LocalError if they differ."""
    name, fifo = name_of(resource), bool(resource.inputs.get(key))
    if fifo and not resource.inputs.get("name"):
        name += ".fifo"
    if fifo != name.endswith(".fifo"):
        raise LocalError(
            f"{resource.label}: its name is {name!r} and {key} {fifo}; names of FIFO {what} end with .fifo, and no "
            "others do"
        )
    return name


def uuid_of(text: str) -> str:
    """Hexadecimal digits in the form of a UUID: the same for the same text."""
    return str(uuid.UUID(digest(text, 32)))
