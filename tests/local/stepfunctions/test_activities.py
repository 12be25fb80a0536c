"""Activities: created, worked on, listed and deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aslant.run import TaskCall, pending

from .conftest import HOME

if TYPE_CHECKING:
    from .conftest import Api

WORK = f"arn:aws:states:{HOME}:activity:work"
KEY = {"kmsDataKeyReusePeriodSeconds": 60, "kmsKeyId": "alias/oven", "type": "CUSTOMER_MANAGED_KMS_KEY"}


def test_creating_is_idempotent(api: Api) -> None:
    first = api.client.create_activity(name="work", tags=[{"key": "a", "value": "b"}])
    second = api.client.create_activity(name="work")
    assert (first["activityArn"], first["creationDate"]) == (WORK, second["creationDate"])
    described = api.client.describe_activity(activityArn=WORK)
    assert {name: value for name, value in described.items() if name != "ResponseMetadata"} == {
        "activityArn": WORK,
        "creationDate": first["creationDate"],
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        "name": "work",
    }
    assert api.client.list_tags_for_resource(resourceArn=WORK)["tags"] == [{"key": "a", "value": "b"}]


def test_an_activity_keeps_its_encryption(api: Api) -> None:
    api.client.create_activity(name="work", encryptionConfiguration=KEY)
    assert api.client.describe_activity(activityArn=WORK)["encryptionConfiguration"] == KEY
    assert api.refusal("create_activity", name="work") == (
        "ActivityAlreadyExists",
        f"Activity Already Exists: '{WORK}'",
    )


def test_activities_are_listed_from_the_oldest(api: Api) -> None:
    for name in ("b", "a", "c"):
        api.client.create_activity(name=name)
    first = api.client.list_activities(maxResults=2)
    second = api.client.list_activities(maxResults=2, nextToken=first["nextToken"])
    assert [item["name"] for item in first["activities"] + second["activities"]] == ["b", "a", "c"]
    assert api.clients.of("stepfunctions", "eu-west-1").list_activities()["activities"] == []


def test_a_deleted_activity_does_not_exist(api: Api) -> None:
    api.client.create_activity(name="work")
    for _ in range(2):
        api.client.delete_activity(activityArn=WORK)
    for operation in ("describe_activity", "get_activity_task"):
        refused = api.refusal(operation, activityArn=WORK)
        assert refused == ("ActivityDoesNotExist", f"Activity Does Not Exist: '{WORK}'")


def test_an_invalid_name_or_arn_is_refused(api: Api) -> None:
    assert api.refusal("create_activity", name="Work Day$") == ("InvalidName", "Invalid Name: 'Work Day$'")
    assert api.refusal("describe_activity", activityArn="work") == (
        "InvalidArn",
        "Invalid Arn: 'Invalid ARN prefix: work'",
    )


def test_a_worker_without_a_task_gets_no_token(api: Api) -> None:
    api.client.create_activity(name="work")
    assert "taskToken" not in api.client.get_activity_task(activityArn=WORK)


def test_a_created_activity_gets_the_tasks_of_a_created_machine(make_api: Callable[..., Api]) -> None:
    made: list[Api] = []

    def tasks(call: TaskCall) -> Any:
        assert call.token is not None
        callbacks = made[0].service.callbacks
        callbacks.add(call.token)
        callbacks.schedule(call.resource, call.token, json.dumps(call.arguments))
        return pending()

    api = make_api(tasks)
    made.append(api)
    api.client.create_activity(name="work")
    task = {"Type": "Task", "Resource": WORK, "End": True}
    arn = api.create(definition=json.dumps({"StartAt": "Work", "States": {"Work": task}}))
    execution = api.client.start_execution(stateMachineArn=arn, input='{"loaf": 1}')["executionArn"]
    found: dict[str, Any] = {}
    while "taskToken" not in found:
        found = api.client.get_activity_task(activityArn=WORK)
    assert json.loads(found["input"]) == {"loaf": 1}
    api.client.send_task_heartbeat(taskToken=found["taskToken"])
    refused = api.refusal("send_task_success", taskToken=found["taskToken"], output="{")
    assert refused == ("InvalidOutput", "Invalid Output: 'Unexpected end-of-input'")
    assert api.refusal("send_task_success", taskToken=found["taskToken"], output="NaN")[0] == "InvalidOutput"
    api.client.send_task_success(taskToken=found["taskToken"], output='"baked"')
    assert api.ended(execution)["output"] == '"baked"'
