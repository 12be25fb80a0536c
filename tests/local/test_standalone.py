"""The server without a program: any client creates and runs machines, and files are served and reloaded."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

HELLO = {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": "Hello!", "End": True}}}
ROLE = "arn:aws:iam::123456789012:role/any"


class Standalone:
    """A server process in a folder."""

    def __init__(self, folder: Path, arguments: tuple[str, ...], variables: dict[str, str]) -> None:
        kept = ("PATH", "HOME", "TMPDIR")
        command = [sys.executable, "-m", "aslant.local", "--port", "0", "--aws-port", "0", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**{name: os.environ[name] for name in kept if name in os.environ}, **variables},
        )
        assert self.process.stdout
        self.text = "".join(takewhile("Press Ctrl-C to stop.\n".__ne__, self.process.stdout))
        self.log: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        found = re.match(r"aws: (\S+)", self.text)
        assert found, self.stop()
        self.url = found[1]

    def _read(self) -> None:
        assert self.process.stderr
        with contextlib.suppress(ValueError):  # `stop` closes the pipe, perhaps before its last line is read
            for line in self.process.stderr:
                self.log.append(line.rstrip("\n"))

    def client(self, service: str = "stepfunctions", region: str = "us-east-1") -> Any:
        config = Config(inject_host_prefix=False, retries={"total_max_attempts": 1})
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106  # of the local AWS
            config=config,
        )

    def wait_for(self, condition: Callable[[], bool], seconds: float = 5) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "\n".join(self.log)
            time.sleep(0.02)

    def ended(self, arn: str) -> dict[str, Any]:
        client = self.client()
        self.wait_for(lambda: client.describe_execution(executionArn=arn)["status"] != "RUNNING")
        found: dict[str, Any] = client.describe_execution(executionArn=arn)
        return found

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        time.sleep(0.05)
        return "\n".join(self.log)


Start = Callable[..., Standalone]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A function that starts a server in an empty folder, which it creates."""
    started: list[Standalone] = []

    def run(*arguments: str, **variables: str) -> Standalone:
        (tmp_path / "here").mkdir(exist_ok=True)
        started.append(Standalone(tmp_path / "here", arguments, variables))
        return started[-1]

    yield run
    for server in started:
        server.process.kill()
        server.process.communicate()


def test_an_empty_folder_serves_step_functions_to_any_client(start: Start) -> None:
    server = start()
    client = server.client()
    assert client.list_state_machines()["stateMachines"] == []
    assert "No module named" not in server.stop()
    assert server.process.returncode == 0


def test_the_first_commands_work_when_they_are_pasted(start: Start, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "hello.asl.json").write_text(json.dumps(HELLO))
    server = start("--machines", "hello.asl.json")
    lines = [line.strip() for line in server.text.splitlines() if line.startswith("  ")]
    commands = [line for line in lines if line.startswith(("export ", "python -c "))]
    script = "\n".join(commands).replace("python -c", f"{sys.executable} -c")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(["sh", "-e"], input=script, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert ":execution:hello:" in done.stdout
    assert [line for line in lines if line.startswith("aws stepfunctions start-execution --state-machine-arn arn:")]


@pytest.mark.parametrize(
    ("arguments", "variables", "arn"),
    [
        ((), {}, "arn:aws:states:us-east-1:123456789012:stateMachine:hello"),
        ((), {"AWS_DEFAULT_REGION": "eu-west-1"}, "arn:aws:states:eu-west-1:123456789012:stateMachine:hello"),
        (
            ("--region", "cn-north-1", "--account", "000000000000"),
            {"AWS_REGION": "eu-west-1", "AWS_ACCOUNT_ID": "111111111111"},
            "arn:aws-cn:states:cn-north-1:000000000000:stateMachine:hello",
        ),
    ],
)
def test_region_and_account_are_options_or_variables(
    start: Start, tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], arn: str
) -> None:
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO))
    server = start("--machines", "..", *arguments, **variables)
    client = server.client(region=arn.split(":")[3])
    assert [item["stateMachineArn"] for item in client.list_state_machines()["stateMachines"]] == [arn]


