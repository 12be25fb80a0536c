"""IAM roles and policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["POLICY", "POLICY_ATTACHMENT", "ROLE", "ROLE_POLICY", "TYPES"]

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
POLICY = "aws:iam/policy:Policy"
POLICY_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def _role(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    path = resource.inputs.get("path") or "/"
    return {
        "id": name,
        "name": name,
        "path": path,
        "arn": account.arn("iam", f"role{path}{name}"),
        "uniqueId": "AROA" + digest(resource.urn, 16).upper(),
        "createDate": MADE,
        "maxSessionDuration": resource.inputs.get("maxSessionDuration") or 3600,
    }


def _role_policy(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    role = _existing_role(resource, registry)
    name = name_of(resource)
    return {"id": f"{role}:{name}", "name": name, "role": role}


def _policy(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("iam", f"policy{resource.inputs.get('path') or '/'}{name}")
    return {"id": arn, "name": name, "arn": arn, "policyId": "ANPA" + digest(resource.urn, 16).upper()}


def _policy_attachment(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    role = _existing_role(resource, registry)
    return {"id": f"{role}-{digest(resource.urn, 20)}", "role": role}


def _existing_role(resource: RegisteredResource, registry: Registry) -> str:
    """Return the name of a policy's role; raise LocalError if it does not exist, as IAM does."""
    role = resource.inputs.get("role")
    if registry.find(ROLE, "name", role) is None:
        raise LocalError(
            f"{resource.label}: the role {role!r} does not exist. Pass the name of a role that the program "
            "registers or looks up"
        )
    return str(role)


TYPES: Mapping[str, Outputs] = {
    ROLE: _role,
    ROLE_POLICY: _role_policy,
    POLICY: _policy,
    POLICY_ATTACHMENT: _policy_attachment,
}
