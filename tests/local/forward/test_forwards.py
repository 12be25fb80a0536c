"""Forwarded tasks, with an endpoint on this machine in the place of AWS."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from aslant.errors import LocalError, TaskError
from aslant.local.forward.forwards import Forwards, read_entries
from aslant.local.mocks import Mocks
from aslant.local.tasks import Tasks
from aslant.provider.account import LocalAccount
from aslant.run import TaskCall
from aslant.run.answer import Pending
from aslant.run.tokens import TaskToken
from tests.local.stepfunctions.served import serve
from tests.run.machines import only

STATES = "arn:aws:states:::"
FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:real"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"


class Aws(ThreadingHTTPServer):
    """A server that records requests and returns prepared responses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[SimpleNamespace] = []
        self.status = 200
        self.body: Any = {}
        self.headers: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Aws

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests.append(
            SimpleNamespace(path=self.path, headers=dict(self.headers.items()), body=json.loads(body or b"null"))
        )
        data = json.dumps(self.server.body).encode()
        self.send_response(self.server.status)
        for name, value in {"content-type": "application/json", **self.server.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def aws() -> Iterator[Aws]:
    server = Aws()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def variables(aws: Aws, **more: str) -> dict[str, str]:
    nothing = dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)
    keys = {"AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": aws.url}
    return {**nothing, "AWS_EC2_METADATA_DISABLED": "true", "PATH": os.environ["PATH"], **keys, **more}


class Cloud:
    """The local services, which must not be called."""

    account = LocalAccount("us-east-1", "http://127.0.0.1:1", "http://127.0.0.1:4566")

    def __init__(self) -> None:
        self.callbacks = SimpleNamespace(add=lambda token: None)

    def perform(self, call: TaskCall) -> Any:
        return "local"


def tasks(forwards: Forwards, mocks: dict[str, Any] | None = None) -> Tasks:
    return Tasks({}, Cloud(), Mocks(mocks or {}), forwards)  # type: ignore[arg-type]


def call(resource: str, arguments: Any, state: str = "Ask", token: TaskToken | None = None) -> TaskCall:
    return TaskCall(state, resource, arguments, {"StateMachine": {"Id": MACHINE}}, None, token)


MODEL = {"ModelId": "some.model", "Body": {"prompt": "Hello"}}


@pytest.mark.parametrize("name", ["Ask", "bedrock:invokeModel", f"{STATES}bedrock:invokeModel"])
def test_a_listed_task_is_called_with_the_users_credentials(aws: Aws, name: str) -> None:
    aws.body = {"completion": "Hi"}
    log: list[str] = []
    forwards = Forwards({name: None}, environment=variables(aws), log=log.append)
    result = tasks(forwards)(call(f"{STATES}bedrock:invokeModel", MODEL))
    assert (result["Body"], result["ContentType"]) == ({"completion": "Hi"}, "application/json")
    [request] = aws.requests
    assert (request.path, request.body) == ("/model/some.model/invoke", {"prompt": "Hello"})
    assert "Credential=AKIAREAL/" in request.headers["Authorization"]
    assert "/us-east-1/bedrock/" in request.headers["Authorization"]
    assert log == ["forwarded bedrock:invokeModel to us-east-1"]


def test_a_region_can_be_given(aws: Aws) -> None:
    aws.body = {"Item": {"a": {"S": "x"}}}
    log: list[str] = []
    forwards = Forwards({"dynamodb:getItem": "eu-west-1"}, environment=variables(aws), log=log.append)
    key = {"TableName": "t", "Key": {"a": {"S": "x"}}}
    assert tasks(forwards)(call(f"{STATES}dynamodb:getItem", key))["Item"] == {"a": {"S": "x"}}
    assert "/eu-west-1/dynamodb/" in aws.requests[0].headers["Authorization"]
    assert log == ["forwarded dynamodb:getItem to eu-west-1"]


def test_nothing_is_forwarded_that_is_not_listed(aws: Aws) -> None:
    forwards = Forwards({"dynamodb:getItem": None, "Pay": None}, environment=variables(aws))
    for resource in ("dynamodb:putItem", "bedrock:invokeModel", "aws-sdk:dynamodb:getItem"):
        assert tasks(forwards)(call(f"{STATES}{resource}", {})) == "local"
    assert tasks(Forwards(environment=variables(aws)))(call(f"{STATES}dynamodb:getItem", {})) == "local"
    assert aws.requests == []


