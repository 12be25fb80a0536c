from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.local.serving import Serving, serving

ACCOUNT = "us-east-1:123456789012"


@dataclasses.dataclass(frozen=True)
class Kitchen:
    """The program of `kitchen`, served on two ports."""

    served: Serving

    def client(self, service: str) -> Any:
        """Return a client of the AWS port."""
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, region_name="us-east-1", endpoint_url=self.served.aws_url, **keys)

    def url(self, queue: str) -> str:
        return f"https://sqs.us-east-1.amazonaws.com/123456789012/{queue}"

    def send(self, queue: str, body: Any, **more: Any) -> str:
        """Send a message, and return its ID."""
        text = body if isinstance(body, str) else json.dumps(body)
        sent: str = self.client("sqs").send_message(QueueUrl=self.url(queue), MessageBody=text, **more)["MessageId"]
        return sent

    def take(self, queue: str, wait: int = 10) -> dict[str, Any]:
        """Receive and delete one message of a queue."""
        client = self.client("sqs")
        options = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}
        found = client.receive_message(QueueUrl=self.url(queue), WaitTimeSeconds=wait, MaxNumberOfMessages=1, **options)
        assert found.get("Messages"), f"{queue} has no message; {self.served.printed}"
        message: dict[str, Any] = found["Messages"][0]
        client.delete_message(QueueUrl=self.url(queue), ReceiptHandle=message["ReceiptHandle"])
        return message

    def body(self, queue: str = "seen", wait: int = 10) -> Any:
        """Receive and delete one message, and return its body as a JSON value."""
        body = json.loads(self.take(queue, wait)["Body"])
        print(body)
        return body

    def is_empty(self, queue: str, wait: int = 1) -> bool:
        found = self.client("sqs").receive_message(QueueUrl=self.url(queue), WaitTimeSeconds=wait)
        return not found.get("Messages")

    def executions(self) -> list[dict[str, Any]]:
        """Return the executions of the machine."""
        arn = f"arn:aws:states:{ACCOUNT}:stateMachine:bake"
        client = self.client("stepfunctions")
        found = client.list_executions(stateMachineArn=arn)["executions"]
        return [client.describe_execution(executionArn=item["executionArn"]) for item in found]

    def logged(self, text: str) -> bool:
        """Wait for a line that functions or deliveries have printed."""
        return eventually(lambda: any(text in line for line in self.served.printed))

    def empty(self) -> None:
        """Remove what another test has left."""
        for queue in ("seen", "dead", "heard", "raw", "lost", "failed", "done"):
            client, url = self.client("sqs"), self.url(queue)
            while found := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
                for message in found:
                    client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        self.served.printed.clear()


def eventually(condition: Callable[[], Any], seconds: float = 10) -> bool:
    """Wait until a condition holds, and return whether it did in time."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return bool(found)


@pytest.fixture(scope="session")
def served_kitchen() -> Iterator[Kitchen]:
    with serving(Path(__file__).parent / "kitchen") as served:
        yield Kitchen(served)


@pytest.fixture
def kitchen(served_kitchen: Kitchen) -> Kitchen:
    """The served program, with empty queues."""
    served_kitchen.empty()
    return served_kitchen
