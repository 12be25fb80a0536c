"""Executions over real HTTP: many waiting ones, their descriptions and histories, and which ones are kept."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import httpx
import pytest

from aslant.local.answers import AwsError
from aslant.local.execution import Run
from aslant.local.executions import Executions

from .conftest import write
from .serving import Serving, ends, serving

PROGRAM = """\
import json

import pulumi_aws as aws


def role(name, service):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return aws.iam.Role(name, assume_role_policy=document)


works, calls = role("works", "states.amazonaws.com"), role("calls", "apigateway.amazonaws.com")
start = {"Effect": "Allow", "Action": "states:StartSyncExecution", "Resource": "*"}
aws.iam.RolePolicy("calls", role=calls.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [start]}))
api = aws.apigatewayv2.Api("api", protocol_type="HTTP")
aws.apigatewayv2.Stage("stage", api_id=api.id, name="$default", auto_deploy=True)


def machine(name, states, type="STANDARD", **fields):
    definition = json.dumps({"StartAt": next(iter(states)), "States": states, **fields})
    made = aws.sfn.StateMachine(name, name=name, type=type, role_arn=works.arn, definition=definition)
    if type == "EXPRESS":
        integration = aws.apigatewayv2.Integration(
            name,
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_subtype="StepFunctions-StartSyncExecution",
            credentials_arn=calls.arn,
            payload_format_version="1.0",
            request_parameters={"StateMachineArn": made.arn, "Input": "$request.body"},
        )
        path = integration.id.apply("integrations/{}".format)
        aws.apigatewayv2.Route(name, api_id=api.id, route_key=f"POST /{name}", target=path)


machine("echo", {"Echo": {"Type": "Pass", "End": True}})
machine("quick", {"Echo": {"Type": "Pass", "End": True}}, "EXPRESS")
machine("pause", {"Pause": {"Type": "Wait", "Seconds": 1, "End": True}}, "EXPRESS")
machine("pauses", {"Pause": {"Type": "Wait", "Seconds": 25, "End": True}}, "EXPRESS")
machine("waits", {"First": {"Type": "Pass", "Next": "Wait"}, "Wait": {"Type": "Wait", "Seconds": 3600, "End": True}})
machine("late", {"W": {"Type": "Wait", "Seconds": 25, "End": True}}, TimeoutSeconds=1)
"""
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:"


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(write(tmp_path_factory.mktemp("bakery"), PROGRAM)) as served:
        yield served


def ask(bakery: Serving, action: str, **parameters: object) -> Any:
    headers = {"X-Amz-Target": f"AWSStepFunctions.{action}"}
    return httpx.post(bakery.aws_url, json=parameters, headers=headers).json()


def executions(bakery: Serving, kept: int) -> Executions:
    """Return new executions of the program's machines, with a limit of ended ones to keep."""
    return Executions(bakery.deployment.machines, kept)


def started(executions: Executions, machine: str, **parameters: object) -> str:
    run = executions.start({"stateMachineArn": ARN + machine, **parameters})
    if machine == "echo":
        assert ends(run)
    return run.arn


def test_the_response_is_sent_when_the_execution_has_waited(bakery: Serving) -> None:
    for url, body in (
        (f"{bakery.url}/pause", {"loaf": 1}),
        (bakery.aws_url, {"stateMachineArn": f"{ARN}pause", "input": '{"loaf": 1}'}),
    ):
        headers = {"X-Amz-Target": "AWSStepFunctions.StartSyncExecution"}
        answer = httpx.post(url, json=body, headers=headers).json()
        assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"loaf": 1})
        assert answer["billingDetails"]["billedDurationInMilliseconds"] >= 1_000


def test_waiting_executions_do_not_delay_others(bakery: Serving) -> None:
    deployment = bakery.deployment
    before = threading.active_count()
    parameters = {"stateMachineArn": f"{ARN}pauses"}
    waiting = [deployment.executions.start_sync(parameters) for _ in range(1_100)]
    assert all(isinstance(result, Future) and not result.done() for result in waiting)
    for _ in range(1_100):
        started(deployment.executions, "waits")
    assert threading.active_count() < before + 50
    began = time.perf_counter()
    assert httpx.post(f"{bakery.url}/quick", json={"loaf": 2}).json()["status"] == "SUCCEEDED"
    assert time.perf_counter() - began < 1
    listed = ask(bakery, "ListExecutions", stateMachineArn=f"{ARN}waits", statusFilter="RUNNING", maxResults=1000)
    assert len(listed["executions"]) == 1_000
    assert listed["nextToken"]


