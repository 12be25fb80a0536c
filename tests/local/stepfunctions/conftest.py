from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from aslant.errors import TaskError
from aslant.local.executions import Executions
from aslant.local.later import settle
from aslant.local.machine_store import MachineStore
from aslant.local.services.callbacks import Callbacks
from aslant.local.services.clients import Clients
from aslant.local.stepfunctions.api import StepFunctions
from aslant.local.stepfunctions.service import Service
from aslant.local.tags import Tags
from aslant.provider.account import LocalAccount

HOME = "us-east-1:123456789012"
MACHINE = f"arn:aws:states:{HOME}:stateMachine:"
ROLE = "arn:aws:iam::123456789012:role/unknown_sf_role"
PASS = json.dumps({"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}})
WAIT = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 290, "End": True}}})


@dataclasses.dataclass(frozen=True)
class Api:
    """The Step Functions API alone, without a program, called by botocore."""

    service: Service
    clients: Clients

    @property
    def client(self) -> Any:
        return self.clients.of("stepfunctions", "us-east-1")

    def create(self, name: str = "bake", definition: str = PASS, **parameters: Any) -> str:
        """Create a state machine and return its ARN."""
        made = self.client.create_state_machine(name=name, definition=definition, roleArn=ROLE, **parameters)
        return str(made["stateMachineArn"])

    def refusal(self, operation: str, **parameters: Any) -> tuple[str, str]:
        """Return the name and the message of the error with which an operation refuses a request."""
        with pytest.raises(self.client.exceptions.ClientError) as refused:
            getattr(self.client, operation)(**parameters)
        error = refused.value.response["Error"]
        return error["Code"], error["Message"]

    def raw(self, operation: str, parameters: Any) -> Any:
        """Return the response to a request that botocore itself would refuse."""
        from aslant.local.http import Request

        headers = {"x-amz-target": f"AWSStepFunctions.{operation}"}
        stepfunctions = StepFunctions(self.service)
        answer = settle(stepfunctions.answer(Request("POST", "/", "", headers, json.dumps(parameters).encode())))
        return json.loads(answer.body)

    def ended(self, arn: str) -> Any:
        """Return the description of an execution after its end."""
        deadline = time.monotonic() + 5
        while (found := self.client.describe_execution(executionArn=arn))["status"] == "RUNNING":
            assert time.monotonic() < deadline
            time.sleep(0.002)
        return found


def refuse(call: Any) -> Any:
    raise TaskError("Test.NoTask", f"no task is expected, such as {call.state}")


@pytest.fixture
def make_api() -> Iterator[Callable[..., Api]]:
    made: list[Executions] = []

    def make(tasks: Callable[..., Any] = refuse, trusts: Callable[[str], bool] = lambda _: True) -> Api:
        executions = Executions(MachineStore())
        made.append(executions)
        callbacks = Callbacks((), executions.hub, poll_seconds=0.01)
        service = Service(LocalAccount(), executions, callbacks, Tags(), tasks, trusts)
        stepfunctions = StepFunctions(service)
        return Api(service, Clients("http://127.0.0.1:1", lambda request: settle(stepfunctions.answer(request))))

    yield make
    for executions in made:
        executions.end()


@pytest.fixture
def api(make_api: Callable[..., Api]) -> Api:
    return make_api()
