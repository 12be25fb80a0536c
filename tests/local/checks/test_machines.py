from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check, notes
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]
Changes = dict[str, Any]

TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/x"


def allow(action: str) -> dict[str, str]:
    return {"Effect": "Allow", "Action": action, "Resource": "*"}


def destination(arn: str) -> Changes:
    return {"StateMachine logged": {"loggingConfiguration": {"logDestination": arn}}}


def in_state(machine: str, state: str, **fields: Any) -> Changes:
    return {f"StateMachine {machine}": {"definition": {"States": {state: fields}}}}


TOKENLESS = """
import json
import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Statement": [trust]}))
a = {"Type": "Pass", "Parameters": {"t.$": "$$.Task.Token"}, "End": True}
aws.sfn.StateMachine("a", role_arn=role.arn, definition=json.dumps({"StartAt": "A", "States": {"A": a}}))
"""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"StateMachine pizza": {"type": "FAST"}},
            "StateMachine 'pizza' .*: type must be 'EXPRESS' or 'STANDARD', not 'FAST'",
        ),
        ({"StateMachine pizza": {"definition": "{"}}, "StateMachine 'pizza' .*: the definition is not valid JSON"),
        ({"StateMachine pizza": {"definition": "[]"}}, "the definition must be the JSON string of an object"),
        (
            {"Role works": {"assumeRolePolicy": {"Statement": [TRUST]}}},
            "StateMachine 'pizza' .*: states.amazonaws.com may not",
        ),
        (
            {"RolePolicy works": {"policy": {"Statement": [allow("lambda:Get*")]}}},
            r"state 'Order' needs\. Add a statement",
        ),
        ({"StateMachine pizza": {"roleArn": "arn:x"}}, "roleArn is 'arn:x', a role that does not exist"),
        ({"RolePolicy works": {"role": "nobody"}}, "RolePolicy 'works' .*: the role 'nobody' does not exist"),
        ({"RolePolicy calls": {"policy": "nope"}}, "RolePolicy 'calls' .*: policy is not valid JSON"),
        ({"Role check": {"assumeRolePolicy": "{}"}}, "assumeRolePolicy is not a policy document"),
    ],
)
def test_an_invalid_machine_or_role_is_refused(
    load_program: Load, pizza_program: str, changes: Changes, message: str
) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program, changes), LocalAccount())


LOGGED = """
group = aws.cloudwatch.LogGroup("group", name="/aws/vendedlogs/states/x", retention_in_days=14)
aws.sfn.StateMachine("logged", name="logged", role_arn=works.arn, definition=json.dumps(ECHO),
    logging_configuration={"level": "ALL", "log_destination": group.arn.apply("{}:*".format)})
"""
LOG_RIGHTS = 'aws.iam.RolePolicy("logs", role=works.id, policy=json.dumps(policy("logs:*", "*")))\n'


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"RolePolicy logs": {"policy": {"Statement": [allow("logs:Get*")]}}},
            r"'logged' .* does not allow logs:CreateLogDelivery on \*, which its logging needs",
        ),
        (destination(GROUP), "must be a log group's ARN followed by ':\\*'"),
        (destination("arn:x:*"), "names the log group 'arn:x:\\*', which does"),
        ({"LogGroup group": {"retentionInDays": 8}}, "LogGroup 'group' .*: CloudWatch keeps logs for .* days, not 8"),
    ],
)
def test_logging_needs_a_log_group_and_permissions(
    load_program: Load, pizza_program: str, changes: Changes, message: str
) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program + LOG_RIGHTS + LOGGED, changes), LocalAccount())


def test_a_policy_that_aws_may_not_find_yet_is_noted(load_program: Load, pizza_program: str) -> None:
    registry = load_program(pizza_program + LOG_RIGHTS + LOGGED)
    check(registry, LocalAccount())
    assert [note.partition(": ")[2][:60] for note in notes(registry)] == [
        "AWS checks its role's permissions when it is created, but it"
    ] * 2


