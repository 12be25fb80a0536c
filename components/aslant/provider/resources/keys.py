"""KMS keys and their aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of, uuid_of

__all__ = ["KEPT", "KEY", "TYPES"]

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"


def _key(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    id = uuid_of(resource.urn)
    usage = resource.inputs.get("keyUsage") or "ENCRYPT_DECRYPT"
    return {"id": id, "keyId": id, "arn": account.arn("kms", f"key/{id}"), "keyUsage": usage}


def _alias(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    if not resource.inputs.get("name") and not resource.inputs.get("namePrefix"):
        name = f"alias/{name}"
    if not name.startswith("alias/"):
        raise LocalError(f"{resource.label}: the name {name!r} must start with 'alias/'")
    target = str(resource.inputs.get("targetKeyId"))
    arn = target if target.startswith("arn:") else account.arn("kms", f"key/{target}")
    return {"id": name, "name": name, "arn": account.arn("kms", name), "targetKeyArn": arn}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    inputs = resource.inputs
    parameters = {"Description": inputs.get("description") or "", "KeyUsage": resource.output("keyUsage")}
    spec = inputs.get("customerMasterKeySpec") or "SYMMETRIC_DEFAULT"
    yield Kept("kms", "CreateKey", {**parameters, "KeySpec": spec})


def _name(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    key = resource.output("targetKeyArn").rpartition("/")[2]
    yield Kept("kms", "CreateAlias", {"AliasName": resource.output("name"), "TargetKeyId": key})


TYPES: Mapping[str, Outputs] = {ALIAS: _alias, KEY: _key}
KEPT: Mapping[str, Keep] = {ALIAS: _name, KEY: _make}
