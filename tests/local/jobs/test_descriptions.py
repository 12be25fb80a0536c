"""The results of jobs in AWS's form, and the JSON at the end of an output."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.jobs.descriptions import described, failure, last_json
from aslant.provider.account import LocalAccount
from aslant.run import TaskCall

CONTEXT: dict[str, Any] = {"Execution": {"Id": "arn:e"}}


def call(resource: str, arguments: Any) -> TaskCall:
    return TaskCall("Bake", f"arn:aws:states:::{resource}", arguments, CONTEXT, None)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("", (False, None)),
        ("done", (False, None)),
        ("100", (False, None)),
        ('{"a": 1}\n', (True, {"a": 1})),
        ('working\n{"a": 1}', (True, {"a": 1})),
        ('{"a": 1}\n{"a": 2}\n', (True, {"a": 2})),
        ('working\n{\n  "a": [\n    1\n  ]\n}\n', (True, {"a": [1]})),
        ('"text"', (True, "text")),
        ('{"a": 1}\nthe end', (False, None)),
        ("{broken", (False, None)),
    ],
)
def test_the_json_at_the_end_of_an_output(output: str, expected: Any) -> None:
    assert last_json(output) == expected


@pytest.mark.parametrize(
    ("resource", "arguments", "code", "expected"),
    [
        (
            "ecs:runTask.sync",
            {"Cluster": "ovens", "TaskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/bake:3"},
            0,
            {
                "LastStatus": "STOPPED",
                "StopCode": "EssentialContainerExited",
                "ClusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/ovens",
                "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/bake:3",
            },
        ),
        ("batch:submitJob.sync", {"JobName": "bake"}, 0, {"JobName": "bake", "Status": "SUCCEEDED"}),
        ("glue:startJobRun.sync", {"JobName": "bake"}, 0, {"JobName": "bake", "JobRunState": "SUCCEEDED"}),
        ("other:thing.sync", {}, 0, {"ExitCode": 0}),
    ],
)
def test_a_job_is_described_as_by_its_service(
    resource: str, arguments: Any, code: int, expected: dict[str, Any]
) -> None:
    found = described(call(resource, arguments), LocalAccount(), code)
    assert {key: found[key] for key in expected} == expected


def test_a_task_that_does_not_wait_gets_the_response_of_the_api() -> None:
    found = described(call("ecs:runTask", {}), LocalAccount(), None)
    assert (found["Failures"], found["Tasks"][0]["LastStatus"]) == ([], "RUNNING")
    build = described(call("codebuild:startBuild", {"ProjectName": "p"}), LocalAccount(), None)
    assert build["Build"]["BuildStatus"] == "IN_PROGRESS"


@pytest.mark.parametrize(
    ("resource", "place"),
    [
        ("ecs:runTask.sync", ["Containers", 0, "Reason"]),
        ("glue:startJobRun.sync", ["ErrorMessage"]),
        ("lambda:invoke", ["Reason"]),
    ],
)
def test_a_failure_has_the_description_and_the_last_line_as_its_cause(resource: str, place: list[Any]) -> None:
    found = failure(call(resource, {}), LocalAccount(), 3, "Traceback\nValueError: cold\n")
    assert found.error == "States.TaskFailed"
    value = json.loads(found.cause or "")
    for key in place:
        value = value[key]
    assert value == "ValueError: cold"
