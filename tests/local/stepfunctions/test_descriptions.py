"""DescribeStateMachine, DescribeStateMachineForExecution and ListStateMachines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.corpus import MISSING, rows

from .conftest import MACHINE, PASS, ROLE, WAIT

if TYPE_CHECKING:
    from .conftest import Api

REFERENCES = rows("variable_references.jsonl")


def test_a_new_machine_is_described_as_recorded_on_aws(api: Api) -> None:
    described = api.client.describe_state_machine(stateMachineArn=api.create())
    assert {name: value for name, value in described.items() if name not in ("ResponseMetadata", "creationDate")} == {
        "definition": PASS,
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        "loggingConfiguration": {"includeExecutionData": False, "level": "OFF"},
        "name": "bake",
        "roleArn": ROLE,
        "stateMachineArn": f"{MACHINE}bake",
        "status": "ACTIVE",
        "tracingConfiguration": {"enabled": False},
        "type": "STANDARD",
    }


def test_a_version_and_an_alias_have_the_definition_of_the_version(api: Api) -> None:
    arn = api.create(publish=True)
    api.client.update_state_machine(stateMachineArn=arn, definition=WAIT)
    api.client.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    )
    for qualified in (f"{arn}:1", f"{arn}:live"):
        described = api.client.describe_state_machine(stateMachineArn=qualified)
        assert (described["definition"], described["stateMachineArn"]) == (PASS, qualified)
        assert "revisionId" not in described
    assert api.client.describe_state_machine(stateMachineArn=arn)["definition"] == WAIT


@pytest.mark.parametrize(
    ("arn", "code", "message"),
    [
        ("bad", "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: bad'"),
        (f"{MACHINE}none", "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{MACHINE}none'"),
        (f"{MACHINE}bake:1", "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{MACHINE}bake:1'"),
        (f"{MACHINE}bake/none", "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{MACHINE}bake/none'"),
        (
            "arn:aws:states:us-east-1:123456789012:activity:bake",
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: activity'",
        ),
    ],
)
def test_an_unknown_arn_is_refused(api: Api, arn: str, code: str, message: str) -> None:
    api.create()
    assert api.refusal("describe_state_machine", stateMachineArn=arn) == (code, message)


def test_settings_are_kept_and_shown(api: Api) -> None:
    group = {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:bakery:*"}}
    arn = api.create(
        loggingConfiguration={"level": "FATAL", "destinations": [group]},
        tracingConfiguration={"enabled": True},
        encryptionConfiguration={"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/oven"},
    )
    described = api.client.describe_state_machine(stateMachineArn=arn)
    assert described["loggingConfiguration"] == {
        "level": "FATAL",
        "includeExecutionData": False,
        "destinations": [group],
    }
    assert described["tracingConfiguration"] == {"enabled": True}
    assert described["encryptionConfiguration"] == {
        "kmsDataKeyReusePeriodSeconds": 300,
        "kmsKeyId": "alias/oven",
        "type": "CUSTOMER_MANAGED_KMS_KEY",
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, {"level": "OFF", "includeExecutionData": False}),
        ({"destinations": []}, {"level": "OFF", "includeExecutionData": False, "destinations": []}),
    ],
)
def test_an_incomplete_logging_configuration_is_off(api: Api, given: object, shown: object) -> None:
    arn = api.create(loggingConfiguration=given)
    assert api.client.describe_state_machine(stateMachineArn=arn)["loggingConfiguration"] == shown


def test_the_definition_can_be_left_out(api: Api) -> None:
    arn = api.create()
    described = api.client.describe_state_machine(stateMachineArn=arn, includedData="METADATA_ONLY")
    assert (described["definition"], described["name"]) == ("{}", "bake")


def test_a_distributed_map_is_described_by_its_label(api: Api) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Bake",
        "States": {"Bake": {"Type": "Pass", "End": True}},
    }
    loaves = {"Type": "Map", "Label": "Loaves", "ItemProcessor": processor, "End": True}
    arn = api.create(definition=json.dumps({"StartAt": "Loaves", "States": {"Loaves": loaves}}))
    described = api.client.describe_state_machine(stateMachineArn=f"{arn}/Loaves")
    assert (json.loads(described["definition"]), described["label"]) == (processor, "Loaves")


@pytest.mark.skipif(not REFERENCES, reason=MISSING)
@pytest.mark.parametrize("row", REFERENCES, ids=lambda row: row["id"])
def test_variable_references_are_those_of_aws(api: Api, row: dict[str, object]) -> None:
    described = api.client.describe_state_machine(stateMachineArn=api.create(definition=json.dumps(row["definition"])))
    assert described.get("variableReferences", {}) == row["variableReferences"]


def test_the_machine_of_an_execution_is_described_as_recorded_on_aws(api: Api) -> None:
    arn = api.create(publish=True)
    execution = api.client.start_execution(stateMachineArn=f"{arn}:1")["executionArn"]
    described = api.client.describe_state_machine_for_execution(executionArn=execution)
    assert {name: value for name, value in described.items() if name not in ("ResponseMetadata", "updateDate")} == {
        "definition": PASS,
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        "loggingConfiguration": {"includeExecutionData": False, "level": "OFF"},
        "name": "bake",
        "roleArn": ROLE,
        "stateMachineArn": arn,
        "tracingConfiguration": {"enabled": False},
    }
    assert described["updateDate"] == api.client.describe_state_machine(stateMachineArn=arn)["creationDate"]
    unknown = execution.rpartition(":")[0] + ":none"
    assert api.refusal("describe_state_machine_for_execution", executionArn=unknown)[0] == "ExecutionDoesNotExist"


def test_machines_are_listed_by_name(api: Api) -> None:
    for name in ("b", "c", "a"):
        api.create(name, type="EXPRESS")
    listed = api.client.list_state_machines()["stateMachines"]
    assert [(item["name"], item["stateMachineArn"], item["type"]) for item in listed] == [
        (name, f"{MACHINE}{name}", "EXPRESS") for name in "abc"
    ]
