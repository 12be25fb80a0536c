"""A state machine with its role, its rights and its log group."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Output

from aslant.aws.children import Children
from aslant.aws.policies import DELIVER_LOGS, TRACE, execution_policy, trust_of_states
from aslant.aws.route_plan import RoutePlan
from aslant.aws.rules import number
from aslant.iam import Account

__all__ = ["Machine", "make_machine"]


@dataclass(frozen=True)
class Machine:
    """What was registered for one workflow."""

    state_machine: aws.sfn.StateMachine
    role: aws.iam.Role
    """What the workflow may do."""
    policy: aws.iam.RolePolicy
    log_group: aws.cloudwatch.LogGroup


def make_machine(
    children: Children, plan: RoutePlan, definition: Output[str], account: Output[Account], retention: dict[str, object]
) -> Machine:
    """Register the machine of a route; `definition` is its text."""
    name, given = plan.name, plan.given
    tracing = given.get("tracing", True)
    role = children.make(
        "role", aws.iam.Role, name, {"assume_role_policy": trust_of_states(account), "tags": children.tags}
    )
    # Under /aws/vendedlogs/ one entry of the account's resource policy covers every group; the rest of the
    # name is that of the role, which is unique in the account.
    log_group = children.make(
        "log_group",
        aws.cloudwatch.LogGroup,
        name,
        {
            "name": Output.concat("/aws/vendedlogs/states/", role.name),
            "retention_in_days": number(retention, "log_retention_in_days", 30),
            "tags": children.tags,
        },
    )
    own = [DELIVER_LOGS] if tracing is False else [DELIVER_LOGS, TRACE]
    statements = given.get("policy_statements", [])
    policy = children.make(
        "policy",
        aws.iam.RolePolicy,
        name,
        {"role": role.name, "policy": execution_policy(definition, account, statements, own)},
    )
    # AWS checks the role's rights on the log group when it creates the machine, so the policy comes first.
    state_machine = children.make(
        "state_machine",
        aws.sfn.StateMachine,
        name,
        {
            "type": plan.machine_type,
            "role_arn": role.arn,
            "definition": definition,
            "logging_configuration": {
                "level": given.get("log_level", "ALL" if plan.machine_type == "EXPRESS" else "ERROR"),
                "include_execution_data": given.get("include_execution_data", False),
                "log_destination": Output.concat(log_group.arn, ":*"),
            },
            "tracing_configuration": {"enabled": tracing},
            "tags": children.tags,
        },
        policy,
        log_group,
    )
    return Machine(state_machine, role, policy, log_group)
