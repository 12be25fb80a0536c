"""The output of Pulumi's engine for a program with a mistake: one message, and no traceback.

The programs are inline ones of the Automation API, whose server treats their errors as the CLI's language host does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import Output
from pulumi.automation import PulumiCommand

from aslant.aws import PythonFunction, StateMachineApi
from aslant.errors import DefinitionError
from tests.engine.engine import Engine
from workflows.pizza import pizza

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
CHECK = str(Path(__file__).parents[2] / "functions" / "pineapple_check")


def send(queue: Any) -> dict[str, Any]:
    """A workflow that sends to a queue."""
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": queue, "MessageBody": "hello"},
        "End": True,
    }
    return {"StartAt": "Pay", "States": {"Pay": task}}


CHOSEN = send("x")
CHOSEN["States"]["Pay"]["Parameters"] = {"QueueUrl.$": "$.queue", "MessageBody": "hello"}


class Broken:
    """A workflow that cannot be written as a definition."""

    def to_dict(self) -> Any:
        raise DefinitionError("state 'Pay': timeout_seconds must be a positive integer, not 0")


def shop(**args: Any) -> Callable[[], object]:
    return lambda: StateMachineApi("shop", args)  # type: ignore[arg-type]


def check(**args: Any) -> Callable[[], object]:
    return lambda: PythonFunction("check", args)  # type: ignore[arg-type]


def out(value: Any) -> Output[Any]:
    return Output.from_input(value)


async def soon() -> str:
    await asyncio.sleep(0)
    return "soon"


MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    "a mistyped argument": (
        shop(workflow=pizza, timeout_ms=1),
        "StateMachineApi 'shop': 'timeout_ms' is not an argument. Did you mean 'timeout_milliseconds'?",
    ),
    "a value of the wrong type": (
        shop(workflow=DONE, tracing="yes"),
        "StateMachineApi 'shop': tracing must be True or False, not 'yes'",
    ),
    "a workflow that AWS refuses": (
        shop(workflow={"StartAt": "Dnoe", "States": DONE["States"]}),
        "StateMachineApi 'shop': the workflow does not pass `aslant check --type EXPRESS --within 30`:",
    ),
    "a workflow that cannot be written": (
        shop(workflow=Broken()),
        "StateMachineApi 'shop': the workflow: state 'Pay': timeout_seconds must be a positive integer, not 0",
    ),
    "a right that is not known": (
        shop(workflow=DONE, routes={"POST /pay": {"workflow": CHOSEN}}),
        "StateMachineApi 'shop': routes['POST /pay']: state 'Pay': sqs:sendMessage: QueueUrl is chosen at run time",
    ),
    "a symbol that stands for nothing": (
        shop(workflow={"StartAt": "Go", "States": {"Go": {"Type": "Task", "Resource": "${go}", "End": True}}}),
        "StateMachineApi 'shop': ${go} in state 'Go' is not defined. Write functions/go/handler.py",
    ),
    "a transform of nothing": (
        shop(workflow=DONE, transform={"deployment": {}}),
        "StateMachineApi 'shop': transform has 'deployment', but the component has no such child: only a REST API "
        "has one. "
        "Leave it out.",
    ),
    "a transform to nothing": (
        shop(workflow=DONE, transform={"role": lambda child: child.with_inputs(pth="/")}),
        "StateMachineApi 'shop': transform['role'] sets 'pth', which is not an input of it. Did you mean 'path'?",
    ),
    "a route that is none": (
        shop(routes={"orders": {"workflow": DONE}}),
        "StateMachineApi 'shop': routes['orders']: the key must be a method",
    ),
    "a folder that is not there": (
        check(folder="nowhere"),
        "PythonFunction 'check': the folder '",
    ),
    "too little memory": (
        check(folder=CHECK, memory_size=1),
        "PythonFunction 'check': memory_size must be a whole number from 128 to 10,240 MB, not 1",
    ),
    "a late value of the wrong type": (
        lambda: StateMachineApi("shop", {"workflow": DONE, "timeout_milliseconds": out("soon")}),
        "StateMachineApi 'shop': timeout_milliseconds must be a whole number from 50 to 30,000 milliseconds, not",
    ),
    "an awaited value of the wrong type": (
        lambda: StateMachineApi("shop", {"workflow": DONE, "log_retention_in_days": soon()}),  # type: ignore[typeddict-item]
        "StateMachineApi 'shop': log_retention_in_days must be one of 0, 1, 3, 5, 7",
    ),
    "a late secret of the wrong type": (
        lambda: StateMachineApi("shop", {"workflow": DONE, "log_level": Output.secret("hush")}),
        "StateMachineApi 'shop': log_level must be one of ALL, ERROR, FATAL, OFF, not a secret",
    ),
    "a late value of the wrong type for a function": (
        lambda: PythonFunction("check", {"folder": CHECK, "memory_size": out("much")}),
        "PythonFunction 'check': memory_size must be a whole number from 128 to 10,240 MB, not 'much'",
    ),
    "a late member of the wrong type": (
        lambda: StateMachineApi("shop", {"workflow": DONE, "tags": {"owner": out(5)}}),
        "StateMachineApi 'shop': tags has 'owner', which must be a string, not 5",
    ),
    "a late function that is none": (
        lambda: StateMachineApi("shop", {"workflow": pizza, "functions": {"pineapple_check": out(5)}}),
        "StateMachineApi 'shop': functions['pineapple_check'] must be the ARN of a Lambda function, not 5",
    ),
    "a late workflow that is none": (
        lambda: StateMachineApi("shop", {"workflow": out("{")}),
        "StateMachineApi 'shop': workflow is not valid JSON: ",
    ),
    "a late symbol that stands for nothing": (
        lambda: StateMachineApi("shop", {"workflow": out('{"StartAt": "${go}"}')}),
        "StateMachineApi 'shop': ${go} in the workflow is not defined. Add it to functions or substitutions.",
    ),
    "a late right that is not known": (
        lambda: StateMachineApi("shop", {"routes": {"POST /pay": {"workflow": out(json.dumps(CHOSEN))}}}),
        "StateMachineApi 'shop': routes['POST /pay']: state 'Pay': sqs:sendMessage: QueueUrl is chosen at run time",
    ),
}


OF_THE_SDK = "error: Exception calling application: invalid state"
"""A line of the Automation API, seen when a failed inline program ends while its server still answers the engine."""


def check_message(output: str, message: str) -> None:
    """Check that the CLI prints a message and nothing else; the Automation API repeats it in its own error."""
    _, _, diagnostics = output.partition("Diagnostics:")
    errors = [line.strip() for line in diagnostics.splitlines() if line.strip().startswith("error: ")]
    first, *others = [line for line in errors if line != OF_THE_SDK]
    assert first.startswith(f"error: {message}")
    assert all(message in other for other in others)
    assert "Traceback" not in output
    assert 'File "' not in output


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_message(engine: Engine, mistake: str) -> None:
    program, message = MISTAKES[mistake]

    def run() -> None:
        program()

    output = engine.refused(run)
    check_message(output, message)
    assert "hush" not in output


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    return Engine(cli, plugin, tmp_path)


def test_a_value_that_an_update_resolves_is_checked_then(fresh: Engine) -> None:
    def program() -> None:
        queue = aws.sqs.Queue("orders")
        StateMachineApi("shop", {"workflow": DONE, "kms_key_arn": queue.arn})

    assert fresh.preview(program).problems == []
    message = "StateMachineApi 'shop': kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…"
    check_message(fresh.refused(program, up=True), message)


def test_a_fault_of_the_program_itself_keeps_its_traceback(engine: Engine) -> None:
    def program() -> None:
        pulumi.export("share", 1 / 0)

    output = engine.refused(program)
    assert "Traceback" in output
    assert "ZeroDivisionError" in output
