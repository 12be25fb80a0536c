"""Custom domain names: their mappings to stages, and web ACLs."""

from __future__ import annotations

from collections.abc import Iterator

from aslant.errors import LocalError
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.domains import API_MAPPING
from aslant.provider.resources.firewalls import WEB_ACL_ASSOCIATION

__all__ = ["check_mapping", "unserved_notes"]

STAGES = ("aws:apigatewayv2/stage:Stage", "aws:apigateway/stage:Stage")


def check_mapping(mapping: RegisteredResource, registry: Registry) -> None:
    """Check that a mapping's stage exists, and that no other mapping of the domain name has the same key."""
    wanted = mapping.inputs.get("apiId"), mapping.inputs.get("stage")
    stages = [
        (item.inputs.get("apiId") or item.inputs.get("restApi"), item.outputs.get("name") or item.outputs["stageName"])
        for item in registry.of(*STAGES)
    ]
    if wanted not in stages:
        raise LocalError(
            f"{mapping.label}: the API {wanted[0]!r} does not have the stage {wanted[1]!r}. Pass the `id` of an API "
            "and that of one of its stages."
        )
    for other in registry.of(API_MAPPING):
        if other is mapping:
            return
        if all(other.inputs.get(key) == mapping.inputs.get(key) for key in ("domainName", "apiMappingKey")):
            raise LocalError(f"{mapping.label}: {other.label} has the same domain name and key. Change apiMappingKey.")


def unserved_notes(registry: Registry) -> Iterator[str]:
    """Yield a note for each resource that does nothing here."""
    for resource in registry.of(WEB_ACL_ASSOCIATION):
        yield f"{resource.label}: the rules of a web ACL are not applied here."
