"""The check of a call against the role of its caller, for the resource that the call names at run time.

`aslant.iam` determines which permissions a call needs. Calls whose permissions it does not know are allowed. Resource
policies, such as a queue's, are ignored: a caller that only such a policy allows is denied.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from aslant.local.iam.grants import Role
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import Registry
from aslant.provider.resources.roles import ROLE
from aslant.provider.resources.secrets import SECRET

__all__ = ["Denial", "Needed", "Principal", "Rights", "needed"]


@dataclasses.dataclass(frozen=True, slots=True)
class Needed:
    """A permission that a call needs: an action on a resource."""

    action: str
    resource: str
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The values of condition keys."""


@dataclasses.dataclass(frozen=True, slots=True)
class Principal:
    """A caller: a role, and the function or execution that has assumed it."""

    role_arn: str
    user: str
    """The name of a function, or the ARN of an execution."""

    @classmethod
    def of_execution(cls, context: Mapping[str, Any]) -> Principal:
        """Return the caller for an execution, from its context object."""
        execution = context["Execution"]
        return cls(execution["RoleArn"], execution["Id"])

    @property
    def session(self) -> str:
        """The name of the role session: the function's name, or a generated one for an execution."""
        return digest(self.user, 32) if self.user.startswith("arn:") else self.user


@dataclasses.dataclass(frozen=True, slots=True)
class Denial:
    """A permission that a caller does not have."""

    principal: Principal
    needed: Needed
    explicit: bool
    """Whether a policy denies it, as opposed to no policy allowing it."""

    @property
    def message(self) -> str:
        """The message of AWS (IAM user guide, "Troubleshoot access denied error messages")."""
        partition, account = self.principal.role_arn.split(":")[1], self.principal.role_arn.split(":")[4]
        role = self.principal.role_arn.rpartition("/")[2]
        prefix, _, name = self.needed.action.partition(":")
        action = SPELLED.get(prefix, "{0}:{1}").format(prefix, name)
        if prefix == "sqs":
            action = action.lower()
        resource = f'"{self.needed.resource}"' if prefix == "s3" else self.needed.resource
        why = f"because no identity-based policy allows the {action} action"
        return (
            f"User: arn:{partition}:sts::{account}:assumed-role/{role}/{self.principal.session} is not authorized to "
            f"perform: {action} on resource: {resource} "
            f"{'with an explicit deny in an identity-based policy' if self.explicit else why}"
        )


SPELLED: Mapping[str, str] = {"sns": "SNS:{1}"}
"""The services that write their actions in another form in this message."""


class Rights:
    """The permissions of all registered roles, each read once. Safe to use from several threads."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._roles: dict[str, Role | None] = {}
        self.allows = lru_cache(maxsize=1024)(self._allows)
        """Returns whether a role allows an action on an ARN without any condition: `allows(role_arn, action, arn)`."""

    def _allows(self, role_arn: str, action: str, arn: str) -> bool:
        role = self._role(role_arn)
        return role is None or role.effect(action, arn) == "Allow"

    def denial(self, principal: Principal, *rights: Needed) -> Denial | None:
        """Return the first permission that a caller lacks; None if it has all, or if its role is not registered."""
        role = self._role(principal.role_arn)
        if role is None:
            return None
        for right in rights:
            actual = self._actual(right)
            if actual.resource != "*" and {"*", "?"} & set(actual.resource):
                continue  # the call does not state which resource
            effect = role.effect(actual.action, actual.resource, actual.context)
            if effect != "Allow":
                return Denial(principal, actual, effect == "Deny")
        return None

    def may_assume(self, service: str, role_arn: str, context: Mapping[str, Any]) -> bool:
        """Return whether a service may assume a role. The trust policy of an unregistered role is not known: True."""
        role = self._role(role_arn)
        return role is None or role.trusts(service, context)

    def _actual(self, right: Needed) -> Needed:
        """Return a permission with the full ARN of a secret, if the call names the secret by its name."""
        start, unknown, _ = right.resource.partition("-??????")
        secret = self._registry.find(SECRET, "name", start.rpartition(":secret:")[2]) if unknown else None
        return right if secret is None else dataclasses.replace(right, resource=secret.output("arn"))

    def _role(self, arn: str) -> Role | None:
        if arn not in self._roles:
            resource = self._registry.find(ROLE, "arn", arn)
            self._roles[arn] = None if resource is None else Role(resource, self._registry)
        return self._roles[arn]


def needed(resource: str, arguments: Any, account: LocalAccount) -> Iterator[Needed]:
    """Yield the permissions that a task's call needs; `resource` is that of a Task, without `.sync` and the like."""
    from aslant import iam

    arguments = arguments if isinstance(arguments, Mapping) else {}
    where = iam.Account(account.partition, account.region, account.id)
    state = {"Type": "Task", "Resource": resource, "Arguments": arguments}
    statements, _ = iam.needs({"StartAt": "call", "States": {"call": state}}, account=where)
    given = {"s3:prefix": arguments["Prefix"]} if ":aws-sdk:s3:" in resource and arguments.get("Prefix") else {}
    for statement in statements:
        conditions = (statement.condition or {}).values()
        context = {key: _one_of(value) for keys in conditions for key, value in keys.items()} | given
        arns = [str(resource) for resource in statement.resources]
        for arn in arns:
            if arn.endswith(":*") and arn.removesuffix(":*") in arns:
                continue  # the versions of a function that is called without one
            for action in statement.actions:
                yield Needed(action, arn, context)


def _one_of(value: Any) -> Any:
    """Return a value that a condition allows, such as `ec2.amazonaws.com` for `ec2.amazonaws.com*`."""
    first = value[0] if isinstance(value, list) else value
    return first.removesuffix("*") if isinstance(first, str) and first.endswith(".amazonaws.com*") else first
