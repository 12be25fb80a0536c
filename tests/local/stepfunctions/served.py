"""The Step Functions API on machines without a program, called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aslant.local.execution import Run
from aslant.local.executions import Executions
from aslant.local.later import settle
from aslant.local.machine_store import MachineStore
from aslant.local.machines import LocalMachine, MachineType
from aslant.local.services.callbacks import Callbacks
from aslant.local.services.clients import Clients
from aslant.local.stepfunctions.api import StepFunctions
from aslant.local.stepfunctions.service import Service
from aslant.local.tags import Tags
from aslant.provider.account import LocalAccount
from aslant.run import Program
from tests.local.serving import ends

PREFIX = "arn:aws:states:us-east-1:123456789012"
ROLE = "arn:aws:iam::123456789012:role/machine"


_served: list[StepFunctions] = []
_clients = Clients("http://127.0.0.1:1", lambda request: settle(_served[-1].answer(request)))


def _no_task(call: Any) -> Any:
    raise AssertionError(call)


class Api:
    """A boto3 client of the API, and what it serves."""

    def __init__(self, kept: int = 1000, wait_scale: float = 1.0) -> None:
        self.machines = MachineStore()
        self.executions = Executions(self.machines, kept, wait_scale)
        self.service = Service(
            LocalAccount(), self.executions, Callbacks([], self.executions.hub), Tags(), _no_task, lambda _: True
        )
        _served[:] = [StepFunctions(self.service)]
        self.client: Any = _clients.of("stepfunctions", "us-east-1")

    def put(
        self,
        definition: Mapping[str, Any],
        tasks: Callable[..., Any],
        name: str = "machine",
        type: MachineType = "STANDARD",
    ) -> str:
        """Serve a machine whose tasks a function performs, and return its ARN."""
        arn = f"{PREFIX}:stateMachine:{name}"
        text = json.dumps(definition)
        account = LocalAccount("us-east-1")
        self.machines.put(LocalMachine(arn, name, type, text, ROLE, account, Program(definition), tasks))
        return arn

    def start(self, definition: Mapping[str, Any], input: Any, tasks: Callable[..., Any], name: str = "run") -> str:
        """Start an execution of a new machine, and return its ARN."""
        machine = self.put(definition, tasks)
        started = self.client.start_execution(stateMachineArn=machine, name=name, input=json.dumps(input))
        arn: str = started["executionArn"]
        return arn

    def run(self, arn: str) -> Run:
        run = self.executions.run(arn)
        assert run is not None
        return run

    def ended(self, arn: str) -> dict[str, Any]:
        """Wait for the end of an execution, and return its description."""
        assert ends(self.run(arn))
        described: dict[str, Any] = self.client.describe_execution(executionArn=arn)
        return described

    def events(self, arn: str) -> list[tuple[int, str, int]]:
        found = self.client.get_execution_history(executionArn=arn)["events"]
        return [(event["id"], event["type"], event["previousEventId"]) for event in found]


@contextmanager
def serve(kept: int = 1000, wait_scale: float = 1.0) -> Iterator[Api]:
    """Serve an API without machines."""
    api = Api(kept, wait_scale)
    yield api
    api.executions.end()


def refusal(call: Callable[..., Any], **parameters: Any) -> tuple[str, str]:
    """Return the code and the message of the error with which the API refuses a call."""
    from botocore.exceptions import ClientError

    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("the call was not refused")
