"""The calls of AWS's API that create a registered resource in the store that tasks and functions use."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from aslant.provider.registry import RegisteredResource

__all__ = ["Keep", "Kept", "attributes"]


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A call that creates a resource, or a part of it."""

    service: str
    """The service by botocore's name, such as `sqs`."""
    operation: str
    """The operation, such as `CreateQueue`."""
    parameters: Mapping[str, Any]


Keep = Callable[[RegisteredResource, Path], Iterable[Kept]]
"""Yields the calls that create a resource; relative paths start at the program's directory."""


def attributes(inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return the inputs that are set, as strings by AWS's names; `names` maps the provider's names to them."""
    given = {names[key]: value for key, value in inputs.items() if key in names and value is not None}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}
