from __future__ import annotations

from collections.abc import Callable

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check, notes
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
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
        ("credentials_arn=calls.arn", "credentials_arn='arn:x'", "credentialsArn names the role 'arn:x', which does"),
        ("        credentials_arn=calls.arn,\n", "", "Integration 'order' .*: credentialsArn is missing"),
        ('"apigateway.amazonaws.com"', '"lambda.amazonaws.com"', "apigateway.amazonaws.com may not assume its role"),
        ('["states:StartSyncExecution", "states:StartExecution"]', '"states:StopExecution"', "allow states:StartSync"),
        ('api_id=api.id, name="$default"', "api_id='x', name='s'", "Stage 'stage' .*: the API 'x' does not exist"),
        (
            'protocol_type="HTTP"',
            'protocol_type="WEBSOCKET"',
            "Api 'api' .*: protocolType 'WEBSOCKET' is not",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(
    load_program: Load, pizza_program: str, old: str, new: str, message: str
) -> None:
    assert old in pizza_program
    with pytest.raises(LocalError, match=message):
        check(load_program(pizza_program.replace(old, new)), LocalAccount())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # CORS
        ('"max_age": 60', '"max_age": 86401', "corsConfiguration has maxAge 86401; it must be from -1 to 86400"),
        (
            '"https://*.shop.example"',
            '"shop.example"',
            "corsConfiguration has the origin 'shop.example'; write a scheme",
        ),
        (
            '"allow_origins": ["https://*.shop.example"]',
            '"allow_origins": ["*"], "allow_credentials": True',
            "has allowCredentials for the origin '\\*'; name the origins",
        ),
        # integrations
        (
            "payload_format_version=version",
            'payload_format_version="3.0"',
            "payloadFormatVersion must be '1.0' or '2.0'",
        ),
        ("integration_uri=called.invoke_arn, ", "", "AWS_PROXY with .* is, or with the integrationUri of a function"),
        ('"append:header.x-execution-status"', '"append:header.via"', "API Gateway keeps the header via for itself"),
        ('{"ExecutionArn": "$request.body.executionArn"}', "{}", "requestParameters lacks ExecutionArn"),
        (
            '"ExecutionArn": "$',
            '"StateMachineArn": "$',
            "has 'StateMachineArn', which StepFunctions-StopExecution does",
        ),
        # stages
        ('"route_key": "GET /twice"', '"route_key": "GET /twcie"', "is no route; did you mean 'GET /twice'"),
        ('"format": line', '"format": "x"', r"accessLogSettings: the format of an access log must contain \$context"),
        ('"destination_arn": group.arn', '"destination_arn": "arn:x"', "name the log group 'arn:x', which does not"),
    ],
)
def test_what_aws_would_refuse_of_an_option_is_refused(load_shop: Load, old: str, new: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(old, new), LocalAccount())


def test_every_option_passes(load_shop: Load) -> None:
    registry = load_shop()
    check(registry, LocalAccount())
    assert notes(registry) == []


@pytest.mark.parametrize(
    ("arn", "refused"),
    [
        ("$request.body.executionArn", False),  # what is stopped is known only when the request comes
        ("arn:aws:states:us-east-1:123456789012:execution:record:${request.body.name}", True),
    ],
)
def test_a_role_must_be_allowed_to_stop_what_is_named(load_shop: Load, arn: str, refused: bool) -> None:
    program = load_shop('"$request.body.executionArn"', f'"{arn}"')
    check(program, LocalAccount())
    role = next(item for item in program if item.name == "calls" and "policy" in item.inputs)
    assert isinstance(role.inputs, dict)
    role.inputs["policy"] = role.inputs["policy"].replace("states:*", "states:Start*")
    if refused:
        with pytest.raises(
            LocalError, match=r"does not allow states:StopExecution on arn:.*:execution:record:x, which"
        ):
            check(program, LocalAccount())
    else:
        check(program, LocalAccount())


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (', "throttling_burst_limit": 1000}', "}", "defaultRouteSettings do not give throttlingBurstLimit, which AWS"),
        (
            '"throttling_rate_limit": 0.001, ',
            "",
            "routeSettings of 'GET /twice' do not give throttlingRateLimit, which AWS takes for 0: every request is "
            "refused with 429 (pulumi-aws issue 2363); give both limits",
        ),
        ("auto_deploy=True,", "", "on AWS it serves nothing without autoDeploy or a deployment"),
        (
            "payload_format_version=version",
            'payload_format_version=version, request_parameters={"overwrite:path": "/x"}',
            "requestParameters of a function's integration are not applied here",
        ),
    ],
)
def test_what_does_not_mean_what_it_seems_to_is_noted(load_shop: Load, old: str, new: str, note: str) -> None:
    registry = load_shop(old, new)
    check(registry, LocalAccount())
    assert note in notes(registry)[0]


@pytest.mark.parametrize(("suffix", "known"), [("", True), (":1", True), (":live", True), (":dead", False)])
def test_an_integration_may_start_a_version_or_an_alias(
    load_program: Load, pizza_program: str, suffix: str, known: bool
) -> None:
    alias = """
routing = [{"state_machine_version_arn": pulumi.Output.concat(pizza.arn, ":1"), "weight": 100}]
live = aws.sfn.Alias("live", name="live", routing_configurations=routing)
"""
    start = f'live.arn.apply(lambda arn: arn.removesuffix(":live") + "{suffix}")'
    program = pizza_program.replace('["POST /"], pizza)', f'["POST /"], PizzaArn({start}))').replace(
        "\nroute(", f"\n{alias}\nclass PizzaArn:\n    def __init__(self, arn):\n        self.arn = arn\n\n\nroute(", 1
    )
    registry = load_program(program)
    if known:
        check(registry, LocalAccount())
    else:
        with pytest.raises(LocalError, match=r"the state machine '.*:pizza:dead' does not exist"):
            check(registry, LocalAccount())
