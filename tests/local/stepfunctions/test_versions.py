"""Versions: published, listed, executed and deleted. Messages are those that AWS's recordings have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .conftest import MACHINE, PASS

if TYPE_CHECKING:
    from .conftest import Api

OTHER = json.dumps({"StartAt": "Other", "States": {"Other": {"Type": "Pass", "Result": "other", "End": True}}})


def listed(api: Api, arn: str) -> list[str]:
    return [
        item["stateMachineVersionArn"]
        for item in api.client.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    ]


def test_a_revision_is_published_once(api: Api) -> None:
    arn = api.create()
    first = api.client.publish_state_machine_version(stateMachineArn=arn, description="first")
    second = api.client.publish_state_machine_version(stateMachineArn=arn)
    assert first["stateMachineVersionArn"] == second["stateMachineVersionArn"] == f"{arn}:1"
    assert first["creationDate"] == second["creationDate"]
    assert listed(api, arn) == [f"{arn}:1"]
    assert api.client.describe_state_machine(stateMachineArn=f"{arn}:1")["description"] == "first"


def test_an_execution_by_a_version_runs_its_definition(api: Api) -> None:
    arn = api.create(publish=True)
    api.client.update_state_machine(stateMachineArn=arn, definition=OTHER, publish=True)
    outputs = []
    for started in (arn, f"{arn}:1", f"{arn}:2"):
        ended = api.ended(api.client.start_execution(stateMachineArn=started, input="1")["executionArn"])
        outputs.append((ended["output"], ended.get("stateMachineVersionArn")))
    assert outputs == [('"other"', None), ("1", f"{arn}:1"), ('"other"', f"{arn}:2")]
    executions = api.client.list_executions(stateMachineArn=f"{arn}:1")["executions"]
    assert [item["stateMachineVersionArn"] for item in executions] == [f"{arn}:1"]
    assert len(api.client.list_executions(stateMachineArn=arn)["executions"]) == 3


def test_a_published_revision_must_be_the_current_one(api: Api) -> None:
    arn = api.create()
    second = api.client.update_state_machine(stateMachineArn=arn, definition=OTHER)["revisionId"]
    third = api.client.update_state_machine(stateMachineArn=arn, definition=PASS)["revisionId"]
    refused = api.refusal("publish_state_machine_version", stateMachineArn=arn, revisionId=second)
    assert refused == (
        "ConflictException",
        f"Failed to publish the State Machine version for revision {second}. The current State Machine revision is "
        f"{third}.",
    )
    published = api.client.publish_state_machine_version(stateMachineArn=arn, revisionId=third)
    assert published["stateMachineVersionArn"] == f"{arn}:1"


def test_a_deleted_version_s_number_is_not_used_again(api: Api) -> None:
    arn = api.create(publish=True)
    for _ in range(2):
        api.client.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    assert listed(api, arn) == []
    assert api.refusal("start_execution", stateMachineArn=f"{arn}:1")[0] == "StateMachineDoesNotExist"
    assert api.client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"] == f"{arn}:2"


def test_a_version_that_an_alias_uses_is_not_deleted(api: Api) -> None:
    arn = api.create(publish=True)
    route = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    api.client.create_state_machine_alias(name="live", routingConfiguration=route)
    assert api.refusal("delete_state_machine_version", stateMachineVersionArn=f"{arn}:1") == (
        "ConflictException",
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: "
        "[live]",
    )
    assert listed(api, arn) == [f"{arn}:1"]


def test_an_unknown_machine_is_refused(api: Api) -> None:
    for operation in ("list_state_machine_versions", "publish_state_machine_version"):
        refused = api.refusal(operation, stateMachineArn=f"{MACHINE}none")
        assert refused == ("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{MACHINE}none'")
    api.create()
    refused = api.refusal("delete_state_machine_version", stateMachineVersionArn=f"{MACHINE}bake")
    assert refused[0] == "ValidationException"
