from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.conftest import Served

SERVICE = "com.amazonaws.swf.service.v2.model#"
VALIDATE = "com.amazon.coral.validate#ValidationException"


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[Any]:
    boto3 = pytest.importorskip("boto3")
    from botocore.config import Config

    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    config = Config(inject_host_prefix=False, retries={"total_max_attempts": 1})
    client = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=served.aws_url, config=config, **keys)
    yield client
    client.close()


def wait_for(client: Any, arn: str) -> Any:
    deadline = time.monotonic() + 5
    while (found := client.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return found


def test_boto3_starts_an_execution_synchronously(served: Served, client: Any) -> None:
    answer = client.start_sync_execution(
        stateMachineArn=served.arn("pizza"), input='{"flavour": "hawaiian"}', name="mine"
    )
    assert (answer["status"], answer["error"], answer["name"]) == ("FAILED", "Failed To Make Pizza", "mine")
    assert answer["billingDetails"] == {"billedDurationInMilliseconds": 100, "billedMemoryUsedInMB": 64}
    assert answer["startDate"].timestamp() == pytest.approx(time.time(), abs=5)
    assert answer["inputDetails"] == {"included": True}


def test_the_sync_host_prefix_is_served(served: Served) -> None:
    port = served.aws.base_url.port
    headers = {"X-Amz-Target": "AWSStepFunctions.StartSyncExecution", "Host": f"sync-localhost:{port}"}
    response = served.aws.post("/", json={"stateMachineArn": served.arn("echo"), "input": "[1]"}, headers=headers)
    assert response.json()["output"] == "[1]"
    assert response.headers["content-type"] == "application/x-amz-json-1.0"


@pytest.mark.parametrize("action", ["ListStateMachines", "DescribeExecution", "Bake"])
def test_every_response_has_a_request_id(served: Served, action: str) -> None:
    first, second = (served.call(action).headers["x-amzn-requestid"] for _ in range(2))
    assert first != second


def test_metadata_only_leaves_out_input_and_output(served: Served) -> None:
    answer = served.call("StartSyncExecution", stateMachineArn=served.arn("echo"), includedData="METADATA_ONLY").json()
    assert "input" not in answer
    assert "output" not in answer
    assert answer["inputDetails"]["included"] is False


def test_lambda_invoke_wraps_the_function_s_result(served: Served, client: Any) -> None:
    answer = client.start_sync_execution(stateMachineArn=served.arn("invoke"), input=json.dumps('"pineapple"'))
    output = json.loads(answer["output"])
    assert output["Payload"] == {"containsPineapple": True}
    assert (output["StatusCode"], output["ExecutedVersion"]) == (200, "$LATEST")
    assert output["SdkResponseMetadata"]["RequestId"] == output["SdkHttpMetadata"]["HttpHeaders"]["x-amzn-RequestId"]


def test_machines_are_listed_and_described(served: Served, client: Any) -> None:
    listed = client.list_state_machines()["stateMachines"]
    assert [machine["name"] for machine in listed] == sorted(machine["name"] for machine in listed)
    assert {machine["type"] for machine in listed} == {"EXPRESS", "STANDARD"}
    described = client.describe_state_machine(stateMachineArn=served.arn("echo"))
    assert json.loads(described["definition"])["StartAt"] == "Echo"
    assert (described["status"], described["type"]) == ("ACTIVE", "EXPRESS")
    assert described["roleArn"] == "arn:aws:iam::123456789012:role/works"
    assert described["loggingConfiguration"] == {"level": "OFF", "includeExecutionData": False}
    assert described["tracingConfiguration"] == {"enabled": False}


def test_a_list_has_pages(client: Any) -> None:
    first = client.list_state_machines(maxResults=4)
    second = client.list_state_machines(maxResults=4, nextToken=first["nextToken"])
    assert len(first["stateMachines"]) == 4
    assert "nextToken" not in second
    every = client.list_state_machines()["stateMachines"]
    assert first["stateMachines"] + second["stateMachines"] == every


def test_a_standard_execution_is_kept(served: Served, client: Any) -> None:
    started = client.start_execution(stateMachineArn=served.arn("record"), name="first", input='{"a": 1}')
    arn = started["executionArn"]
    assert arn == "arn:aws:states:us-east-1:123456789012:execution:record:first"
    found = wait_for(client, arn)
    assert (found["status"], found["input"], found["output"]) == ("SUCCEEDED", '{"a": 1}', '{"a":1}')
    assert found["stopDate"] >= found["startDate"] == started["startDate"]
    events = client.get_execution_history(executionArn=arn)["events"]
    assert [event["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    reverse = client.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1)["events"]
    assert reverse == events[-1:]
    bare = client.get_execution_history(executionArn=arn, includeExecutionData=False)["events"]
    assert "input" not in bare[0]["executionStartedEventDetails"]
    listed = client.list_executions(stateMachineArn=served.arn("record"), statusFilter="SUCCEEDED")["executions"]
    assert arn in [execution["executionArn"] for execution in listed]


def test_a_running_execution_can_be_stopped(served: Served, client: Any) -> None:
    arguments = {"stateMachineArn": served.arn("wait"), "name": "long", "input": "{}"}
    arn = client.start_execution(**arguments)["executionArn"]
    assert client.start_execution(**arguments)["executionArn"] == arn
    assert client.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert client.get_execution_history(executionArn=arn)["events"][0]["type"] == "ExecutionStarted"
    client.stop_execution(executionArn=arn, error="Enough", cause="of this")
    found = client.describe_execution(executionArn=arn)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Enough", "of this")
    last = client.get_execution_history(executionArn=arn)["events"][-1]
    assert last["executionAbortedEventDetails"] == {"error": "Enough", "cause": "of this"}
    with pytest.raises(client.exceptions.ExecutionAlreadyExists):
        client.start_execution(**arguments)


MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:"
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:record:"
LONG = "a" * 81


@pytest.mark.parametrize(
    ("action", "parameters", "type", "message"),
    [
        ("StartExecution", {"stateMachineArn": "x"}, SERVICE + "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: x'"),
        (
            "StartSyncExecution",
            {"stateMachineArn": EXECUTION + "x"},
            SERVICE + "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: execution'",
        ),
        (
            "StartSyncExecution",
            {"stateMachineArn": MACHINE + "none", "name": "a b", "input": "{"},
            SERVICE + "StateMachineDoesNotExist",
            f"State Machine Does Not Exist: '{MACHINE}none'",
        ),
        (
            "StartSyncExecution",
            {"stateMachineArn": MACHINE + "echo", "name": "a b"},
            SERVICE + "InvalidName",
            "Invalid Name: 'a b'",
        ),
        (
            "StartSyncExecution",
            {"stateMachineArn": MACHINE + "none", "name": LONG},
            VALIDATE,
            f"1 validation error detected: Value '{LONG}' at 'name' failed to satisfy constraint: "
            "Member must have length less than or equal to 80",
        ),
        (
            "StartSyncExecution",
            {},
            VALIDATE,
            "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: "
            "Member must not be null",
        ),
        (
            "StartSyncExecution",
            {"stateMachineArn": MACHINE + "record"},
            SERVICE + "StateMachineTypeNotSupported",
            "This operation is not supported by this type of state machine",
        ),
        (
            "StartSyncExecution",
            {"stateMachineArn": MACHINE + "echo", "input": {"a": 1}},
            "com.amazon.coral.service#SerializationException",
            "input must be a string",
        ),
        (
            "DescribeExecution",
            {"executionArn": EXECUTION + "none"},
            SERVICE + "ExecutionDoesNotExist",
            f"Execution Does Not Exist: '{EXECUTION}none'",
        ),
        (
            "DescribeExecution",
            {"executionArn": "arn:aws:states:us-east-1:123456789012:express:echo:x:y"},
            SERVICE + "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: express'",
        ),
        (
            "GetExecutionHistory",
            {"executionArn": MACHINE + "echo"},
            SERVICE + "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: stateMachine'",
        ),
        (
            "ListExecutions",
            {"stateMachineArn": MACHINE + "echo"},
            SERVICE + "StateMachineTypeNotSupported",
            "This operation is not supported by this type of state machine",
        ),
        (
            "ListStateMachines",
            {"maxResults": 1001},
            VALIDATE,
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: "
            "Member must have value less than or equal to 1000",
        ),
        ("ListStateMachines", {"nextToken": "x"}, SERVICE + "InvalidToken", "Invalid Token: 'x'"),
        ("ListStateMachines", {"nextToken": "²"}, SERVICE + "InvalidToken", "Invalid Token: '²'"),
    ],
)
def test_an_invalid_request_gets_the_error_of_aws(
    served: Served, action: str, parameters: dict[str, Any], type: str, message: str
) -> None:
    response = served.call(action, **parameters)
    assert response.status_code == 400
    assert response.json() == {"__type": type, "message": message}


def test_an_unknown_action_gets_a_suggestion(served: Served) -> None:
    answer = served.call("StartSyncExecutions").json()
    assert answer["__type"] == "com.amazon.coral.service#UnknownOperationException"
    assert "Did you mean 'StartSyncExecution'?" in answer["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_request_that_is_not_a_json_object_is_a_serialization_error(served: Served, body: bytes) -> None:
    response = served.aws.post("/", content=body, headers={"X-Amz-Target": "AWSStepFunctions.ListStateMachines"})
    assert response.status_code == 400
    assert response.json()["__type"] == "com.amazon.coral.service#SerializationException"
