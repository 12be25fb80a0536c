"""Secrets of Secrets Manager, and their values."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of, uuid_of

__all__ = ["KEPT", "SECRET", "TYPES"]

SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105  # a resource type
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"


def _secret(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("secretsmanager", f"secret:{name}-{digest(resource.urn, 6)}")
    return {"id": arn, "arn": arn, "name": name}


def _version(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    id = resource.inputs.get("secretId")
    secret = registry.find(SECRET, "arn", id) or registry.find(SECRET, "name", id)
    if secret is None:
        raise LocalError(f"{resource.label}: the secret {id!r} does not exist. Pass the `id` of one")
    version, arn = uuid_of(resource.urn), secret.output("arn")
    stages = resource.inputs.get("versionStages") or ["AWSCURRENT"]
    return {"id": f"{arn}|{version}", "arn": arn, "secretArn": arn, "versionId": version, "versionStages": stages}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("secretsmanager", "CreateSecret", {"Name": resource.output("name")})


def _put(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    inputs = resource.inputs
    parameters: dict[str, Any] = {
        "SecretId": resource.output("arn"),
        "ClientRequestToken": resource.output("versionId"),
    }
    if inputs.get("secretBinary"):
        parameters["SecretBinary"] = base64.b64decode(inputs["secretBinary"])
    else:
        parameters["SecretString"] = inputs.get("secretString") or inputs.get("secretStringWo") or ""
    stages = resource.outputs["versionStages"]
    yield Kept("secretsmanager", "PutSecretValue", {**parameters, "VersionStages": stages})


TYPES: Mapping[str, Outputs] = {SECRET: _secret, VERSION: _version}
KEPT: Mapping[str, Keep] = {SECRET: _make, VERSION: _put}
