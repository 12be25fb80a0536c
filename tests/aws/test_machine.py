"""A machine under a key of one's own, one that starts itself, one without logs, and what each depends on."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi
from aslant.aws.policies import DELIVER_LOGS, NOTHING, TRACE
from aslant.errors import PermissionsError
from tests.aws.recording import Recording, record

KEY = "arn:aws:kms:eu-west-1:111122223333:key/k1"
OWN = {"type": "AWS_OWNED_KEY"}
MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"
DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
MANY = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "Done",
                "States": {"Done": {"Type": "Pass", "End": True}},
            },
            "End": True,
        }
    },
}


def deploy(**args: Any) -> Recording:
    return record(lambda: StateMachineApi("shop", {"workflow": DONE, **args}))  # type: ignore[arg-type]


def statements(recorded: Recording, key: str) -> Any:
    return json.loads(recorded[key].inputs["policy"])["Statement"]


def test_a_key_encrypts_the_machine_and_each_role_gets_what_it_needs_on_it() -> None:
    recorded = deploy(kms_key_arn=KEY, mode="async")
    assert recorded["StateMachine shop"].inputs["encryptionConfiguration"] == {
        "type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY, "kmsDataKeyReusePeriodSeconds": 300
    }  # fmt: skip
    assert statements(recorded, "RolePolicy shop")[-2:] == [
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {
                "StringLike": {
                    "kms:EncryptionContext:aws:states:stateMachineArn": (
                        "arn:aws:states:eu-west-1:111122223333:stateMachine:*"
                    )
                }
            },
        },
        {
            "Effect": "Allow",
            "Action": ["kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"StringEquals": {"kms:EncryptionContext:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*"}},
        },
    ]
    decrypt = {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [KEY],
        "Condition": {"StringEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": [MACHINE]}},
    }
    assert statements(recorded, "RolePolicy shop-executions-states")[-1] == decrypt
    assert "kms" not in recorded["RolePolicy shop-gateway"].inputs["policy"], "it reads no execution"
    assert statements(deploy(kms_key_arn=KEY), "RolePolicy shop-gateway")[-1] == decrypt
    assert statements(deploy(kms_key_arn=KEY, mode="async", api_type="REST"), "RolePolicy shop-gateway")[-1] == decrypt


def test_a_key_that_is_taken_away_is_said_to_be() -> None:
    assert deploy()["StateMachine shop"].inputs["encryptionConfiguration"] == OWN


def test_a_machine_that_starts_itself_gets_that_right_once_it_is_there() -> None:
    recorded = deploy(workflow=MANY, mode="async", lookup=False)
    own = statements(recorded, "RolePolicy shop-own")
    executions = MACHINE.replace("stateMachine", "execution")
    assert {action for one in own for action in one["Action"]} >= {"states:StartExecution", "states:DescribeExecution"}
    assert {resource for one in own for resource in one["Resource"]} == {
        MACHINE,
        f"{executions}:*",
        f"{executions}/*:*",
    }
    assert "StateMachine shop" in recorded["RolePolicy shop-own"].dependencies
    assert ":stateMachine:shop" not in recorded["RolePolicy shop"].inputs["policy"]


def test_a_machine_that_does_not_has_one_policy() -> None:
    assert [key for key in deploy().all if key.startswith("RolePolicy")] == [
        "RolePolicy shop",
        "RolePolicy shop-gateway",
    ]


def own_actions(recorded: Recording) -> list[list[str]]:
    return [one["Action"] for one in statements(recorded, "RolePolicy shop")]


WRITE = ["logs:CreateLogStream", "logs:PutLogEvents"]


@pytest.mark.parametrize(
    ("args", "actions"),
    [
        ({}, [[*DELIVER_LOGS.actions], WRITE, [*TRACE.actions]]),
        ({"tracing": False}, [[*DELIVER_LOGS.actions], WRITE]),
        ({"log_level": "OFF"}, [[*TRACE.actions]]),
        ({"log_level": "OFF", "tracing": False}, [[*NOTHING.actions]]),
        ({"log_level": "OFF", "kms_key_arn": KEY}, [[*TRACE.actions], ["kms:Decrypt", "kms:GenerateDataKey"]]),
    ],
)
def test_a_role_may_log_and_trace_where_the_machine_does(args: Any, actions: list[list[str]]) -> None:
    assert own_actions(deploy(**args)) == actions


def test_a_machine_without_logs_has_no_log_group() -> None:
    recorded = deploy(log_level="OFF")
    assert [key for key in recorded.all if key.startswith("LogGroup")] == []
    machine = recorded["StateMachine shop"]
    assert machine.inputs["loggingConfiguration"] == {"level": "OFF", "includeExecutionData": False}
    assert machine.dependencies == {"Role shop", "RolePolicy shop"}


def test_each_route_decides_whether_its_machine_logs() -> None:
    quiet = {"workflow": DONE, "log_level": "OFF"}
    recorded = deploy(include_execution_data=True, routes={"POST /quiet": quiet})
    assert [key for key in recorded.all if key.startswith("LogGroup")] == ["LogGroup shop"]
    logging = {
        key: recorded[f"StateMachine {key}"].inputs["loggingConfiguration"] for key in ("shop", "shop-post-quiet")
    }
    assert logging["shop"]["includeExecutionData"] is True
    assert logging["shop-post-quiet"] == {"level": "OFF", "includeExecutionData": False}


def test_a_level_that_turns_out_to_be_off_keeps_the_log_group() -> None:
    recorded = record(lambda: StateMachineApi("shop", {"workflow": DONE, "log_level": pulumi.Output.from_input("OFF")}))
    assert recorded["StateMachine shop"].inputs["loggingConfiguration"]["level"] == "OFF"
    assert "LogGroup shop" in recorded.all


def call(symbol: str) -> dict[str, Any]:
    return {"StartAt": "Go", "States": {"Go": {"Type": "Task", "Resource": f"${{{symbol}}}", "End": True}}}


ROUTES = {"POST /a": {"workflow": call("cook")}, "POST /b": {"workflow": call("pack")}}


def test_a_machine_depends_on_the_functions_that_it_calls(tmp_path: Path) -> None:
    for name in ("cook", "pack"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "handler.py").write_text("def handler(event, context): return event\n")
    functions = {name: str(tmp_path / name) for name in ("cook", "pack")}
    args: Any = {"routes": ROUTES, "functions": functions, "rollout": {}}
    recorded = record(lambda: StateMachineApi("shop", args))
    for kind in ("StateMachine", "RolePolicy"):
        own = {key: recorded[f"{kind} shop-post-{key}"].dependencies for key in ("a", "b")}
        assert {one for one in own["a"] if one.startswith("Function")} == {"Function shop-cook"}
        assert {one for one in own["b"] if one.startswith("Function")} == {"Function shop-pack"}


@pytest.mark.parametrize("late", [False, True], ids=["known", "known at deployment"])
def test_a_secret_of_one_route_leaves_the_others_readable(late: bool) -> None:
    def workflow(table: str) -> Any:
        get = {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:getItem",
            "Parameters": {"TableName": f"${{{table}}}", "Key": {}},
            "End": True,
        }
        document = {"StartAt": "Get", "States": {"Get": get}}
        return pulumi.Output.from_input(json.dumps(document)) if late else document

    def program() -> None:
        args: Any = {
            "routes": {"POST /a": {"workflow": workflow("menu")}, "POST /b": {"workflow": workflow("staff")}},
            "substitutions": {"menu": "menu", "staff": pulumi.Output.secret("salaries")},
        }
        StateMachineApi("shop", args)

    recorded = record(program)
    secrets = {key: one.secrets for key, one in recorded.all.items() if one.secrets}
    assert secrets.pop("StateMachine shop-post-b") == {"definition"}
    assert secrets.pop("RolePolicy shop-post-b") == {"policy"}
    if late:
        assert secrets.pop("RolePolicy shop-post-b-own") == {"policy"}
    assert secrets == {}


def test_a_right_that_is_missing_names_component_route_and_state() -> None:
    def program() -> None:
        queue = pulumi.Output.from_input("arn:aws:sqs:eu-west-1:111122223333:orders*")
        send = {"Type": "Task", "Resource": queue, "End": True}
        args: Any = {
            "workflow": DONE,
            "routes": {"POST /send": {"workflow": {"StartAt": "Send", "States": {"Send": send}}}},
        }
        StateMachineApi("shop", args)

    place = r"^StateMachineApi 'shop': routes\['POST /send'\]: state 'Send': Resource '.*' would match more than one"
    with pytest.raises(PermissionsError, match=place) as caught:
        record(program)
    assert isinstance(caught.value, pulumi.RunError)


def test_a_right_that_a_secret_decides_is_missed_without_showing_it() -> None:
    def program() -> None:
        send = {"Type": "Task", "Resource": pulumi.Output.secret("arn:aws:hush*"), "End": True}
        StateMachineApi("shop", {"workflow": {"StartAt": "Send", "States": {"Send": send}}})

    with pytest.raises(PermissionsError, match=r"^StateMachineApi 'shop': state 'Send': the definition has") as caught:
        record(program)
    assert "hush" not in str(caught.value)
