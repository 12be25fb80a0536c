"""Local commands in place of jobs."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.deployment import deploy
from aslant.local.jobs.commands import Commands
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from tests.local.serving import Serving, ends, serving

PROGRAM = """
import json

import pulumi
import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
role = aws.iam.Role("role", name="role", assume_role_policy=json.dumps({"Statement": [trust]}))
every = {"Effect": "Allow", "Action": "*", "Resource": "*"}
rights = aws.iam.RolePolicy("role", role=role.id, policy=json.dumps({"Statement": [every]}))
OVERRIDES = {"ContainerOverrides": [{"Name": "oven", "Environment": [{"Name": "HEAT", "Value": "220"}]}]}
ECS = {"Cluster": "ovens", "TaskDefinition": "bake", "Overrides": OVERRIDES}
TASKS = {
    "job": ("ecs:runTask.sync", {**ECS, "Group.$": "$.group"}, {}),
    "detached": ("ecs:runTask", ECS, {}),
    "callback": ("ecs:runTask.waitForTaskToken", {**ECS, "Group.$": "$$.Task.Token"}, {}),
    "fail": ("batch:submitJob.sync", {"JobName": "b", "JobQueue": "q", "JobDefinition": "d"}, {}),
    "slow": ("glue:startJobRun.sync", {"JobName": "slow"}, {}),
    "late": ("codebuild:startBuild.sync", {"ProjectName": "late"}, {"TimeoutSeconds": 1}),
    "lambda": ("lambda:invoke", {"FunctionName": "elsewhere", "Payload.$": "$"}, {}),
}
for name, (resource, parameters, more) in TASKS.items():
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::" + resource,
        "Parameters": parameters,
        "End": True,
        **more,
    }
    aws.sfn.StateMachine(
        name,
        name=name,
        role_arn=role.arn,
        definition=json.dumps({"StartAt": "Run " + name, "States": {"Run " + name: task}}),
        opts=pulumi.ResourceOptions(depends_on=[rights]),
    )
"""

JOB = """
import json
import os
import sys
import time
from pathlib import Path

task = json.load(sys.stdin)
kind = sys.argv[1]
print("starting", kind)
if kind == "job":
    print(json.dumps({
        "input": task,
        "variable": json.loads(os.environ["ASLANT_TASK_INPUT"]),
        "heat": os.environ["HEAT"],
        "key": os.environ["AWS_ACCESS_KEY_ID"],
        "endpoint": os.environ["AWS_ENDPOINT_URL"],
        "profile": os.environ.get("AWS_PROFILE"),
        "folder": os.getcwd(),
    }, indent=2))
elif kind == "callback":
    import boto3

    assert task["Group"] == os.environ["ASLANT_TASK_TOKEN"]
    boto3.client("stepfunctions").send_task_success(taskToken=os.environ["ASLANT_TASK_TOKEN"], output='"called back"')
elif kind == "fail":
    raise SystemExit("the oven is cold")
elif kind == "slow":
    if os.fork() == 0:  # a child of the command
        time.sleep(60)
    Path("pid").write_text(str(os.getpgid(0)))
    time.sleep(60)
elif kind == "payload":
    print(json.dumps({"seen": task}))
