"""Registered roles, with their trust policies and all policies that are attached to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.iam.managed_policies import MANAGED_POLICIES
from aslant.local.iam.policy import effect, read_policy, trusts
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.roles import POLICY, POLICY_ATTACHMENT, ROLE, ROLE_POLICY

__all__ = ["Role", "find_role"]


class Role:
    """A registered role and the statements of its policies."""

    def __init__(self, resource: RegisteredResource, registry: Registry) -> None:
        """Read the policies. A policy that IAM would refuse is a `LocalError`."""
        self.resource = resource
        self.policies: list[RegisteredResource] = []
        """The resources that give the role its rights, besides the role itself."""
        self._unknown_policies: list[str] = []
        self._statements = [
            statement for place, document in self._documents(registry) for statement in read_policy(document, place)
        ]
        trust = resource.inputs.get("assumeRolePolicy")
        self._trust = None if resource.read else read_policy(trust, f"{resource.label}: assumeRolePolicy")

    @property
    def label(self) -> str:
        """The name of the role in messages."""
        return self.resource.label

    def trusts(self, service: str, context: Mapping[str, Any]) -> bool:
        """Return whether a service may assume the role."""
        return self._trust is None or trusts(self._trust, service, context)

    def require_trust(self, service: str, context: Mapping[str, Any], user: str) -> None:
        """Raise a `LocalError` unless a service may assume the role; `user` is the resource that uses the role."""
        if not self.trusts(service, context):
            raise LocalError(
                f"{user}: {service} may not assume its role, {self.label}. Allow sts:AssumeRole to "
                f'{{"Service": "{service}"}} in assumeRolePolicy, without conditions that {service} does not meet.'
            )

    def effect(self, action: str, arn: str, context: Mapping[str, Any] | None = None) -> str | None:
        """Return the effect of the role's policies on an action: `Allow`, `Deny`, or None if no statement applies.

        Everything that is not denied is allowed if some policies are unknown here: those of a role that the program
        looked up, and those that AWS manages and `MANAGED_POLICIES` does not have.
        """
        found = effect(self._statements, action, arn, context)
        return "Allow" if found is None and (self.resource.read or self._unknown_policies) else found

    def require(self, action: str, arn: str, user: str, why: str, context: Mapping[str, Any] | None = None) -> None:
        """Raise a `LocalError` unless the role allows an action; `why` says what needs it."""
        if self.effect(action, arn, context) == "Allow":
            return
        raise LocalError(
            f"{user}: its role, {self.label}, does not allow {action} on {arn}, which {why}. Add a statement "
            "that allows it to a policy of the role."
        )

    def _documents(self, registry: Registry) -> Iterator[tuple[str, Any]]:
        inputs = self.resource.inputs
        for inline in inputs.get("inlinePolicies") or ():
            if inline.get("policy"):
                yield f"{self.label}: the inline policy {inline.get('name')!r}", inline["policy"]
        for resource in registry.of(ROLE_POLICY):
            if resource.output("role") == self.resource.output("name"):
                self.policies.append(resource)
                yield f"{resource.label}: policy", resource.inputs.get("policy")
        for arn in inputs.get("managedPolicyArns") or ():
            yield from self._managed(self.resource, arn, registry)
        for resource in registry.of(POLICY_ATTACHMENT):
            if resource.output("role") == self.resource.output("name"):
                self.policies.append(resource)
                yield from self._managed(resource, resource.inputs.get("policyArn"), registry)

    def _managed(self, user: RegisteredResource, arn: Any, registry: Registry) -> Iterator[tuple[str, Any]]:
        registered = registry.find(POLICY, "arn", arn)
        if registered is not None:
            yield f"{registered.label}: policy", registered.inputs.get("policy")
            return
        account, _, name = str(arn).removeprefix("arn:").partition(":policy/")
        if not account.endswith("iam::aws"):
            raise LocalError(
                f"{user.label}: the policy {arn!r} does not exist. Register it, or use an AWS managed policy."
            )
        if name in MANAGED_POLICIES:
            yield f"{user.label}: {arn}", {"Statement": MANAGED_POLICIES[name]}
        else:
            self._unknown_policies.append(str(arn))


def find_role(arn: Any, registry: Registry, user: str, key: str) -> Role:
    """Return the role with an ARN, which is the input `key` of the resource `user`."""
    if not arn:
        raise LocalError(f"{user}: {key} is missing. Pass the `arn` of a role.")
    resource = registry.find(ROLE, "arn", arn)
    if resource is None:
        raise LocalError(f"{user}: {key} is {arn!r}, a role that does not exist. Pass the `arn` of a registered role.")
    return Role(resource, registry)
