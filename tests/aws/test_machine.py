"""A machine under a key of one's own, and one that starts itself."""

import json
from typing import Any

from aslant.aws import StateMachineApi
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
    return record(lambda: StateMachineApi("shop", {"workflow": DONE, **args}))  # type: ignore[typeddict-item]


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
    assert "shop-1a2b3c4" not in recorded["RolePolicy shop"].inputs["policy"]


def test_a_machine_that_does_not_has_one_policy() -> None:
    assert [key for key in deploy().all if key.startswith("RolePolicy")] == [
        "RolePolicy shop",
        "RolePolicy shop-gateway",
    ]
