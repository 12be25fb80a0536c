"""Keys of KMS. They are created and left alone: nothing is encrypted here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.local.account import Account, digest
from aslant.local.registry import Registry, Resource
from aslant.local.resources.naming import Outputs

__all__ = ["TYPES"]

KEY = "aws:kms/key:Key"
KEY_ALIAS = "aws:kms/alias:Alias"


def _key(resource: Resource, account: Account, _: Registry) -> dict[str, Any]:
    id = digest(resource.urn, 32)
    id = f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"
    return {"id": id, "keyId": id, "arn": account.arn("kms", f"key/{id}")}


def _key_alias(resource: Resource, account: Account, _: Registry) -> dict[str, Any]:
    name = str(resource.inputs.get("name") or f"alias/{resource.name}-{digest(resource.urn, 7)}")
    target = str(resource.inputs.get("targetKeyId"))
    arn = target if target.startswith("arn:") else account.arn("kms", f"key/{target}")
    return {"id": name, "name": name, "arn": account.arn("kms", name), "targetKeyArn": arn}


TYPES: Mapping[str, Outputs] = {KEY: _key, KEY_ALIAS: _key_alias}
