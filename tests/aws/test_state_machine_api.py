"""StateMachineApi: its exact children, all their inputs, and how they hang together."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from aslant.aws import PythonFunction, StateMachineApi
from tests.aws.recording import UNKNOWN, Export, Recording, record
from workflows.pizza import pizza

ROOT = Path(__file__).parents[2]
PIZZA_FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:shop-pineapple_check-1a2b3c4"
LOG_GROUP = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/states/shop-1a2b3c4"
MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"


def deploy(*, preview: bool = False) -> Recording:
    def program() -> None:
        shop = StateMachineApi("shop", {"workflow": pizza})
        pulumi.export("url", shop.url)
        pulumi.export("state_machine_arn", shop.state_machine_arn)

    return record(program, preview=preview)


def statements(recorded: Recording, key: str) -> list[dict[str, Any]]:
    document = json.loads(recorded[key].inputs["policy"])
    assert document["Version"] == "2012-10-17"
    return document["Statement"]  # type: ignore[no-any-return]


def definition(recorded: Recording) -> dict[str, Any]:
    return json.loads(recorded["StateMachine shop"].inputs["definition"])  # type: ignore[no-any-return]


def test_the_children_and_all_their_inputs() -> None:
    recorded = deploy()
    inputs = {key: dict(one.inputs) for key, one in recorded.all.items()}
    for key in inputs:
        for document in ("policy", "assumeRolePolicy", "definition"):
            inputs[key].pop(document, None)
    function_inputs = {key: inputs.pop(f"{key} shop-pineapple_check") for key in FUNCTION_CHILDREN}
    assert inputs == {
        "StateMachineApi shop": {},
        "Api shop": {"protocolType": "HTTP"},
        "Integration shop": {
            "apiId": "api123",
            "integrationType": "AWS_PROXY",
            "integrationSubtype": "StepFunctions-StartSyncExecution",
            "payloadFormatVersion": "1.0",
            "connectionType": "INTERNET",
            "credentialsArn": "arn:aws:iam::111122223333:role/shop-gateway-1a2b3c4",
            "requestParameters": {"StateMachineArn": MACHINE, "Input": "$request.body"},
            "responseParameters": [
                {"statusCode": "200", "mappings": {"append:header.x-execution-status": "$response.body.status"}}
            ],
            "timeoutMilliseconds": 30_000,
        },
        "Route shop": {"apiId": "api123", "routeKey": "POST /", "target": "integrations/int456"},
        "Stage shop": {
            "apiId": "api123",
            "name": "$default",
            "autoDeploy": True,
            "defaultRouteSettings": {"throttlingRateLimit": 50, "throttlingBurstLimit": 100},
        },
        "Role shop-gateway": {},
        "RolePolicy shop-gateway": {"role": "shop-gateway-1a2b3c4"},
        "Role shop": {},
        "RolePolicy shop": {"role": "shop-1a2b3c4"},
        "LogGroup shop": {"name": "/aws/vendedlogs/states/shop-1a2b3c4", "retentionInDays": 30},
        "StateMachine shop": {
            "type": "EXPRESS",
            "roleArn": "arn:aws:iam::111122223333:role/shop-1a2b3c4",
            "loggingConfiguration": {
                "level": "ALL",
                "includeExecutionData": False,
                "logDestination": "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/states/shop-1a2b3c4:*",
            },
            "tracingConfiguration": {"enabled": True},
            "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        },
    }
    assert function_inputs["Function"]["code"] == {
        "handler.py": (ROOT / "functions" / "pineapple_check" / "handler.py").read_text()
    }
    assert function_inputs["Function"]["handler"] == "handler.pineapple_check"


FUNCTION_CHILDREN = ("PythonFunction", "Role", "RolePolicy", "LogGroup", "Function")


def test_the_definition_is_the_workflow_with_real_arns() -> None:
    expected = pizza.to_dict()
    expected["States"]["Order Pizza Job"]["Resource"] = PIZZA_FUNCTION
    assert definition(deploy()) == expected


def test_the_role_of_the_machine_may_do_what_the_definition_needs_and_nothing_more() -> None:
    recorded = deploy()
    assert json.loads(recorded["Role shop"].inputs["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnLike": {"aws:SourceArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:*"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        }
    ]
    assert statements(recorded, "RolePolicy shop") == [
        {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": [PIZZA_FUNCTION, f"{PIZZA_FUNCTION}:*"],
        },
        {
            "Effect": "Allow",
            "Action": [
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ],
            "Resource": ["*"],
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{LOG_GROUP}:*"],
        },
        {
            "Effect": "Allow",
            "Action": [
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            "Resource": ["*"],
        },
    ]


def test_the_role_of_the_api_may_start_this_one_machine() -> None:
    recorded = deploy()
    assert json.loads(recorded["Role shop-gateway"].inputs["assumeRolePolicy"])["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
    assert statements(recorded, "RolePolicy shop-gateway") == [
        {"Effect": "Allow", "Action": ["states:StartSyncExecution"], "Resource": [MACHINE]}
    ]


def test_what_aws_checks_at_creation_is_there_before() -> None:
    recorded = deploy()
    dependencies = {key: one.dependencies for key, one in recorded.all.items()}
    assert dependencies["StateMachine shop"] == {
        "Role shop", "RolePolicy shop", "LogGroup shop", "Function shop-pineapple_check"
    }  # fmt: skip
    assert dependencies["Integration shop"] == {
        "Api shop", "StateMachine shop", "Role shop-gateway", "RolePolicy shop-gateway"
    }  # fmt: skip
    assert dependencies["Route shop"] == {"Api shop", "Integration shop"}
    assert dependencies["Stage shop"] == {"Api shop", "Route shop"}
    assert dependencies["RolePolicy shop"] == {"Role shop", "LogGroup shop", "Function shop-pineapple_check"}
    assert dependencies["RolePolicy shop-gateway"] == {"Role shop-gateway", "StateMachine shop"}


def test_parents_types_and_outputs() -> None:
    recorded = deploy()
    assert recorded["StateMachineApi shop"].type == "aslant:index:StateMachineApi"
    parents = {key: one.parent for key, one in recorded.all.items()}
    assert parents.pop("StateMachineApi shop") == ""
    inner = {parents.pop(f"{key} shop-pineapple_check") for key in FUNCTION_CHILDREN[1:]}
    assert inner == {"PythonFunction shop-pineapple_check"}
    assert set(parents.values()) == {"StateMachineApi shop"}
    outputs = {
        "url": "https://api123.execute-api.eu-west-1.amazonaws.com/",
        "state_machine_arn": MACHINE,
    }
    assert recorded["StateMachineApi shop"].outputs == {
        **outputs,
        "state_machine_arns": {"POST /": MACHINE},
        "state_machine_versions": {},
    }
    assert recorded.exports == {name: Export(value, True, False) for name, value in outputs.items()}


def test_a_preview_registers_the_same_graph_and_knows_no_output() -> None:
    planned, deployed = deploy(preview=True), deploy()
    assert {key: (one.parent, one.dependencies, set(one.inputs)) for key, one in planned.all.items()} == {
        key: (one.parent, one.dependencies, set(one.inputs)) for key, one in deployed.all.items()
    }
    assert planned["StateMachine shop"].inputs["definition"] == UNKNOWN
    assert planned["RolePolicy shop"].inputs["policy"] == UNKNOWN
    assert [export.known for export in planned.exports.values()] == [False, False]


def test_the_same_program_twice_registers_the_same_bytes() -> None:
    one, other = deploy(), deploy()
    assert {urn: found.inputs for urn, found in one.by_urn.items()} == {
        urn: found.inputs for urn, found in other.by_urn.items()
    }


def test_two_components_in_one_stack_do_not_collide() -> None:
    def program() -> None:
        StateMachineApi("shop", {"workflow": pizza})
        StateMachineApi("stall", {"workflow": pizza})
        PythonFunction("shop", {"folder": str(ROOT / "functions" / "pineapple_check")})

    recorded = record(program)  # a URN registered twice is refused by the monitor
    assert len(recorded.by_urn) == 16 + 16 + 5
    groups = [one.inputs["name"] for one in recorded.by_urn.values() if one.type.endswith(":LogGroup")]
    assert len(set(groups)) == len(groups) == 5


def test_children_get_the_components_provider() -> None:
    def program() -> None:
        gov = aws.Provider("gov", region="us-gov-west-1")
        StateMachineApi("shop", {"workflow": pizza}, pulumi.ResourceOptions(provider=gov))

    recorded = record(program)
    children = [one for one in recorded.all.values() if one.type.startswith("aws:")]
    assert len(children) == 14
    assert {one.provider.split("::")[3] for one in children} == {"gov"}
    trust = recorded["Role shop"].inputs["assumeRolePolicy"]
    assert '"arn:aws-us-gov:states:us-gov-west-1:111122223333:stateMachine:*"' in trust


def test_children_are_attributes() -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        shop = StateMachineApi("shop", {"workflow": pizza})
        seen.update(vars(shop))

    record(program)
    kinds = {
        "api": aws.apigatewayv2.Api,
        "integration": aws.apigatewayv2.Integration,
        "route": aws.apigatewayv2.Route,
        "stage": aws.apigatewayv2.Stage,
        "state_machine": aws.sfn.StateMachine,
        "log_group": aws.cloudwatch.LogGroup,
        "role": aws.iam.Role,
        "policy": aws.iam.RolePolicy,
        "gateway_role": aws.iam.Role,
        "gateway_policy": aws.iam.RolePolicy,
    }
    assert {name: type(seen[name]) for name in kinds} == kinds
    assert {name: type(function) for name, function in seen["functions"].items()} == {"pineapple_check": PythonFunction}
