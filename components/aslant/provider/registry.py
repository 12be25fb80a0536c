"""What a program has registered: the truth that everything here is served from."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from aslant.errors import LocalError

__all__ = ["RegisteredResource", "Registry"]


@dataclasses.dataclass(frozen=True, slots=True)
class RegisteredResource:
    """One registered resource, with secrets unwrapped and whole numbers as integers.

    `inputs` and `outputs` have the provider's own camelCase keys. `parent` and `dependencies` are URNs,
    `property_dependencies` maps an input to the URNs it was made from.
    """

    urn: str
    type: str
    name: str
    inputs: Mapping[str, Any]
    outputs: dict[str, Any] = dataclasses.field(default_factory=dict)
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    provider: str = ""
    custom: bool = True
    read: bool = False
    """Whether the program only looks it up, and something else made it."""
    position: str = ""
    """Where the program registered it, such as `__main__.py:10`; empty when that is not known."""

    @property
    def id(self) -> str:
        """The identifier that AWS gave it; the URN for a component, which has none."""
        return str(self.outputs.get("id") or self.urn)

    @property
    def label(self) -> str:
        """How messages name it: its type, its name in the program and the line that registered it."""
        return f"{self.type} {self.name!r}" + (f" ({self.position})" if self.position else "")

    def output(self, key: str) -> str:
        """An output that AWS always gives, as text."""
        return str(self.outputs[key])


class Registry:
    """All resources in the order of their registration. Safe to use from several threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._resources: dict[str, RegisteredResource] = {}
        self._lock = threading.Lock()
        self.exports: dict[str, Any] = {}
        """The stack's outputs."""
        self.secret_exports: set[str] = set()
        """The exports whose values are not to be shown."""
        self.first_api: tuple[str, str] | None = None
        """The type and name of the API that the program makes first, which may be registered after others."""

    def add(self, resource: RegisteredResource) -> None:
        """Record a resource. Two of the same type and name under one parent have one URN: a `LocalError`."""
        with self._lock:
            other = self._resources.get(resource.urn)
            if other is not None and not (resource.read and other.read):
                raise LocalError(
                    f"{resource.label} is registered twice"
                    + (f", first at {other.position}" if other.position else "")
                    + "; give one of them another name"
                )
            self._resources[resource.urn] = resource

    def put(self, resource: RegisteredResource) -> None:
        """Record a resource in place of an earlier one with its URN, which another unit test registered."""
        with self._lock:
            self._resources.pop(resource.urn, None)
            self._resources[resource.urn] = resource

    def __iter__(self) -> Iterator[RegisteredResource]:
        """Every resource, first registered first."""
        with self._lock:
            return iter(list(self._resources.values()))

    def get(self, urn: str) -> RegisteredResource | None:
        """The resource with a URN."""
        return self._resources.get(urn)

    def of(self, *types: str) -> list[RegisteredResource]:
        """The resources of some types."""
        return [resource for resource in self if resource.type in types]

    def find(self, type: str, key: str, value: Any) -> RegisteredResource | None:
        """The resource of a type whose output `key` has a value."""
        return next((item for item in self.of(type) if item.outputs.get(key) == value), None)
