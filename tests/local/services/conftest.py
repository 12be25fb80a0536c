from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.local.deployment import Deployment
from aslant.local.execution import Run
from aslant.local.http import Request
from aslant.local.later import settle
from aslant.local.services.clients import Clients
from tests.local.serving import ends, serving

with warnings.catch_warnings():  # the provider deprecates some of its own modules while it imports them
    warnings.simplefilter("ignore")
    import pulumi_aws

    vars(pulumi_aws.s3.Bucket)  # the SDK imports a module when something of it is asked for

HOME = "us-east-1:123456789012"


@dataclasses.dataclass(frozen=True)
class Bakery:
    """The program of `bakery`, served on two ports."""

    deployment: Deployment
    clients: Clients
    """Clients with the access key `test`, which may do anything."""
    log: list[str]

    def arn(self, machine: str) -> str:
        return f"arn:aws:states:{HOME}:stateMachine:{machine}"

    def aws(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return the response of an action of Step Functions."""
        headers = {"x-amz-target": f"AWSStepFunctions.{action}"}
        answer = settle(self.deployment.aws.answer(Request("POST", "/", "", headers, json.dumps(parameters).encode())))
        found: dict[str, Any] = json.loads(answer.body)
        return found

    def start(self, machine: str, input: Any) -> Run:
        """Start an execution, by the name of its machine or the last part of its task's resource."""
        name = machine.replace(":", "-").replace(".", "-")
        started = self.aws("StartExecution", stateMachineArn=self.arn(name), input=json.dumps(input))
        run = self.deployment.executions.run(started["executionArn"])
        assert run is not None
        return run

    def run(self, machine: str, input: Any) -> Run:
        """Return an execution that has ended."""
        run = self.start(machine, input)
        assert ends(run, 30)
        return run

    def output(self, machine: str, input: Any) -> Any:
        """Return the output of an execution, without the metadata of the SDK."""
        run = self.run(machine, input)
        assert run.status == "SUCCEEDED", f"{run.error}: {run.cause}"
        output = json.loads(run.output or "")
        if isinstance(output, dict):
            return {key: value for key, value in output.items() if not key.startswith("Sdk")}
        return output

    def messages(self, queue: str) -> list[Any]:
        """Receive and delete the messages of a queue."""
        client, url = self.clients.of("sqs", "us-east-1"), self.deployment.registry.exports[queue]
        taken = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=20)
        for message in taken.get("Messages", ()):
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in taken.get("Messages", ())]


@pytest.fixture(scope="session")
def bakery() -> Iterator[Bakery]:
    with serving(Path(__file__).parent / "bakery") as served:
        clients = Clients(served.aws_url, lambda request: settle(served.deployment.aws.answer(request)))
        yield Bakery(served.deployment, clients, served.log)