def test_other_services_have_data(start: Start) -> None:
    queues = start().client("sqs")
    url = queues.create_queue(QueueName="orders")["QueueUrl"]
    queues.send_message(QueueUrl=url, MessageBody="hello")
    assert queues.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"


def test_a_program_above_and_definitions_here_are_pointed_out(start: Start, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "here").mkdir()
    for name in ("a", "b"):
        (tmp_path / "here" / f"{name}.asl.json").write_text(json.dumps(HELLO))
    text = start().text
    assert f"Pulumi.yaml is a program. To serve it, start again with --program {tmp_path}\n" in text
    assert (
        "a.asl.json and 1 more are definitions in this folder. To serve them, start again with --machines .\n" in text
    )


def test_an_edited_definition_a_new_one_and_a_broken_one(start: Start, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    file = tmp_path / "here" / "hello.asl.json"
    file.write_text(json.dumps(HELLO))
    server = start("--machines", ".")
    client = server.client()
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:hello"

    def says() -> str:
        return str(server.ended(client.start_execution(stateMachineArn=arn)["executionArn"])["output"])

    assert says() == '"Hello!"'
    begin = time.monotonic()
    file.write_text(json.dumps(HELLO).replace("Hello!", "Hi!"))
    server.wait_for(lambda: says() == '"Hi!"')
    assert time.monotonic() - begin < 2  # a second, on a quiet machine
    file.write_text("{")
    server.wait_for(lambda: any(line.startswith("error: hello.asl.json:1:2: ") for line in server.log))
    (tmp_path / "here" / "more.asl.yaml").write_text("StartAt: A\nStates:\n  A: {Type: Succeed}\n")
    server.wait_for(lambda: len(client.list_state_machines()["stateMachines"]) == 2)
    assert says() == '"Hi!"'
    assert re.search(r"reloaded after \d+\.\d s: changed machine 'hello'", "\n".join(server.log))
    assert re.search(r"reloaded after \d+\.\d s: added machine 'more'", "\n".join(server.log))


def test_without_reload_an_edit_is_not_served(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "hello.asl.json"
    file.write_text(json.dumps(HELLO))
    server = start("--machines", "..", "--no-reload")
    file.unlink()
    time.sleep(0.6)
    assert len(server.client().list_state_machines()["stateMachines"]) == 1


MOCKS = {
    "StateMachines": {
        "order": {"TestCases": {"Happy": {"Check": "Fine"}, "Retried": {"Check": "Twice"}, "Lost": {"Check": "Never"}}}
    },
    "MockedResponses": {
        "Fine": {"0": {"Return": {"StatusCode": 200, "Payload": {"ok": True}}}},
        "Twice": {
            "0-1": {"Throw": {"Error": "Lambda.ServiceException", "Cause": "busy"}},
            "2": {"Return": {"Payload": {"ok": "at last"}}},
        },
        "Never": {"0-5": {"Throw": {"Error": "Oven.Cold", "Cause": "no gas"}}},
    },
}
ORDER = {
    "StartAt": "Check",
    "States": {
        "Check": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "${CheckFunction}", "Payload.$": "$"},
            "OutputPath": "$.Payload",
            "Retry": [{"ErrorEquals": ["Lambda.ServiceException"], "IntervalSeconds": 1, "MaxAttempts": 3}],
            "End": True,
        }
    },
}


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_a_test_case_of_the_mock_configuration_is_chosen_after_the_arn(start: Start, tmp_path: Path, kind: str) -> None:
    (tmp_path / "mocks.json").write_text(json.dumps(MOCKS))
    (tmp_path / "order.asl.json").write_text(json.dumps(ORDER))
    file, mocks = str(tmp_path / "order.asl.json"), str(tmp_path / "mocks.json")
    server = start("--machines", file, "--type", kind, SFN_MOCK_CONFIG=mocks)
    client = server.client()
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:order"

    def run(case: str) -> dict[str, Any]:
        if kind == "EXPRESS":
            ended: dict[str, Any] = client.start_sync_execution(stateMachineArn=f"{arn}#{case}")
            return ended
        return server.ended(client.start_execution(stateMachineArn=f"{arn}#{case}")["executionArn"])

    happy, lost = run("Happy"), run("Lost")
    assert (happy["stateMachineArn"], happy["output"]) == (arn, '{"ok":true}')
    assert (lost["status"], lost["error"], lost["cause"]) == ("FAILED", "Oven.Cold", "no gas")
    with pytest.raises(ClientError, match=r"Invalid test case 'Hapy': .*Did you mean 'Happy'\?"):
        run("Hapy")
    (tmp_path / "mocks.json").write_text(json.dumps(MOCKS).replace('{"ok": true}', '{"ok": 1}'))
    server.wait_for(lambda: run("Happy")["output"] == '{"ok":1}')
    server.wait_for(lambda: any("changed the mock configuration" in line for line in server.log))
    (tmp_path / "mocks.json").write_text(json.dumps(MOCKS).replace('"0-1"', '"1-0"'))
    server.wait_for(lambda: any("'1-0' is not an attempt" in line for line in server.log))
    assert run("Happy")["output"] == '{"ok":1}'