def test_a_running_execution_has_a_history_of_its_past_events(bakery: Serving) -> None:
    arn = started(bakery.deployment.executions, "waits", input='{"loaf": 1}')
    while len(events := ask(bakery, "GetExecutionHistory", executionArn=arn)["events"]) < 4:
        time.sleep(0.01)
    assert [(event["type"], event["previousEventId"]) for event in events] == [
        ("ExecutionStarted", 0),
        ("PassStateEntered", 0),
        ("PassStateExited", 2),
        ("WaitStateEntered", 3),
    ]
    assert events[3]["stateEnteredEventDetails"]["input"] == '{"loaf":1}'
    ask(bakery, "StopExecution", executionArn=arn)
    stopped = ask(bakery, "GetExecutionHistory", executionArn=arn)["events"]
    assert stopped[:4] == events
    last = stopped[4]
    assert (last["type"], last["id"], last["previousEventId"], last["executionAbortedEventDetails"]) == (
        "ExecutionAborted",
        5,
        0,
        {},
    )


def test_an_execution_that_timed_out_is_described_as_recorded_on_aws(bakery: Serving) -> None:
    arn = ask(bakery, "StartExecution", stateMachineArn=f"{ARN}late", name="run1")["executionArn"]
    run = bakery.deployment.executions.run(arn)
    assert run is not None
    assert ends(run)
    found = ask(bakery, "DescribeExecution", executionArn=arn)
    assert list(found) == [
        "executionArn",
        "stateMachineArn",
        "name",
        "status",
        "startDate",
        "stopDate",
        "redriveCount",
        "input",
        "inputDetails",
        "redriveStatus",
    ]
    assert (found["status"], found["redriveStatus"]) == ("TIMED_OUT", "REDRIVABLE")
    assert found["stopDate"] - found["startDate"] == pytest.approx(1, abs=0.5)
    last = ask(bakery, "GetExecutionHistory", executionArn=arn)["events"][-1]
    assert (last["type"], last["previousEventId"]) == ("ExecutionTimedOut", 0)
    assert last["executionTimedOutEventDetails"] == {"error": "States.Timeout"}
    (line,) = [line for line in bakery.log if line.startswith("execution run1 ")]
    assert line.startswith("execution run1 of late TIMED_OUT (state 'W') after ")


def test_the_latest_ended_executions_and_all_running_ones_are_kept(bakery: Serving) -> None:
    some = executions(bakery, kept=3)
    waits = started(some, "waits", name="waits")
    arns = [started(some, "echo", name=f"order-{number}", input=str(number)) for number in range(10)]
    machine = some.machine({"stateMachineArn": f"{ARN}echo"})
    assert [run.arn for run in some.of(machine)] == arns[:-4:-1]
    assert some.find({"executionArn": arns[9]}).output == "9"
    assert some.find({"executionArn": waits}).status == "RUNNING"
    with pytest.raises(AwsError, match="ExecutionDoesNotExist"):
        some.find({"executionArn": arns[6]})
    with pytest.raises(AwsError, match="ExecutionAlreadyExists"):
        started(some, "echo", name="order-9", input="[]")
    assert started(some, "echo", name="order-6", input="[]") == arns[6], "a name that is forgotten may be used again"


def test_an_ended_execution_is_small(bakery: Serving) -> None:
    some = executions(bakery, kept=1)
    run = some.run(started(some, "echo", input=json.dumps({"note": "x" * 10_000})))
    assert run is not None
    assert run.packed is not None
    assert len(run.packed) < 1_000
    assert run.history is None


def test_the_total_size_of_ended_executions_is_limited(bakery: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.local.run_store.MAX_BYTES", 100_000)
    some = executions(bakery, kept=1_000)
    for _ in range(10):
        started(some, "echo", input=json.dumps("x" * 20_000))
    assert len(some.of(some.machine({"stateMachineArn": f"{ARN}echo"}))) == 2
    started(some, "echo", input=json.dumps("x" * 200_000))
    assert some.of(some.machine({"stateMachineArn": f"{ARN}echo"})) == []


def test_requests_with_slow_tasks_leave_threads_to_others(bakery: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.local.executions.INLINE", 1)
    begun: list[bool] = []
    some = executions(bakery, kept=1)

    def begin(run: Run, *, inline: bool) -> None:
        begun.append(inline)
        if len(begun) < 3:
            some.start_sync({"stateMachineArn": f"{ARN}quick"})

    monkeypatch.setattr(Run, "begin", begin)
    some.start_sync({"stateMachineArn": f"{ARN}quick"})
    some.start_sync({"stateMachineArn": f"{ARN}quick"})
    assert begun == [True, False, False, True]