"""

COMMANDS = {
    "ecs:runTask.sync": "python job.py job",
    "Run detached": ["python", "job.py", "detached"],
    "ecs:runTask.waitForTaskToken": "python job.py callback",
    "batch:submitJob.sync": "python job.py fail",
    "glue:startJobRun.sync": "python job.py slow",
    "codebuild:startBuild.sync": "python job.py slow",
    "elsewhere": "python job.py payload",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("jobs")
    (folder / "Pulumi.yaml").write_text("name: jobs\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": {"aslant:commands": COMMANDS}}))
    (folder / "__main__.py").write_text(PROGRAM)
    (folder / "job.py").write_text(JOB)
    return folder


@pytest.fixture(scope="module")
def jobs(folder: Path) -> Iterator[Serving]:
    os.environ["AWS_PROFILE"] = "the-developer"
    try:
        with serving(folder) as served:
            yield served
    finally:
        del os.environ["AWS_PROFILE"]


def start(jobs: Serving, machine: str) -> Any:
    arn = f"arn:aws:states:us-east-1:123456789012:stateMachine:{machine}"
    return jobs.deployment.executions.start({"stateMachineArn": arn, "input": '{"group": "g1"}'})


def output(jobs: Serving, machine: str) -> Any:
    run = start(jobs, machine)
    assert ends(run, 30)
    assert run.status == "SUCCEEDED", f"{run.error}: {run.cause}"
    return json.loads(run.output)


def test_a_command_gets_its_input_and_the_local_aws_and_its_json_is_the_result(jobs: Serving, folder: Path) -> None:
    found = output(jobs, "job")
    assert found["input"] == found["variable"]
    assert found["input"]["Group"] == "g1"
    assert (found["heat"], found["key"], found["profile"]) == ("220", "test", None)
    assert found["endpoint"] == jobs.aws_url
    assert found["folder"] == str(folder.resolve())
    assert "Run job starting job" in jobs.printed


def test_a_task_that_does_not_wait_goes_on_at_once(jobs: Serving) -> None:
    assert output(jobs, "detached")["Tasks"][0]["LastStatus"] == "RUNNING"


def test_a_command_can_call_back(jobs: Serving) -> None:
    assert output(jobs, "callback") == "called back"


def test_a_command_that_fails_is_the_failure_of_the_job(jobs: Serving) -> None:
    run = start(jobs, "fail")
    assert ends(run, 30)
    assert (run.status, run.error) == ("FAILED", "States.TaskFailed")
    cause = json.loads(run.cause)
    assert (cause["Status"], cause["Container"]["ExitCode"]) == ("FAILED", 1)
    assert cause["StatusReason"].endswith("the oven is cold")


def test_a_command_can_replace_a_function_that_does_not_exist_here(jobs: Serving) -> None:
    assert output(jobs, "lambda")["Payload"] == {"seen": {"group": "g1"}}


def group_of(folder: Path) -> int:
    """Wait until the command has started, and return the number of its process group."""
    end = time.monotonic() + 20
    while not (folder / "pid").exists() or not (folder / "pid").read_text():
        assert time.monotonic() < end
        time.sleep(0.01)
    group = int((folder / "pid").read_text())
    (folder / "pid").unlink()
    return group


def is_gone(group: int) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def test_stopping_an_execution_ends_the_process_and_its_children(jobs: Serving, folder: Path) -> None:
    run = start(jobs, "slow")
    group = group_of(folder)
    run.stop(None, None)
    assert is_gone(group)


def test_a_timeout_ends_the_process(jobs: Serving, folder: Path) -> None:
    run = start(jobs, "late")
    assert ends(run, 30)
    assert run.error == "States.Timeout"
    end = time.monotonic() + 1  # it may have been ended before it wrote its file
    while not (folder / "pid").exists() and time.monotonic() < end:
        time.sleep(0.01)
    if (folder / "pid").exists():
        assert is_gone(group_of(folder))


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        ({"Run jbo": "true"}, "aslant:commands: 'Run jbo' is not the name of a task in this program's state machines"),
        ({"Run job": ""}, "'Run job' must be a command, such as 'python job.py' or"),
        ({"Run job": "a 'b"}, "which cannot be split into words: No closing quotation."),
        ({"Run job": [1]}, "'Run job' must be a command"),
    ],
)
def test_an_invalid_command_is_refused(folder: Path, tmp_path: Path, commands: Any, message: str) -> None:
    for file in ("Pulumi.yaml", "__main__.py"):
        (tmp_path / file).write_text((folder / file).read_text())
    (tmp_path / "Pulumi.dev.yaml").write_text(json.dumps({"config": {"aslant:commands": commands}}))
    project = read_project(tmp_path, "dev")
    with pytest.raises(LocalError) as refused:
        deploy(project, load(project, LocalAccount()), LocalAccount(), lambda *_: None, lambda _: None)
    assert message in str(refused.value)


def test_a_command_that_does_not_exist_fails_its_task(jobs: Serving, tmp_path: Path) -> None:
    from aslant.errors import TaskError
    from aslant.run import TaskCall

    commands = Commands({"X": "/no/such/program"}, tmp_path, LocalAccount(), jobs.deployment.executions.hub, print)
    call = TaskCall("X", "arn:x", {}, {"StateMachine": {"Id": "a:b:c:us-east-1"}}, None)
    with pytest.raises(TaskError, match="the command /no/such/program cannot be started: No such file or directory"):
        commands.start(call, commands.of(call) or [])
