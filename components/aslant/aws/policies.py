"""The policy documents of the components' roles, and the AWS account for which they are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from aslant import errors
from aslant.aws.errors import ArgsError, located
from aslant.aws.mocked import ACCOUNT, is_missing
from aslant.aws.resolved import in_order
from aslant.iam import LATER, Account, Statement, UnknownNeed, needs, own_permissions

__all__ = [
    "DELIVER_LOGS",
    "NOTHING",
    "TRACE",
    "account_of",
    "decrypt_executions",
    "deliver_logs",
    "execution_policy",
    "fit",
    "function_policy",
    "on_machines",
    "own_policy",
    "policy",
    "trust",
    "trust_of_states",
    "use_key",
    "write_logs",
]

DELIVER_LOGS = Statement(
    (
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
    ),
    ("*",),
)
"""The permissions to log to CloudWatch. These actions do not support resources, so AWS requires `*` (Step Functions
Developer Guide, "Logging using CloudWatch Logs")."""

TRACE = Statement(
    (
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ),
    ("*",),
)
"""The permissions for X-Ray, which does not support resources either (Step Functions Developer Guide, "IAM policies for
X-Ray")."""

NOTHING = Statement(("sts:GetCallerIdentity",), ("*",))
"""A statement that allows nothing new, since this action requires no permission. IAM refuses a policy without
statements (AWS STS API reference, "GetCallerIdentity")."""

IN_A_NETWORK = Statement(
    (
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ),
    ("*",),
)
"""The permissions of a function in a VPC. Lambda checks them on `*` when it creates the function (Lambda Developer
Guide, "Attaching Lambda functions to a VPC", "Required IAM permissions")."""


LONGEST = 10_240
"""The maximum length of a role's inline policies in characters, without white space (IAM quotas)."""


def policy(statements: Iterable[Mapping[str, Any]]) -> str:
    """Return a policy document as JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def fit(place: str, document: str) -> str:
    """Return an inline policy unchanged; raise ArgsError if it is too long."""
    length = len("".join(document.split()))
    if length > LONGEST:
        raise ArgsError(
            f"{place}: the policy of the workflow's role has at least {length:,} characters, and IAM accepts "
            f"{LONGEST:,}. Move a part of the workflow into a separate machine that it starts, or use fewer resources."
        )
    return document


def trust(service: str, condition: Mapping[str, Any] | None = None) -> str:
    """Return a trust policy that lets `service` assume the role."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        **({"Condition": condition} if condition else {}),
    }
    return policy([statement])


def trust_of_states(account: pulumi.Output[Account]) -> pulumi.Output[str]:
    """Return the trust policy for machines of this account and Region (confused-deputy protection).

    The machine's own ARN is unknown before its role exists, and a pattern with its name would depend on the stack's
    autonaming, so the policy has `stateMachine:*`, as in the Step Functions Developer Guide.
    """
    return account.apply(
        lambda here: trust(
            "states.amazonaws.com",
            {
                "ArnLike": {"aws:SourceArn": here.arn("states", "stateMachine:*")},
                "StringEquals": {"aws:SourceAccount": here.account},
            },
        )
    )


def on_machines(actions: Mapping[str, Iterable[str]], more: Iterable[Statement] = ()) -> str:
    """Return a policy that allows each of these actions on its resources, and the statements in `more`."""
    own = [Statement((action,), tuple(arns)) for action, arns in actions.items()]
    return policy(statement.to_dict() for statement in [*own, *more])


def decrypt_executions(key: str, machines: Iterable[str]) -> Statement:
    """Return the permission to read the executions of machines that a KMS key encrypts."""
    of_machines = {"kms:EncryptionContext:aws:states:stateMachineArn": list(machines)}
    return Statement(("kms:Decrypt",), (key,), {"StringEquals": of_machines})


def deliver_logs(group: str) -> list[Statement]:
    """Return the permissions of a machine to log to its own log group.

    The last two actions are on AWS's list as well. Without them, executions of an EXPRESS machine have the status
    "Unknown" (Step Functions Developer Guide, "Logging using CloudWatch Logs").
    """
    return [DELIVER_LOGS, write_logs(group)]


def write_logs(group: str) -> Statement:
    """Return the permission to write to one log group."""
    return Statement(("logs:CreateLogStream", "logs:PutLogEvents"), (f"{group}:*",))