def test_a_mocked_task_is_not_forwarded(aws: Aws) -> None:
    forwards = Forwards({"Ask": None}, environment=variables(aws))
    assert tasks(forwards, {"Ask": {"Return": 1}})(call(f"{STATES}bedrock:invokeModel", MODEL)) == 1
    assert aws.requests == []


@pytest.mark.parametrize("name", [FUNCTION, "real", "nick", "Ask"])
def test_a_function_is_invoked(aws: Aws, name: str) -> None:
    aws.body = {"made": True}
    forwards = Forwards({name: None}, {"real": ("nick",)}, variables(aws))
    assert tasks(forwards)(call(FUNCTION, {"a": 1})) == {"made": True}
    [request] = aws.requests
    assert request.path == f"/2015-03-31/functions/{FUNCTION.replace(':', '%3A')}/invocations"
    assert request.body == {"a": 1}
    assert "/eu-central-1/lambda/" in request.headers["Authorization"]


def test_lambda_invoke_returns_the_metadata_of_the_response(aws: Aws) -> None:
    aws.body = {"made": True}
    aws.headers = {"X-Amz-Executed-Version": "$LATEST"}
    forwards = Forwards({"lambda:invoke": None}, environment=variables(aws))
    result = tasks(forwards)(call(f"{STATES}lambda:invoke", {"FunctionName": "real", "Payload": {"a": 1}}))
    assert (result["Payload"], result["StatusCode"], result["ExecutedVersion"]) == ({"made": True}, 200, "$LATEST")
    assert result["SdkHttpMetadata"]["HttpStatusCode"] == 200


def test_the_error_of_a_function_fails_its_task(aws: Aws) -> None:
    aws.body = {"errorType": "ValueError", "errorMessage": "no oven"}
    aws.headers = {"X-Amz-Function-Error": "Unhandled"}
    forwards = Forwards({"real": None}, environment=variables(aws))
    with pytest.raises(TaskError) as failed:
        tasks(forwards)(call(FUNCTION, {}))
    assert (failed.value.error, json.loads(failed.value.cause)) == ("ValueError", aws.body)


def test_a_refusal_of_aws_fails_the_task_in_its_words(aws: Aws) -> None:
    aws.status = 400
    aws.body = {"__type": "com.amazonaws#ResourceNotFoundException", "message": "no table"}
    forwards = Forwards({"dynamodb:getItem": None}, environment=variables(aws))
    with pytest.raises(TaskError) as failed:
        tasks(forwards)(call(f"{STATES}dynamodb:getItem", {"TableName": "t", "Key": {}}))
    assert failed.value.error == "DynamoDB.ResourceNotFoundException"
    assert failed.value.cause.startswith("no table (Service: AmazonDynamoDBv2; Status Code: 400;")


def test_an_sdk_integration_is_forwarded(aws: Aws) -> None:
    aws.body = {"TableNames": ["a"]}
    log: list[str] = []
    forwards = Forwards({"aws-sdk:dynamodb:listTables": None}, environment=variables(aws), log=log.append)
    assert tasks(forwards)(call(f"{STATES}aws-sdk:dynamodb:listTables", {})) == {"TableNames": ["a"]}
    assert log == ["forwarded aws-sdk:dynamodb:listTables to us-east-1"]


def test_a_task_that_waits_for_its_token_is_forwarded(aws: Aws) -> None:
    aws.body = {"MessageId": "m", "MD5OfMessageBody": "d41d8cd98f00b204e9800998ecf8427e"}
    forwards = Forwards({"Ask": None}, environment=variables(aws))
    queue = {"QueueUrl": f"{aws.url}/1/q", "MessageBody": ""}
    token = TaskToken("token", SimpleNamespace())
    result = tasks(forwards)(call(f"{STATES}sqs:sendMessage.waitForTaskToken", queue, token=token))
    assert isinstance(result, Pending)
    assert len(aws.requests) == 1


