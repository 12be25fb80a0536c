"""The function behind the routes that look up and stop the executions of a STANDARD machine.

HTTP APIs cannot call DescribeExecution (API Gateway Developer Guide, "Integration subtype reference").
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from aslant.aws.children import Children, component
from aslant.aws.function.python_function import PythonFunction
from aslant.aws.machine import MachineResources
from aslant.aws.policies import decrypt_executions, policy
from aslant.aws.route_plan import RoutePlan
from aslant.iam import Statement

__all__ = ["executions_of", "make_executions"]

FOLDER = Path(__file__).parent / "lambdas" / "executions"


def executions_of(machine: str) -> str:
    """Return a pattern for the ARNs of all executions of a machine."""
    return f"{machine.replace(':stateMachine:', ':execution:', 1)}:*"


def make_executions(
    children: Children, plan: RoutePlan, machine: MachineResources, given: Mapping[str, Any]
) -> PythonFunction:
    """Register the function, with permissions on the executions of this machine only."""
    name = f"{plan.name}-executions"
    environment: dict[str, Any] = {"STATE_MACHINE_ARN": machine.state_machine.arn}
    actions = []
    if plan.lookup is not None:
        actions.append("states:DescribeExecution")
    if plan.stop is not None:
        actions.append("states:StopExecution")
        environment["STOP_ROUTE"] = str(plan.stop)

    function = children.make(
        "executions_function",
        component(PythonFunction),
        name,
        {
            "folder": str(FOLDER),
            "environment": environment,
            "log_retention_in_days": given.get("log_retention_in_days"),
            "tags": children.tags,
        },
    )

    def write(parts: list[Any]) -> str:
        arn, key = parts
        needed = [Statement(tuple(actions), (executions_of(arn),))]
        if key is not None:
            needed.append(decrypt_executions(key, [arn]))
        return policy(statement.to_dict() for statement in needed)

    children.make(
        "executions_policy",
        aws.iam.RolePolicy,
        f"{name}-states",
        {
            "role": function.role.name,
            "policy": Output.all(machine.state_machine.arn, given.get("kms_key_arn")).apply(write),
        },
    )
    return function
