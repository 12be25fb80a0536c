"""Custom domain names: which API and stage a request goes to that is sent to one.

API Gateway developer guide, "Map API stages to a custom domain name for HTTP APIs": the longest mapping that the path
begins with wins, and the rest of the path is the API's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from aslant.provider.registry import Registry
from aslant.provider.resources.domains import API_MAPPING, DOMAIN_NAME

__all__ = ["Domains", "Mapped"]


@dataclasses.dataclass(frozen=True, slots=True)
class Mapped:
    """Where a request for a custom domain name goes."""

    api_id: str
    stage: str
    path: str
    """What is left of the path, for the API."""
    base_path: str
    """What it began with; empty where the mapping has no key."""


class Domains:
    """The custom domain names of a program."""

    def __init__(self, registry: Registry) -> None:
        """Read the mappings."""
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
        """Whether a host, with its port or not, is one of the names."""
        return _name(host) in self._mappings

    def find(self, host: str, path: str) -> Mapped | None:
        """Where a request goes; None when no mapping takes its path."""
        for key, api_id, stage in self._mappings.get(_name(host), ()):
            if not key:
                return Mapped(api_id, stage, path, key)
            if path == f"/{key}" or path.startswith(f"/{key}/"):
                return Mapped(api_id, stage, path[len(key) + 1 :] or "/", key)
        return None

    def of(self, api_id: str) -> list[tuple[str, str]]:
        """The names that lead to an API, each with what the path begins with."""
        return [(name, key) for name, mappings in self._mappings.items() for key, id, _ in mappings if id == api_id]


def _name(host: str) -> str:
    return host.partition(":")[0].lower()