def test_each_attempt_has_its_own_mock(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mocks.json").write_text(json.dumps(MOCKS))
    order = json.dumps(ORDER).replace('"IntervalSeconds": 1', '"IntervalSeconds": 1, "MaxDelaySeconds": 1')
    (tmp_path / "order.asl.json").write_text(order.replace('"MaxDelaySeconds": 1', '"BackoffRate": 1'))
    server = start("--machines", str(tmp_path / "order.asl.json"), "--mock-config", str(tmp_path / "mocks.json"))
    client = server.client()
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:order#Retried"
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    assert server.ended(execution)["output"] == '{"ok":"at last"}'
    events = client.get_execution_history(executionArn=execution)["events"]
    assert [event["type"] for event in events].count("TaskFailed") == 2


def test_a_test_case_needs_the_file(start: Start, tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(json.dumps(ORDER))
    client = start("--machines", "..").client()
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:order#Happy"
    with pytest.raises(ClientError, match="needs a mock configuration file"):
        client.start_execution(stateMachineArn=arn)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory. Correct the path."),
        ("{", "mocks.json:1:2: this is not valid JSON: "),
        ("[]", "mocks.json: a mock configuration must be an object with StateMachines and MockedResponses"),
        ('{"StateMachines": {}, "MockedResponses": {"A": {"0": {"Retrun": 1}}}}', "'A', attempt '0' must be an object"),
        ('{"StateMachines": {}, "StateMachines": {}}', "an object has the member 'StateMachines' twice."),
    ],
)
def test_a_wrong_mock_configuration_stops_the_start(tmp_path: Path, content: str | None, message: str) -> None:
    file = tmp_path / "mocks.json"
    if content is not None:
        file.write_text(content)
    command = [sys.executable, "-m", "aslant.local", "--port", "0", "--aws-port", "0", "--mock-config", str(file)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert message in done.stderr


def test_functions_of_python_files_and_of_another_server_are_called(start: Start, tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(json.dumps(ORDER))
    (tmp_path / "check.py").write_text("def check(event, context):\n    return {'checked': event}\n")
    function = f"CheckFunction={tmp_path / 'check.py'}:check"
    first = start("--machines", str(tmp_path / "order.asl.json"), "--function", function, "--type", "EXPRESS")
    second = start("--machines", "..", "--type", "EXPRESS", LAMBDA_ENDPOINT=first.url)
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:order"
    for server in (first, second):
        assert server.client().start_sync_execution(stateMachineArn=arn, input="1")["output"] == '{"checked":1}'
    payload = first.client("lambda").invoke(FunctionName="CheckFunction", Payload=b"2")["Payload"].read()
    assert payload == b'{"checked":2}'
    assert f"calls of lambda at {first.url}" in second.text


def test_it_imports_neither_pulumi_nor_the_sdk_until_a_service_is_used() -> None:
    code = (
        "import sys, aslant.local.__main__, aslant.local.source, aslant.local.reload.reloader, aslant.local.server, "
        "aslant.local.console.standalone_message; "
        "print(sorted({'boto3', 'botocore', 'moto', 'pulumi', 'yaml'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
