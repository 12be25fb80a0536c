"""What a registered resource is made of in the store that tasks and functions reach: calls of AWS's own API."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from aslant.provider.registry import RegisteredResource

__all__ = ["Keep", "Kept", "attributes"]


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A call that makes a resource, or a part of it."""

    service: str
    """By botocore's name, such as `sqs`."""
    operation: str
    """Such as `CreateQueue`."""
    parameters: Mapping[str, Any]


Keep = Callable[[RegisteredResource, Path], Iterable[Kept]]
"""The calls that make a resource; relative paths in it start at a directory, the program's."""


def attributes(inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """The inputs that are given, as texts by AWS's names; `names` maps the provider's to them."""
    given = {names[key]: value for key, value in inputs.items() if key in names and value is not None}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}
