"""The results and failures of jobs, in the form that AWS gives them.

Step Functions developer guide, "Run a Job (.sync)": the result of a task that waits for a job is the description of the
job, and the cause of its failure is the same as a JSON string.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.provider.account import digest

if TYPE_CHECKING:
    from aslant.provider.account import LocalAccount
    from aslant.run import TaskCall

__all__ = ["JOBS", "described", "failure", "last_json"]

MAX_TRIES = 10_000
"""The number of lines at the end of an output in which JSON is looked for."""

MAX_REASON = 1024

Describe = Callable[[Mapping[str, Any], "LocalAccount", str, int | None], dict[str, Any]]
"""Describes a job by the task's arguments, the account, an ID and the exit code; None while it runs."""


def last_json(output: str) -> tuple[bool, Any]:
    """Return whether an output ends with a JSON object, list or string, and its value."""
    lines = output.rstrip().split("\n")
    for start in range(len(lines) - 1, max(-1, len(lines) - 1 - MAX_TRIES), -1):
        if lines[start].lstrip()[:1] in ("{", "[", '"'):
            try:
                return True, json.loads("\n".join(lines[start:]))
            except (ValueError, RecursionError):
                continue
    return False, None


def described(call: TaskCall, account: LocalAccount, code: int | None) -> Any:
    """Return the description of a task's job: while it runs (None), or with its exit code."""
    action = _action(call)
    describe = JOBS.get(action)
    arguments = call.arguments if isinstance(call.arguments, Mapping) else {}
    job = digest(f"{call.context['Execution']['Id']} {call.state} {id(call)}", 32)
    if describe is None:
        return {"ExitCode": code} if code is not None else {}
    found = describe(arguments, account, job, code)
    if action == "ecs:runTask" and not call.resource.endswith(".sync"):
        return {"Failures": [], "Tasks": [found]}
    return found


def failure(call: TaskCall, account: LocalAccount, code: int, errors: str) -> TaskError:
    """Return the failure of a task whose command has failed."""
    described_job = described(call, account, code)
    reason = errors.strip().rpartition("\n")[2][-MAX_REASON:] or f"exit code {code}"
    if _action(call) in JOBS:
        _explain(described_job, reason)
        return TaskError("States.TaskFailed", json.dumps(described_job, separators=(",", ":")))
    return TaskError("States.TaskFailed", json.dumps({"ExitCode": code, "Reason": reason}, separators=(",", ":")))


def _explain(job: dict[str, Any], reason: str) -> None:
    """Add the reason of a failure where the service has it."""
    if "StoppedReason" in job:
        job["Containers"][0]["Reason"] = reason
    elif "StatusReason" in job:
        job["StatusReason"] = f"Essential container in task exited: {reason}"
    elif "ErrorMessage" in job:
        job["ErrorMessage"] = reason


def _action(call: TaskCall) -> str:
    """Return the service and the action of a task's resource, such as `ecs:runTask`."""
    return call.resource.rpartition(":::")[2].partition(".")[0]


def _ecs(arguments: Mapping[str, Any], account: LocalAccount, job: str, code: int | None) -> dict[str, Any]:
    cluster = str(arguments.get("Cluster") or "default").rpartition("/")[2]
    definition = str(arguments.get("TaskDefinition") or "task:1").rpartition("/")[2]
    overrides = (arguments.get("Overrides") or {}).get("ContainerOverrides") or [{}]
    arn = account.arn("ecs", f"task/{cluster}/{job}")
    container: dict[str, Any] = {
        "ContainerArn": account.arn("ecs", f"container/{cluster}/{job}/1"),
        "LastStatus": "RUNNING" if code is None else "STOPPED",
        "Name": overrides[0].get("Name") or definition.partition(":")[0],
        "TaskArn": arn,
    }
    task = {
        "ClusterArn": account.arn("ecs", f"cluster/{cluster}"),
        "Containers": [container],
        "CreatedAt": _now(),
        "DesiredStatus": "RUNNING" if code is None else "STOPPED",
        "LastStatus": container["LastStatus"],
        "LaunchType": arguments.get("LaunchType") or "EC2",
        "StartedBy": "AWS Step Functions",
        "TaskArn": arn,
        "TaskDefinitionArn": account.arn("ecs", f"task-definition/{definition}"),
    }
    if code is None:
        return task
    container["ExitCode"] = code
    return {
        **task,
        "StopCode": "EssentialContainerExited",
        "StoppedAt": _now(),
        "StoppedReason": "Essential container in task exited",
    }


def _batch(arguments: Mapping[str, Any], account: LocalAccount, job: str, code: int | None) -> dict[str, Any]:
    id = f"{job[:8]}-{job[8:12]}-{job[12:16]}-{job[16:20]}-{job[20:32]}"
    found = {"JobArn": account.arn("batch", f"job/{id}"), "JobId": id, "JobName": arguments.get("JobName")}
    if code is None:
        return found
    ended = {
        **found,
        "Container": {"ExitCode": code},
        "CreatedAt": _now(),
        "JobDefinition": arguments.get("JobDefinition"),
        "JobQueue": arguments.get("JobQueue"),
        "Status": "FAILED" if code else "SUCCEEDED",
        "StoppedAt": _now(),
    }
    return {**ended, "StatusReason": "Essential container in task exited"} if code else ended


def _glue(arguments: Mapping[str, Any], _: LocalAccount, job: str, code: int | None) -> dict[str, Any]:
    found: dict[str, Any] = {"JobRunId": f"jr_{job}"}
    if code is None:
        return found
    ended = {
        "Id": f"jr_{job}",
        "JobName": arguments.get("JobName"),
        "Arguments": arguments.get("Arguments") or {},
        "StartedOn": _now(),
        "CompletedOn": _now(),
        "JobRunState": "FAILED" if code else "SUCCEEDED",
    }
    return {**ended, "ErrorMessage": ""} if code else ended


def _codebuild(arguments: Mapping[str, Any], account: LocalAccount, job: str, code: int | None) -> dict[str, Any]:
    project = arguments.get("ProjectName")
    status = "IN_PROGRESS" if code is None else "FAILED" if code else "SUCCEEDED"
    build = {
        "Arn": account.arn("codebuild", f"build/{project}:{job}"),
        "BuildComplete": code is not None,
        "BuildStatus": status,
        "Id": f"{project}:{job}",
        "ProjectName": project,
        "StartTime": _now(),
    }
    return {"Build": build}


def _other(name: str) -> Describe:
    """Return the description of a job of another service, by the name of its ID."""

    def describe(_: Mapping[str, Any], __: LocalAccount, job: str, code: int | None) -> dict[str, Any]:
        return {name: job} if code is None else {name: job, "ExitCode": code}

    return describe


def _now() -> int:
    return round(time.time() * 1000)


JOBS: Mapping[str, Describe] = {
    "athena:startQueryExecution": _other("QueryExecutionId"),
    "batch:submitJob": _batch,
    "codebuild:startBuild": _codebuild,
    "ecs:runTask": _ecs,
    "emr-serverless:startJobRun": _other("JobRunId"),
    "glue:startJobRun": _glue,
}
"""The descriptions of jobs by the action that starts them."""
