"""A state machine with its role, its permissions and its log group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output

from aslant.aws.children import Children
from aslant.aws.input_types import keep_input_type
from aslant.aws.policies import TRACE, deliver_logs, execution_policy, own_policy, trust_of_states, use_key
from aslant.aws.rollout import make_alias
from aslant.aws.route_plan import RoutePlan
from aslant.aws.rules import number
from aslant.iam import Account, Statement

__all__ = ["DefinitionTexts", "MachineResources", "make_machine"]


@dataclass(frozen=True)
class MachineResources:
    """The resources of one workflow."""

    state_machine: aws.sfn.StateMachine
    role: aws.iam.Role
    """The role with the workflow's permissions."""
    policy: aws.iam.RolePolicy
    log_group: aws.cloudwatch.LogGroup | None
    """The log group of its executions; None if `log_level` is `OFF`."""
    alias: aws.sfn.Alias | None = None
    """The alias that starts it if versions are rolled out."""

    @property
    def start_arn(self) -> Output[str]:
        """The ARN that an API starts: the alias if there is one, or else the machine itself."""
        return self.state_machine.arn if self.alias is None else self.alias.arn


@dataclass(frozen=True)
class DefinitionTexts:
    """A definition in two forms: the one for AWS, and the one from which the role's permissions follow."""

    definition: Output[str]
    rights: Output[str]
    """With all versions of a function instead of one, so that running executions keep their permissions."""


def make_machine(
    children: Children, plan: RoutePlan, texts: DefinitionTexts, account: Output[Account], shared: Mapping[str, Any]
) -> MachineResources:
    """Register the machine of a route; `shared` has the arguments of the whole component."""
    name, given = plan.name, plan.given
    tracing, key, rollout = given.get("tracing", True), shared.get("kms_key_arn"), shared.get("rollout")
    role = children.make(
        "role", aws.iam.Role, name, {"assume_role_policy": trust_of_states(account), "tags": children.tags}
    )
    log_group = _log_group(children, name, role, shared) if plan.logs else None
    own = _own_statements(account, key, None if log_group is None else log_group.arn, traced=tracing is not False)
    statements = given.get("policy_statements", [])
    policy = children.make(
        "policy",
        aws.iam.RolePolicy,
        name,
        {"role": role.name, "policy": execution_policy(plan.place, texts.rights, account, statements, own)},
    )
    # AWS checks the role's permissions on the log group when it creates the machine, so the policy comes first.
    state_machine = children.make(
        "state_machine",
        aws.sfn.StateMachine,
        name,
        {
            "type": plan.machine_type,
            "role_arn": role.arn,
            "definition": texts.definition,
            "logging_configuration": _logging(given, plan.machine_type, log_group),
            "tracing_configuration": {"enabled": tracing},
            "encryption_configuration": _encryption(key),
            "publish": None if rollout is None else True,
            "tags": children.tags,
        },
        policy,
        *([] if log_group is None else [log_group]),
    )
    keep_input_type(state_machine.pulumi_resource_name, given.get("workflow"))
    if plan.may_start_itself:
        # A distributed Map starts the machine itself, whose ARN is unknown until the machine exists.
        children.make(
            "own_policy",
            aws.iam.RolePolicy,
            f"{name}-own",
            {"role": role.name, "policy": own_policy(plan.place, texts.rights, state_machine.arn)},
        )
    alias = None if rollout is None else make_alias(children, name, str(plan.key), rollout, state_machine)
    return MachineResources(state_machine, role, policy, log_group, alias)


def _log_group(children: Children, name: str, role: aws.iam.Role, shared: Mapping[str, Any]) -> aws.cloudwatch.LogGroup:
    """Register the log group of a machine.

    Under /aws/vendedlogs/ one entry of the account's resource policy covers every group. The rest of the name is the
    role's name, which is unique in the account.
    """
    return children.make(
        "log_group",
        aws.cloudwatch.LogGroup,
        name,
        {
            "name": Output.concat("/aws/vendedlogs/states/", role.name),
            "retention_in_days": number(shared, "log_retention_in_days", 30),
            "tags": children.tags,
        },
    )


def _own_statements(
    account: Output[Account], key: Input[str] | None, log_group: Output[str] | None, *, traced: bool
) -> Output[list[Statement]]:
    """Return the permissions that do not follow from the definition: to log, to trace, and to use the KMS key."""

    def write(known: Mapping[str, Any]) -> list[Statement]:
        logs = log_group is not None
        return [
            *(deliver_logs(known["group"]) if logs else []),
            *([TRACE] if traced else []),
            *(use_key(known["key"], known["account"], logs=logs) if key else []),
        ]

    return Output.all(account=account, key=key, group=log_group).apply(write)


def _logging(given: Mapping[str, Any], machine_type: str, log_group: aws.cloudwatch.LogGroup | None) -> dict[str, Any]:
    if log_group is None:
        return {"level": "OFF", "include_execution_data": False}
    return {
        "level": given.get("log_level", "ALL" if machine_type == "EXPRESS" else "ERROR"),
        "include_execution_data": given.get("include_execution_data", False),
        "log_destination": Output.concat(log_group.arn, ":*"),
    }


def _encryption(key: Input[str] | None) -> dict[str, Any]:
    """Return the encryption settings. They are always set, since the provider ignores a missing block in an update."""
    if key is None:
        return {"type": "AWS_OWNED_KEY"}
    return {"type": "CUSTOMER_MANAGED_KMS_KEY", "kms_key_id": key, "kms_data_key_reuse_period_seconds": 300}
