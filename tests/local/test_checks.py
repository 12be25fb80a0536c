from __future__ import annotations

from collections.abc import Callable

import pytest

from aslant.errors import LocalError
from aslant.local.account import Account
from aslant.local.checks import check, notes
from aslant.local.registry import Registry

Load = Callable[..., Registry]


def test_a_program_without_fault_passes(load_program: Load, pizza_program: str) -> None:
    registry = load_program(pizza_program)
    check(registry, Account())
    assert notes(registry) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # routes and integrations
        ('"integrations/{}".format', '"nowhere/{}".format', "Route 'order POST /' .*: target 'nowhere/.*' is no"),
        ('"ANY /echo"', '"POST /"', "Route 'echo POST /' .*: .*Route 'order POST /' .* has the route key 'POST /'"),
        ('"POST /selected"', '"FETCH /x"', "Route 'selected FETCH /x' .*: the route key 'FETCH /x' must be"),
        ("StepFunctions-{action}", "StepFunctions-{action}s", "did you mean 'StepFunctions-StartSyncExecution'"),
        ('"AWS_PROXY"', '"HTTP_PROXY"', "Integration 'order' .*: integrationType 'HTTP_PROXY'"),
        ('"1.0"', '"2.0"', "Integration 'order' .*: payloadFormatVersion must be '1.0'"),
        ("timeout=30000", "timeout=30001", "timeoutMilliseconds must be from 50 to 30000, not 30001"),
        ('"Input": input', '"input": input', "requestParameters has 'input'.*did you mean 'Input'"),
        ("$request.header.x-name", "$request.cookie.x", "requestParameters Name: .* cannot be mapped"),
        ('"StateMachineArn": target.arn, ', "", "requestParameters lacks StateMachineArn"),
        ('target.arn, "Input"', '"arn:nobody", "Input"', "the state machine 'arn:nobody' does not exist"),
        ('machine("pizza", PIZZA)', 'machine("pizza", PIZZA, "STANDARD")', "'pizza' .* is STANDARD, and only EXPRESS"),
        # roles
        ("credentials_arn=calls.arn", "credentials_arn='arn:x'", "credentialsArn names the role 'arn:x', which does"),
        ("        credentials_arn=calls.arn,\n", "", "Integration 'order' .*: credentialsArn is missing"),
        ('"apigateway.amazonaws.com"', '"lambda.amazonaws.com"', "apigateway.amazonaws.com may not assume its role"),
        ('["states:StartSyncExecution", "states:StartExecution"]', '"states:StopExecution"', "allow states:StartSync"),
        ('"states.amazonaws.com"', '"lambda.amazonaws.com"', "StateMachine 'pizza' .*: states.amazonaws.com may not"),
        ('"lambda:InvokeFunction", check.arn', '"lambda:Get*", "*"', "state 'Order' needs; add a statement"),
        ("role_arn=works.arn", "role_arn='arn:x'", "roleArn names the role 'arn:x', which does not exist"),
        ("role=works.id", "role='nobody'", "RolePolicy 'works' .*: the role 'nobody' does not exist"),
        ("policy=json.dumps(every)", "policy='nope'", "RolePolicy 'calls' .*: policy is not JSON"),
        ('json.dumps({"Version": "2012-10-17", "Statement": [trust]})', "'{}'", "assumeRolePolicy is no policy"),
        ('role("check", "lambda.amazonaws.com")', 'role("check", "s")', "lambda.amazonaws.com may not assume its role"),
        # functions and machines
        ('"python3.13"', '"nodejs22.x"', "Function 'check' .*: the runtime 'nodejs22.x' does not run here"),
        ('"handler.handle"', '""', "Function 'check' .*: handler is missing"),
        ('type="EXPRESS"', 'type="FAST"', "StateMachine 'pizza' .*: type 'FAST' must be"),
        ("pulumi.Output.json_dumps(definition)", "'{'", "StateMachine 'pizza' .*: the definition is not JSON"),
        ("pulumi.Output.json_dumps(definition)", "'[]'", "the definition must be the JSON text of an object"),
        ('"Default": "Bake"', '"Default": "Bkae"', "StateMachine 'pizza' .*: the definition is not valid: .*Bkae"),
        ('api_id=api.id, name="$default"', "api_id='x', name='s'", "Stage 'stage' .*: there is no API 'x'"),
        ('protocol_type="HTTP"', 'protocol_type="WEBSOCKET"', "Api 'api' .*: protocolType 'WEBSOCKET' is not served"),
    ],
)
def test_what_aws_would_refuse_is_refused(
    load_program: Load, pizza_program: str, old: str, new: str, message: str
) -> None:
    assert old in pizza_program
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program.replace(old, new)), Account())


LOGGED = """
group = aws.cloudwatch.LogGroup("group", name="/aws/vendedlogs/states/x", retention_in_days=14)
aws.sfn.StateMachine("logged", name="logged", role_arn=works.arn, definition=json.dumps(ECHO),
    logging_configuration={"level": "ALL", "log_destination": group.arn.apply("{}:*".format)})
"""
LOG_RIGHTS = 'aws.iam.RolePolicy("logs", role=works.id, policy=json.dumps(policy("logs:*", "*")))\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (LOG_RIGHTS, "", r"'logged' .* does not allow logs:CreateLogDelivery on \*, which its logging needs"),
        ("{}:*", "{}", "must be a log group's ARN followed by ':\\*'"),
        ("group.arn.apply", "pulumi.Output.from_input('arn:x').apply", "names the log group 'arn:x:\\*', which does"),
        ("days=14", "days=8", "LogGroup 'group' .*: CloudWatch keeps logs for 1, 3, .* days, not 8"),
    ],
)
def test_logging_needs_a_group_and_rights(
    load_program: Load, pizza_program: str, old: str, new: str, message: str
) -> None:
    program = pizza_program + LOG_RIGHTS + LOGGED
    with pytest.raises(LocalError, match=message):
        check(load_program(program.replace(old, new)), Account())


def test_a_policy_that_aws_may_not_find_yet_is_noted(load_program: Load, pizza_program: str) -> None:
    registry = load_program(pizza_program + LOG_RIGHTS + LOGGED)
    check(registry, Account())
    assert [note.partition(": ")[2][:60] for note in notes(registry)] == [
        "AWS checks its role's rights when it is created, but it does"
    ] * 2


def test_what_is_not_applied_here_is_noted(load_program: Load, pizza_program: str) -> None:
    program = pizza_program.replace('protocol_type="HTTP"', 'protocol_type="HTTP", cors_configuration={"max_age": 5}')
    (note,) = notes(load_program(program.replace(", auto_deploy=True", ', deployment_id="d"')))
    assert note.endswith("CORS is not applied here")


@pytest.mark.parametrize(
    ("arn", "allowed"),
    [
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaRole", True),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", False),
        ("arn:aws:iam::aws:policy/SomethingUnknownHere", True),
    ],
)
def test_policies_of_aws_s_own_count(load_program: Load, pizza_program: str, arn: str, allowed: bool) -> None:
    attachment = f'rights = aws.iam.RolePolicyAttachment("works", role=works.name, policy_arn="{arn}")\nPIZZA = '
    start = pizza_program.index("rights = ")
    program = pizza_program[:start] + attachment + pizza_program.split("PIZZA = ")[1]
    registry = load_program(program)
    if allowed:
        check(registry, Account())
    else:
        with pytest.raises(LocalError, match="does not allow lambda:InvokeFunction"):
            check(registry, Account())
