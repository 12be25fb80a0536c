"""What a role may do: its trust policy and all policies attached to it, as they were registered."""

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
    """A registered role with its policies read."""

    def __init__(self, resource: RegisteredResource, registry: Registry) -> None:
        """Read the policies; a `LocalError` names one that IAM would refuse."""
        self.resource = resource
        self.policies: list[RegisteredResource] = []
        """What gives the role its rights, apart from its own inputs."""
        self._unknown: list[str] = []
        self._statements = [
            statement for place, document in self._documents(registry) for statement in read_policy(document, place)
        ]
        trust = resource.inputs.get("assumeRolePolicy")
        self._trust = None if resource.read else read_policy(trust, f"{resource.label}: assumeRolePolicy")

    @property
    def label(self) -> str:
        """How messages name it."""
        return self.resource.label

    def require_trust(self, service: str, context: Mapping[str, Any], user: str) -> None:
        """Insist that a service may assume the role; the `LocalError` names the resource that uses it."""
        if self._trust is not None and not trusts(self._trust, service, context):
            raise LocalError(
                f"{user}: {service} may not assume its role, {self.label}; allow sts:AssumeRole to "
                f'{{"Service": "{service}"}} in assumeRolePolicy, and no condition that {service} does not meet'
            )

    def effect(self, action: str, arn: str, context: Mapping[str, Any] | None = None) -> str | None:
        """What the role's policies say of an action: `Allow` or `Deny`; None where neither.

        A role that is looked up, or has a policy of AWS's that is not known here, is taken at its word.
        """
        said = effect(self._statements, action, arn, context)
        return "Allow" if said is None and (self.resource.read or self._unknown) else said

    def require(self, action: str, arn: str, user: str, why: str, context: Mapping[str, Any] | None = None) -> None:
        """Insist that the role allows an action; the `LocalError` says why it is needed."""
        if self.effect(action, arn, context) == "Allow":
            return
        raise LocalError(
            f"{user}: its role, {self.label}, does not allow {action} on {arn}, which {why}; add a statement "
            "that allows it to a policy of the role"
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
                f"{user.label}: the policy {arn!r} does not exist; register it, or use the ARN of one of AWS's"
            )
        if name in MANAGED_POLICIES:
            yield f"{user.label}: {arn}", {"Statement": MANAGED_POLICIES[name]}
        else:
            self._unknown.append(str(arn))


def find_role(arn: Any, registry: Registry, user: str, key: str) -> Role:
    """The role that an input names; the `LocalError` says which input of which resource names none."""
    if not arn:
        raise LocalError(f"{user}: {key} is missing; pass the `arn` of a role")
    resource = registry.find(ROLE, "arn", arn)
    if resource is None:
        raise LocalError(f"{user}: {key} names the role {arn!r}, which does not exist; pass the `arn` of a role")
    return Role(resource, registry)