@pytest.mark.parametrize(
    ("arn", "allowed"),
    [
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaRole", True),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", False),
        ("arn:aws:iam::aws:policy/SomethingUnknownHere", True),
    ],
)
def test_managed_policies_of_aws_are_considered(
    load_program: Load, pizza_program: str, arn: str, allowed: bool
) -> None:
    attachment = f'aws.iam.RolePolicyAttachment("works", role=works.name, policy_arn="{arn}")\n'
    changes = {"RolePolicy works": {"policy": {"Statement": [allow("logs:*")]}}}
    registry = load_program(pizza_program + attachment, changes)
    if allowed:
        check(registry, LocalAccount())
    else:
        with pytest.raises(LocalError, match="does not allow lambda:InvokeFunction"):
            check(registry, LocalAccount())


def test_every_error_of_a_definition_is_reported_with_its_place(load_program: Load, pizza_program: str) -> None:
    changes = in_state("pizza", "Pineapple?", Default="Bkae")
    with pytest.raises(LocalError) as refused:
        check(load_program(pizza_program, changes), LocalAccount())
    first, *errors = str(refused.value).splitlines()
    assert first.startswith("aws:sfn/stateMachine:StateMachine 'pizza' (__main__.py:")
    assert first.endswith("the definition has 2 errors:")
    assert [error.partition(": ")[0] for error in errors] == ["  /States/Pineapple?/Default", "  /States/Bake"]
    assert errors[0].endswith("Bkae. Did you mean 'Bake'? [MISSING_TRANSITION_TARGET]")


def test_a_definition_is_checked_for_its_type(load_program: Load, pizza_program: str) -> None:
    changes = in_state("invoke", "Invoke", Resource="arn:aws:states:::ecs:runTask.sync")
    with pytest.raises(LocalError, match=r"(?s)'invoke' .* the definition has .*/States/Invoke/Resource: "):
        check(load_program(pizza_program, changes), LocalAccount())


def test_a_warning_is_a_note(load_program: Load, pizza_program: str) -> None:
    registry = load_program(pizza_program, in_state("express-wait", "Wait", Seconds=400))
    check(registry, LocalAccount())
    (note,) = notes(registry)
    assert note.startswith("aws:sfn/stateMachine:StateMachine 'express-wait' (__main__.py:")
    assert note.endswith("[TIMEOUT_CANNOT_FIT]")


def test_an_error_that_aws_does_not_report_is_a_note(load_program: Load) -> None:
    registry = load_program(TOKENLESS)
    check(registry, LocalAccount())
    assert any("/States/A/Parameters/t.$" in note and "UNAVAILABLE_CONTEXT_MEMBER" in note for note in notes(registry))


def test_a_function_chosen_at_run_time_is_checked_at_run_time(load_program: Load, pizza_program: str) -> None:
    chosen = {"FunctionName": None, "FunctionName.$": "$.name"}
    check(load_program(pizza_program, in_state("invoke", "Invoke", Parameters=chosen)), LocalAccount())


SENDS = """
send = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": True, "Parameters": {
    "ApiEndpoint": "https://oven.example/bake", "Method": "POST",
    "Authentication": {"ConnectionArn": "arn:aws:events:us-east-1:123456789012:connection/oven/x"}}}
aws.iam.RolePolicy("sends", role=works.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "states:InvokeHTTPEndpoint", "Resource": "*",
     "Condition": {"StringEquals": {"states:HTTPEndpoint": ENDPOINT}}},
    {"Effect": "Allow", "Action": ["events:RetrieveConnectionCredentials", "secretsmanager:*"], "Resource": "*"}]}))
machine("sends", {"StartAt": "Send", "States": {"Send": send}})
"""


def sends(endpoint: str) -> str:
    """Return the lines of a program whose role may call one HTTP endpoint."""
    return f'ENDPOINT = "{endpoint}"\n{SENDS}'


def test_conditions_of_a_policy_are_evaluated(load_program: Load, pizza_program: str) -> None:
    check(load_program(pizza_program + sends("https://oven.example/bake")), LocalAccount())
    with pytest.raises(LocalError, match=r"does not allow states:InvokeHTTPEndpoint on \*, which state 'Send' needs"):
        check(load_program(pizza_program + sends("https://other.example/bake")), LocalAccount())
