"""Holds a call against the role of who makes it: with the very resource of this call, chosen at run time or not.

What a call needs is what `aslant.iam` knows; of calls that it cannot tell the needs of, nothing is asked. Policies of
resources, a queue's for one, are not looked at: who may call by such a policy alone is refused here.
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
    """One right that a call needs."""

    action: str
    resource: str
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The values of condition keys."""


@dataclasses.dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: a role, and who has taken it."""

    role_arn: str
    user: str
    """The name of a function, or the ARN of an execution."""

    @classmethod
    def of_execution(cls, context: Mapping[str, Any]) -> Principal:
        """The role of an execution, by its context object."""
        execution = context["Execution"]
        return cls(execution["RoleArn"], execution["Id"])

    @property
    def session(self) -> str:
        """The name of the session: a function's own, and one that Step Functions makes up."""
        return digest(self.user, 32) if self.user.startswith("arn:") else self.user


@dataclasses.dataclass(frozen=True, slots=True)
class Denial:
    """That a principal may not do what a call needs."""

    principal: Principal
    needed: Needed
    explicit: bool
    """Whether a policy says so, or merely none allows it."""

    @property
    def message(self) -> str:
        """What AWS says (IAM user guide, "Troubleshoot access denied error messages")."""
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
"""Services that write their own actions in another way in this message."""


class Rights:
    """The registered roles, each read once. Safe to use from several threads."""

    def __init__(self, registry: Registry) -> None:
        """Know the roles of a program."""
        self._registry = registry
        self._roles: dict[str, Role | None] = {}
        self.allows = lru_cache(maxsize=1024)(self._allows)
        """Whether a role allows an action on an ARN, whatever the circumstances: `allows(role_arn, action, arn)`."""

    def _allows(self, role_arn: str, action: str, arn: str) -> bool:
        role = self._role(role_arn)
        return role is None or role.effect(action, arn) == "Allow"

    def denial(self, principal: Principal, *rights: Needed) -> Denial | None:
        """The first right that a principal does not have; a role that nobody registered may do anything."""
        role = self._role(principal.role_arn)
        if role is None:
            return None
        for right in rights:
            one = self._actual(right)
            if one.resource != "*" and {"*", "?"} & set(one.resource):
                continue  # the call does not tell which
            said = role.effect(one.action, one.resource, one.context)
            if said != "Allow":
                return Denial(principal, one, said == "Deny")
        return None

    def _actual(self, right: Needed) -> Needed:
        """The right on a secret itself, where a call names it by its name."""
        start, unknown, _ = right.resource.partition("-??????")
        secret = self._registry.find(SECRET, "name", start.rpartition(":secret:")[2]) if unknown else None
        return right if secret is None else dataclasses.replace(right, resource=secret.output("arn"))

    def _role(self, arn: str) -> Role | None:
        if arn not in self._roles:
            resource = self._registry.find(ROLE, "arn", arn)
            self._roles[arn] = None if resource is None else Role(resource, self._registry)
        return self._roles[arn]


def needed(resource: str, arguments: Any, account: LocalAccount) -> Iterator[Needed]:
    """What a task's call needs: `resource` is that of a Task, without what it waits for."""
    from aslant import iam

    arguments = arguments if isinstance(arguments, Mapping) else {}
    where = iam.Account(account.partition, account.region, account.id)
    state = {"Type": "Task", "Resource": resource, "Arguments": arguments}
    statements, _ = iam.needs({"StartAt": "call", "States": {"call": state}}, account=where)
    given = {"s3:prefix": arguments["Prefix"]} if ":aws-sdk:s3:" in resource and arguments.get("Prefix") else {}
    for statement in statements:
        conditions = (statement.condition or {}).values()
        context = {key: _one_of(value) for keys in conditions for key, value in keys.items()} | given
        resources = [str(one) for one in statement.resources]
        for one in resources:
            if one.endswith(":*") and one.removesuffix(":*") in resources:
                continue  # the versions of a function that is called without one
            for right in statement.actions:
                yield Needed(right, one, context)


def _one_of(value: Any) -> Any:
    """Return one of the values that a condition allows: `ec2.amazonaws.com` of `ec2.amazonaws.com*`."""
    first = value[0] if isinstance(value, list) else value
    return first.removesuffix("*") if isinstance(first, str) and first.endswith(".amazonaws.com*") else first
