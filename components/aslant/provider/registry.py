"""The resources that a program has registered, from which everything local is served."""

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
    `property_dependencies` maps an input to the URNs from which it was computed.
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
    """Whether the program only looks it up and does not create it."""
    position: str = ""
    """The line that registered it, such as `__main__.py:10`; empty if unknown."""

    @property
    def id(self) -> str:
        """Its ID on AWS, or the URN of a component, which has none."""
        return str(self.outputs.get("id") or self.urn)

    @property
    def label(self) -> str:
        """The start of messages about it: type, name in the program, and the line that registered it."""
        return f"{self.type} {self.name!r}" + (f" ({self.position})" if self.position else "")

    def output(self, key: str) -> str:
        """Return an output that AWS always sets, as a string."""
        return str(self.outputs[key])


class Registry:
    """All resources in the order of their registration. Safe to use from several threads."""

    def __init__(self) -> None:
        self._resources: dict[str, RegisteredResource] = {}
        self._lock = threading.Lock()
        self.exports: dict[str, Any] = {}
        """The stack's outputs."""
        self.secret_exports: set[str] = set()
        """The exports whose values must not be shown."""
        self.first_api: tuple[str, str] | None = None
        """The type and name of the API that the program creates first, which may be registered after others."""

    def add(self, resource: RegisteredResource) -> None:
        """Record a resource; raise LocalError if one with the same type, name and parent exists."""
        with self._lock:
            other = self._resources.get(resource.urn)
            if other is not None and not (resource.read and other.read):
                raise LocalError(
                    f"{resource.label} is registered twice"
                    + (f", first at {other.position}" if other.position else "")
                    + ". Rename one of them."
                )
            self._resources[resource.urn] = resource

    def put(self, resource: RegisteredResource) -> None:
        """Record a resource, and replace one with the same URN from another unit test."""
        with self._lock:
            self._resources.pop(resource.urn, None)
            self._resources[resource.urn] = resource

    def __iter__(self) -> Iterator[RegisteredResource]:
        """Iterate over all resources in the order of their registration."""
        with self._lock:
            return iter(list(self._resources.values()))

    def get(self, urn: str) -> RegisteredResource | None:
        """Return the resource with a URN, or None."""
        return self._resources.get(urn)

    def of(self, *types: str) -> list[RegisteredResource]:
        """Return the resources of some types."""
        return [resource for resource in self if resource.type in types]

    def find(self, type: str, key: str, value: Any) -> RegisteredResource | None:
        """Return the resource of a type whose output `key` has a value, or None."""
        return next((item for item in self.of(type) if item.outputs.get(key) == value), None)