def function_policy(group: pulumi.Output[str], given: Mapping[str, Any]) -> pulumi.Output[str]:
    """Return the policy of a function's role that follows from the arguments of a PythonFunction."""

    def write(parts: list[Any]) -> str:
        arn, own, dead_letters, tracing = parts
        needed = [write_logs(arn)]
        if dead_letters is not None:
            action = "sns:Publish" if ":sns:" in dead_letters else "sqs:SendMessage"
            needed.append(Statement((action,), (dead_letters,)))
        if given.get("vpc"):
            needed.append(IN_A_NETWORK)
        if tracing is True:
            needed.append(TRACE)
        return policy(one.to_dict() for one in [*needed, *map(Statement.of, in_order(own))])

    return pulumi.Output.all(
        group, given.get("policy_statements", []), given.get("dead_letter_arn"), given.get("tracing")
    ).apply(write)


def account_of(component: pulumi.ComponentResource) -> pulumi.Output[Account]:
    """Return the partition, Region and account of the provider of the component's children."""
    options = pulumi.InvokeOutputOptions(parent=component)
    return pulumi.Output.all(
        aws.get_partition_output(opts=options).partition,
        aws.get_region_output(opts=options).region,
        aws.get_caller_identity_output(opts=options).account_id,
    ).apply(lambda parts: Account(*(part or other for part, other in zip(parts, ACCOUNT, strict=True))))


def execution_policy(
    place: str,
    definition: pulumi.Output[str],
    account: pulumi.Output[Account],
    given: pulumi.Input[Iterable[Mapping[str, Any]]],
    own: pulumi.Input[Sequence[Statement]],
) -> pulumi.Output[str]:
    """Return the policy of a machine's role: the needs of its definition, `given` statements, and its `own` ones.

    It follows from the resolved definition, so that ARNs from unresolved values are exact. The machine's permissions on
    itself are in `own_policy`.
    """

    async def find(parts: list[Any]) -> list[Statement]:
        text, here, statements = parts
        with located(place):
            stated = [Statement.of(in_order(one)) for one in statements]
            needed, unknown = needs(json.loads(text), given=stated, account=here, own_arn=LATER)
            if unknown and not is_missing(text):  # mocks of a unit test may leave out an ARN that is needed here
                raise _unknown(unknown, await definition.is_secret())
        return needed

    def write(parts: list[Any]) -> str:
        needed, machines_own = parts
        return fit(place, policy(one.to_dict() for one in [*needed, *machines_own] or [NOTHING]))

    # In two steps, so that a preview, in which the log group is unknown, still checks the definition.
    needed: pulumi.Output[list[Statement]] = pulumi.Output.all(definition, account, given).apply(find)
    return pulumi.Output.all(needed, own).apply(write)


def _unknown(found: Sequence[UnknownNeed], secret: bool) -> errors.PermissionsError:
    """Return the error for unknown permissions; the reasons quote the definition, which may be secret."""
    hidden = "the definition has a secret, so the reason is not shown"
    shown = [UnknownNeed(one.state, hidden, one.actions) for one in found] if secret else found
    return errors.PermissionsError("\n".join(map(str, shown)))


def own_policy(place: str, definition: pulumi.Output[str], machine: pulumi.Output[str]) -> pulumi.Output[str]:
    """Return the policy of a machine on itself: its distributed Maps start and describe executions of it."""

    def write(parts: list[Any]) -> str:
        with located(place):
            needed = own_permissions(json.loads(parts[0]), parts[1])
        return policy(one.to_dict() for one in needed or [NOTHING])

    return pulumi.Output.all(definition, machine).apply(write)


def use_key(key: str, account: Account, *, logs: bool = True) -> list[Statement]:
    """Return the permissions of a machine on the KMS key that encrypts it and, with `logs`, its logs.

    Step Functions Developer Guide, "Data at rest encryption".
    """
    machines = {"kms:EncryptionContext:aws:states:stateMachineArn": account.arn("states", "stateMachine:*")}
    of_logs = {"kms:EncryptionContext:SourceArn": account.arn("logs", "*")}
    return [
        Statement(("kms:Decrypt", "kms:GenerateDataKey"), (key,), {"StringLike": machines}),
        *([Statement(("kms:GenerateDataKey",), (key,), {"StringEquals": of_logs})] if logs else []),
    ]
