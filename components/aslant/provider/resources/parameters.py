"""Parameters of Systems Manager."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["KEPT", "PARAMETER", "TYPES"]

PARAMETER = "aws:ssm/parameter:Parameter"
KINDS = ("SecureString", "String", "StringList")
VALUES = ("value", "insecureValue", "valueWo")


def _parameter(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name, kind = name_of(resource), resource.inputs.get("type")
    if kind not in KINDS:
        raise LocalError(f"{resource.label}: type {kind!r} must be one of {', '.join(KINDS)}")
    if _value(resource) is None:
        raise LocalError(f"{resource.label}: value is missing. Systems Manager does not allow empty parameters.")
    path = name if name.startswith("/") else f"/{name}"
    return {"id": name, "name": name, "arn": account.arn("ssm", f"parameter{path}"), "version": 1, "tier": "Standard"}


def _value(resource: RegisteredResource) -> Any:
    return next((resource.inputs[key] for key in VALUES if resource.inputs.get(key)), None)


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    given = {"Name": resource.output("name"), "Value": str(_value(resource)), "Type": resource.inputs["type"]}
    yield Kept("ssm", "PutParameter", {**given, "Description": resource.inputs.get("description") or ""})


TYPES: Mapping[str, Outputs] = {PARAMETER: _parameter}
KEPT: Mapping[str, Keep] = {PARAMETER: _make}
