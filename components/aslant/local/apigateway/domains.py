"""Custom domain names and their mappings to APIs and stages.

API Gateway developer guide, "Map API stages to a custom domain name for HTTP APIs": the longest mapping key that the
path begins with is used, and the API gets the rest of the path.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from aslant.provider.registry import Registry
from aslant.provider.resources.domains import API_MAPPING, DOMAIN_NAME

__all__ = ["Domains", "Mapped"]


@dataclasses.dataclass(frozen=True, slots=True)
class Mapped:
    """The API, stage and path to which a request for a custom domain name is mapped."""

    api_id: str
    stage: str
    path: str
    """The rest of the path, which the API gets."""
    base_path: str
    """The mapping key, with which the path began; empty if the mapping has none."""


class Domains:
    """The custom domain names of a program."""

    def __init__(self, registry: Registry) -> None:
        """Read the registered mappings, the longest keys first."""
        self._mappings: Mapping[str, Sequence[tuple[str, str, str]]] = {
            str(domain.inputs["domainName"]).lower(): sorted(
                (
                    (
                        str(item.inputs.get("apiMappingKey") or ""),
                        str(item.inputs["apiId"]),
                        str(item.inputs["stage"]),
                    )
                    for item in registry.of(API_MAPPING)
                    if item.inputs.get("domainName") == domain.id
                ),
                key=lambda mapping: -len(mapping[0]),
            )
            for domain in registry.of(DOMAIN_NAME)
        }

    def __contains__(self, host: str) -> bool:
        """Return whether a host, with or without its port, is one of the names."""
        return _name(host) in self._mappings

    def find(self, host: str, path: str) -> Mapped | None:
        """Return the mapping of a request; None if no mapping matches its path."""
        for key, api_id, stage in self._mappings.get(_name(host), ()):
            if not key:
                return Mapped(api_id, stage, path, key)
            if path == f"/{key}" or path.startswith(f"/{key}/"):
                return Mapped(api_id, stage, path[len(key) + 1 :] or "/", key)
        return None

    def of(self, api_id: str) -> list[tuple[str, str]]:
        """Return the domain names that are mapped to an API, each with its mapping key."""
        return [(name, key) for name, mappings in self._mappings.items() for key, id, _ in mappings if id == api_id]


def _name(host: str) -> str:
    return host.partition(":")[0].lower()
