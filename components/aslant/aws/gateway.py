"""The role with which an API starts its machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from aslant.aws.children import Children
from aslant.aws.executions import executions_of
from aslant.aws.machine import MachineResources
from aslant.aws.policies import decrypt_executions, on_machines, trust
from aslant.aws.route_plan import RoutePlan

__all__ = ["make_gateway"]


def make_gateway(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    machines: Sequence[tuple[RoutePlan, MachineResources]],
    rest: bool,
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """Register the role of the API, and a policy that lets it start these machines as their routes do."""
    # API Gateway sends no source account or ARN when it assumes an integration's role, so a condition here would
    # make every request fail. The role's policy is scoped instead.
    role = children.make(
        "gateway_role",
        aws.iam.Role,
        f"{name}-gateway",
        {"assume_role_policy": trust("apigateway.amazonaws.com"), "tags": children.tags},
    )

    def write(known: Mapping[str, Any]) -> str:
        actions: dict[str, list[str]] = {}
        read: list[str] = []
        for (plan, _), arn, starts in zip(machines, known["machines"], known["starts"], strict=True):
            start = actions.setdefault(f"states:Start{'Sync' if plan.sync else ''}Execution", [])
            start += dict.fromkeys([arn, starts])
            if rest and plan.lookup is not None:
                actions.setdefault("states:DescribeExecution", []).append(executions_of(arn))
            if rest and plan.stop is not None:
                actions.setdefault("states:StopExecution", []).append(executions_of(arn))
            if plan.sync or (rest and (plan.lookup or plan.stop)):
                read.append(arn)
        keyed = [decrypt_executions(known["key"], read)] if known["key"] is not None and read else []
        return on_machines(actions, keyed)

    policy = children.make(
        "gateway_policy",
        aws.iam.RolePolicy,
        f"{name}-gateway",
        {
            "role": role.name,
            "policy": Output.all(
                machines=[machine.state_machine.arn for _, machine in machines],
                starts=[machine.start_arn for _, machine in machines],
                key=given.get("kms_key_arn"),
            ).apply(write),
        },
    )
    return role, policy