@pytest.mark.parametrize("resource", ["ecs:runTask.sync", "states:startExecution.sync:2"])
def test_a_task_that_waits_for_a_job_cannot_be_forwarded(aws: Aws, resource: str) -> None:
    forwards = Forwards({"Ask": None}, environment=variables(aws))
    with pytest.raises(TaskError, match=r"cannot be forwarded to AWS\. Only tasks that wait for the response"):
        tasks(forwards)(call(f"{STATES}{resource}", {}))
    assert aws.requests == []


def test_an_execution_is_started_on_aws(aws: Aws) -> None:
    aws.body = {"executionArn": "arn:aws:states:us-east-1:1:execution:m:e", "startDate": 1}
    forwards = Forwards({"Ask": None}, environment=variables(aws))
    result = tasks(forwards)(call(f"{STATES}states:startExecution", {"StateMachineArn": MACHINE, "Input": {"a": 1}}))
    assert result["ExecutionArn"] == aws.body["executionArn"]
    assert json.loads(aws.requests[0].body["input"]) == {"a": 1}


HOW = "No AWS credentials were found for a forwarded task. Sign in with `aws sso login` or `aws configure`, or set"


def test_an_error_says_how_to_get_credentials(aws: Aws) -> None:
    environment = {name: value for name, value in variables(aws).items() if "KEY" not in name}
    for wrong in ({}, {"AWS_PROFILE": "missing"}):
        forwards = Forwards({"Ask": None}, environment={**environment, **wrong})
        with pytest.raises(TaskError) as failed:
            tasks(forwards)(call(f"{STATES}bedrock:invokeModel", MODEL))
        assert failed.value.error == "States.Runtime"
        assert failed.value.cause.startswith(HOW)
    assert aws.requests == []


def test_the_credentials_and_the_endpoint_of_the_local_aws_are_never_used(aws: Aws, tmp_path: Any) -> None:
    own = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": "http://localhost:4566"}
    forwards = Forwards({"Ask": None}, environment=variables(aws, **own))
    with pytest.raises(TaskError, match="No AWS credentials were found"):
        tasks(forwards)(call(f"{STATES}bedrock:invokeModel", MODEL))
    credentials = tmp_path / "credentials"
    credentials.write_text("[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n")
    more = {"AWS_SHARED_CREDENTIALS_FILE": str(credentials), "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": aws.url}
    forwards = Forwards({"Ask": None}, environment=variables(aws, **own, **more))
    tasks(forwards)(call(f"{STATES}bedrock:invokeModel", MODEL))
    assert "Credential=AKIAFILE/" in aws.requests[0].headers["Authorization"]


def test_variables_that_the_program_changed_are_not_used(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    forwards = Forwards({"Ask": None}, environment=variables(aws))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAPROGRAM")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "changed")
    tasks(forwards)(call(f"{STATES}bedrock:invokeModel", MODEL))
    assert "Credential=AKIAREAL/" in aws.requests[0].headers["Authorization"]
    assert "X-Amz-Security-Token" not in aws.requests[0].headers
    assert os.environ["AWS_ACCESS_KEY_ID"] == "AKIAPROGRAM"


def test_a_forwarded_task_in_an_execution(aws: Aws) -> None:
    aws.body = {"completion": "Hi"}
    forwards = Forwards({"Only": None}, environment=variables(aws))
    definition = only("Task", Resource=f"{STATES}bedrock:invokeModel", Parameters=MODEL, OutputPath="$.Body")
    with serve() as api:
        arn = api.start(definition, {}, tasks(forwards))
        assert json.loads(api.ended(arn)["output"]) == {"completion": "Hi"}


def test_the_list() -> None:
    assert read_entries(["Pay", {"bedrock:invokeModel": "us-east-1"}], ["Ask", "Pay=eu-west-1"]) == {
        "Pay": "eu-west-1",
        "bedrock:invokeModel": "us-east-1",
        "Ask": None,
    }


@pytest.mark.parametrize("entries", [[1], [{"a": 1}], [{"a": "b", "c": "d"}], [""], [["a"]]])
def test_invalid_lists_are_refused(entries: Any) -> None:
    with pytest.raises(LocalError, match=r"^aslant:forward must be a list of tasks, each as `NAME` or `NAME: REGION`"):
        read_entries(entries)


def test_invalid_options_are_refused() -> None:
    with pytest.raises(LocalError, match=r"^--forward must be NAME or NAME=REGION, not '=x'"):
        read_entries([], ["=x"])
